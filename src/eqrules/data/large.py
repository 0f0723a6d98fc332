"""大填报 · Large submissions: what a folder holds, and one county out of it without reading the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eqrules.data import large_files, large_rows
from eqrules.data.answers import read_answers
from eqrules.data.database import connection
from eqrules.data.intake import read_sheets
from eqrules.data.large_files import Part
from eqrules.data.large_rows import Counties
from eqrules.data.mapping import Mapping, read_mapping
from eqrules.data.names import Names
from eqrules.data.raw import Unreadable
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Finding, Report
from eqrules.plan.plan import Plan

_LARGE = 4_000_000
"""Bytes; below, reading all of it is faster than loading a library that can leave rows out."""


@dataclass(slots=True)
class Large:
    """`files`: (name, path). `findings`: headings that no item has."""

    files: list[tuple[str, Path]]
    parts: list[Part]
    counties: Counties
    findings: list[Finding]


def opened(
    plan: Plan, paths: Sequence[Path], mapping: Path | None = None, county: str | None = None, but: Path | None = None
) -> Large:
    """Which files, columns and counties there are; `Unreadable` where rows could be lost unseen."""
    names, report = Names(plan), Report()
    if answers := read_answers(paths).rows:
        raise Unreadable("EQ759", file=answers[0].place.partition(":")[0])
    known = read_mapping(mapping, names, report) if mapping else Mapping()
    files = large_files.listed(paths, but)
    parts = large_files.parts(files, names, known)
    with connection() as db:
        found = large_rows.counties(db, parts, names)
    for file, rows in found.nameless.items():
        raise Unreadable("EQ747", file=file, n=str(rows))
    if county is not None:
        for counties in (found.rows, found.written):
            for other in set(counties) - {county}:
                del counties[other]
    for part in parts:
        if part.unknown:
            cells = [f"{part.file}!{heading}" for heading in part.unknown]
            report.cell("EQ612", cells, "warning", sheet=part.file, column="、".join(part.unknown), near="—")
    return Large(files, parts, found, report.findings)


def read_county(plan: Plan, paths: Sequence[Path], mapping: Path | None, county: str) -> Submission | None:
    """The rows of this county with their places; None if they are small, or not all tables of this kind."""
    tables = [p for path in paths for p in (path.rglob("*") if path.is_dir() else (path,)) if p.is_file()]
    large = [p for p in tables if p.suffix.lower() in (".csv", ".parquet")]
    if sum(p.stat().st_size for p in large) < _LARGE:
        return None
    try:
        found = opened(plan, paths, mapping, county)
        names = Names(plan)
        with connection() as db:
            written = found.counties.written.get(county, set())
            rows = [large_rows.rows(db, part, names, written) for part in found.parts] if written else []
    except Unreadable:
        return None
    sheets = [large_rows.sheet(part, table) for part, table in zip(found.parts, rows, strict=False)]
    return read_sheets(plan, [sheet for sheet in sheets if len(sheet.rows) > 1], Report(), (), mapping, county)
