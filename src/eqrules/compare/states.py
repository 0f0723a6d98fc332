"""状态 · What a rule can come to under both rulesets at once, and what follows for conclusions over it.

A pair is (new, old). The pairs of a rule are all that can happen at one object when the data are complete; from
them follow the pairs of every conclusion, because conclusions count verdicts and look at nothing else. Rules are
combined as if they were independent: what cannot happen may be among the pairs, what can happen always is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from eqrules.language.verdicts import Verdict, all_met
from eqrules.plan.plan import Clause

State = Literal["met", "floor", "not_met", "undetermined", "not_applicable"]
"""`floor`: 不达标, and still at least the floor's share of the limit."""
Pair = tuple[State, State]
"""Under the new ruleset, under the old one."""
Pairs = frozenset[Pair]
STATES: tuple[State, ...] = ("met", "floor", "not_met", "undetermined", "not_applicable")
ABSENT: State = "not_applicable"
"""A rule that a ruleset does not have is as if it never applied."""
ANYTHING: Pairs = frozenset((new, old) for new in STATES for old in STATES)
Count = tuple[int, ...]


def harmless(state: State) -> bool:
    """Nothing that stands in the way of 全部达标."""
    return state in ("met", "not_applicable")


def mirrored(pairs: Pairs) -> Pairs:
    return frozenset((old, new) for new, old in pairs)


@dataclass(frozen=True, slots=True)
class Counter:
    """How one clause counts, in numbers that stop where more can make no difference."""

    start: Count
    element: Callable[[State], Count]
    most: Count
    result: Callable[[Count], Verdict]

    def plus(self, one: Count, other: Count) -> Count:
        return tuple(min(a + b, top) for a, b, top in zip(one, other, self.most, strict=True))


def counter(clause: Clause) -> Counter:
    """(met, undetermined, below, judged) for 至少N项, (short, undetermined, judged) for 至多N项未达标."""
    if clause.kind == "at_least":
        top = (clause.count, clause.count, 1, 1)
        return Counter((0, 0, 0, 0), _at_least(bool(clause.floor)), top, _reached(clause.count, bool(clause.floor)))
    if clause.kind == "at_most_not":
        return Counter((0, 0, 0), _short, (clause.count + 1, clause.count + 1, 1), _spared(clause.count))
    return Counter((0, 0, 0), _verdict, (1, 1, 1), _all)


def _at_least(floor: bool) -> Callable[[State], Count]:
    def element(state: State) -> Count:
        below = floor and state == "not_met"
        return int(state == "met"), int(state == "undetermined"), int(below), int(state != "not_applicable")

    return element


def _reached(count: int, floor: bool) -> Callable[[Count], Verdict]:
    def result(counted: Count) -> Verdict:
        met, unknown, below, judged = counted
        if not judged:
            return Verdict.NOT_APPLICABLE
        if below or met + unknown < count:
            return Verdict.NOT_MET
        return Verdict.MET if met >= count and (not unknown or not floor) else Verdict.UNDETERMINED

    return result


def _short(state: State) -> Count:
    return int(state in ("floor", "not_met")), int(state == "undetermined"), int(state != "not_applicable")


def _spared(count: int) -> Callable[[Count], Verdict]:
    def result(counted: Count) -> Verdict:
        short, unknown, judged = counted
        if not judged:
            return Verdict.NOT_APPLICABLE
        if short > count:
            return Verdict.NOT_MET
        return Verdict.MET if short + unknown <= count else Verdict.UNDETERMINED

    return result


def _verdict(state: State) -> Count:
    return int(state == "met"), int(state in ("floor", "not_met")), int(state == "undetermined")


def _all(counted: Count) -> Verdict:
    met, short, unknown = counted
    seen = [Verdict.MET] * met + [Verdict.NOT_MET] * short + [Verdict.UNDETERMINED] * unknown
    return all_met(seen)


# ── both sides at once ───────────────────────────────────────────
Sheet = tuple[tuple[Count, ...], tuple[Count, ...]]
"""The counts of all clauses of the new and of the old ruleset."""


@dataclass(frozen=True, slots=True)
class Member:
    """A rule or conclusion that clauses count: into which (new, old), its pairs, and whether once or any number of
    times."""

    new: tuple[int, ...]
    old: tuple[int, ...]
    pairs: Pairs
    many: bool


def concluded(new: Iterable[Clause], old: Iterable[Clause], members: Iterable[Member]) -> Pairs:
    """What a conclusion can come to under both, over everything that it counts."""
    counters = tuple(tuple(counter(clause) for clause in side) for side in (new, old))
    reached: set[Sheet] = {tuple(tuple(one.start for one in side) for side in counters)}  # type: ignore[arg-type]
    for member in members:
        steps = {_step(pair, member, counters) for pair in member.pairs}
        reached = _closed(reached, steps, counters) if member.many else _added(reached, steps, counters)
    return frozenset((_result(sheet[0], counters[0]), _result(sheet[1], counters[1])) for sheet in reached)


Counters = tuple[tuple[Counter, ...], ...]


def _step(pair: Pair, member: Member, counters: Counters) -> Sheet:
    return tuple(  # type: ignore[return-value]
        tuple(one.element(state if at in into else ABSENT) for at, one in enumerate(side))
        for state, into, side in zip(pair, (member.new, member.old), counters, strict=True)
    )


def _added(reached: set[Sheet], steps: set[Sheet], counters: Counters) -> set[Sheet]:
    return {_plus(sheet, step, counters) for sheet in reached for step in steps}


def _closed(reached: set[Sheet], steps: set[Sheet], counters: Counters) -> set[Sheet]:
    """Any number of times, none included."""
    found, fresh = set(reached), set(reached)
    while fresh:
        fresh = _added(fresh, steps, counters) - found
        found |= fresh
    return found


def _plus(sheet: Sheet, step: Sheet, counters: Counters) -> Sheet:
    return tuple(  # type: ignore[return-value]
        tuple(one.plus(a, b) for one, a, b in zip(side, counted, more, strict=True))
        for side, counted, more in zip(counters, sheet, step, strict=True)
    )


def _result(counted: tuple[Count, ...], side: tuple[Counter, ...]) -> State:
    return all_met(one.result(count) for one, count in zip(side, counted, strict=True)).value
