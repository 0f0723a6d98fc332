"""分布式列引擎 · Spark: the same program over as many machines as there are; the same verdicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from eqrules.data.submission import Submission
from eqrules.engine.again import finished, only
from eqrules.engine.duckdb.campuses import merge_campuses
from eqrules.engine.duckdb.stage import rows_of, stage
from eqrules.engine.frames import frames, without_campuses
from eqrules.engine.spark.carry_out import carry_out
from eqrules.engine.spark.session import session
from eqrules.engine.spark.staging import Staging, handed_in
from eqrules.engine.sql.dialect import SPARK
from eqrules.engine.sql.program import program
from eqrules.engine.verdicts import Verdicts
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

NAME = "spark"


def judge(plan: Plan, submission: Submission, day: date, readings: dict[str, str], master: str = "") -> Verdicts:
    """Judge a submission in memory. `master`: a cluster's address; see `session`."""
    held = in_force(plan, day)
    plain, merged = without_campuses(held, submission.tables, readings)
    made = frames(plain, merged)
    written = program(plain, made.profile, readings, SPARK, decides=True)
    with session(master) as spark:
        for grain, table in made.tables.items():
            spark.createDataFrame(table).createOrReplaceTempView(grain)
        tables, odd = carry_out(spark, written, held)
    odd |= made.odd
    return finished(tables, Verdicts(NAME, {}, tuple(sorted(odd)), written.refused), held, day, readings,
                    lambda: only(submission, odd))  # fmt: skip


def judge_columns(
    plan: Plan, data: Mapping[str, object], day: date, readings: dict[str, str], extras: bool | Collection[str] = True,
    memory: str = "", master: str = "",
) -> Verdicts:  # fmt: skip
    """Judge tables that come as columns: grain → Arrow table, or path of a Parquet or CSV file.

    `memory`: of the driver, `8g`, where Spark is started here; a cluster has its own settings.
    """
    held = in_force(plan, day)
    with session(master, memory) as spark:
        sources, db = handed_in(spark, data), Staging(spark)
        staged = stage(db, held, sources)
        plain = merge_campuses(db, held, staged, readings, SPARK)
        written = program(plain, staged.profile, readings, SPARK, extras, staged.implied, decides=True)
        tables, odd = carry_out(spark, written, held)
        odd |= staged.odd
        made = Verdicts(NAME, {}, tuple(sorted(odd)), written.refused)
        return finished(tables, made, held, day, readings, lambda: rows_of(db, held, sources, odd))
