"""Ibis，在 DuckDB 上 · Ibis on DuckDB, in floating point, the source read once."""

from __future__ import annotations

from functools import reduce
from operator import add, and_

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from large.job import CV_LIMITS, INDICATORS, JUNIOR, PRIMARY, Answers, Run, Source


def ready(source: Source) -> Run:
    """Expressions are built within the measured time; tables are made of what Ibis compiles, without its detours."""
    backend = ibis.duckdb.connect()
    if isinstance(source, pa.Table):
        backend.con.register("data", source)
    data = backend.table("data") if isinstance(source, pa.Table) else backend.read_parquet(source)

    def keep(name: str, expression: ir.Table) -> ir.Table:
        backend.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {backend.compile(expression)}")
        return backend.table(name, database=("temp", "main"))

    def run() -> Backend:
        made = keep("stages", stages(keep("section", sections(data))))
        keep("counties", counties(made))
        return backend

    return run


def by_stage(table: ir.Table, primary: float, junior: float) -> ir.Value:
    """A limit, as an expression."""
    return ibis.literal(primary) if primary == junior else (table.stage == JUNIOR).ifelse(junior, primary)


def sections(data: ir.Table) -> ir.Table:
    """Values, flags, shortfalls and the section's verdict."""
    figures = {i.item: data[i.item].cast("float64") for i in INDICATORS}
    limits = {f"{i.id}.limit": by_stage(data, float(i.primary), float(i.junior)) for i in INDICATORS}
    table = data.select(county=data.division_code, school=data.school_code, stage=data.stage,
                        pupils=data.pupils.cast("float64"), **figures, **limits)  # fmt: skip
    table = table.mutate(**{f"{i.id}.value": table[i.item] * i.per / table.pupils for i in INDICATORS})
    table = table.mutate(**{f"{i.id}.met": table[f"{i.id}.value"] >= table[f"{i.id}.limit"] for i in INDICATORS})
    outputs: dict[str, ir.Value] = {}
    for i in INDICATORS:
        missing = (table[f"{i.id}.limit"] * table.pupils / i.per - table[i.item]) * float(i.units)
        short = table[f"{i.id}.met"].ifelse(0.0, (missing - 1e-6).ceil() / float(i.units))
        outputs |= {
            f"{i.id}.value": table[f"{i.id}.value"],
            f"{i.id}.met": table[f"{i.id}.met"],
            f"{i.id}.short": short,
        }
    enough = reduce(add, (table[f"{i.id}.met"].cast("int8") for i in INDICATORS))
    floors = reduce(and_, (table[f"{i.id}.value"] >= table[f"{i.id}.limit"] * 0.85 for i in INDICATORS))
    met = (enough == 7) | ((enough == 6) & floors)
    return table.select("county", "school", "stage", "pupils", **outputs, met=met)


def stages(made: ir.Table) -> ir.Table:
    """CV² = N·Σ(x²n) ÷ (Σxn)² − 1 by county and stage."""
    sums: dict[str, ir.Value] = {"n": made.pupils.sum(), "met": made.met.all()}
    for i in INDICATORS:
        weighted = made[f"{i.id}.value"] * made.pupils
        sums |= {f"{i.id}s": weighted.sum(), f"{i.id}q": (weighted * made[f"{i.id}.value"]).sum()}
    table = made.group_by("county", "stage").aggregate(**sums)
    most = by_stage(table, float(CV_LIMITS[PRIMARY] ** 2), float(CV_LIMITS[JUNIOR] ** 2))
    squares = {f"{i.id}c": (table.n * table[f"{i.id}q"] / (table[f"{i.id}s"] * table[f"{i.id}s"]) - 1).clip(lower=0)
               for i in INDICATORS}  # fmt: skip
    table = table.mutate(most=most, **squares)
    values = {f"B{i.id[1:]}.value": table[f"{i.id}c"].sqrt() for i in INDICATORS}
    flags = {f"B{i.id[1:]}.met": table[f"{i.id}c"] <= table.most for i in INDICATORS}
    return table.select("county", "stage", "met", **values, **flags)


def counties(made: ir.Table) -> ir.Table:
    """Everything met in both stages."""
    even = reduce(and_, (made[f"B{i.id[1:]}.met"] for i in INDICATORS))
    return made.group_by("county").aggregate(met=(made.met & even).all())


def answers(made: Backend) -> Answers:
    """The three temporary tables."""
    names = ("section", "stages", "counties")
    return Answers(*(made.table(name, database=("temp", "main")).to_pyarrow() for name in names))
