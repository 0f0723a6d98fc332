"""嵌入式列引擎 · DuckDB: the plan as SQL over whole columns; what SQL cannot prove goes to the reference engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.data.database import connection
from eqrules.data.submission import Submission
from eqrules.engine.again import finished, only
from eqrules.engine.duckdb.campuses import merge_campuses
from eqrules.engine.duckdb.stage import Staged, relation, rows_of, stage
from eqrules.engine.frames import frames, without_campuses
from eqrules.engine.results import answered, asked
from eqrules.engine.sql.dialect import DUCKDB
from eqrules.engine.sql.exactly import Exact
from eqrules.engine.sql.program import Program, program
from eqrules.engine.verdicts import Verdicts, layout, shaped
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

NAME = "duckdb"

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def judge(plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Verdicts:
    """Judge a submission in memory."""
    held = in_force(plan, day)
    plain, merged = without_campuses(held, submission.tables, readings)
    made = frames(plain, merged)
    written = program(plain, made.profile, readings, DUCKDB, decides=True)
    with connection() as db:
        for grain, table in made.tables.items():
            db.register(grain, table)
        odd = made.odd | carry_out(db, written)
        tables = fetched(db, written, held)
    return finished(tables, Verdicts(NAME, {}, tuple(sorted(odd)), written.refused), held, day, readings,
                    lambda: only(submission, odd))  # fmt: skip


def judge_columns(
    plan: Plan,
    data: Mapping[str, object],
    day: date,
    readings: dict[str, str],
    extras: bool | Collection[str] = True,
    memory: str = "",
) -> Verdicts:
    """Judge tables that come as columns: grain → Arrow table, or path of a Parquet or CSV file.

    `extras`: with values and gaps beside the verdicts, of every rule or of these. `memory`: what it may use, `8GB`.
    """
    with connection(memory) as db:
        ready = prepare(db, in_force(plan, day), data, readings, extras)
        odd = ready.run()
        made = Verdicts(NAME, {}, tuple(sorted(odd)), ready.written.refused)
        tables = ready.tables()
        return finished(tables, made, ready.plan, day, readings, lambda: rows_of(db, ready.plan, ready.sources, odd))


@dataclass(slots=True)
class Prepared:
    """Tables looked at and a program written for them: it can run as often as one likes."""

    db: duckdb.DuckDBPyConnection
    plan: Plan
    sources: dict[str, str]
    staged: Staged
    written: Program

    def run(self) -> set[str]:
        """Make the tables of verdicts; the counties that are left over."""
        return self.staged.odd | carry_out(self.db, self.written)

    def tables(self) -> dict[str, pa.Table]:
        return fetched(self.db, self.written, self.plan)


def prepare(
    db: duckdb.DuckDBPyConnection,
    plan: Plan,
    data: Mapping[str, object],
    readings: dict[str, str],
    extras: bool | Collection[str] = True,
) -> Prepared:
    """Look at the tables once, and write the program for what is in them. `plan`: in force on one day."""
    sources = {grain: relation(db, grain, given) for grain, given in data.items()}
    staged = stage(db, plan, sources)
    again = not any(isinstance(given, str | Path) for given in data.values())
    plain = merge_campuses(db, plan, staged, readings, DUCKDB)
    written = program(plain, staged.profile, readings, DUCKDB, extras, staged.implied, decides=True, again=again)
    return Prepared(db, plan, sources, staged, written)


def carry_out(db: duckdb.DuckDBPyConnection, written: Program) -> set[str]:
    """Run the program; the counties that it leaves over."""
    for query in written.queries:
        if query.exact is not None:
            _decide(db, query.exact)
        else:
            db.execute(f'CREATE OR REPLACE TEMP TABLE "{query.name}" AS {query.select}')
    return {row[0] for query in written.left_over for row in db.execute(query).fetchall()}


def fetched(db: duckdb.DuckDBPyConnection, written: Program, plan: Plan) -> dict[str, pa.Table]:
    return {grain.id: _result(db, written, plan, grain.id) for grain in plan.grains if layout(plan, grain.id).columns}


def _decide(db: duckdb.DuckDBPyConnection, exact: Exact) -> None:
    """Work out near groups on exact rationals, and put the answers where the next statement reads them."""
    groups = db.execute(DUCKDB.render(exact.groups())).fetchall()
    rows = db.execute(DUCKDB.render(exact.rows())).fetchall() if groups else []
    db.register(exact.name, answered(exact, groups, rows))


def _result(db: duckdb.DuckDBPyConnection, written: Program, plan: Plan, grain: str) -> pa.Table:
    return shaped(db.sql(asked(written, plan, grain)).to_arrow_table(), layout(plan, grain))
