"""eqrules，DuckDB 引擎 · eqrules on DuckDB: the ruleset beside this, judged by the column engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

import eqrules
from eqrules.engine.duckdb import Prepared, prepare
from large.job import INDICATORS, Answers, Run, Source

DAY = date(2024, 9, 1)
RULESET = Path(__file__).resolve().parents[1] / "ruleset.md"


def ready(source: Source) -> Run:
    """Compiling the ruleset, looking at the table once and writing the program are not timed here; they are in the
    cold figures. As with the other SQL, the answers stay in the database."""
    plan = eqrules.load(str(RULESET)).compile(as_of=DAY)
    connection = duckdb.connect()
    prepared = prepare(connection, plan, {"section": source}, {})

    def run() -> Prepared:
        if left_over := prepared.run():
            raise AssertionError(f"{len(left_over)} counties are left to the reference engine")
        return prepared

    return run


def answers(made: Prepared) -> Answers:
    """Verdict words as flags, gaps that are not there as 0."""
    tables = made.tables()
    section, stage, county = (tables[grain] for grain in ("section", "county_stage", "county"))
    sections = {"met": met(section["RS"])}
    for i in INDICATORS:
        short = pc.fill_null(section[f"{i.id}.gap"].cast(pa.float64()), 0.0)
        sections |= {
            f"{i.id}.value": section[f"{i.id}.value"],
            f"{i.id}.met": met(section[i.id]),
            f"{i.id}.short": short,
        }
    stages = {"county": stage["county"].cast(pa.string()), "stage": stage["stage"].cast(pa.string())}
    for number in range(1, len(INDICATORS) + 1):
        stages |= {f"B{number}.value": stage[f"B{number}.value"], f"B{number}.met": met(stage[f"B{number}"])}
    counties = {"county": county["county"].cast(pa.string()), "met": met(county["CA"])}
    return Answers(pa.table(sections), pa.table(stages), pa.table(counties))


def met(words: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(words.cast(pa.string()), "met")
