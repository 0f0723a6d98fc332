"""手写 DuckDB SQL，浮点 · DuckDB SQL as a good engineer writes it, in floating point, the source read once."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from large.job import CV_LIMITS, INDICATORS, JUNIOR, PRIMARY, Answers, Indicator, Run, Source


def ready(source: Source) -> Run:
    """Three statements: sections, then stages from them, then counties from those."""
    connection = duckdb.connect()
    name = relation(connection, source)
    statements = (sections(name), stages(), COUNTIES)

    def run() -> duckdb.DuckDBPyConnection:
        for statement in statements:
            connection.execute(statement)
        return connection

    return run


def relation(connection: duckdb.DuckDBPyConnection, source: Source) -> str:
    """How SQL speaks of the source."""
    if isinstance(source, pa.Table):
        connection.register("data", source)
        return "data"
    return f"read_parquet('{source}')"


def limit(indicator: Indicator) -> str:
    """By stage, as arithmetic: `junior` is 0 or 1; cheaper than a CASE, and 4.2 + 1.1 would not be 5.3."""
    low, high = float(indicator.primary), float(indicator.junior)
    return f"{low}::DOUBLE" if low == high else f"({low}::DOUBLE * (1 - junior) + {high}::DOUBLE * junior)"


def sections(name: str) -> str:
    """Values, flags, shortfalls and the section's verdict; a millionth keeps `ceil` from rounding noise up."""
    numbers, values, flags, outputs, floors = [], [], [], [], []
    for i in INDICATORS:
        id, fine = i.id, float(i.units)
        numbers.append(f"{i.item}::DOUBLE AS {id}n, {limit(i)} AS {id}l")
        values.append(f"{id}n * {i.per}::DOUBLE / p AS {id}v" if i.per > 1 else f"{id}n / p AS {id}v")
        flags.append(f"{id}v >= {id}l AS {id}m")
        amount = f"ceil(({id}l * p / {i.per}::DOUBLE - {id}n) * {fine}::DOUBLE - 1e-6::DOUBLE) / {fine}::DOUBLE"
        outputs.append(f'{id}v AS "{id}.value", {id}m AS "{id}.met", '
                       f'CASE WHEN {id}m THEN 0::DOUBLE ELSE {amount} END AS "{id}.short"')  # fmt: skip
        floors.append(f"{id}v >= 0.85::DOUBLE * {id}l")
    return f"""CREATE OR REPLACE TEMP TABLE section AS
        SELECT division_code AS county, school_code AS school, stage, p AS pupils, {", ".join(outputs)},
               CASE WHEN enough = 7 THEN true WHEN enough = 6 THEN {" AND ".join(floors)} ELSE false END AS met
        FROM (SELECT *, {" + ".join(f"{i.id}m::TINYINT" for i in INDICATORS)} AS enough
        FROM (SELECT *, {", ".join(flags)}
        FROM (SELECT *, {", ".join(values)}
        FROM (SELECT *, pupils::DOUBLE AS p, (stage = '{JUNIOR}')::DOUBLE AS junior, {", ".join(numbers)}
        FROM {name}))))"""


def stages() -> str:
    """CV² = N·Σ(x²n) ÷ (Σxn)² − 1: one pass, from values and pupils."""
    sums = (f'sum("{i.id}.value" * pupils) AS {i.id}s, sum("{i.id}.value" * "{i.id}.value" * pupils) AS {i.id}q'
            for i in INDICATORS)  # fmt: skip
    squares = (f"greatest(n * {i.id}q / ({i.id}s * {i.id}s) - 1, 0) AS {i.id}c" for i in INDICATORS)
    outputs = (f'sqrt({i.id}c) AS "B{i.id[1:]}.value", {i.id}c <= most AS "B{i.id[1:]}.met"' for i in INDICATORS)
    low, high = (float(CV_LIMITS[stage] ** 2) for stage in (PRIMARY, JUNIOR))
    return f"""CREATE OR REPLACE TEMP TABLE stages AS
        SELECT county, stage, sections_met, {", ".join(outputs)}
        FROM (SELECT *, CASE WHEN stage = '{JUNIOR}' THEN {high} ELSE {low} END::DOUBLE AS most, {", ".join(squares)}
        FROM (SELECT county, stage, sum(pupils) AS n, bool_and(met) AS sections_met, {", ".join(sums)}
        FROM section GROUP BY county, stage))"""


COUNTIES = f"""CREATE OR REPLACE TEMP TABLE counties AS
    SELECT county, bool_and(sections_met AND {" AND ".join(f'"B{i.id[1:]}.met"' for i in INDICATORS)}) AS met
    FROM stages GROUP BY county"""


def answers(made: duckdb.DuckDBPyConnection) -> Answers:
    """The three temporary tables."""
    return Answers(*(made.table(name).to_arrow_table() for name in ("section", "stages", "counties")))
