"""嵌入式列引擎 · DuckDB: the plan as SQL over whole columns; what SQL cannot prove goes to the reference engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from eqrules.data.submission import Submission
from eqrules.engine.again import finished, only
from eqrules.engine.duckdb.stage import relation, rows_of, stage
from eqrules.engine.frames import frames
from eqrules.engine.results import asked, shaped
from eqrules.engine.sql.dialect import DUCKDB
from eqrules.engine.sql.program import Program, program
from eqrules.engine.verdicts import Verdicts, layout
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

NAME = "duckdb"

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def judge(plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Verdicts:
    """Judge a submission in memory."""
    held = in_force(plan, day)
    made = frames(held, submission.tables)
    written = program(held, made.profile, readings, DUCKDB)
    with connection() as db:
        for grain, table in made.tables.items():
            db.register(grain, table)
        tables, odd = carry_out(db, written, held)
    odd |= made.odd
    if written.refused:
        odd = {key[0] for key in submission.tables[top_of(held)].keys}
    return finished(tables, Verdicts(NAME, {}, tuple(sorted(odd)), written.refused), held, day, readings,
                    lambda: only(submission, odd))  # fmt: skip


def judge_columns(
    plan: Plan, data: Mapping[str, object], day: date, readings: dict[str, str], extras: bool = True
) -> Verdicts:
    """Judge tables that come as columns: grain → Arrow table, or path of a Parquet or CSV file.

    `extras`: with values and gaps beside the verdicts.
    """
    held = in_force(plan, day)
    with connection() as db:
        sources = {grain: relation(db, grain, given) for grain, given in data.items()}
        staged = stage(db, held, sources)
        written = program(held, staged.profile, readings, DUCKDB, extras, staged.implied)
        tables, odd = carry_out(db, written, held)
        odd |= staged.odd
        if written.refused:
            odd = {row[0] for row in db.execute(f'SELECT "@{held.grains[0].keys[0]}" FROM {top_of(held)}').fetchall()}
        return finished(tables, Verdicts(NAME, {}, tuple(sorted(odd)), written.refused), held, day, readings,
                        lambda: rows_of(db, held, sources, odd))  # fmt: skip


@contextmanager
def connection(memory: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that may spill to disk; `memory` e.g. `8GB`."""
    import duckdb

    with duckdb.connect() as db:
        if memory:
            db.execute(f"SET memory_limit = '{memory}'")
        yield db


def top_of(plan: Plan) -> str:
    return next(grain.id for grain in plan.grains if not grain.parent)


def carry_out(db: duckdb.DuckDBPyConnection, written: Program, plan: Plan) -> tuple[dict[str, pa.Table], set[str]]:
    for query in written.queries:
        db.execute(f"{DUCKDB.create.format(name=query.name)} {query.select}")
    odd = {row[0] for query in written.odd for row in db.execute(query).fetchall()}
    grains = [grain.id for grain in plan.grains if layout(plan, grain.id).columns]
    return {g: shaped(db.sql(asked(written, plan, g)).to_arrow_table(), written, plan, g) for g in grains}, odd
