"""由高低得证 · Rules that differ in their limits only: what follows from the order of numbers, without a solver."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from eqrules.compare.changed import Changed, same_value
from eqrules.compare.same import form, same
from eqrules.compare.states import STATES, Pair, Pairs, State
from eqrules.language.comparisons import TESTS
from eqrules.plan.expressions import Aggregate, Number
from eqrules.plan.plan import Case, Limit, Rule

Shares = tuple[str, str]
"""The floors of the old and of the new ruleset, "" where there is none."""
_ALIKE: Pairs = frozenset({("undetermined", "undetermined"), ("not_applicable", "not_applicable")})

UNRELATED: Pairs = frozenset((new, old) for new in STATES for old in STATES if "floor" not in (new, old))
"""Two coefficients of different things, or weighted in different ways, say nothing of one another."""


def coefficients(rule: Rule) -> bool:
    """Whether every value of it is a coefficient of variation, which has no floor."""
    return all(isinstance(case.value, Aggregate) and case.value.function == "cv" for case in rule.cases)


def unchanged(rule: Rule, shares: Shares) -> Pairs:
    """The same rule on both sides; only its floor may differ."""
    if _always_judged(rule):
        return frozenset({("met", "met"), ("not_met", "not_met")})
    alike: set[Pair] = {(state, state) for state in STATES}
    if not any(shares):
        return frozenset(alike - {("floor", "floor")})
    old, new = (Fraction(share) if share else None for share in shares)
    if old != new:
        lower_is_new = new is None or (old is not None and new < old)
        alike.add(("floor", "not_met") if lower_is_new and new is not None else ("not_met", "floor"))
    return frozenset(alike)


def _always_judged(rule: Rule) -> bool:
    """A person says 符合 or 不符合 of every object."""
    return (
        rule.determination == "judged"
        and not rule.excluded
        and [case.when for case in rule.cases] == [None]
        and all(case.decides for case in rule.cases)
    )


def by_order(old: Rule, new: Rule, changed: Changed, shares: Shares) -> Pairs | None:
    """None where more than the numbers and signs of limits differs."""
    if not same_value(old, new) or old.id in changed.values or old.relaxations or new.relaxations:
        return None
    found: set[Pair] = set(_ALIKE)
    for a, b in zip(_ordered(old), _ordered(new), strict=True):
        if a.decides != b.decides:
            return None
        pairs = _case(a.limits[0].limit, b.limits[0].limit, shares) if a.limits and b.limits else None
        if pairs is None:
            return None
        found |= pairs
    return frozenset(found)


def _ordered(rule: Rule) -> list[Case]:
    return sorted(rule.cases, key=lambda case: repr(form((case.when, case.value, case.item))))


def _case(old: Limit, new: Limit, shares: Shares) -> set[Pair] | None:
    if same(old, new) and shares[0] == shares[1]:
        return {(state, state) for state in STATES}
    if old.kind != "compare" or new.kind != "compare":
        return None
    if not isinstance(old.amount, Number) or not isinstance(new.amount, Number):
        return None
    before, after = Fraction(old.amount.value), Fraction(new.amount.value)
    return {
        (_state(value, new, after, shares[1]), _state(value, old, before, shares[0]))
        for value in _telling(before, after, shares)
    }


def _telling(old: Fraction, new: Fraction, shares: Shares) -> Iterator[Fraction]:
    """A value on, between and beyond each number that a verdict turns on."""
    marks = {old, new}
    marks |= {limit * Fraction(share) for limit, share in ((old, shares[0]), (new, shares[1])) if share}
    ranked = sorted(marks)
    yield from ranked
    yield from ((a + b) / 2 for a, b in pairwise(ranked))
    yield from (ranked[0] - 1, ranked[-1] + 1)


def _state(value: Fraction, limit: Limit, amount: Fraction, share: str) -> State:
    if TESTS[limit.sign](value, amount):
        return "met"
    if share and limit.sign in (">=", ">") and value >= amount * Fraction(share):
        return "floor"
    return "not_met"


def alone(rule: Rule, side: str, shares: Shares) -> Pairs:
    """A rule that only one side has; where none of its rows decides it is as if it never applied."""
    if not any(case.decides for case in rule.cases):
        return frozenset({("not_applicable", "not_applicable")})
    states = ("met", "not_met") if _always_judged(rule) else STATES if any(shares) else tuple(
        state for state in STATES if state != "floor"
    )  # fmt: skip
    return frozenset((s, "not_applicable") if side == "new" else ("not_applicable", s) for s in states)
