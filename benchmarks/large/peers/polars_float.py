"""手写 Polars，浮点 · Polars as a good engineer writes it, in floating point, the source read once."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from large.job import CV_LIMITS, INDICATORS, JUNIOR, PRIMARY, Answers, Run, Source

Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def ready(source: Source) -> Run:
    """Making a frame of the table is part of the work; the file is scanned."""
    if isinstance(source, pa.Table):
        return lambda: judge(pl.DataFrame(pl.from_arrow(source)).lazy())
    return lambda: judge(pl.scan_parquet(source))


def by_stage(primary: float, junior: float) -> pl.Expr:
    """A limit, as an expression."""
    if primary == junior:
        return pl.lit(primary)
    return pl.when(pl.col("stage") == JUNIOR).then(junior).otherwise(primary)


def judge(data: pl.LazyFrame) -> Frames:
    """Sections, stages, counties."""
    pupils = pl.col("pupils")
    numbers = data.select(
        pl.col("division_code").alias("county"), pl.col("school_code").alias("school"), "stage",
        pupils.cast(pl.Float64), *(pl.col(i.item).cast(pl.Float64) for i in INDICATORS),
        *(by_stage(float(i.primary), float(i.junior)).alias(f"{i.id}.limit") for i in INDICATORS),
    )  # fmt: skip
    numbers = numbers.with_columns((pl.col(i.item) * i.per / pupils).alias(f"{i.id}.value") for i in INDICATORS)
    numbers = numbers.with_columns(
        (pl.col(f"{i.id}.value") >= pl.col(f"{i.id}.limit")).alias(f"{i.id}.met") for i in INDICATORS
    )
    shorts = []
    for i in INDICATORS:
        missing = (pl.col(f"{i.id}.limit") * pupils / i.per - pl.col(i.item)) * i.units
        shorts.append(((missing - 1e-6).ceil() / i.units).clip(lower_bound=0).alias(f"{i.id}.short"))
    enough = pl.sum_horizontal(pl.col(f"{i.id}.met").cast(pl.Int8) for i in INDICATORS)
    floors = pl.all_horizontal(pl.col(f"{i.id}.value") >= 0.85 * pl.col(f"{i.id}.limit") for i in INDICATORS)
    outputs = [f"{i.id}.{part}" for i in INDICATORS for part in ("value", "met", "short")]
    met = ((enough == 7) | ((enough == 6) & floors)).alias("met")
    sections = numbers.with_columns(*shorts, met).select("county", "school", "stage", "pupils", *outputs, "met")
    done = sections.collect()
    stages = balance(done)
    return done, stages, counties(stages)


def balance(sections: pl.DataFrame) -> pl.DataFrame:
    """CV² = N·Σ(x²n) ÷ (Σxn)² − 1 by county and stage."""
    pupils = pl.col("pupils")
    sums = [pl.col("met").all(), pupils.sum().alias("n")]
    for i in INDICATORS:
        weighted = pl.col(f"{i.id}.value") * pupils
        sums += [weighted.sum().alias(f"{i.id}s"), (weighted * pl.col(f"{i.id}.value")).sum().alias(f"{i.id}q")]
    squares = [
        (pl.col("n") * pl.col(f"{i.id}q") / pl.col(f"{i.id}s").pow(2) - 1).clip(0).alias(f"{i.id}c") for i in INDICATORS
    ]
    most = by_stage(float(CV_LIMITS[PRIMARY] ** 2), float(CV_LIMITS[JUNIOR] ** 2))
    values = [pl.col(f"{i.id}c").sqrt().alias(f"B{i.id[1:]}.value") for i in INDICATORS]
    flags = [(pl.col(f"{i.id}c") <= most).alias(f"B{i.id[1:]}.met") for i in INDICATORS]
    grouped = sections.lazy().group_by("county", "stage").agg(sums).with_columns(squares)
    return grouped.select("county", "stage", "met", *values, *flags).collect()


def counties(stages: pl.DataFrame) -> pl.DataFrame:
    """Everything met in both stages."""
    flags = ["met", *(f"B{i.id[1:]}.met" for i in INDICATORS)]
    return stages.lazy().group_by("county").agg(pl.all_horizontal(flags).all().alias("met")).collect()


def answers(made: Frames) -> Answers:
    """The three frames."""
    return Answers(*(frame.to_arrow() for frame in made))
