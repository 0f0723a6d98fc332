"""阶段目标 · Targets over sets of counties, judged on the verdicts of a year: exact shares, three-valued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from eqrules.language.comparisons import TESTS
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as run
from eqrules.plan.limits import Limit
from eqrules.plan.plan import Due, Plan, Target


@dataclass(frozen=True, slots=True)
class County:
    """One county of one result. `verdicts`: conclusion → verdict."""

    code: str
    name: str
    day: date
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Share:
    """How many counties met and did not; `open`: undetermined, or not handed in though counted in `total`."""

    met: int
    not_met: int
    open: int

    @property
    def total(self) -> int:
        return self.met + self.not_met + self.open

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest share there can be; None of no counties."""
        if not self.total:
            return None
        return Fraction(self.met, self.total), Fraction(self.met + self.open, self.total)


@dataclass(frozen=True, slots=True)
class Reached:
    """A target with the counties of its year; `share` None if that year has no result."""

    target: Target
    verdict: Verdict
    share: Share | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A county of a schedule with its verdict; `seen` False if no result of that year has it."""

    due: Due
    verdict: Verdict
    seen: bool


def reached(plan: Plan, counties: Sequence[County]) -> list[Reached]:
    """Every target of the plan."""
    return [_reached(target, _of_year(counties, target.year)) for target in plan.targets]


def kept(plan: Plan, counties: Sequence[County]) -> list[Kept]:
    """Every county of the schedule: what its year's result says."""
    made = []
    for due in plan.schedule:
        found = _of(due, _of_year(counties, due.year))
        verdict = found.verdicts.get(due.conclusion, Verdict.UNDETERMINED) if found else Verdict.UNDETERMINED
        made.append(Kept(due, verdict, found is not None))
    return made


def _of_year(counties: Sequence[County], year: int) -> list[County]:
    """Each county once: by its last result of that year."""
    last: dict[str, County] = {}
    for county in sorted(counties, key=lambda one: one.day):
        if county.day.year == year:
            last[county.code] = county
    return list(last.values())


def _of(due: Due, counties: Sequence[County]) -> County | None:
    """By code; without one by name, which may be the beginning of exactly one county's name."""
    if due.county:
        return next((c for c in counties if c.code == due.county), None)
    same = [c for c in counties if c.name == due.name]
    close = same or [c for c in counties if c.name.startswith(due.name)]
    return close[0] if len(close) == 1 else None


def _reached(target: Target, counties: Sequence[County]) -> Reached:
    if not counties:
        return Reached(target, Verdict.UNDETERMINED, None)
    seen = Counter(c.verdicts.get(target.conclusion, Verdict.UNDETERMINED) for c in counties)
    concerned = len(counties) - seen[Verdict.NOT_APPLICABLE]
    absent = max(0, target.counties - len(counties))
    share = Share(
        seen[Verdict.MET], seen[Verdict.NOT_MET], concerned - seen[Verdict.MET] - seen[Verdict.NOT_MET] + absent
    )
    return Reached(target, _judged(target.limit, share), share)


def _judged(limit: Limit, share: Share) -> Verdict:
    """Decided as soon as the open counties cannot change it."""
    if limit.kind == "none" or share.bounds is None:
        return Verdict.NOT_APPLICABLE
    if limit.kind != "compare" or not isinstance(limit.amount, run.Number):
        return Verdict.UNDETERMINED
    wanted = Fraction(limit.amount.value)
    least, most = (TESTS[limit.sign](bound, wanted) for bound in share.bounds)
    if least != most:
        return Verdict.UNDETERMINED
    return Verdict.MET if least else Verdict.NOT_MET
