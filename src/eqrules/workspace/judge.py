"""评估 · Read a submission, judge it or only examine it; make one up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.diagnostics.report import Finding
from eqrules.plan.plan import Plan
from eqrules.workspace.find import CannotRun

if TYPE_CHECKING:
    from eqrules.data.submission import Submission
    from eqrules.engine.contract import Evaluation


def read(
    plan: Plan,
    paths: Sequence[Path],
    mapping: Path | None = None,
    county: str | None = None,
    stages_apart: bool = False,
) -> Submission:
    """The submission in these files; `CannotRun` for a file that cannot be opened. `stages_apart`: for a template."""
    from eqrules.data.intake import Unreadable, read_submission

    try:
        return read_submission(plan, paths, mapping, county, stages_apart)
    except Unreadable as problem:
        raise CannotRun(problem.finding) from problem


def run(
    plan: Plan,
    submission: Submission,
    day: date,
    readings: dict[str, str] | None = None,
    engine: str = "auto",
) -> Evaluation:
    """Judge a submission as of a day; `CannotRun` (EQ404, EQ406) if the rules or readings do not fit."""
    from eqrules.engine import engine_named
    from eqrules.engine.examine import as_explained

    if (nobody := _nobody(plan, submission)) is not None:
        raise CannotRun(nobody)
    found = engine_named(engine).run(plan, submission, day, settled(plan, day, readings))
    return as_explained(found, submission)


def examine(plan: Plan, submission: Submission, day: date, readings: dict[str, str] | None = None) -> list[Finding]:
    """What intake saw, and which relations between the data do not hold; nothing is judged."""
    from eqrules.engine.examine import examine as checked

    if (nobody := _nobody(plan, submission)) is not None:
        return [*submission.report.findings, nobody]
    return checked(plan, submission, day, settled(plan, day, readings))


def _nobody(plan: Plan, submission: Submission) -> Finding | None:
    """EQ720 when there is no object of the top grain, a county, to judge."""
    top = next((grain for grain in plan.grains if not grain.parent), None)
    if top is None or submission.tables[top.id].keys:
        return None
    return Finding("EQ720", "error", facts={"name": top.about.zh, "name_en": top.about.en or top.id})


def settled(plan: Plan, day: date, readings: dict[str, str] | None) -> dict[str, str]:
    """Every reading with its choice; `CannotRun` if the day or a choice does not fit."""
    if not plan.interval.covers(day):
        facts = {"name": plan.about.zh or plan.id, "day": day.isoformat(),
                 "start": plan.interval.start or "—", "end": plan.interval.end or "—"}  # fmt: skip
        raise CannotRun(Finding("EQ404", "error", facts=facts))
    chosen = {reading.id: reading.default for reading in plan.readings}
    for name, value in (readings or {}).items():
        options = next((r.options for r in plan.readings if r.id == name), ())
        if value not in options:
            facts = {"name": name, "value": value, "near": "、".join(options) or "、".join(chosen) or "—"}
            raise CannotRun(Finding("EQ406", "error", facts=facts))
        chosen[name] = value
    return chosen


def sample(plan: Plan, path: Path, counties: int, schools: int, seed: int, flaws: int) -> list[Path]:
    """Write made-up submissions, marked as made up; the paths written."""
    from eqrules.data.sample import write_sample

    return write_sample(plan, path, counties, schools, seed, flaws)
