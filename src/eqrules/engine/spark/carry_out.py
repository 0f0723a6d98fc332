"""执行 · A program's statements as views of a Spark session, each carried out before the next is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqrules.engine.results import answered, asked
from eqrules.engine.sql.dialect import SPARK
from eqrules.engine.sql.program import Program
from eqrules.engine.verdicts import layout, shaped
from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession


def carry_out(spark: SparkSession, written: Program, plan: Plan) -> tuple[dict[str, pa.Table], set[str]]:
    """Grain → verdicts, and the counties left over."""
    views(spark, written)
    grains = [grain.id for grain in plan.grains if layout(plan, grain.id).columns]
    tables = {g: shaped(spark.sql(asked(written, plan, g)).toArrow(), layout(plan, g)) for g in grains}
    return tables, {row[0] for query in written.left_over for row in spark.sql(query).collect()}


def views(spark: SparkSession, written: Program) -> None:
    """Every statement as a view whose rows are kept.

    A view that is only text is read anew by each that rests on it: forty wide statements take minutes to plan.
    """
    for query in written.queries:
        if query.exact is not None:
            groups = spark.sql(SPARK.render(query.exact.groups())).collect()
            rows = spark.sql(SPARK.render(query.exact.rows())).collect() if groups else []
            spark.createDataFrame(answered(query.exact, groups, rows)).createOrReplaceTempView(query.exact.name)
        else:
            keep(spark, query.name, query.select)


def keep(spark: SparkSession, name: str, select: str) -> None:
    """A view of these rows, which are kept: where the operator has set a checkpoint folder they go there, and outlive
    a lost worker; otherwise they stay with the workers, in memory or on their disks."""
    frame = spark.sql(select)
    lasting = spark.sparkContext.getCheckpointDir() is not None
    (frame.checkpoint() if lasting else frame.localCheckpoint()).createOrReplaceTempView(name)
