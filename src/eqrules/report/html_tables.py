"""页面的表 · The tables of the page: objects by indicators, coefficients with their limits, items, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from eqrules.engine.contract import Key, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.plan.expressions import Among
from eqrules.plan.plan import Grain, Rule
from eqrules.report import figures, relaxations, sources, words
from eqrules.report.county import County
from eqrules.report.formula import Formula

_EXAMPLES = 10
"""Objects named in one line before it says how many there are."""
_SHORT = 30
"""Limits up to this length stay on one line."""
_ROWS = 200
"""Classes by the hundred are counted, and those that fail named, instead of a table."""


def table(head: Sequence[str], rows: Sequence[str], kind: str = "", label: str = "") -> str:
    """A table in a box of its own that scrolls, also by keyboard; `head` and `rows` are already HTML."""
    if not rows:
        return ""
    heads = "".join(cell if cell.startswith("<th") else f'<th scope="col">{cell}</th>' for cell in head)
    named = f' role="region" aria-label="{escape(label, quote=True)}"' if label else ""
    return (
        f'<div class="box" tabindex="0"{named}><table class="{kind}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def row(head: str, *cells: str) -> str:
    """A row whose first cell names it."""
    inside = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{head}</th>{inside}</tr>'


def tag(verdict: Verdict, lang: str) -> str:
    """Sign and word in the colour of the state."""
    return f'<span class="tag {verdict.value}">{words.SIGNS[verdict]} {escape(verdict.word(lang))}</span>'


def state(county: County, outcome: Outcome | None, lang: str) -> str:
    """One cell: sign, value, and the word where it is not met; its title says against which limit."""
    if outcome is None:
        return "<td></td>"
    objects, verdict = county.objects, outcome.verdict
    value = "" if outcome.value is None else figures.value_text(objects, outcome, lang)
    limit = figures.limit_text(objects, outcome, lang)
    note = words.note(outcome.note, lang) if outcome.note else ""
    low = county.below_floor(outcome) and verdict is Verdict.NOT_MET
    under = words.either(lang, " 低于底线", ", below the floor") if low else ""
    used = f"{words.either(lang, '放宽', 'relaxed')} {' '.join(outcome.relaxations)}" if outcome.relaxations else ""
    title = escape(" · ".join(p for p in (verdict.word(lang), limit, note, used) if p), quote=True)
    met = ' class="sr"' if verdict is Verdict.MET else ""
    word = words.either(lang, "不参与认定", "does not decide") if not outcome.decides else verdict.word(lang)
    return (
        f'<td class="state {verdict.value}{" low" if low else ""}" title="{title}">'
        f"<b>{words.SIGNS[verdict]}</b>{escape(value)}"
        f"<small{met}> {escape(word + under)}</small>{f'<small>{escape(used)}</small>' if used else ''}</td>"
    )


# ── objects × indicators ─────────────────────────────────────────
def charts(county: County) -> list[tuple[Grain, list[Rule], list[str]]]:
    """Kinds of smaller objects with a conclusion, then those where most have several indicators."""
    objects, spread = county.objects, {rule.id for rule in county.dispersions}
    found = []
    for grain in objects.grains.values():
        rules = [r for r in objects.plan.rules if r.grain == grain.id and r.id not in spread]
        rules = [r for r in rules if county.tally([r.id]).keys() - {Verdict.NOT_APPLICABLE}]
        decided = [c for c, d in county.lower_decisions.items() if d[0].grain == grain.id]
        if len(grain.keys) > len(county.key) and rules and (decided or _worth_a_chart(county, rules)):
            found.append((grain, rules, decided))
    return sorted(found, key=lambda chart: not chart[2])


def _worth_a_chart(county: County, rules: Sequence[Rule]) -> bool:
    counts = county.tally(rule.id for rule in rules)
    rows = max(len(county.outcomes[rule.id]) for rule in rules)
    return len(rules) > 1 and rows <= _ROWS and counts[Verdict.NOT_APPLICABLE] < 0.4 * counts.total()


def matrices(county: County, lang: str, links: Mapping[Key, str]) -> list[tuple[str, str]]:
    """(title, table) for each of them; `links`: where objects have a block of their own."""
    found = []
    for grain, rules, decided in charts(county):
        title = words.name(grain.about, grain.id, lang)
        title = title[:1].upper() + title[1:]
        found.append((title, _matrix(county, rules, decided, title, links, lang)))
    return found


def _matrix(
    county: County, rules: Sequence[Rule], decided: Sequence[str], title: str, links: Mapping[Key, str], lang: str
) -> str:
    objects = county.objects
    head = [words.either(lang, "对象", "Object")]
    head += [escape(objects.ruling(code, lang)) for code in decided]
    head += [_column_head(county, rule, lang) for rule in rules]
    keys = list(dict.fromkeys(o.key for rule in rules for o in county.outcomes[rule.id]))
    rows = []
    for key in keys:
        found = [objects.decision(code, key) for code in decided]
        verdicts = [f"<td>{tag(d.verdict, lang)}</td>" if d else "<td></td>" for d in found]
        cells = [state(county, objects.outcome(rule.id, key), lang) for rule in rules]
        label = escape(objects.label(key))
        linked = f'<a href="#{escape(links[key], quote=True)}">{label}</a>' if key in links else label
        rows.append(row(linked, *verdicts, *cells))
    return table(head, rows, "matrix", title)


def _column_head(county: County, rule: Rule, lang: str) -> str:
    """Code, name, and the limits of each part of the objects."""
    limits: dict[str, None] = {}
    for outcome in county.outcomes[rule.id]:
        if outcome.limit is not None and outcome.limit_value is not None:
            plain = outcome.case is not None and isinstance(outcome.case.when, Among) and len(rule.cases) > 1
            which = sources.case_words(county.objects, outcome, lang) if plain else ""
            limits[f"{which} {figures.limit_words(county.objects, outcome, lang)}".strip()] = None
    spans = [f'<span class="nb">{escape(t)}</span>' if len(t) <= _SHORT else escape(t) for t in limits]
    text = " ".join(spans) if len(limits) <= 3 else ""
    name = words.name(rule.about, "", lang) + _unit(rule, lang)
    return f"{escape(rule.id)}<small>{escape(name)}</small><small>{text}</small>"


def _unit(rule: Rule, lang: str) -> str:
    """（人/百名学生）; nothing where the values carry their own sign."""
    unit = "" if rule.percent else words.unit(rule.unit, lang)
    return "" if not unit else words.either(lang, f"（{unit}）", f" ({unit})")


# ── coefficients of variation ────────────────────────────────────
def dispersions(county: County, lang: str) -> str:
    objects, places = county.objects, county.places()
    head = [words.either(lang, "差异系数", "Variation")]
    head += [escape(objects.below_county(*place, county.key, lang)) for place in places]
    rows = []
    for rule in county.dispersions:
        cells = [_dispersion(county, objects.outcome(rule.id, key), lang) for _, key in places]
        rows.append(row(escape(words.coded(rule.about, rule.id, lang)), *cells))
    return table(head, rows)


def _dispersion(county: County, outcome: Outcome | None, lang: str) -> str:
    if outcome is None:
        return "<td></td>"
    objects, verdict = county.objects, outcome.verdict
    value = figures.value_text(objects, outcome, lang, digits=3)
    limit = figures.limit_text(objects, outcome, lang)
    note = words.note(outcome.note, lang) if outcome.note else ""
    words_after = " · ".join(part for part in (verdict.word(lang), note) if part)
    return (
        f'<td class="state {verdict.value}"><b>{words.SIGNS[verdict]}</b>{escape(value)} '
        f"<span>({escape(limit)})</span>{_bar(outcome)}<small>{escape(words_after)}</small></td>"
    )


def _bar(outcome: Outcome) -> str:
    """How far towards the limit, with a line where the limit is."""
    number, limit = figures.as_number(outcome.value), outcome.limit_value
    if number is None or limit is None or limit <= 0:
        return ""
    value = float(figures.approached(number))
    whole = max(value, float(limit)) * 1.15
    left, line = 100 * value / whole, 100 * float(limit) / whole
    return f'<div class="bar" aria-hidden="true" style="--v:{left:.1f}%;--l:{line:.1f}%"><i></i><u></u></div>'


# ── items, gaps ──────────────────────────────────────────────────
def items(county: County, lang: str) -> str:
    """Indicators that have no column above: value, limit, verdict, basis; many objects in one line."""
    skip = {rule.id for _, rules, _ in charts(county) for rule in rules}
    skip |= {rule.id for rule in county.dispersions}
    head = [
        words.of(pair, lang)
        for pair in (
            ("指标", "Indicator"),
            ("值", "Value"),
            ("标准", "Limit"),
            ("结论", "Verdict"),
            ("依据", "Basis"),
        )
    ]
    rows = [
        _item(county, rule, lang)
        for rule in county.objects.plan.rules
        if rule.id not in skip and county.outcomes[rule.id]
    ]
    return table(head, rows)


def _item(county: County, rule: Rule, lang: str) -> str:
    objects, outcomes = county.objects, county.outcomes[rule.id]
    first = outcomes[0]
    title = escape(words.coded(rule.about, rule.id, lang) + _unit(rule, lang))
    status = words.status(sources.limit_status(objects, first), lang)
    basis = escape(" ".join(p for p in (sources.basis(objects, first), status) if p))
    notes = [words.note(first.note, lang)] if first.note and len(outcomes) == 1 else []
    if not any(outcome.decides for outcome in outcomes):
        notes.append(words.either(lang, "不参与认定", "does not decide"))
    note = f"<br><small>{escape(' · '.join(notes))}</small>" if notes else ""
    if len(outcomes) == 1 and first.key == county.key:
        value, limit = figures.value_text(objects, first, lang), figures.limit_text(objects, first, lang)
        return row(title, escape(value), escape(limit), tag(first.verdict, lang) + note, basis)
    counts = Counter(outcome.verdict for outcome in outcomes)
    tags = " ".join(f"{tag(v, lang)} {counts[v]}" for v in words.SIGNS if counts[v]) + note
    wrong = [o for o in outcomes if o.verdict in (Verdict.NOT_MET, Verdict.UNDETERMINED)]
    named = [f"{objects.label(o.key)} {figures.value_text(objects, o, lang)}" for o in wrong[:_EXAMPLES]]
    more = len(wrong) - _EXAMPLES
    named += [words.either(lang, f"另有 {more} 个", f"{more} more")] if more > 0 else []
    limits = dict.fromkeys(figures.limit_words(objects, o, lang) for o in outcomes if o.limit) or {"—": None}
    limit = " · ".join(limits) if len(limits) <= 3 else words.either(lang, "各不相同", "differs")
    return row(title, escape(words.either(lang, "；", "; ").join(named)) or "—", escape(limit), tags, basis)


def relaxed(county: County, lang: str) -> str:
    """Each relaxation that was used, its condition and promise, and where."""
    formula = Formula(county.objects.plan, lang)
    rows = []
    for (rule, code), outcomes in relaxations.used(county).items():
        labels = [county.objects.label(o.key) for o in outcomes[:_EXAMPLES]]
        more = len(outcomes) - _EXAMPLES
        labels += [words.either(lang, f"另有 {more} 个", f"{more} more")] if more > 0 else []
        text = relaxations.text(county.objects, formula, rule, code)
        where = words.either(lang, "；", "; ").join(labels)
        rows.append(row(escape(rule), escape(text), escape(where)))
    pairs = (("指标", "Indicator"), ("放宽", "Relaxation"), ("对象", "Objects"))
    return table([words.of(pair, lang) for pair in pairs], rows)


def gaps(county: County, lang: str) -> str:
    """What each missed limit still takes, with who is responsible."""
    objects = county.objects
    pairs = (
        ("对象", "Object"), ("指标", "Indicator"), ("现值", "Value"), ("标准", "Limit"),
        ("差距", "Gap"), ("责任单位", "Responsible"),
    )  # fmt: skip
    rows = []
    for outcome in county.missed(objects.plan.rules):
        rule = objects.rules[outcome.rule]
        gap = figures.gap_text(objects, outcome.gap, lang) if outcome.gap is not None else "—"
        responsible = (outcome.case.about.responsible if outcome.case else "") or rule.about.responsible
        cells = (
            words.coded(rule.about, rule.id, lang), figures.value_text(objects, outcome, lang),
            figures.limit_text(objects, outcome, lang), gap, responsible,
        )  # fmt: skip
        rows.append(row(escape(objects.label(outcome.key)), *(escape(cell) for cell in cells)))
    return table([words.of(pair, lang) for pair in pairs], rows)
