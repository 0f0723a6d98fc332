"""手写 DuckDB SQL，精确，只要结论 · Verdicts alone, exact, for tables that do not fit into memory: the source is read
once for the sections and once for the counties, and neither values nor shortfalls are kept."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from large.exact import within
from large.job import CV_LIMITS, FLOOR, INDICATORS, JUNIOR, PRIMARY, Answers, Run, Source
from large.peers.duckdb_exact import on_grid, per_pupil
from large.peers.duckdb_float import COUNTIES, relation

_SQUARES = {True: 4, False: 20}
"""Terms of Σb²÷n are multiples of 2⁻ᵏ: of cents k = 4, of whole things 20; b in the smallest units."""


def ready(source: Source) -> Run:
    """Sections, stages with the few CVs near a limit, counties."""
    connection = duckdb.connect()
    name = relation(connection, source)

    def run() -> duckdb.DuckDBPyConnection:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE section AS {sections(name)}")
        connection.execute(stages(name))
        decide(connection, name)
        return connection.execute(COUNTIES)

    return run


def sections(name: str, more: str = "") -> str:
    """Flags and the verdict of every section; amounts in their smallest units."""
    numbers, flags, floors = [], [], []
    for i in INDICATORS:
        (top, bottom), (floor, under) = per_pupil(i), per_pupil(i, FLOOR)
        amount = f"round({i.item}::DOUBLE * 100::DOUBLE)" if i.fine else f"{i.item}::DOUBLE"
        numbers.append(f"{amount} AS {i.id}n")
        flags.append(f"{i.id}n * {bottom}::DOUBLE >= p * {top} AS {i.id}m")
        floors.append(f"{i.id}n * {under}::DOUBLE >= p * {floor}")
    met = ", ".join(f'{i.id}m AS "{i.id}.met"' for i in INDICATORS)
    return f"""SELECT division_code AS county, school_code AS school, stage, {met}, {more}
               CASE WHEN enough = 7 THEN true WHEN enough = 6 THEN {" AND ".join(floors)} ELSE false END AS met
        FROM (SELECT *, {" + ".join(f"{i.id}m::TINYINT" for i in INDICATORS)} AS enough
        FROM (SELECT *, {", ".join(flags)}
        FROM (SELECT *, pupils::DOUBLE AS p, (stage = '{JUNIOR}')::DOUBLE AS junior, {", ".join(numbers)}
        FROM {name})))"""


def stages(name: str) -> str:
    """Sections are judged once more on the way: cheaper than to look them up."""
    sums, squares, outputs, near = [], [], [], []
    for i in INDICATORS:
        id, fine = i.id, _SQUARES[i.fine]
        sums.append(f"sum({id}n) AS {id}s, {on_grid(f'{id}n * {id}n / p', fine)} AS {id}q")
        squares.append(f"people * {id}q / ({id}s * {id}s) - 1 AS {id}c")
        squares.append(f"people * rows * {2.0**-fine!r}::DOUBLE / ({id}s * {id}s) + 1e-12::DOUBLE AS {id}e")
        outputs.append(f'{id}c <= most AS "B{id[1:]}.met"')
        near.append(f"abs({id}c - most) <= {id}e")
    low, high = (float(CV_LIMITS[stage] ** 2) for stage in (PRIMARY, JUNIOR))
    amounts = "".join(f"{i.id}n, " for i in INDICATORS)
    return f"""CREATE OR REPLACE TEMP TABLE stages AS
        SELECT county, stage, sections_met, {", ".join(outputs)}, {" OR ".join(near)} AS near
        FROM (SELECT *, CASE WHEN stage = '{JUNIOR}' THEN {high} ELSE {low} END::DOUBLE AS most, {", ".join(squares)}
        FROM (SELECT county, stage, count(*) AS rows, sum(p) AS people, bool_and(met) AS sections_met, {", ".join(sums)}
        FROM ({sections(name, f"p, {amounts}")}) GROUP BY county, stage))"""


def decide(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """The few stages where a CV may be on its limit, on fractions."""
    amounts = (f"list(({i.item} * {i.units})::BIGINT)" for i in INDICATORS)
    near = connection.execute(f"""SELECT division_code, stage, list(pupils::BIGINT), {", ".join(amounts)}
        FROM {name} WHERE division_code IN (SELECT county FROM stages WHERE near)
        GROUP BY division_code, stage""").fetchall()
    met = [[within(amounts, pupils, stage) for amounts in rest] for _, stage, pupils, *rest in near]
    keys = {"county": [row[0] for row in near], "stage": [row[1] for row in near]}
    flags = dict(zip((i.id for i in INDICATORS), zip(*met, strict=True), strict=True))
    connection.register("decided", pa.table(keys | {id: list(column) for id, column in flags.items()}))
    connection.execute(f"""UPDATE stages SET {", ".join(f'"B{i.id[1:]}.met" = {i.id}' for i in INDICATORS)}
        FROM decided WHERE decided.county = stages.county AND decided.stage = stages.stage""")
    connection.unregister("decided")


def answers(made: duckdb.DuckDBPyConnection) -> Answers:
    """The three temporary tables."""
    return Answers(*(made.table(name).to_arrow_table() for name in ("section", "stages", "counties")))
