"""示例 · Run the examples and case pages of a ruleset."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Plan
from eqrules.workspace.find import folder_of, source_at, sources
from eqrules.workspace.load import compile_named, load

if TYPE_CHECKING:
    from eqrules.engine.examples import ExampleResult


@dataclass(slots=True)
class Tested:
    """The examples and case pages of one ruleset; `report` says why none could run.

    `silent`: rows that name no verdict and so test nothing, by place and number.
    """

    results: list[ExampleResult] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    silent: list[tuple[str, int]] = field(default_factory=list)


def run_examples(name: str) -> Tested:
    """Every 示例 row of the ruleset's documents and every page of its `cases/`."""
    from eqrules.engine.cases import read_case, run_case
    from eqrules.engine.examples import run_example, silent

    compilation, _ = compile_named(name)
    tested = Tested(report=compilation.report)
    if compilation.plan is None or compilation.ruleset is None:
        return tested
    day = examples_day(compilation.plan)
    own = {source.name for source in sources(name) or ()}
    examples = [one for one in compilation.ruleset.examples if one.span.source.name in own]
    tested.silent = silent(examples)
    for example in examples:
        tested.results += run_example(compilation.plan, example, day)
    folder = folder_of(name) / "cases"
    for page in sorted(folder.glob("*.md")):
        case = read_case(source_at(page), lambda file: source_at(folder / file), tested.report)
        loaded = load(case.ruleset or name, case.layers)
        if loaded.plan is None:
            tested.report.findings += loaded.report.findings
        else:
            tested.results += run_case(case, loaded.plan, day, tested.report)
    return tested


def examples_day(plan: Plan) -> date:
    """Examples are judged on a fixed day: the last of the ruleset's validity, or the first of 2024."""
    if plan.interval.end:
        return date.fromisoformat(plan.interval.end)
    return max(date(2024, 1, 1), date.fromisoformat(plan.interval.start or "2024-01-01"))
