"""手写 DuckDB SQL，精确，只要结论 · Verdicts alone, exact, for tables that do not fit into memory: the source is read
once for the sections and once for the counties, and neither values nor shortfalls are kept."""

from __future__ import annotations

import duckdb

from large.job import FLOOR, INDICATORS, JUNIOR, Run, Source
from large.peers.duckdb_exact import on_grid, per_pupil, settle, stages_of
from large.peers.duckdb_float import COUNTIES, relation
from large.peers.duckdb_float import answers as answers

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
    amounts = "".join(f"{i.id}n, " for i in INDICATORS)
    return stages_of(sections(name, f"p, {amounts}"), "p", sums, squares, outputs, near)


def decide(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """The few stages where a CV may be on its limit, on fractions."""
    amounts = (f"list(({i.item} * {i.units})::BIGINT)" for i in INDICATORS)
    near = connection.execute(f"""SELECT division_code, stage, list(pupils::BIGINT), {", ".join(amounts)}
        FROM {name} WHERE division_code IN (SELECT county FROM stages WHERE near)
        GROUP BY division_code, stage""").fetchall()
    settle(connection, near)
