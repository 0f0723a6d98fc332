"""逗号表 · Results as CSV that Excel and WPS open as they are: marked UTF-8, and no text starts a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from eqrules.engine.contract import Evaluation, Outcome
from eqrules.report import figures, words
from eqrules.report.cells import Cells
from eqrules.report.objects import Objects, looked_into
from eqrules.report.sources import basis, limit_status

_HEADINGS = (
    ("对象编号", "object"),
    ("对象", "object name"),
    ("指标编号", "rule"),
    ("指标", "indicator"),
    ("值", "value"),
    ("精确值", "exact value"),
    ("单位", "unit"),
    ("标准", "limit"),
    ("结论", "verdict"),
    ("差距", "gap"),
    ("依据", "basis"),
    ("状态", "status"),
    ("说明", "note"),
    ("单元格", "cells"),
)
_RISKY = frozenset("=+-@\t\r\n")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?%?\Z")


def table(evaluation: Evaluation | Objects, lang: str) -> str:
    """The whole table as text; write it as UTF-8."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([words.of(heading, lang) for heading in _HEADINGS])
    for row in _rows(looked_into(evaluation), lang):
        writer.writerow([text if text[:1] not in _RISKY else harmless(text) for text in row])
    return "\ufeff" + out.getvalue()


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    risky = text[:1] in _RISKY and text and not _NUMBER.match(text)
    return "'" + text if risky else text


def _rows(objects: Objects, lang: str) -> Iterator[list[str]]:
    cells = Cells(objects)
    for rule in objects.plan.rules:
        for outcome in objects.evaluation.outcomes.get(rule.id, ()):
            yield _row(objects, cells, outcome, lang)


def _row(objects: Objects, cells: Cells, outcome: Outcome, lang: str) -> list[str]:
    rule, value = objects.rules[outcome.rule], outcome.value
    exact = ""
    if value is not None and not isinstance(value, (bool, str)):
        # 9/10 would become the tenth of September
        exact = figures.exact(figures.scaled(rule, value)).replace("/", "÷")
    return [
        "/".join(outcome.key),
        objects.label(outcome.key),
        rule.id,
        words.name(rule.about, rule.id, lang),
        "" if value is None else figures.value_text(objects, outcome, lang),
        exact,
        words.unit(rule.unit, lang),
        figures.limit_text(objects, outcome, lang),
        outcome.verdict.word(lang),
        "" if outcome.gap is None else figures.gap_text(objects, outcome.gap, lang),
        basis(objects, outcome),
        words.status(limit_status(objects, outcome), lang),
        words.note(outcome.note, lang) if outcome.note else "",
        " ".join(cells.of(outcome)),
    ]
