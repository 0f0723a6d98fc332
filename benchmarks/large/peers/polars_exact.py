"""手写 Polars，精确 · The same with whole numbers: limits crosswise, CVs near a limit on fractions.

Polars wraps around in silence when a whole number grows too large; with these ranges none does.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import polars as pl
import pyarrow as pa

from large.exact import within
from large.job import CV_LIMITS, FLOOR, INDICATORS, JUNIOR, PRIMARY, Indicator, Run, Source
from large.peers.polars_float import Frames, by_stage, counties
from large.peers.polars_float import answers as answers

_NEAR = 1e-10


def ready(source: Source) -> Run:
    """Making a frame of the table is part of the work; the file is scanned."""
    if isinstance(source, pa.Table):
        return lambda: judge(pl.DataFrame(pl.from_arrow(source)).lazy())
    return lambda: judge(pl.scan_parquet(source))


def judge(data: pl.LazyFrame) -> Frames:
    """Sections, stages, counties; numerators are whole cents or whole things."""
    pupils, junior = pl.col("pupils"), pl.col("junior")
    numbers = data.select(
        pl.col("division_code").alias("county"), pl.col("school_code").alias("school"), "stage",
        pupils.cast(pl.Int64), (pl.col("stage") == JUNIOR).cast(pl.Int64).alias("junior"),
        *((pl.col(i.item).cast(pl.Float64) * 100).round().cast(pl.Int64) if i.fine else pl.col(i.item).cast(pl.Int64)
          for i in INDICATORS),
    )  # fmt: skip
    margins, outputs, floors = [], [], []
    for i in INDICATORS:
        (need, bottom), (floor, under) = _need(i, Fraction(1), junior), _need(i, FLOOR, junior)
        amount = pl.col(i.item)
        margins.append((amount * bottom - pupils * need).alias(f"{i.id}m"))
        margin = pl.col(f"{i.id}m")
        outputs += [
            (amount * i.per / (pupils * i.units) if i.units > 1 else amount * i.per / pupils).alias(f"{i.id}.value"),
            (margin >= 0).alias(f"{i.id}.met"),
            ((-margin / bottom).ceil().clip(lower_bound=0) / i.units).alias(f"{i.id}.short"),
        ]
        floors.append(amount * under >= pupils * floor)
    enough = pl.sum_horizontal((pl.col(f"{i.id}m") >= 0).cast(pl.Int8) for i in INDICATORS)
    met = ((enough == 7) | ((enough == 6) & pl.all_horizontal(floors))).alias("met")
    items = [i.item for i in INDICATORS]
    made = numbers.with_columns(margins).select("county", "school", "stage", "pupils", *outputs, met, *items).collect()
    stages = _balance(made)
    return made.drop(items), stages, counties(stages)


def _need(i: Indicator, part: Fraction, junior: pl.Expr) -> tuple[pl.Expr, int]:
    """(top, bottom) of the units that one pupil needs, by stage as arithmetic."""
    low, high = (i.least(stage) * part for stage in (PRIMARY, JUNIOR))
    bottom = lcm(low.denominator, high.denominator)
    a, b = int(low * bottom), int(high * bottom)
    return (pl.lit(a) if a == b else a + (b - a) * junior), bottom


def _balance(made: pl.DataFrame) -> pl.DataFrame:
    """One pass in floating point; what lies near a limit again, on fractions."""
    pupils = pl.col("pupils")
    sums = [pl.col("met").all(), pupils.sum().alias("n")]
    for i in INDICATORS:
        amount = pl.col(i.item)
        square = amount.cast(pl.Float64) * amount / pupils
        sums += [amount.sum().cast(pl.Float64).alias(f"{i.id}s"), square.sum().alias(f"{i.id}q")]
    most = by_stage(float(CV_LIMITS[PRIMARY] ** 2), float(CV_LIMITS[JUNIOR] ** 2))
    squares = [(pl.col("n") * pl.col(f"{i.id}q") / pl.col(f"{i.id}s").pow(2) - 1).alias(f"{i.id}c") for i in INDICATORS]
    stages = made.lazy().group_by("county", "stage").agg(sums).with_columns(*squares, most.alias("most")).collect()
    values = [pl.col(f"{i.id}c").clip(0).sqrt().alias(f"B{i.id[1:]}.value") for i in INDICATORS]
    flags = [_flag(stages, made, i) for i in INDICATORS]
    return stages.select("county", "stage", "met", *values).with_columns(flags)


def _flag(stages: pl.DataFrame, made: pl.DataFrame, i: Indicator) -> pl.Series:
    name = f"B{i.id[1:]}.met"
    flags = (stages[f"{i.id}c"] <= stages["most"]).alias(name)
    near = stages.select("county", "stage", pl.int_range(pl.len()).alias("row")).filter(
        (stages[f"{i.id}c"] - stages["most"]).abs() < _NEAR
    )
    if near.is_empty():
        return flags
    rows = made.lazy().select("county", "stage", "pupils", i.item).join(near.lazy(), on=["county", "stage"])
    groups = rows.group_by("row", "stage").agg("pupils", i.item).collect()
    decided = [within(amounts, pupils, stage) for _, stage, pupils, amounts in groups.iter_rows()]
    return flags.scatter(groups["row"], decided)
