"""重算 · Counties that a column engine leaves over: judged by the reference engine, and put back in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from eqrules.data.submission import Column, Submission, Table
from eqrules.diagnostics.report import Finding
from eqrules.engine.reference import Reference
from eqrules.engine.verdicts import Verdicts, from_evaluation
from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa


def finished(
    tables: dict[str, pa.Table], made: Verdicts, plan: Plan, day: date, readings: dict[str, str],
    left_over: Callable[[], Submission],
) -> Verdicts:  # fmt: skip
    """The verdicts with the rows of the counties in `made.redone` as the reference engine judges them."""
    if not made.redone:
        return replace(made, tables=tables)
    import pyarrow as pa
    import pyarrow.compute as pc

    submission = left_over()
    evaluation = Reference().run(plan, submission, day, readings)
    own, counties = from_evaluation(evaluation), pa.array(made.redone, pa.string())
    whole = {}
    for grain, table in tables.items():
        kept = table.filter(pc.invert(pc.is_in(table.columns[0], counties)))
        whole[grain] = pa.concat_tables([kept, own[grain]]).unify_dictionaries()
    findings = [*_beyond(made), *submission.report.findings, *evaluation.report.findings]
    return replace(made, tables=whole, findings=tuple(findings))


def _beyond(made: Verdicts) -> list[Finding]:
    if not made.refused:
        return []
    return [Finding("EQ760", "hint", facts={"engine": made.engine, "names": "、".join(made.refused)})]


def only(submission: Submission, counties: set[str]) -> Submission:
    """The part of a submission that belongs to these counties."""
    tables = {}
    for name, table in submission.tables.items():
        rows = [i for i, key in enumerate(table.keys) if key[0] in counties]
        columns = {}
        for item, column in table.columns.items():
            moved = {new: column.place(old) for new, old in enumerate(rows)}
            values = [column.values[i] for i in rows]
            columns[item] = Column(values, column.sheet, column.letter, (), moved, column.gap)
        tables[name] = Table(name, [table.keys[i] for i in rows], columns, table.handed_in)
    return replace(submission, tables=tables)
