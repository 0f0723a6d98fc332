"""热算 · Engine and intake alone, in one process, on counties of many sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from measure import Timing, alternate
from python_calamine import CalamineWorkbook

from eqrules.data.files import read_files
from eqrules.data.intake import read_sheets
from eqrules.data.sample import sample_sheets
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.engine import engine_named
from eqrules.engine.reference.conclude import Conclusions, county_verdicts
from eqrules.engine.reference.gap import fill_gaps
from eqrules.engine.reference.prepare import prepare
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

DAY = date(2024, 9, 1)
_STEPS = {"RES": "R", "BAL": "B", "GOV": "G", "QUAL": "Q"}
"""The chapters that are timed apart; the others are quick."""


@dataclass(frozen=True, slots=True)
class Size:
    """What one county has."""

    schools: int
    rows: dict[str, int]


def county(plan: Plan, schools: int) -> tuple[Submission, Size]:
    """A made-up county through the intake."""
    submission = read_sheets(plan, sample_sheets(plan, schools, 1), Report())
    return submission, Size(schools, {grain: len(table.keys) for grain, table in submission.tables.items()})


def time_engine(plan: Plan, submission: Submission, rounds: int) -> Timing:
    """A whole run: preparation, every indicator at every object, gaps, conclusions."""
    engine = engine_named("reference")
    readings = {reading.id: reading.default for reading in plan.readings}
    (timing,) = alternate({"engine": lambda: engine.run(plan, submission, DAY, readings)}, rounds)
    return timing


def engine_steps(plan: Plan, submission: Submission) -> Counter[str]:
    """Seconds of each step of one run. Chapters pay for what they are the first to ask for."""
    readings = {reading.id: reading.default for reading in plan.readings}
    spent: Counter[str] = Counter()
    clock = perf_counter()

    def lap(step: str) -> None:
        nonlocal clock
        now = perf_counter()
        spent[step] += now - clock
        clock = now

    held = in_force(plan, DAY)
    world = prepare(held, submission.tables, readings, Report())
    lap("prepare")
    for group in held.groups:
        for rule in group.rules:
            world.outcomes(rule)
        lap(_STEPS.get(group.id, "others"))
    for rule in held.rules:
        fill_gaps(world.outcomes(rule.id), world)
    lap("gaps")
    conclusions = Conclusions(world)
    conclusions.all()
    county_verdicts(conclusions)
    lap("conclusions")
    return spent


def time_intake(plan: Plan, workbook: Path, rounds: int) -> Sequence[Timing]:
    """Reading cells with calamine, then all that makes a submission of them."""

    def calamine() -> None:
        book = CalamineWorkbook.from_path(workbook)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    def intake() -> Submission:
        report = Report()
        sheets, files = read_files([workbook], report)
        return read_sheets(plan, sheets, report, tuple(files))

    return alternate({"calamine alone": calamine, "intake": intake}, rounds)
