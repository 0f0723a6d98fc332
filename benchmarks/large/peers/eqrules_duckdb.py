"""eqrules，DuckDB 引擎 · eqrules on DuckDB: the ruleset beside this, judged by the column engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import eqrules
from large.job import INDICATORS, Answers, Run, Source

DAY = date(2024, 9, 1)
RULESET = Path(__file__).resolve().parents[1] / "ruleset.md"
ENGINE = "duckdb"


def ready(source: Source) -> Run:
    """Compiling the ruleset is not timed here; it is in the cold figures."""
    judge = eqrules.judge  # type: ignore[attr-defined]
    plan = eqrules.load(str(RULESET)).compile(as_of=DAY)
    return lambda: judge(plan, {"section": source}, engine=ENGINE, as_of=DAY)


def answers(made: Any) -> Answers:
    """Verdict words as flags, gaps that are not there as 0."""
    section, stage, county = (made.tables[grain] for grain in ("section", "county_stage", "county"))
    sections = {"met": _met(section["RS"])}
    for i in INDICATORS:
        short = pc.fill_null(section[f"{i.id}.gap"].cast(pa.float64()), 0.0)
        sections |= {
            f"{i.id}.value": section[f"{i.id}.value"],
            f"{i.id}.met": _met(section[i.id]),
            f"{i.id}.short": short,
        }
    stages = {"county": stage["county"].cast(pa.string()), "stage": stage["stage"].cast(pa.string())}
    for number in range(1, len(INDICATORS) + 1):
        stages |= {f"B{number}.value": stage[f"B{number}.value"], f"B{number}.met": _met(stage[f"B{number}"])}
    counties = {"county": county["county"].cast(pa.string()), "met": _met(county["CA"])}
    return Answers(pa.table(sections), pa.table(stages), pa.table(counties))


def _met(words: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(words.cast(pa.string()), "met")
