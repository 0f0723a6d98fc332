"""差异系数图 · A bar for each coefficient of variation of a county, with the line of its limit."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.engine.contract import Outcome
from eqrules.plan.plan import Rule
from eqrules.report import figures, words
from eqrules.report.charts import svg
from eqrules.report.county import County

WIDE = 980
_LABEL, _BAR, _ROW, _HEAD = 420, 320, 26, 34
_ROOM = 1.15
"""Bars end a little behind the larger of value and limit."""


def chart(county: County, lang: str) -> str | None:
    """None where the ruleset has no coefficients, or the county none of them."""
    places = county.places()
    if not places:
        return None
    title = words.either(lang, "校际差异系数", "Variation between schools")
    plan, day = county.objects.plan, county.objects.evaluation.day
    pieces = [svg.text(16, 28, f"{county.name} {title}", 17, bold=True)]
    pieces.append(svg.text(16, 48, f"{words.name(plan.about, plan.id, lang)} · {day}", 12, svg.SOFT))
    y = 62.0
    for grain, key in places:
        name = county.objects.below_county(grain, key, county.key, lang)
        y += _HEAD
        pieces.append(svg.text(16, y - 10, name, 14, bold=True))
        rows = [(r, o) for r in county.dispersions if (o := county.objects.outcome(r.id, key)) is not None]
        whole = _whole(rows)
        for rule, outcome in rows:
            pieces += _bar(county, rule, outcome, y, whole, lang)
            y += _ROW
    note = words.either(lang, "竖线是标准。系数越小越均衡。", "The line is the limit. Smaller is more even.")
    return svg.drawing(WIDE, y + 36, f"{county.name} {title}", [*pieces, svg.text(16, y + 20, note, 12, svg.SOFT)])


def _whole(rows: list[tuple[Rule, Outcome]]) -> float:
    """One scale for all bars of a stage."""
    ends = [n for _, o in rows for n in (_value(o), float(o.limit_value or 0)) if n is not None]
    return max(ends, default=1.0) * _ROOM or 1.0


def _value(outcome: Outcome) -> float | None:
    number = figures.as_number(outcome.value)
    return None if number is None else float(figures.approached(number))


def _bar(county: County, rule: Rule, outcome: Outcome, y: float, whole: float, lang: str) -> Iterator[str]:
    colour, value = svg.COLOURS[outcome.verdict], _value(outcome)
    yield svg.text(16, y + 14, svg.cut(words.coded(rule.about, rule.id, lang), 58))
    yield svg.rect(_LABEL, y + 4, _BAR, 12, svg.WASH)
    if value is not None:
        yield svg.rect(_LABEL, y + 4, _BAR * value / whole, 12, colour)
    if outcome.limit_value is not None and outcome.limit_value > 0:
        yield svg.upright(_LABEL + _BAR * float(outcome.limit_value) / whole, y, y + 20)
    shown = figures.value_text(county.objects, outcome, lang, digits=3) if value is not None else ""
    limit = figures.limit_text(county.objects, outcome, lang)
    said = " ".join(part for part in (shown, outcome.verdict.word(lang), f"({limit})" if limit else "") if part)
    yield svg.text(_LABEL + _BAR + 12, y + 14, svg.cut(said, 34), 13, colour)
