"""各库 · One program on each database that a dialect is for: what its tables say, as rows of Python values.

A verdict is its number, a figure a double; keys are text. `Found` of two databases can be compared as it is.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from eqrules.engine.results import asked
from eqrules.engine.sql.program import Program
from eqrules.engine.verdicts import layout
from eqrules.plan.plan import Plan

Tables = dict[str, pa.Table]
Found = tuple[dict[str, dict[tuple[str, ...], tuple[Any, ...]]], set[str]]
"""Grain → key → columns; and the counties left over."""
Database = Callable[[Program, Plan, Tables], Found]


def queries(written: Program, plan: Plan) -> dict[str, str]:
    return {g.id: asked(written, plan, g.id) for g in plan.grains if layout(plan, g.id).columns}


def rows(table: pa.Table, plan: Plan, written: Program, grain: str) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """Doubles by their shortest text: 0.0 is not -0.0."""
    keys = layout(plan, grain).keys
    names, many = [*keys, *written.tables[grain][1]], len(keys)
    made = {}
    for row in zip(*(table.column(n).to_pylist() for n in range(table.num_columns)), strict=True):
        shown = [
            repr(float(v)) if name.endswith((".value", ".gap")) and v is not None else v
            for name, v in zip(names, row, strict=True)
        ]
        made[tuple(shown[:many])] = tuple(None if v is None else str(v) for v in shown[many:])
    return made


# ── DuckDB ───────────────────────────────────────────────────────
def duckdb(written: Program, plan: Plan, tables: Tables) -> Found:
    from eqrules.engine.duckdb import connection

    with connection() as db:
        for grain, table in tables.items():
            db.register(grain, table)
        for query in written.queries:
            db.execute(f"{written.dialect.create.format(name=query.name)} {query.select}")
        found = {g: rows(db.sql(q).to_arrow_table(), plan, written, g) for g, q in queries(written, plan).items()}
        return found, {row[0] for query in written.odd for row in db.execute(query).fetchall()}


# ── Spark ────────────────────────────────────────────────────────
def spark(written: Program, plan: Plan, tables: Tables) -> Found:
    from eqrules.engine.spark.carry_out import views
    from eqrules.engine.spark.session import session

    with session("local[2]") as own:
        for grain, table in tables.items():
            own.createDataFrame(table).createOrReplaceTempView(grain)
        views(own, written)
        found = {g: rows(own.sql(q).toArrow(), plan, written, g) for g, q in queries(written, plan).items()}
        return found, {row[0] for query in written.odd for row in own.sql(query).collect()}


# ── ClickHouse, embedded ─────────────────────────────────────────
@contextmanager
def clickhouse() -> Iterator[Database]:
    from chdb.session import Session

    server = Session()

    def run(written: Program, plan: Plan, tables: Tables) -> Found:
        made = []
        with tempfile.TemporaryDirectory() as folder:
            for line in written.dialect.prelude:
                server.query(line)
            try:
                for grain, table in tables.items():
                    named = table.rename_columns([written.dialect.named(name) for name in table.column_names])
                    pa.parquet.write_table(named, f"{folder}/{grain}.parquet")
                    source = f"SELECT * FROM file('{folder}/{grain}.parquet', Parquet)"
                    made.append(grain)
                    server.query(f"{written.dialect.create.format(name=grain)} {source}")
                for query in written.queries:
                    made.append(query.name)
                    server.query(f"{written.dialect.create.format(name=query.name)} {query.select}")
                wanted = queries(written, plan)
                found = {g: rows(server.query(q, "ArrowTable"), plan, written, g) for g, q in wanted.items()}
                left = [server.query(query, "ArrowTable") for query in written.odd]
                return found, {key for table in left for key in table.column(0).to_pylist()}
            finally:
                for name in made:
                    server.query(f"DROP TABLE IF EXISTS {name}")

    run.server = server  # type: ignore[attr-defined]
    try:
        yield run
    finally:
        server.close()


# ── PostgreSQL, a server of the test's own ───────────────────────
def postgres_tools() -> Path | None:
    """The folder of initdb, if there is one."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


_TYPES = {pa.string(): "text", pa.int64(): "bigint", pa.bool_(): "boolean", pa.date32(): "date"}


@contextmanager
def postgres(tools: Path) -> Iterator[Database]:
    """A new, empty server on a socket in a folder that goes away with it."""
    user = "nobody" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if user:
        shutil.chown(folder, user)

    def tool(name: str, *arguments: str, text: str = "") -> str:
        done = subprocess.run([str(tools / name), *arguments], input=text, text=True, capture_output=True,
                              user=user, cwd=folder)  # fmt: skip
        assert done.returncode == 0, f"{name}: {done.stderr[:2000]}"
        return done.stdout

    tool("initdb", "-D", str(folder / "data"), "-U", "eqrules", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c jit=off"
    tool("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", settings, "start")

    def run(written: Program, plan: Plan, tables: Tables) -> Found:
        wanted = queries(written, plan)
        lines = ["\\set ON_ERROR_STOP on", "SET client_min_messages = warning;", "BEGIN;"]
        for grain, table in tables.items():
            columns = ", ".join(f'"{field.name}" {_TYPES[field.type]}' for field in table.schema)
            text = io.BytesIO()
            pa.csv.write_csv(table, text, pa.csv.WriteOptions(include_header=False, quoting_style="needed"))
            lines += [f"CREATE TEMP TABLE {grain} ({columns});", f"COPY {grain} FROM STDIN WITH (FORMAT csv);"]
            lines += [text.getvalue().decode() + "\\."]
        lines += [f"{written.dialect.create.format(name=q.name)} {q.select};" for q in written.queries]
        lines += [
            f"COPY ({q}) TO STDOUT WITH (FORMAT csv, HEADER);\n\\echo ==" for q in (*wanted.values(), *written.odd)
        ]
        said = tool("psql", "-h", str(folder), "-U", "eqrules", "-d", "postgres", "-q", "-X", text="\n".join(lines))
        parts = [_csv(part) for part in said.split("==\n")]
        found = {g: rows(part, plan, written, g) for g, part in zip(wanted, parts, strict=False)}
        left = parts[len(wanted) : len(wanted) + len(written.odd)]
        return found, {key for part in left for key in part.column(0).to_pylist()}

    try:
        yield run
    finally:
        tool("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _csv(text: str) -> pa.Table:
    head, *body = csv.reader(io.StringIO(text)) if text.strip() else [[]]
    return pa.table([pa.array([row[n] or None for row in body], pa.string()) for n in range(len(head))], head)
