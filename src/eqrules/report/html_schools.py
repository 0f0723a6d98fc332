"""逐校 · A block for each school: every indicator against its standard as strips and as a radar, and its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from math import cos, pi, sin

from eqrules.engine.contract import Decision, Key, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Rule
from eqrules.report import figures, html_tables, words
from eqrules.report.county import County

MOST = 400
"""Schools with a block of their own; of more, those that do not pass come first."""
_OPEN = 12
"""Blocks that stand open when no more than these do not pass."""
_CAP = Fraction(3, 2)
"""Strips and radars end at one and a half times the standard."""
_RADIUS, _MIDDLE = 74, 100
_WRONG = (Verdict.NOT_MET, Verdict.UNDETERMINED)


def chosen(county: County) -> list[Decision]:
    """The sections that get a block, in the order of the submission."""
    found = [d for made in county.lower_decisions.values() for d in made if d.verdict is not Verdict.NOT_APPLICABLE]
    if len(found) <= MOST:
        return found
    return sorted(found, key=lambda d: d.verdict not in _WRONG)[:MOST]


def anchor(key: Key) -> str:
    return "s-" + "-".join(key)


def blocks(county: County, lang: str) -> str:
    """All blocks of a county."""
    shown = chosen(county)
    if not shown:
        return ""
    rules = [rule for rule in county.objects.plan.rules if rule.id in county.lower_rules]
    wrong = sum(d.verdict in _WRONG for d in shown)
    opened = wrong <= _OPEN
    other = _other(county)
    made = [_block(county, d, rules, opened, other.get(d.key[: len(county.key) + 1], ()), lang) for d in shown]
    zh = "条长为现值与标准之比，到 150% 为止；长竖线是标准，短竖线是底线。点校名展开或收起；打印时展开的才印全。"
    en = (
        "Bars show value ÷ standard, up to 150 %; the long line is the standard, the short one the floor. "
        "Open a name to see more; open blocks print in full."
    )
    return f'<p class="soft">{words.either(lang, zh, en)}</p>{_rings(county, rules)}{"".join(made)}'


def _other(county: County) -> dict[Key, list[Outcome]]:
    """What else is not met at a school or below it, by school."""
    spread = {rule.id for rule in county.dispersions}
    rules = [r for r in county.objects.plan.rules if r.id not in county.lower_rules and r.id not in spread]
    found: dict[Key, list[Outcome]] = {}
    for outcome in county.missed(rules):
        if outcome.grain in ("school", "section", "class", "room"):
            found.setdefault(outcome.key[: len(county.key) + 1], []).append(outcome)
    return found


def _block(
    county: County, decision: Decision, rules: Sequence[Rule], opened: bool, other: Sequence[Outcome], lang: str
) -> str:
    objects, key = county.objects, decision.key
    outcomes = [o for rule in rules if (o := objects.outcome(rule.id, key)) is not None]
    head = [words.of(p, lang) for p in (("指标", "Indicator"), ("现值", "Value"), ("标准", "Limit"),
                                        ("与标准之比", "Of the standard"), ("差距", "Gap"))]  # fmt: skip
    rows = [_row(county, outcome, lang) for outcome in outcomes]
    label = objects.label(key)
    table = html_tables.table(head, rows, "bullets", label)
    more = words.either(lang, "另有未达标：", "Also not met: ") if other else ""
    said = words.either(lang, "；", "; ").join(_said(county, outcome, lang) for outcome in other)
    cells = words.either(lang, "、", ", ").join(f"<code>{escape(cell)}</code>" for cell in decision.missing[:20])
    needs = words.either(lang, "待补：", "Needs: ") if cells else ""
    is_open = " open" if opened and decision.verdict in _WRONG else ""
    return (
        f'<details class="school"{is_open}><summary>{escape(label)} {html_tables.tag(decision.verdict, lang)}</summary>'
        f'<div class="sheet" id="{escape(anchor(key), quote=True)}">{_radar(county, outcomes)}{table}'
        + (f"<p>{escape(more + said)}</p>" if other else "")
        + (f"<p>{needs}{cells}</p>" if cells else "")
        + "</div></details>"
    )


def _said(county: County, outcome: Outcome, lang: str) -> str:
    objects = county.objects
    value, limit = figures.value_text(objects, outcome, lang), figures.limit_text(objects, outcome, lang)
    return f"{outcome.rule} {objects.label(outcome.key)} {value} ({limit})"


def _row(county: County, outcome: Outcome, lang: str) -> str:
    """One indicator: sign and value, limit, strip with its percentage, gap."""
    objects = county.objects
    name = escape(words.coded(objects.rules[outcome.rule].about, outcome.rule, lang))
    gap = "" if outcome.gap is None else figures.gap_text(objects, outcome.gap, lang)
    limit = escape(figures.limit_text(objects, outcome, lang))
    return html_tables.row(
        name,
        html_tables.state(county, outcome, lang),
        f'<td class="nb">{limit}</td>',
        _strip(county, outcome),
        escape(gap),
    )


def _strip(county: County, outcome: Outcome) -> str:
    """How much of the standard is reached; the percentage never rounds across the standard or the floor."""
    reached = county.standing(outcome)
    if reached is None:
        return "<td></td>"
    floor = county.floors.get(outcome.rule)
    marks = [Fraction(100), *([floor * 100] if floor is not None else [])]
    text = figures.beside(reached * 100, marks, 0, county.objects.plan.rounding)
    wide = 100 * float(min(reached, _CAP) / _CAP)
    low = "" if floor is None else f'<s style="--l:{100 * float(floor / _CAP):.1f}%"></s>'
    return (
        f'<td class="{outcome.verdict.value} strip"><div class="bullet" aria-hidden="true" style="--v:{wide:.1f}%">'
        f"<i></i>{low}<u></u></div>{text}%</td>"
    )


# ── radar ────────────────────────────────────────────────────────
def _at(place: int, count: int, reached: Fraction | float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    length = _RADIUS * float(reached) / float(_CAP)
    return _MIDDLE + length * cos(angle), _MIDDLE + length * sin(angle)


def _polygon(points: Sequence[tuple[float, float]], kind: str) -> str:
    return f'<polygon class="{kind}" points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in points)}"/>'


def _ring(county: County, rules: Sequence[Rule]) -> str:
    return f"ring-{'-'.join(county.key)}-{len(rules)}"


def _rings(county: County, rules: Sequence[Rule]) -> str:
    """What all radars of a county share, written once: axes, the standard, the floor, the codes."""
    if len(rules) < 3:
        return ""
    count = len(rules)
    ring = [_polygon([_at(i, count, 1) for i in range(count)], "limit")]
    floor = next(iter(county.floors.values()), None)
    if floor is not None:
        ring.append(_polygon([_at(i, count, floor) for i in range(count)], "floor"))
    ring.append(_polygon([_at(i, count, _CAP) for i in range(count)], "edge"))
    for i, rule in enumerate(rules):
        x, y = _at(i, count, float(_CAP) * 1.17)
        ring.append(f'<text x="{x:.0f}" y="{y + 4:.0f}">{escape(rule.id)}</text>')
    name = escape(_ring(county, rules), quote=True)
    return f'<svg class="sr" aria-hidden="true"><defs><g id="{name}">{"".join(ring)}</g></defs></svg>'


def _radar(county: County, outcomes: Sequence[Outcome]) -> str:
    """The ratios to the standard around a ring; the table beside it says the same in words."""
    rules = [rule for rule in county.objects.plan.rules if rule.id in county.lower_rules]
    if len(rules) < 3:
        return ""
    places = {rule.id: i for i, rule in enumerate(rules)}
    reached = [(places[o.rule], county.standing(o)) for o in outcomes]
    points = [_at(i, len(rules), min(r, _CAP)) for i, r in reached if r is not None]
    name = escape(_ring(county, rules), quote=True)
    return (
        f'<svg class="radar" viewBox="0 0 200 200" aria-hidden="true"><use href="#{name}"/>'
        f"{_polygon(points, 'value') if points else ''}</svg>"
    )
