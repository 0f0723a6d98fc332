"""逐校条图 · Every indicator of every school against its standard, as strips: as in the blocks of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eqrules.engine.contract import Decision
from eqrules.plan.plan import Rule
from eqrules.report import words
from eqrules.report.charts import svg
from eqrules.report.county import CAP, County

_NAME, _COLUMN, _BAR, _ROW, _TOP = 300, 164, 90, 24, 110


def chart(county: County, lang: str) -> str | None:
    """A line for each section; None where no indicator has a standard to be held against."""
    rules, rows = county.measured, county.shown()
    if not rules or not rows:
        return None
    title = words.either(lang, "各校与标准之比", "Schools against the standard")
    wide, high = _NAME + _COLUMN * len(rules) + 20, _TOP + _ROW * len(rows) + 20
    plan, day = county.objects.plan, county.objects.evaluation.day
    zh = "实线是标准，虚线是底线；条长为现值与标准之比，到 150% 为止"
    en = "The line is the standard, the dashed one the floor; bars are value ÷ standard, up to 150 %"
    about = f"{words.name(plan.about, plan.id, lang)} · {day} · {words.either(lang, zh, en)}"
    pieces = [svg.text(16, 28, f"{county.name} {title}", 17, bold=True), svg.text(16, 48, about, 12, svg.SOFT)]
    for i, rule in enumerate(rules):
        lines = svg.lines(words.coded(rule.about, rule.id, lang), 23, 2)
        for n, line in enumerate(reversed(lines)):
            pieces.append(svg.text(_NAME + _COLUMN * i, _TOP - 14 - 16 * n, line, 12, bold=True))
    for number, decision in enumerate(rows):
        pieces += _line(county, decision, rules, _TOP + _ROW * number, lang)
    return svg.drawing(wide, high, f"{county.name} {title}", pieces)


def _line(county: County, decision: Decision, rules: Sequence[Rule], y: float, lang: str) -> Iterator[str]:
    colour = svg.COLOURS[decision.verdict]
    yield svg.text(16, y + 14, svg.cut(county.objects.label(decision.key), 32), 12)
    yield svg.text(_NAME - 12, y + 14, decision.verdict.word(lang), 12, colour, "end")
    for i, rule in enumerate(rules):
        outcome = county.objects.outcome(rule.id, decision.key)
        x = _NAME + _COLUMN * i
        if outcome is None:
            continue
        colour, reached = svg.COLOURS[outcome.verdict], county.standing(outcome)
        if reached is None:
            yield svg.text(x, y + 14, outcome.verdict.word(lang), 12, colour)
            continue
        yield svg.rect(x, y + 4, _BAR, 12, svg.WASH)
        yield svg.rect(x, y + 6, _BAR * float(min(reached, CAP) / CAP), 8, colour)
        floor = county.floors.get(rule.id)
        if floor is not None:
            yield svg.upright(x + _BAR * float(floor / CAP), y + 3, y + 17, svg.SOFT, 1, dashed=True)
        yield svg.upright(x + _BAR * float(1 / CAP), y + 1, y + 19)
        yield svg.text(x + _BAR + 6, y + 14, f"{county.share(outcome, reached)}%", 12, colour)
