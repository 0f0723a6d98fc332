"""手写 DuckDB SQL，精确 · The same in exact arithmetic: whole numbers in DOUBLE columns, none of them beyond 2⁵³.

Products of whole numbers below 2⁵³ are exact in DOUBLE and cost nothing extra. A DECIMAL with two places becomes
the nearest double, and so does the limit (whole cents ÷ 100): rounding keeps their order, and equal stays equal.
A quotient of whole numbers below 2⁵³ never rounds up to a whole number that it is not, so `ceil` is exact too.
Terms of the CV are rounded to a grid, so that their sum is the same in any order; what is near a limit is
decided on fractions.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

import duckdb
import pyarrow as pa

from large.exact import within
from large.job import CV_LIMITS, FLOOR, INDICATORS, JUNIOR, PRIMARY, Indicator, Run, Source
from large.peers.duckdb_float import COUNTIES, relation
from large.peers.duckdb_float import answers as answers

_SQUARES, _SUMS = {"R6": 2}, 16
"""Terms of Σx²n are multiples of 2⁻ᵏ with k = 16 (money 2), those of Σxn too: as fine as their size allows."""


def ready(source: Source) -> Run:
    """Sections, sums by stage, the few CVs near a limit, stages, counties."""
    connection = duckdb.connect()
    name = relation(connection, source)

    def run() -> duckdb.DuckDBPyConnection:
        connection.execute(sections(name))
        connection.execute(stages())
        decide(connection)
        return connection.execute(COUNTIES)

    return run


def per_pupil(indicator: Indicator, part: Fraction = Fraction(1)) -> tuple[str, int]:
    """(top, bottom): units that one pupil needs, top by stage as arithmetic on `junior`."""
    low, high = (indicator.least(stage) * part for stage in (PRIMARY, JUNIOR))
    bottom = lcm(low.denominator, high.denominator)
    a, b = int(low * bottom), int(high * bottom)
    return (f"{a}::DOUBLE" if a == b else f"({a}::DOUBLE + {b - a}::DOUBLE * junior)"), bottom


def sections(name: str) -> str:
    """As in floating point, but limits are compared crosswise, and rare cases alone are worked out."""
    numbers, needs, flags, outputs, floors = [], [], [], [], []
    for i in INDICATORS:
        id = i.id
        (top, bottom), (floor, under) = per_pupil(i), per_pupil(i, FLOOR)
        numbers.append(f"{i.item}::DOUBLE AS {id}n")
        if i.fine:
            least = f"p * {top}" if bottom == 1 else f"ceil(p * {top} / {bottom}::DOUBLE)"
            needs.append(f"{least} / 100::DOUBLE AS {id}l")
            flags.append(f"{id}n >= {id}l AS {id}m")
            amount = f"round(({id}l - {id}n) * 100::DOUBLE) / 100::DOUBLE"
            floors.append(f"{id}n >= ceil(p * {floor} / {under}::DOUBLE) / 100::DOUBLE")
        else:
            needs.append(f"p * {top} AS {id}l")
            flags.append(f"{id}n * {bottom}::DOUBLE >= {id}l AS {id}m")
            amount = f"ceil({id}l / {bottom}::DOUBLE) - {id}n"
            floors.append(f"{id}n * {under}::DOUBLE >= p * {floor}")
        value = f"{id}n / p" if i.per == 1 else f"{id}n * {i.per}::DOUBLE / p"
        outputs.append(f'{value} AS "{id}.value", {id}m AS "{id}.met", '
                       f'CASE WHEN {id}m THEN 0::DOUBLE ELSE {amount} END AS "{id}.short"')  # fmt: skip
    return f"""CREATE OR REPLACE TEMP TABLE section AS
        SELECT division_code AS county, school_code AS school, stage, p AS pupils, {", ".join(outputs)},
               CASE WHEN enough = 7 THEN true WHEN enough = 6 THEN {" AND ".join(floors)} ELSE false END AS met
        FROM (SELECT *, {" + ".join(f"{i.id}m::TINYINT" for i in INDICATORS)} AS enough
        FROM (SELECT *, {", ".join(flags)}
        FROM (SELECT *, {", ".join(needs)}
        FROM (SELECT *, pupils::DOUBLE AS p, (stage = '{JUNIOR}')::DOUBLE AS junior, {", ".join(numbers)}
        FROM {name}))))"""


def stages() -> str:
    """As in floating point, with terms on a grid; `near`: the distance from the limit may be rounding."""
    sums, squares, outputs, near = [], [], [], []
    for i in INDICATORS:
        id, number, fine = i.id, i.id[1:], _SQUARES.get(i.id, _SUMS)
        sums.append(
            f"{on_grid(f'x{number} * n', _SUMS)} AS {id}s, {on_grid(f'x{number} * x{number} * n', fine)} AS {id}q"
        )
        squares.append(f"people * {id}q / ({id}s * {id}s) - 1 AS {id}c")
        squares.append(f"people * rows * {2.0**-fine!r}::DOUBLE / ({id}s * {id}s) + "
                       f"4 * rows * {2.0**-_SUMS!r}::DOUBLE / {id}s + 1e-12::DOUBLE AS {id}e")  # fmt: skip
        outputs.append(f'sqrt(greatest({id}c, 0)) AS "B{number}.value", {id}c <= most AS "B{number}.met"')
        near.append(f"abs({id}c - most) <= {id}e")
    values = ", ".join(f'"{i.id}.value" AS x{i.id[1:]}' for i in INDICATORS)
    rows = f"SELECT county, stage, pupils AS n, met, {values} FROM section"
    return stages_of(rows, "n", sums, squares, outputs, near)


def stages_of(
    rows: str, people: str, sums: list[str], squares: list[str], outputs: list[str], near: list[str]
) -> str:  # fmt: skip
    """The table of stages: sums over their sections, from these the squares, from those what is put out."""
    low, high = (float(CV_LIMITS[stage] ** 2) for stage in (PRIMARY, JUNIOR))
    return f"""CREATE OR REPLACE TEMP TABLE stages AS
        SELECT county, stage, sections_met, {", ".join(outputs)}, {" OR ".join(near)} AS near
        FROM (SELECT *, CASE WHEN stage = '{JUNIOR}' THEN {high} ELSE {low} END::DOUBLE AS most, {", ".join(squares)}
        FROM (SELECT county, stage, count(*) AS rows, sum({people}) AS people, bool_and(met) AS sections_met,
              {", ".join(sums)}
        FROM ({rows}) GROUP BY county, stage))"""


def on_grid(term: str, digits: int) -> str:
    """Adding a large number and taking it away again rounds to multiples of 2⁻ᵏ; sums of those never round."""
    large = f"{3.0 * 2.0 ** (51 - digits)!r}::DOUBLE"
    return f"sum({term} + {large} - {large})"


def decide(connection: duckdb.DuckDBPyConnection) -> None:
    """The few stages where a CV may be on its limit, on fractions; numerators come back whole from their values."""
    back = (f'list(round("{i.id}.value" * pupils * {i.units} / {i.per})::BIGINT)' for i in INDICATORS)
    near = connection.execute(f"""SELECT county, stage, list(pupils::BIGINT), {", ".join(back)}
        FROM section SEMI JOIN (SELECT county, stage FROM stages WHERE near) USING (county, stage)
        GROUP BY county, stage""").fetchall()
    settle(connection, near)


def settle(connection: duckdb.DuckDBPyConnection, near: list[tuple[Any, ...]]) -> None:
    """Flags of stages from fractions: rows of county, stage, pupils of each section, and amounts by indicator."""
    if near:
        met = [[within(amounts, pupils, stage) for amounts in rest] for _, stage, pupils, *rest in near]
        keys = {"county": [row[0] for row in near], "stage": [row[1] for row in near]}
        flags = dict(zip((i.id for i in INDICATORS), zip(*met, strict=True), strict=True))
        connection.register("decided", pa.table(keys | {id: list(column) for id, column in flags.items()}))
        connection.execute(f"""UPDATE stages SET {", ".join(f'"B{i.id[1:]}.met" = {i.id}' for i in INDICATORS)}
            FROM decided WHERE decided.county = stages.county AND decided.stage = stages.stage""")
        connection.unregister("decided")
