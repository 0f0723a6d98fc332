"""逐校 · A block for each school: every indicator against its standard as strips and as a radar, and its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eqrules.engine.contract import Decision, Key, Outcome
from eqrules.plan.plan import Rule
from eqrules.report import figures, html_tables, words
from eqrules.report.charts import radars
from eqrules.report.county import CAP, WRONG, County

_OPEN = 12
"""Blocks that stand open when no more than these do not pass."""


def anchor(key: Key) -> str:
    return "s-" + "-".join(key)


def blocks(county: County, lang: str) -> str:
    """All blocks of a county."""
    shown = county.shown()
    if not shown:
        return ""
    rules = county.measured
    wrong = sum(d.verdict in WRONG for d in shown)
    opened = wrong <= _OPEN
    other = _other(county)
    made = [_block(county, d, rules, opened, other.get(d.key[: len(county.key) + 1], ()), lang) for d in shown]
    zh = "条长为现值与标准之比，到 150% 为止；长竖线是标准，短竖线是底线。点校名展开或收起；打印时展开的才印全。"
    en = (
        "Bars show value ÷ standard, up to 150 %; the long line is the standard, the short one the floor. "
        "Open a name to see more; open blocks print in full."
    )
    return f'<p class="soft">{words.either(lang, zh, en)}</p>{_rings(county)}{"".join(made)}'


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
    is_open = " open" if opened and decision.verdict in WRONG else ""
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
    wide = 100 * float(min(reached, CAP) / CAP)
    low = "" if floor is None else f'<s style="--l:{100 * float(floor / CAP):.1f}%"></s>'
    return (
        f'<td class="{outcome.verdict.value} strip"><div class="bullet" aria-hidden="true" style="--v:{wide:.1f}%">'
        f"<i></i>{low}<u></u></div>{county.share(outcome, reached)}%</td>"
    )


# ── radar ────────────────────────────────────────────────────────
def _polygon(points: radars.Points, kind: str) -> str:
    return f'<polygon class="{kind}" points="{radars.corners(points)}"/>'


def _name(county: County) -> str:
    return escape(f"ring-{'-'.join(county.key)}-{len(county.measured)}", quote=True)


def _rings(county: County) -> str:
    """What all radars of a county share, written once: axes, the standard, the floor, the codes."""
    rings, codes = radars.ring(county, county.measured)
    if not rings:
        return ""
    shared = "".join(_polygon(points, kind) for kind, points in rings.items())
    shared += "".join(f'<text x="{x:.0f}" y="{y + 4:.0f}">{escape(code)}</text>' for x, y, code in codes)
    return f'<svg class="sr" aria-hidden="true"><defs><g id="{_name(county)}">{shared}</g></defs></svg>'


def _radar(county: County, outcomes: Sequence[Outcome]) -> str:
    """The ratios to the standard around a ring; the table beside it says the same in words."""
    if not radars.ring(county, county.measured)[0]:
        return ""
    runs, closed = radars.shape(county, county.measured, outcomes)
    drawn = "".join(f'{radars.tag(run, closed)} class="{"value" if closed else "open"}"/>' for run in runs)
    return (
        f'<svg class="radar" viewBox="0 0 {radars.SIDE} {radars.SIDE}" aria-hidden="true">'
        f'<use href="#{_name(county)}"/>{drawn}</svg>'
    )
