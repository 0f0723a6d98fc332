"""工人 · One batch of counties judged in a process of its own: rows in, encoded partitions out. Writes no file."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Collection, Iterable
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from eqrules.batch.documents import documents
from eqrules.batch.terms import Batch, Desk, Outcome, Stopped
from eqrules.data.database import connection
from eqrules.data.names import Names
from eqrules.engine.verdicts import Verdicts, from_evaluation

if TYPE_CHECKING:
    import pyarrow as pa

    from eqrules.data.raw import Sheet
    from eqrules.diagnostics.report import Finding
    from eqrules.engine.contract import Evaluation

_DESKS: list[Desk] = []
Tables = dict[str, "pa.Table"]


def begin(desk: Desk) -> None:
    """In a new process: keep what every batch needs, and end when the run that asked is gone."""
    _DESKS[:] = [desk]
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def work(batch: Batch) -> Outcome:
    """Judge the counties of a batch in the process that `begin` has prepared."""
    import duckdb

    try:
        return judge(_DESKS[0], batch)
    except (duckdb.OutOfMemoryException, MemoryError) as problem:
        raise Stopped("EQ752", county=next(iter(batch.counties)), n=str(len(batch.counties))) from problem


def judge(desk: Desk, batch: Batch) -> Outcome:
    """The column engine first; what it cannot take or prove goes to the reference engine, county by county."""
    from eqrules.batch.collect import collected
    from eqrules.data import large_rows

    terms, names = desk.terms, Names(desk.terms.plan)
    with connection(terms.memory_each) as db:
        written = {word for words in batch.counties.values() for word in words}
        found = [large_rows.rows(db, part, names, written) for part in desk.parts]
    again: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    made: list[Tables] = []
    papers: dict[str, dict[str, bytes]] = {}
    left = set(batch.counties)
    if terms.engine != "reference":
        columns, why = _columns(desk, found)
        odd = _odd(names, batch, columns)
        plain = left - odd
        if columns and plain:
            verdicts = _by_columns(desk, _only(columns, plain, names))
            if verdicts is None:
                _note(again, "failed", plain)
            else:
                made.append(verdicts.tables)
                seen.update(_counted(verdicts.findings))
                _note(again, "unproven", verdicts.redone)
                left = odd
        _note(again, why or "keys", odd)
    for county in sorted(left):
        sheets = [_sheet(desk, at, table, batch.counties[county]) for at, table in enumerate(found)]
        evaluation = _by_reference(desk, [sheet for sheet in sheets if len(sheet.rows) > 1])
        made.append(from_evaluation(evaluation))
        seen.update(_counted([*evaluation.submission.report.findings, *evaluation.report.findings]))
        if terms.each:
            papers[county] = documents(desk, county, evaluation)
    judged = collected(desk, batch, made, found)
    for one in judged:
        one.documents = papers.get(one.county, {})
    return Outcome(judged, again, dict(sorted(seen.items())))


def _note(again: dict[str, list[str]], why: str, counties: Iterable[str]) -> None:
    if listed := sorted(counties):
        again[why] = listed


def _counted(findings: Iterable[Finding]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.code] += finding.count
    return counts


# ── the column engine ────────────────────────────────────────────
def _columns(desk: Desk, found: list[pa.Table]) -> tuple[Tables, str]:
    """Grain → its rows by item; or nothing, and why not."""
    from eqrules.data import large_rows

    made: Tables = {}
    for grain in desk.terms.plan.grains:
        own = [at for at, part in enumerate(desk.parts) if part.grain.id == grain.id]
        if own:
            table = large_rows.columns([desk.parts[at] for at in own], [found[at] for at in own])
            if table is None:
                return {}, "columns"
            made[grain.id] = table
    return made, ""


def _odd(names: Names, batch: Batch, columns: Tables) -> set[str]:
    from eqrules.batch.odd_keys import odd_keys

    spelled = {county for county, written in batch.counties.items() if written != {county}}
    if not columns or len(spelled) == len(batch.counties):
        return set(batch.counties)
    with connection() as db:
        found = odd_keys(db, names, columns)
    owners = {word: county for county, words in batch.counties.items() for word in words}
    return spelled | {owners[word] for word in found if word in owners}


def _only(columns: Tables, counties: set[str], names: Names) -> Tables:
    import pyarrow as pa
    import pyarrow.compute as pc

    item, codes = names.part_items[names.top].id, pa.array(sorted(counties), pa.string())
    return {grain: table.filter(pc.is_in(table[item].cast(pa.string()), codes)) for grain, table in columns.items()}


def _by_columns(desk: Desk, columns: Tables) -> Verdicts | None:
    """None where its library gave up on these figures; the summary says so, and the reference engine does not."""
    import duckdb

    from eqrules.engine import column_engine

    terms = desk.terms
    try:
        engine = column_engine(terms.engine)
        return engine.judge_columns(terms.plan, columns, terms.day, terms.readings, memory=terms.memory_each)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return None


# ── the reference engine ─────────────────────────────────────────
def _sheet(desk: Desk, at: int, table: pa.Table, written: Collection[str]) -> Sheet:
    import pyarrow as pa
    import pyarrow.compute as pc

    from eqrules.data import large_rows

    own = pc.is_in(table[large_rows.COUNTY], pa.array(sorted(written), pa.string()))
    return large_rows.sheet(desk.parts[at], table.filter(own))


def _by_reference(desk: Desk, sheets: list[Sheet]) -> Evaluation:
    from eqrules.data.intake import read_sheets
    from eqrules.data.submission import File
    from eqrules.diagnostics.report import Report
    from eqrules.engine.reference import Reference

    terms = desk.terms
    own = {sheet.file for sheet in sheets}
    files = tuple(File(name, digest) for name, digest in terms.files if name in own)
    submission = read_sheets(terms.plan, sheets, Report(), files, desk.mapping)
    return Reference().run(terms.plan, submission, terms.day, terms.readings)
