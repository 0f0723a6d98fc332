"""工作台 · The one desk behind every door: find, compile, read, run and test by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules import plan_cache
from eqrules.diagnostics.report import Finding, Report
from eqrules.plan.identity import identity
from eqrules.plan.plan import Interval, Plan
from eqrules.shipped import shipped
from eqrules.source import Source

if TYPE_CHECKING:
    from eqrules.compile import Compilation
    from eqrules.data.submission import Submission
    from eqrules.engine.contract import Evaluation
    from eqrules.engine.examples import ExampleResult


class CannotRun(Exception):
    """Something that stops a command before it has a result; the command line exits with 2."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(slots=True)
class Loaded:
    """`plan` is None when the report has errors. `compilation` is None when the plan came from the cache."""

    plan: Plan | None
    report: Report
    hash: str = ""
    compilation: Compilation | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """One line of `eqrules list`."""

    id: str
    zh: str
    en: str
    document: str
    interval: Interval
    kind: str
    state: str
    applies_to: str


# ── where rulesets are ───────────────────────────────────────────
def _folder(name: str) -> Path:
    path = Path(name)
    return path if path.exists() else shipped("rulesets") / name


def sources(name: str) -> tuple[Source, ...] | None:
    """The files of a ruleset by id or path, in order; None if there is no such ruleset.

    Raises `CannotRun` (EQ111) for a file that is not UTF-8 text.
    """
    files = [folder] if (folder := _folder(name)).is_file() else sorted(folder.glob("*.md"))
    return tuple(_source(file) for file in files) or None


def _source(path: Path) -> Source:
    roots = [shipped("rulesets"), Path.cwd()]
    shown = next((str(path.resolve().relative_to(root)) for root in roots
                  if path.resolve().is_relative_to(root)), path.name)  # fmt: skip
    try:
        return Source(shown, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, OSError) as problem:
        raise CannotRun(Finding("EQ111", "error", facts={"file": shown})) from problem


def _known() -> Iterator[str]:
    root = shipped("rulesets")
    for file in sorted(root.rglob("*.md")):
        folder = file.parent
        if folder.name != "cases" and folder != root:
            yield str(folder.relative_to(root))


def _unknown(name: str) -> CannotRun:
    from eqrules.diagnostics.suggest import closest

    near = "、".join(closest(name, dict.fromkeys(_known()))) or "—"
    return CannotRun(Finding("EQ405", "error", facts={"name": name, "near": near}))


# ── compile ──────────────────────────────────────────────────────
def compile_named(name: str, layers: Sequence[str] = ()) -> tuple[Compilation, dict[str, str]]:
    """Compile by name, and the hashes of all that was read (for the cache)."""
    from eqrules.compile import compile_ruleset

    read: dict[str, str] = {}

    def fetch(wanted: str) -> tuple[Source, ...] | None:
        found = sources(wanted)
        if found is not None:
            read[wanted] = digest(found)
        return found

    own = fetch(name)
    if own is None:
        raise _unknown(name)
    for layer in layers:
        if sources(layer) is None:
            raise _unknown(layer)
    compilation = compile_ruleset(own, fetch, list(layers))
    _say_renamed(name, own, compilation)
    return compilation, read


def _say_renamed(name: str, own: Sequence[Source], compilation: Compilation) -> None:
    """A copy that keeps a shipped id but not its text would pass for the shipped rules."""
    known = compilation.documents[0].text("ID")
    shipped_text = sources(known) if known and Path(name).exists() else None
    if shipped_text is not None and [s.text for s in shipped_text] != [s.text for s in own]:
        line = compilation.documents[0].line("ID")
        compilation.report.warn("EQ409", line.span if line else None, name=known)


def digest(texts: Sequence[Source]) -> str:
    return hashlib.sha256("\0".join(f"{s.name}\0{s.text}" for s in texts).encode()).hexdigest()


def _digest_of(name: str) -> str | None:
    found = sources(name)
    return digest(found) if found is not None else None


def load(name: str, layers: Sequence[str] = ()) -> Loaded:
    """The plan of a ruleset, from the cache if none of its sources has changed since."""
    if name.endswith(".json"):
        if layers:
            raise CannotRun(Finding("EQ503", "error", facts={"file": name, "layers": "、".join(layers)}))
        plan = plan_from_file(Path(name))
        return Loaded(plan, Report(), identity(plan))
    cached = plan_cache.find(name, layers, _digest_of)
    if cached is not None:
        return Loaded(cached.plan, Report(), cached.hash)
    compilation, read = compile_named(name, layers)
    if compilation.plan is None:
        return Loaded(None, compilation.report, "", compilation)
    value = identity(compilation.plan)
    if not compilation.report.findings:
        plan_cache.keep(name, layers, read, compilation.plan, value)
    return Loaded(compilation.plan, compilation.report, value, compilation)


