"""分布式列引擎 · Spark: the same program over as many machines as there are; the same verdicts."""

from __future__ import annotations

from datetime import date

from eqrules.data.submission import Submission
from eqrules.engine.again import finished, only
from eqrules.engine.frames import frames
from eqrules.engine.spark.carry_out import carry_out
from eqrules.engine.spark.session import session
from eqrules.engine.sql.dialect import SPARK
from eqrules.engine.sql.program import program
from eqrules.engine.verdicts import Verdicts
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

NAME = "spark"


def judge(plan: Plan, submission: Submission, day: date, readings: dict[str, str], master: str = "") -> Verdicts:
    """Judge a submission in memory. `master`: a cluster's address; see `session`."""
    held = in_force(plan, day)
    made = frames(held, submission.tables)
    written = program(held, made.profile, readings, SPARK, decides=True)
    with session(master) as spark:
        for grain, table in made.tables.items():
            spark.createDataFrame(table).createOrReplaceTempView(grain)
        tables, odd = carry_out(spark, written, held)
    odd |= made.odd
    if written.refused:
        top = next(grain.id for grain in held.grains if not grain.parent)
        odd = {key[0] for key in submission.tables[top].keys}
    return finished(tables, Verdicts(NAME, {}, tuple(sorted(odd)), written.refused), held, day, readings,
                    lambda: only(submission, odd))  # fmt: skip
