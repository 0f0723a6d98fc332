"""嵌入式列引擎 · DuckDB: the plan as SQL over whole columns; what SQL cannot prove goes to the reference engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from eqrules.data.submission import Submission
from eqrules.engine.again import finished, only
from eqrules.engine.duckdb.stage import relation, rows_of, stage
from eqrules.engine.frames import frames
from eqrules.engine.sql.dialect import DUCKDB
from eqrules.engine.sql.exactly import Exact
from eqrules.engine.sql.program import Program, program
from eqrules.engine.verdicts import Verdicts, dictionary, layout
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
    written = program(held, made.profile, readings, DUCKDB, decides=True)
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
    plan: Plan, data: Mapping[str, object], day: date, readings: dict[str, str], extras: bool = True, memory: str = ""
) -> Verdicts:
    """Judge tables that come as columns: grain → Arrow table, or path of a Parquet or CSV file.

    `extras`: with values and gaps beside the verdicts. `memory`: what it may use, `8GB`.
    """
    held = in_force(plan, day)
    with connection(memory) as db:
        sources = {grain: relation(db, grain, given) for grain, given in data.items()}
        staged = stage(db, held, sources)
        written = program(held, staged.profile, readings, DUCKDB, extras, staged.implied, decides=True)
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
        if query.exact is not None:
            _decide(db, query.exact)
        else:
            db.execute(f"{DUCKDB.create.format(name=query.name)} {query.select}")
    odd = {row[0] for query in written.odd for row in db.execute(query).fetchall()}
    tables = {grain.id: _result(db, written, plan, grain.id) for grain in plan.grains if layout(plan, grain.id).columns}
    return tables, odd


def _decide(db: duckdb.DuckDBPyConnection, asked: Exact) -> None:
    """Work out near groups on exact rationals, and put the answers where the next statement reads them."""
    import pyarrow as pa

    groups = db.execute(DUCKDB.render(asked.groups())).fetchall()
    rows = db.execute(DUCKDB.render(asked.rows())).fetchall() if groups else []
    kinds = [pa.string()] * len(asked.keys) + [pa.int8(), pa.float64()]
    columns = list(zip(*asked.answers(groups, rows), strict=True)) or [()] * len(kinds)
    names = [*asked.keys, "side", "digits"]
    db.register(asked.name, pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)}))


def _result(db: duckdb.DuckDBPyConnection, written: Program, plan: Plan, grain: str) -> pa.Table:
    import pyarrow as pa

    table, columns = written.tables[grain]
    form = layout(plan, grain)
    keys = [f'"@{part}" AS "{part}"' for part in form.keys]
    values = [f'"{columns[name]}" AS "{name}"' for name in form.columns if name in columns]
    found = db.sql(f"SELECT {', '.join([*keys, *values])} FROM {table}").to_arrow_table()
    made: dict[str, Any] = {}
    for name in (*form.keys, *form.columns):
        if name.endswith((".value", ".gap")):
            made[name] = found[name].cast(pa.float64()) if name in columns else pa.nulls(found.num_rows, pa.float64())
        elif name in form.keys:
            made[name] = found[name]
        elif name in columns:
            made[name] = dictionary(found[name].combine_chunks().cast(pa.int8()))
        else:
            made[name] = dictionary([None] * found.num_rows)
    return pa.table(made)
