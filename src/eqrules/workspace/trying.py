"""试验 · The examples and case pages of a ruleset, to be looked through, added to, and tried on changed plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Plan
from eqrules.workspace.examples import examples_day
from eqrules.workspace.find import folder_of, source_at, sources
from eqrules.workspace.load import compile_named

if TYPE_CHECKING:
    from eqrules.trial.boundaries import Proposal
    from eqrules.trial.mutate import Mutation
    from eqrules.trial.points import Point
    from eqrules.trial.trials import Trial


@dataclass(slots=True)
class Trials:
    """`plan` is None when the report says why nothing could be tried."""

    plan: Plan | None = None
    trials: list[Trial] = field(default_factory=list)
    report: Report = field(default_factory=Report)


@dataclass(slots=True)
class Coverage:
    """All points of a plan, and those that no example looks at."""

    plan: Plan
    total: int
    missing: list[Point]


def trials(name: str) -> Trials:
    """Every example of the ruleset's own documents, and every page of its `cases/` that judges with its plan."""
    from eqrules.engine.cases import read_case
    from eqrules.trial.trials import of_case, of_example

    compilation, _ = compile_named(name)
    found = Trials(compilation.plan, report=compilation.report)
    if compilation.plan is None or compilation.ruleset is None:
        return found
    day = examples_day(compilation.plan)
    own = {source.name for source in sources(name) or ()}
    found.trials = [of_example(one, day) for one in compilation.ruleset.examples if one.span.source.name in own]
    folder = folder_of(name) / "cases"
    for page in sorted(folder.glob("*.md")):
        case = read_case(source_at(page), lambda file: source_at(folder / file), found.report)
        if not case.layers and case.ruleset in ("", compilation.plan.id):
            found.trials.append(of_case(case, compilation.plan, day))
    return found


def coverage(plan: Plan, found: list[Trial]) -> Coverage:
    from eqrules.trial.points import points, seen

    every = list(dict.fromkeys(points(plan)))
    looked = {point for trial in found for look in trial.run(plan) for point in seen(plan, look)}
    return Coverage(plan, len(every), [point for point in every if point not in looked])


def boundaries(plan: Plan, missing: list[Point]) -> tuple[list[Proposal], list[str]]:
    """Rows for the limits that no example tries just below, at and just above; and codes that need more than a row."""
    from eqrules.trial.boundaries import propose

    return propose(plan, missing, examples_day(plan))


def mutate(plan: Plan, found: list[Trial], seconds: float, told: Callable[[int, int], None]) -> Mutation:
    from eqrules.trial.mutate import mutate as tried

    return tried(plan, found, seconds, told)
