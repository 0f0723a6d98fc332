"""同一 · The engines on one plan and data, and every difference between their tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from eqrules.data.submission import Submission
from eqrules.engine import duckdb
from eqrules.engine.differences import differences
from eqrules.engine.reference import Reference
from eqrules.engine.verdicts import Verdicts, from_evaluation
from eqrules.plan.plan import Plan
from submissions import DAY

__all__ = ["chosen", "differences", "embedded", "reference"]


def chosen(plan: Plan, readings: dict[str, str] | None = None) -> dict[str, str]:
    return {reading.id: reading.default for reading in plan.readings} | (readings or {})


def reference(plan: Plan, data: Submission, day: date = DAY, readings: dict[str, str] | None = None) -> dict[str, Any]:
    return from_evaluation(Reference().run(plan, data, day, chosen(plan, readings)))


def embedded(plan: Plan, data: Submission, day: date = DAY, readings: dict[str, str] | None = None) -> Verdicts:
    return duckdb.judge(plan, data, day, chosen(plan, readings))
