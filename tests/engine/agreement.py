"""同一 · Two engines on the same plan and data: every difference between their tables, named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from eqrules.data.submission import Submission
from eqrules.engine import duckdb
from eqrules.engine.reference import Reference
from eqrules.engine.verdicts import Verdicts, from_evaluation
from eqrules.plan.plan import Plan
from submissions import DAY

Rows = dict[tuple[str, ...], dict[str, Any]]


def chosen(plan: Plan, readings: dict[str, str] | None = None) -> dict[str, str]:
    return {reading.id: reading.default for reading in plan.readings} | (readings or {})


def reference(plan: Plan, data: Submission, day: date = DAY, readings: dict[str, str] | None = None) -> dict[str, Any]:
    return from_evaluation(Reference().run(plan, data, day, chosen(plan, readings)))


def embedded(plan: Plan, data: Submission, day: date = DAY, readings: dict[str, str] | None = None) -> Verdicts:
    return duckdb.judge(plan, data, day, chosen(plan, readings))


def rows(plan: Plan, grain: str, table: Any) -> Rows:
    keys = next(g.keys for g in plan.grains if g.id == grain)
    return {tuple(row[part] for part in keys): row for row in table.to_pylist()}


def differences(plan: Plan, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """`section 340203 A 小学 R1: met, not not_met`, and objects that only one of them has."""
    for grain in expected:
        right, left = rows(plan, grain, expected[grain]), rows(plan, grain, found[grain])
        for key in right.keys() ^ left.keys():
            yield f"{grain} {' '.join(key)} only here: {'expected' if key in right else 'found'}"
        for key in right.keys() & left.keys():
            for column, value in right[key].items():
                if value != left[key][column]:
                    yield f"{grain} {' '.join(key)} {column}: {value}, not {left[key][column]}"
