"""看点 · What there is to look at in a ruleset: limits from both sides, scopes, relaxations, dates, vetoes, ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eqrules.engine.contract import Decision, Outcome
from eqrules.language.numbers import Exact, Roots
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, Plan, Rule
from eqrules.trial.trials import Look

Kind = Literal[
    "met", "not_met", "equal", "missing", "scope", "excluded", "relaxation", "dated", "veto", "floor", "conclusion"
]


@dataclass(frozen=True, slots=True)
class Point:
    """`at`: number of the case, exclusion, dated limit or clause; `word`: which relaxation or verdict."""

    kind: Kind
    code: str
    at: int = 0
    word: str = ""


def points(plan: Plan) -> Iterator[Point]:
    """Everything that an example could look at, in the order of the ruleset."""
    for rule in plan.rules:
        yield from _of_rule(rule)
    for group in plan.groups:
        if any(rule.excluded and _decides(rule) for rule in plan.rules if rule.id in group.rules):
            yield Point("excluded", group.id)
    for veto in plan.vetoes:
        yield Point("veto", veto.id, word="met")
        yield Point("veto", veto.id, word="not_met")
    for conclusion in plan.conclusions:
        yield from (Point("conclusion", conclusion.id, word=word) for word in ("met", "not_met", "undetermined"))
        for number, clause in enumerate(conclusion.clauses):
            if clause.floor:
                yield Point("floor", conclusion.id, number, "kept")
                yield Point("floor", conclusion.id, number, "broken")


def _of_rule(rule: Rule) -> Iterator[Point]:
    for number, case in enumerate(rule.cases):
        if not _judges(case):
            continue
        yield Point("met", rule.id, number)
        yield Point("not_met", rule.id, number)
        if _has_figure(case):
            yield Point("equal", rule.id, number)
        if rule.determination == "computed":
            yield Point("missing", rule.id, number)
        yield from (Point("dated", rule.id, number, dated.interval.start) for dated in case.limits[:-1])
    if _decides(rule):
        if any(not _by_key(case.when) for case in rule.cases):
            yield Point("scope", rule.id)
        yield from dict.fromkeys(Point("relaxation", rule.id, word=one.id) for one in rule.relaxations)


def _decides(rule: Rule) -> bool:
    return any(_judges(case) for case in rule.cases)


def _by_key(when: e.Condition | None) -> bool:
    """Rows for 小学 and for 初中 leave nobody out."""
    return when is None or (isinstance(when, e.Among) and when.item.via == "key")


def _judges(case: Case) -> bool:
    return case.decides and any(dated.limit.kind in ("compare", "one_of") for dated in case.limits)


def _has_figure(case: Case) -> bool:
    return any(dated.limit.kind == "compare" for dated in case.limits)


def seen(plan: Plan, look: Look) -> Iterator[Point]:
    """What one expectation looks at."""
    rule = next((rule for rule in plan.rules if rule.id == look.code), None)
    for entry in look.entries:
        if isinstance(entry, Outcome) and rule is not None:
            yield from _at_rule(rule, entry)
        elif isinstance(entry, Decision):
            yield Point("veto", look.code, word=str(entry.verdict))
            yield Point("conclusion", look.code, word=str(entry.verdict))
            yield from _floors(plan, look, entry)


def _floors(plan: Plan, look: Look, decision: Decision) -> Iterator[Point]:
    """Kept: met although one of the rules is short. Broken: enough are met, and it failed all the same."""
    clauses = next((c.clauses for c in plan.conclusions if c.id == look.code), ())
    for number, clause in enumerate(clauses):
        if clause.floor:
            found = [
                o.verdict
                for name in clause.names
                for o in look.evaluation.outcomes.get(name, ())
                if o.key == decision.key
            ]
            met = sum(verdict is Verdict.MET for verdict in found)
            if Verdict.NOT_MET in found and met >= clause.count:
                kept = decision.verdict is Verdict.MET
                if kept or decision.verdict is Verdict.NOT_MET:
                    yield Point("floor", look.code, number, "kept" if kept else "broken")


def _at_rule(rule: Rule, outcome: Outcome) -> Iterator[Point]:
    yield from (Point("relaxation", rule.id, word=code) for code in outcome.relaxations)
    if outcome.verdict is Verdict.NOT_APPLICABLE:
        yield Point("excluded", rule.group) if outcome.note == "excluded" else Point("scope", rule.id)
    number = _number(rule, outcome.case)
    if number is None:
        return
    if outcome.verdict in (Verdict.MET, Verdict.NOT_MET):
        yield Point("met" if outcome.verdict is Verdict.MET else "not_met", rule.id, number)
    if outcome.verdict is Verdict.UNDETERMINED:
        yield Point("missing", rule.id, number)
    if outcome.limit_value is not None and _equal(outcome.value, outcome.limit_value):
        yield Point("equal", rule.id, number)
    if outcome.limit is not None:
        for dated in rule.cases[number].limits[:-1]:
            if dated.limit == outcome.limit:
                yield Point("dated", rule.id, number, dated.interval.start)


def _equal(value: object, limit: Exact) -> bool:
    return value.compare(limit) == 0 if isinstance(value, Roots) else value == limit


def _number(rule: Rule, case: Case | None) -> int | None:
    if case is None:
        return None
    return next((n for n, one in enumerate(rule.cases) if (one.when, one.value) == (case.when, case.value)), None)
