"""纯 Python 分数 · Plain Python with `Fraction` everywhere: the definition of right, one section at a time."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import ceil, sqrt
from typing import Any

import pyarrow as pa

from large.job import CV_LIMITS, FLOOR, INDICATORS, PRIMARY, Answers, Run, Source, read

Rows = list[dict[str, Any]]


def ready(source: Source) -> Run:
    """Making rows of the table is part of the work."""
    return lambda: judge(read(source).to_pylist())


def judge(rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Sections, stages, counties, as in the text of the rule."""
    sections, parts = [], defaultdict(list)
    for row in rows:
        outputs, values = _section(row)
        sections.append(outputs)
        parts[row["division_code"], row["stage"]].append((row["pupils"], values, outputs["met"]))
    stages = [_stage(county, stage, members) for (county, stage), members in parts.items()]
    good: dict[str, bool] = {}
    for made in stages:
        good[made["county"]] = good.get(made["county"], True) and made["good"]
    return sections, stages, [{"county": county, "met": met} for county, met in good.items()]


def _section(row: dict[str, Any]) -> tuple[dict[str, Any], list[Fraction]]:
    made: dict[str, Any] = {"county": row["division_code"], "school": row["school_code"], "stage": row["stage"]}
    values, limits = [], []
    for i in INDICATORS:
        limit = i.primary if row["stage"] == PRIMARY else i.junior
        value = Fraction(row[i.item]) / row["pupils"] * i.per
        missing = (limit - value) * row["pupils"] / i.per
        short = Fraction(ceil(missing * i.units), i.units) if missing > 0 else Fraction(0)
        made |= {f"{i.id}.value": float(value), f"{i.id}.met": value >= limit, f"{i.id}.short": float(short)}
        values.append(value)
        limits.append(limit)
    enough = sum(value >= limit for value, limit in zip(values, limits, strict=True))
    made["met"] = enough >= 6 and all(v >= FLOOR * limit for v, limit in zip(values, limits, strict=True))
    return made, values


def _stage(county: str, stage: str, members: list[tuple[int, list[Fraction], bool]]) -> dict[str, Any]:
    people = sum(pupils for pupils, _, _ in members)
    made: dict[str, Any] = {"county": county, "stage": stage, "good": all(met for _, _, met in members)}
    for number, i in enumerate(INDICATORS):
        mean = sum(pupils * values[number] for pupils, values, _ in members) / people
        variance = sum(pupils * (values[number] - mean) ** 2 for pupils, values, _ in members) / people
        square = variance / mean**2
        made |= {f"B{i.id[1:]}.value": sqrt(square), f"B{i.id[1:]}.met": square <= CV_LIMITS[stage] ** 2}
        made["good"] = made["good"] and made[f"B{i.id[1:]}.met"]
    return made


def answers(made: tuple[Rows, Rows, Rows]) -> Answers:
    """The three lists."""
    return Answers(*(pa.Table.from_pylist(rows) for rows in made))