def plan_from_file(path: Path) -> Plan:
    """A plan saved by `eqrules plan -o`; `CannotRun` (EQ502) if it is none."""
    from pydantic import ValidationError

    try:
        return Plan.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as problem:
        raise CannotRun(Finding("EQ502", "error", facts={"file": path.name})) from problem


def check(name: str) -> Report:
    """All findings of one ruleset: a checked ruleset has been compiled from its sources."""
    return load(name).report


def rulesets() -> list[Shipped]:
    """Every shipped ruleset, by id."""
    from eqrules.compile import head
    from eqrules.syntax.parse import parse_head

    found = []
    for name in dict.fromkeys(_known()):
        texts = sources(name)
        if texts is None:
            continue
        document = parse_head(texts[0], Report())
        names, papers = head.about_document(document), head.paper(document)
        days = head.in_force(document, Report())
        found.append(
            Shipped(document.text("ID"), names.zh, names.en, papers.document, days, papers.kind,
                    papers.state, document.text("APPLIES_TO"))
        )  # fmt: skip
    return found


# ── run ──────────────────────────────────────────────────────────
def read(plan: Plan, paths: Sequence[Path], mapping: Path | None = None, county: str | None = None) -> Submission:
    """The submission in these files; `CannotRun` for a file that cannot be opened."""
    from eqrules.data.intake import Unreadable, read_submission

    try:
        return read_submission(plan, paths, mapping, county)
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
    found = engine_named(engine).run(plan, submission, day, _chosen(plan, day, readings))
    return as_explained(found, submission)


def examine(plan: Plan, submission: Submission, day: date, readings: dict[str, str] | None = None) -> list[Finding]:
    """What intake saw, and which relations between the data do not hold; nothing is judged."""
    from eqrules.engine.examine import examine as checked

    if (nobody := _nobody(plan, submission)) is not None:
        return [*submission.report.findings, nobody]
    return checked(plan, submission, day, _chosen(plan, day, readings))


def _nobody(plan: Plan, submission: Submission) -> Finding | None:
    """EQ720 when there is no object of the top grain, a county, to judge."""
    top = next((grain for grain in plan.grains if not grain.parent), None)
    if top is None or submission.tables[top.id].keys:
        return None
    return Finding("EQ720", "error", facts={"name": top.about.zh, "name_en": top.about.en or top.id})


def _chosen(plan: Plan, day: date, readings: dict[str, str] | None) -> dict[str, str]:
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


# ── examples ─────────────────────────────────────────────────────
@dataclass(slots=True)
class Tested:
    """The examples and case pages of one ruleset; `report` says why none could run."""

    results: list[ExampleResult] = field(default_factory=list)
    report: Report = field(default_factory=Report)


def run_examples(name: str) -> Tested:
    """Every 示例 row of the ruleset's documents and every page of its `cases/`."""
    from eqrules.engine.cases import read_case, run_case
    from eqrules.engine.examples import run_example

    compilation, _ = compile_named(name)
    tested = Tested(report=compilation.report)
    if compilation.plan is None or compilation.ruleset is None:
        return tested
    day = _test_day(compilation.plan)
    own = {source.name for source in sources(name) or ()}
    for example in compilation.ruleset.examples:
        if example.span.source.name in own:
            tested.results += run_example(compilation.plan, example, day)
    folder = _folder(name) / "cases"
    for page in sorted(folder.glob("*.md")):
        case = read_case(_source(page), lambda file: _source(folder / file), tested.report)
        loaded = load(case.ruleset or name, case.layers)
        if loaded.plan is None:
            tested.report.findings += loaded.report.findings
        else:
            tested.results += run_case(case, loaded.plan, day, tested.report)
    return tested


def _test_day(plan: Plan) -> date:
    """Examples are judged on a fixed day: the last of the ruleset's validity, or the first of 2024."""
    if plan.interval.end:
        return date.fromisoformat(plan.interval.end)
    return max(date(2024, 1, 1), date.fromisoformat(plan.interval.start or "2024-01-01"))


def sample(plan: Plan, path: Path, counties: int, schools: int, seed: int, flaws: int) -> list[Path]:
    """Write made-up submissions, marked as made up; the paths written."""
    from eqrules.data.sample import write_sample

    return write_sample(plan, path, counties, schools, seed, flaws)
