"""施行 · What of a plan holds on one day."""

from __future__ import annotations

from datetime import date

from eqrules.plan.plan import Case, Derived, Plan, Rule


def in_force(plan: Plan, day: date) -> Plan:
    """The same plan with only the limits, relaxations, formulas and vetoes of that day.

    Each case keeps exactly one limit: the first whose dates cover the day.
    """
    return plan.model_copy(
        update={
            "rules": tuple(_rule(rule, day) for rule in plan.rules),
            "derived": tuple(_derived(item, day) for item in plan.derived),
            "vetoes": tuple(veto for veto in plan.vetoes if veto.interval.covers(day)),
        }
    )


def _rule(rule: Rule, day: date) -> Rule:
    if not rule.relaxations and all(len(case.limits) == 1 for case in rule.cases):
        return rule
    return rule.model_copy(
        update={
            "cases": tuple(_case(case, day) for case in rule.cases),
            "relaxations": tuple(r for r in rule.relaxations if r.interval.covers(day)),
        }
    )


def _case(case: Case, day: date) -> Case:
    held = tuple(limit for limit in case.limits if limit.interval.covers(day))[:1]
    return case.model_copy(update={"limits": held})


def _derived(item: Derived, day: date) -> Derived:
    if all(variant.interval.covers(day) for variant in item.variants):
        return item
    return item.model_copy(update={"variants": tuple(v for v in item.variants if v.interval.covers(day))})
