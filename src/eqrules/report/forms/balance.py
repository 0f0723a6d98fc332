"""表Ⅲ · 校际均衡情况 County means and coefficients of variation, and the composite beside them."""

from __future__ import annotations

from eqrules.engine.contract import Key, Outcome
from eqrules.language.numbers import decimal_text
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as e
from eqrules.report import figures
from eqrules.report.county import dispersion
from eqrules.report.cv_working import Working, workings
from eqrules.report.forms.model import TO_FILL, Cell, Form, Row, figure
from eqrules.report.forms.reading import Reading
from eqrules.report.forms.resources import heads

_MEAN, _CV = 2, 3
"""Decimals on the form."""


def form(of: Reading) -> Form:
    made = {(_inner(one), one.outcome.key): one for one in workings(of.county, of.writer)}
    rows: list[Row] = []
    for grain, key in of.county.places():
        stage = of.objects.below_county(grain, key, of.county.key, "zh")
        found = [made.get((rule.id, key)) for rule in of.rules]
        means = (figure(_mean(of, one)) for one in found)
        rows.append((Cell(stage, down=2), Cell("全县平均值", "left"), *means, Cell("——")))
        coefficients = (_coefficient(of, one.outcome if one else None) for one in found)
        rows.append((Cell("差异系数", "left"), *coefficients, _coefficient(of, _composite(of, key))))
    notes = [
        "平均值为全县总量除以总数，差异系数按在校生数加权。底纹为高于规定的差异系数。",
        *_missing([one for one in made.values() if one.outcome.verdict is Verdict.UNDETERMINED]),
    ]
    top = (Cell("学段"), Cell("项目"), *heads(of, 1, "综合"))
    widths = (8, 16, *(13 for _ in of.rules), 11)
    return Form("表Ⅲ", "校际均衡情况", (top,), tuple(rows), widths, wide=True, notes=tuple(notes))


def _inner(one: Working) -> str:
    return one.of.of.rule if isinstance(one.of.of, e.Result) else one.rule.id


def _mean(of: Reading, one: Working | None) -> str:
    return TO_FILL if one is None or one.spread is None else decimal_text(one.spread.mean, _MEAN, of.rounding)


def _composite(of: Reading, key: Key) -> Outcome | None:
    rules = [rule for rule in of.county.dispersions if dispersion(rule) is None]
    return next((found for rule in rules if (found := of.outcome(rule.id, key)) is not None), None)


def _coefficient(of: Reading, outcome: Outcome | None) -> Cell:
    if outcome is None or outcome.value is None:
        return Cell(TO_FILL)
    text = figures.value_text(of.objects, outcome, "zh", _CV)
    below = outcome.verdict is Verdict.NOT_MET
    comment = f"标准 {figures.limit_text(of.objects, outcome, 'zh')}" if below else ""
    return figure(text, below, comment)


def _missing(undetermined: list[Working]) -> list[str]:
    cells = list(dict.fromkeys(cell for one in undetermined for cell in one.outcome.missing))
    return [f"还缺数据、算不出的项目待补：{'、'.join(cells[:20])}"] if cells else []
