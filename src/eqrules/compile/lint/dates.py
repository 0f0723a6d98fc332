"""日期 · Dated limits with days between them that nobody wrote, and rows that never come into force."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from eqrules.compile import Compilation
from eqrules.compile.dates import columns
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Interval
from eqrules.syntax import tree
from eqrules.syntax.declare import expand_codes


def dates(document: tree.Document, compilation: Compilation, report: Report) -> None:
    """EQ332: days between two dated limits of one indicator. EQ333: a row outside the ruleset's own days."""
    assert compilation.plan
    whole = compilation.plan.interval
    by_code: dict[str, list[tuple[Interval, tree.Row]]] = {}
    for token in ("PERIODS", "RELAXATIONS"):
        for row in (row for section in document.all(token) for row in section.rows):
            days = columns(row.get("FROM"), row.get("UNTIL"), Report())
            if (whole.end and days.start > whole.end) or (whole.start and days.end and days.end < whole.start):
                report.warn("EQ333", row.span, name=row.text("CODE"), start=days.start or "…", end=days.end or "…",
                            first=whole.start or "…", last=whole.end or "…")  # fmt: skip
            if token == "PERIODS":
                for code in expand_codes(row.text("CODE")):
                    by_code.setdefault(code, []).append((days, row))
    for code, periods in by_code.items():
        ordered = sorted(periods, key=lambda period: period[0].start)
        for (days, row), (following, after) in pairwise(ordered):
            if days.end and following.start > _next(days.end):
                gap = _next(days.end), (date.fromisoformat(following.start) - timedelta(1)).isoformat()
                report.warn("EQ332", after.span, row.span, name=code, start=gap[0], end=gap[1])


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()
