"""改动 · A plan with one thing changed, a limit, a sign, a scope, a relaxation, a count: would any example notice?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from eqrules.language.numbers import exact_text, parse
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, Conclusion, DatedLimit, Limit, Plan, Rule
from eqrules.trial.trials import Trial, affected, nearest_first

What = Literal["limit", "sign", "excluded", "relaxation", "veto", "count", "floor"]
_OTHER: dict[e.Sign, e.Sign] = {">=": ">", ">": ">=", "<=": "<", "<": "<="}


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed (in the case, exclusion or clause number `at`), from what to what, and the plan with it."""

    what: What
    code: str
    at: int
    old: str
    new: str
    plan: Plan


def changes(plan: Plan) -> Iterator[Change]:
    """Every small change, in the order of the ruleset."""
    for place, rule in enumerate(plan.rules):
        for changed, what, at, old, new in _of_rule(rule):
            rules = (*plan.rules[:place], changed, *plan.rules[place + 1 :])
            yield Change(what, rule.id, at, old, new, plan.model_copy(update={"rules": rules}))
    yield from _of_chapters(plan)
    for place, veto in enumerate(plan.vetoes):
        without = (*plan.vetoes[:place], *plan.vetoes[place + 1 :])
        yield Change("veto", veto.id, 0, veto.id, "", plan.model_copy(update={"vetoes": without}))
    for place, conclusion in enumerate(plan.conclusions):
        for end, what, at, old, new in _of_conclusion(conclusion):
            ends = (*plan.conclusions[:place], end, *plan.conclusions[place + 1 :])
            yield Change(what, conclusion.id, at, old, new, plan.model_copy(update={"conclusions": ends}))


def _of_chapters(plan: Plan) -> Iterator[Change]:
    """An exception holds for all indicators of its chapter, and goes from all of them."""
    for group in plan.groups:
        excepted = list(dict.fromkeys(one for rule in plan.rules if rule.id in group.rules for one in rule.excluded))
        for number, exception in enumerate(excepted):
            rules = tuple(
                rule.model_copy(update={"excluded": tuple(one for one in rule.excluded if one != exception)})
                if rule.id in group.rules
                else rule
                for rule in plan.rules
            )
            yield Change("excluded", group.id, number, "", "", plan.model_copy(update={"rules": rules}))


def _of_rule(rule: Rule) -> Iterator[tuple[Rule, What, int, str, str]]:
    for number, case in enumerate(rule.cases):
        if not case.decides:
            continue
        for limit, what, old, new in _of_limit(case.limits[-1].limit, rule):
            dated = (*case.limits[:-1], DatedLimit(limit=limit, interval=case.limits[-1].interval))
            yield _with_case(rule, number, case.model_copy(update={"limits": dated})), what, number, old, new
    for number, relaxation in enumerate(rule.relaxations):
        left = (*rule.relaxations[:number], *rule.relaxations[number + 1 :])
        yield rule.model_copy(update={"relaxations": left}), "relaxation", number, relaxation.id, ""


def _with_case(rule: Rule, number: int, case: Case) -> Rule:
    return rule.model_copy(update={"cases": (*rule.cases[:number], case, *rule.cases[number + 1 :])})


def _of_limit(limit: Limit, rule: Rule) -> Iterator[tuple[Limit, What, str, str]]:
    """The figure one unit of its last digit up and down; the sign with and without the figure itself."""
    if limit.kind != "compare" or limit.amount is None:
        return
    if limit.sign in _OTHER:
        other = _OTHER[limit.sign]
        yield limit.model_copy(update={"sign": other}), "sign", limit.sign, other
    if isinstance(limit.amount, e.Number):
        amount = parse(limit.amount.value)
        step = _last_digit(amount * 100) / 100 if rule.percent else _last_digit(amount)
        for moved in (amount + step, amount - step):
            number = e.Number(value=exact_text(moved))
            yield limit.model_copy(update={"amount": number}), "limit", exact_text(amount), exact_text(moved)


def _last_digit(amount: Fraction) -> Fraction:
    """4.2 → 0.1, 0.50 → 0.1, 2000 → 1; a third → 1."""
    step = Fraction(1)
    for _ in range(6):
        if (amount / step).denominator == 1:
            return step
        step /= 10
    return Fraction(1)


def _of_conclusion(conclusion: Conclusion) -> Iterator[tuple[Conclusion, What, int, str, str]]:
    for number, clause in enumerate(conclusion.clauses):
        altered: list[tuple[What, str, str, dict[str, int | str]]] = []
        if clause.kind in ("at_least", "at_most_not"):
            for count in (clause.count - 1, clause.count + 1):
                if 0 <= count <= len(clause.names):
                    altered.append(("count", str(clause.count), str(count), {"count": count}))
        if clause.floor:
            for floor in (parse(clause.floor) + Fraction(1, 100), parse(clause.floor) - Fraction(1, 100)):
                altered.append(("floor", clause.floor, exact_text(floor), {"floor": exact_text(floor)}))
        for what, old, new, update in altered:
            parts = (*conclusion.clauses[:number], clause.model_copy(update=update), *conclusion.clauses[number + 1 :])
            yield conclusion.model_copy(update={"clauses": parts}), what, number, old, new


@dataclass(slots=True)
class Mutation:
    """`unnoticed`: changes after which every example still agrees; `left`: how many there was no time for."""

    noticed: int
    unnoticed: list[Change]
    left: int


def mutate(
    plan: Plan, trials: Sequence[Trial], seconds: float, told: Callable[[int, int], None] = lambda done, total: None
) -> Mutation:
    """Try every change on the examples that could notice it, until the time is up."""
    every = list(changes(plan))
    end = time.monotonic() + seconds
    found = Mutation(0, [], 0)
    reach: dict[str, set[str]] = {}
    for done, change in enumerate(every):
        if time.monotonic() > end:
            found.left = len(every) - done
            break
        told(done, len(every))
        if change.code not in reach:
            reach[change.code] = affected(plan, change.code)
        codes = reach[change.code]
        if any(not look.ok for trial in nearest_first(trials, codes, change.code) for look in trial.run(change.plan)):
            found.noticed += 1
        else:
            found.unnoticed.append(change)
    return found
