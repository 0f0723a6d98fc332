"""eqrules，参照引擎 · eqrules in plain Python: exact rationals, one object at a time; the meaning of the rules."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import eqrules
from eqrules import workspace
from eqrules.engine.contract import Decision, Evaluation, Outcome
from eqrules.language.numbers import Roots
from large.job import INDICATORS, Answers, Run, Source
from large.peers.eqrules_duckdb import DAY, RULESET


def ready(source: Source) -> Run:
    """In memory the native form is a submission that has been read."""
    plan = eqrules.load(str(RULESET)).compile(as_of=DAY)
    if isinstance(source, Path):
        return lambda: eqrules.run(plan, [source], DAY, engine="reference")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "section.parquet"
        pq.write_table(source, file)
        submission = workspace.read(plan, [file])
    return lambda: workspace.run(plan, submission, DAY, engine="reference")


def answers(made: Evaluation) -> Answers:
    """Sections in the order of the data, which is that of the objects."""
    sections: dict[str, Any] = {"met": [_met(entry) for entry in made.decisions["RS"]]}
    stages: dict[str, Any] = {"county": [], "stage": []}
    for entry in made.outcomes["B1"]:
        stages["county"].append(entry.key[0])
        stages["stage"].append(entry.key[-1])
    for i in INDICATORS:
        own, balance = made.outcomes[i.id], made.outcomes[f"B{i.id[1:]}"]
        sections |= {
            f"{i.id}.value": [_number(entry.value) for entry in own],
            f"{i.id}.met": [_met(entry) for entry in own],
            f"{i.id}.short": [float(entry.gap.amount) if entry.gap else 0.0 for entry in own],
        }
        stages |= {
            f"B{i.id[1:]}.value": [_number(entry.value) for entry in balance],
            f"B{i.id[1:]}.met": [_met(entry) for entry in balance],
        }
    ends = made.decisions["CA"]
    counties = {"county": [entry.key[0] for entry in ends], "met": [_met(entry) for entry in ends]}
    return Answers(pa.table(sections), pa.table(stages), pa.table(counties))


def _number(value: object) -> float:
    return float(value.decimal() if isinstance(value, Roots) else value)  # type: ignore[arg-type]


def _met(entry: Outcome | Decision) -> bool:
    return entry.verdict == "met"
