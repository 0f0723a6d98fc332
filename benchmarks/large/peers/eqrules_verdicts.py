"""eqrules，只要结论 · eqrules on DuckDB without values and shortfalls, within a limit of memory."""

from __future__ import annotations

import duckdb
import pyarrow as pa

import eqrules
from eqrules.engine.duckdb import Prepared, prepare
from large.job import INDICATORS, Answers, Run, Source
from large.peers.eqrules_duckdb import DAY, RULESET, met

_MEMORY = "6GB"


def ready(source: Source) -> Run:
    """As with all outputs; but looking at the table is timed with the rest."""
    plan = eqrules.load(str(RULESET)).compile(as_of=DAY)

    def run() -> Prepared:
        connection = duckdb.connect()
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        prepared = prepare(connection, plan, {"section": source}, {}, extras=False)
        if left_over := prepared.run():
            raise AssertionError(f"{len(left_over)} counties are left to the reference engine")
        return prepared

    return run


def answers(made: Prepared) -> Answers:
    """Verdict words as flags."""
    section, stage, county = (made.tables()[grain] for grain in ("section", "county_stage", "county"))
    sections = {"met": met(section["RS"])} | {f"{i.id}.met": met(section[i.id]) for i in INDICATORS}
    stages = {"county": stage["county"].cast(pa.string()), "stage": stage["stage"].cast(pa.string())}
    stages |= {f"B{i.id[1:]}.met": met(stage[f"B{i.id[1:]}"]) for i in INDICATORS}
    counties = {"county": county["county"].cast(pa.string()), "met": met(county["CA"])}
    return Answers(pa.table(sections), pa.table(stages), pa.table(counties))
