"""表Ⅵ · 社会认可度调查情况 Questionnaires and visits, by group of people asked."""

from __future__ import annotations

from fractions import Fraction

from eqrules.engine.contract import Key, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.report import figures
from eqrules.report.forms.model import TO_FILL, Cell, Form, Row, figure
from eqrules.report.forms.reading import Reading

_GRAIN = "survey"
_ALL = "计"
_QUESTIONNAIRES = ("survey_sent", "survey_valid", "survey_satisfied")
_VISITS = ("visits", "visits_satisfied")


def form(of: Reading) -> Form:
    known = _GRAIN in of.objects.grains
    groups = of.objects.below("county", of.county.key, _GRAIN) if known else []
    rows = tuple(_row(of, key) for key in groups) or (_empty(_ALL), _empty("其中：家长"))
    heads = (
        (Cell("群体", down=2), Cell("问卷调查", across=4), Cell("实地走访", across=3)),
        (Cell("问卷总数"), Cell("其中：回收有效问卷数"), Cell("其中：满意问卷数"), Cell("问卷调查综合满意度（%）"),
         Cell("实地走访人数"), Cell("其中：满意人数"), Cell("实地走访满意度（%）")),
    )  # fmt: skip
    rates = [o for rule in ("S1a", "S1b") for o in of.county.outcomes.get(rule, ()) if o.limit_value is not None]
    limit = next((figures.limit_text(of.objects, o, "zh") for o in rates), "")
    notes = (f"满意问卷数÷有效问卷数；满意人数÷走访人数。标准 {limit}。底纹为低于标准。",) if limit else ()
    return Form("表Ⅵ", "社会认可度调查情况", heads, rows, (16, 12, 14, 14, 16, 14, 14, 16), wide=True, notes=notes)


def _row(of: Reading, key: Key) -> Row:
    name = key[-1] if key[-1] == _ALL else f"其中：{key[-1]}"
    asked = [figure(of.text(item, key)) for item in _QUESTIONNAIRES]
    visited = [figure(of.text(item, key)) for item in _VISITS]
    first = _rate(of, key, "S1a", "survey_satisfied", "survey_valid")
    return (Cell(name), *asked, first, *visited, _rate(of, key, "S1b", "visits_satisfied", "visits"))


def _rate(of: Reading, key: Key, rule: str, part: str, whole: str) -> Cell:
    """The judged rate for all people asked; for a group only the figure."""
    outcome = _judged(of, rule) if key[-1] == _ALL else None
    top, bottom = of.number(part, key), of.number(whole, key)
    if top is None or bottom is None:
        return Cell(TO_FILL)
    if not bottom:
        return Cell("/")
    value = Fraction(top) / bottom * 100
    limit = None if outcome is None else figures.limit_number(of.objects, outcome)
    shaded = outcome is not None and outcome.verdict is Verdict.NOT_MET
    return figure(figures.beside(value, [] if limit is None else [limit], 1, of.rounding), shaded)


def _judged(of: Reading, rule: str) -> Outcome | None:
    return next(iter(of.county.outcomes.get(rule, ())), None)


def _empty(name: str) -> Row:
    return (Cell(name), *(Cell(TO_FILL) for _ in range(7)))
