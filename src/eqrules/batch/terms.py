"""所约 · What one batch run is: rules, day, readings, inputs, engine. Same terms, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from eqrules.data.large_files import Part
from eqrules.diagnostics.report import Finding
from eqrules.plan.plan import Plan

SCHEMA = "eqrules/batch/1"
DEFAULT_MEMORY = 4 * 2**30
_BYTES_A_ROW = 8_000
"""Of memory, for each row of a batch in each process: a row in the reference engine takes about 2 KB, and a batch
is held twice while it is written. Measured on made-up counties of 60 schools with all items of cn/2017."""
LEAST_ROWS, MOST_ROWS = 2_000, 100_000
"""Of a batch. Larger ones are not faster, and a killed run loses more of what it had judged."""


class Stopped(Exception):
    """The batch run cannot go on; what is published stays whole."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.finding = Finding(code, "error", facts=facts)


@dataclass(frozen=True, slots=True)
class Terms:
    """`plan` as compiled for all dates. `memory` in bytes; it and `workers` change no byte of the partitions."""

    plan: Plan
    hash: str
    day: date
    readings: dict[str, str]
    engine: str
    files: tuple[tuple[str, str], ...] = ()
    """(name, sha256) of every input."""
    mapping: str = ""
    county: str = ""
    each: tuple[str, ...] = ()
    """Names of the documents that every county gets beside its tables."""
    lang: str = "zh"
    """Of those documents and of the ranking page."""
    memory: int = DEFAULT_MEMORY
    workers: int = 1

    def record(self) -> dict[str, Any]:
        """What the manifest says of the run, and what a run that continues must agree with."""
        from eqrules.report.receipt import engine_version, version

        documents = {"documents": {"names": list(self.each), "lang": self.lang}} if self.each else {}
        return {
            "schema": SCHEMA,
            "ruleset": {
                "id": self.plan.id,
                "hash": self.hash,
                "as_of": self.day.isoformat(),
                "layers": list(self.plan.layers),
                "readings": dict(sorted(self.readings.items())),
            },
            "submission": {
                "files": [{"name": name, "sha256": digest} for name, digest in self.files],
                "mapping": self.mapping,
                "county": self.county,
            },
            **documents,
            "engine": {"name": self.engine, "version": engine_version(self.engine), "eqrules": version()},
        }

    @property
    def memory_each(self) -> str:
        """Of every worker's database; half is left to all that is not in it."""
        return f"{max(64, self.memory // self.workers // 2**21)}MB"

    @property
    def rows_at_once(self) -> int:
        return max(LEAST_ROWS, min(MOST_ROWS, self.memory // self.workers // _BYTES_A_ROW))


@dataclass(frozen=True, slots=True)
class Batch:
    """Counties that are judged together: code → how cells spell it."""

    counties: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every worker needs."""

    terms: Terms
    parts: tuple[Part, ...]
    mapping: Path | None = None
    folder: Path | None = None
    """Where the results go: what people wrote into a document there is kept."""


@dataclass(slots=True)
class Judged:
    """One county's results, ready to be published: grain → bytes and rows; the rest for counties.csv."""

    county: str
    name: str
    verdict: str
    vetoes: tuple[str, ...]
    objects: dict[str, list[int]]
    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    standing: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)

    @property
    def contents(self) -> dict[str, bytes]:
        """Every file of the county's folder."""
        return {f"{name}.parquet": content for name, (content, _) in self.files.items()} | self.documents


@dataclass(slots=True)
class Outcome:
    """What a worker hands back. `again`: why → the counties that the reference engine judged; `seen`: code → count."""

    counties: list[Judged]
    again: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


def batches(rows: dict[str, int], written: dict[str, set[str]], at_once: int) -> list[Batch]:
    """All counties in order of their codes; as many together as fit, never less than one."""
    made: list[Batch] = []
    group: list[str] = []
    total = 0
    for county in sorted(rows):
        if group and total + rows[county] > at_once:
            made.append(_batch(group, written))
            group, total = [], 0
        group.append(county)
        total += rows[county]
    return [*made, _batch(group, written)] if group else made


def _batch(counties: Sequence[str], written: dict[str, set[str]]) -> Batch:
    return Batch({county: frozenset(written[county]) for county in counties})
