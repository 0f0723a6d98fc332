"""契约 · What every engine promises: the same plan, data and date always give the same outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.language.numbers import Exact, Roots
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Case, Derived, ItemSpec, Limit, Plan

Key = tuple[str, ...]


@dataclass(slots=True)
class Gap:
    """The smallest change that meets the limit: `amount` (in the item's unit) more or less of `item`."""

    item: str
    amount: Exact
    direction: str  # "more" | "less"


def smallest_change(spec: ItemSpec | Derived | None) -> Exact:
    """One person, one cent, a thousandth of a rate; what is no item is an object, and counted whole."""
    if spec is None or spec.whole:
        return 1
    return Fraction(1, 100) if spec.unit not in ("", "%") else Fraction(1, 1000)


@dataclass(slots=True)
class Outcome:
    """One rule at one object.

    `value` in the formula's own terms (a share is 0.1, not 10). `missing`: the cells that would decide an
    undetermined verdict, or give the value that a certain one lacks. `relaxations`: ids that were applied.
    """

    rule: str
    grain: str
    key: Key
    verdict: Verdict
    value: Exact | Roots | str | bool | None = None
    case: Case | None = None
    limit: Limit | None = None
    limit_value: Exact | None = None
    missing: tuple[str, ...] = ()
    relaxations: tuple[str, ...] = ()
    note: str = ""
    """Why, where a word is needed: excluded, no_case, single, unknown_limit, zero_division, …"""
    gap: Gap | None = None
    most: Exact | None = None
    """The most the value can be, where there is none and the verdict is certain all the same."""

    @property
    def decides(self) -> bool:
        return self.case is None or self.case.decides


@dataclass(slots=True)
class Decision:
    """A conclusion (or a group, or a veto) at one object."""

    id: str
    grain: str
    key: Key
    verdict: Verdict
    missing: tuple[str, ...] = ()
    failing: tuple[tuple[str, Key], ...] = ()
    """(rule or conclusion, object) that made it fail."""


@dataclass(slots=True)
class CountyVerdict:
    """`vetoes`: ids of vetoes that hold; then the county is 一票否决 whatever else it reached."""

    county: Key
    verdict: Verdict
    vetoes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Evaluation:
    """Everything an engine found. `outcomes[rule]` in object order; `decisions[id]` likewise."""

    plan: Plan
    day: date
    engine: str
    submission: Submission
    readings: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    decisions: dict[str, list[Decision]] = field(default_factory=dict)
    counties: list[CountyVerdict] = field(default_factory=list)
    report: Report = field(default_factory=Report)


class Engine(Protocol):
    """Carries out a plan."""

    name: str

    def run(self, plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Evaluation: ...
