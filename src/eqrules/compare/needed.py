"""所需 · What a rule rests on, and the part of a plan that is enough to judge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from eqrules.compare.changed import nodes_in
from eqrules.compare.changes import Row
from eqrules.language.numbers import simplest
from eqrules.plan import expressions as e
from eqrules.plan.plan import Plan, Rule
from eqrules.plan.walk import items_in

Made = dict[str, list[Row]]


@dataclass(frozen=True)
class Needs:
    """What a rule rests on, in one plan: the rules and derived items it goes through, the items it reads."""

    rules: frozenset[str]
    derived: frozenset[str]
    items: frozenset[str]
    numbers: frozenset[Fraction] = field(default_factory=frozenset)
    under: frozenset[str] = field(default_factory=frozenset)
    """Items that something is divided or weighted by."""

    @cached_property
    def marks(self) -> tuple[int | Fraction, ...]:
        """The numbers above zero, smallest first."""
        return tuple(simplest(n) for n in sorted(self.numbers) if n > 0)


def needs(plan: Plan, code: str) -> Needs:
    """Everything that has to be known to judge a rule, veto or conclusion."""
    rules, derived = {r.id: r for r in plan.rules}, {d.id: d for d in plan.derived}
    groups, conclusions = {g.id: g for g in plan.groups}, {c.id: c for c in plan.conclusions}
    others = {v.id: v for v in plan.vetoes}
    seen: set[str] = set()
    items: set[str] = set()
    numbers: set[Fraction] = set()
    under: set[str] = set()
    waiting = [code]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in groups:
            waiting += groups[name].rules
        if name in conclusions:
            waiting += [n for clause in conclusions[name].clauses for n in clause.names]
        for node in nodes_in(rules.get(name) or derived.get(name) or others.get(name)):
            match node:
                case e.Result(rule=rule) | e.HasVerdict(rule=rule):
                    waiting.append(rule)
                case e.Item(item=item):
                    items.add(item)
                    waiting.append(item)
                case e.Number(value=value):
                    numbers.add(Fraction(value))
                case e.Binary(operator="/", right=right):
                    under |= set(items_in(right))
                case e.Aggregate(by=by) if by is not None:
                    under |= set(items_in(by))
        if name in others and others[name].item:
            items.add(others[name].item)
    if plan.split is not None and any(_shared(rules[r]) for r in seen & rules.keys()):
        items |= {plan.split.by, plan.split.type_item}
        items |= {item for row in plan.split.rows for item, _ in row.school_items}
    kept = frozenset(seen & rules.keys()), frozenset(seen & derived.keys())
    return Needs(*kept, frozenset(items & {i.id for i in plan.items}), frozenset(numbers), frozenset(under))


def _shared(rule: Rule) -> bool:
    return any(isinstance(node, e.Item) and node.via == "share" for node in nodes_in(rule))


def differs_between(rule: Rule) -> bool:
    """Whether it is about how several objects differ: one object alone cannot show it."""
    return any(isinstance(node, e.Aggregate) and node.function == "cv" for node in nodes_in(rule.cases))


def sliced(plan: Plan, wanted: Needs) -> Plan:
    """The plan with nothing but these rules: quick to judge many counties by."""
    kept = wanted.items | {grain.key_item for grain in plan.grains}
    return plan.model_copy(
        update={
            "items": tuple(i for i in plan.items if i.id in kept),
            "split": plan.split if plan.split is not None and plan.split.type_item in kept else None,
            "rules": tuple(r for r in plan.rules if r.id in wanted.rules),
            "derived": tuple(d for d in plan.derived if d.id in wanted.derived),
            "checks": tuple(c for c in plan.checks if c.level == "logical" and set(c.items) <= wanted.items),
            "groups": (),
            "vetoes": (),
            "conclusions": (),
            "merge": None,
        }
    )
