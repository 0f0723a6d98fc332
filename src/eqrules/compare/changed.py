"""牵动 · Which names no longer mean the same in both plans, because they or what they rest on changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from eqrules.compare.same import same
from eqrules.plan import expressions as e
from eqrules.plan.plan import Plan, Rule
from eqrules.plan.walk import items_in


@dataclass(slots=True)
class Changed:
    """`values`: rules whose value differs; `verdicts`: rules whose verdict may. A limit changes no value."""

    items: set[str] = field(default_factory=set)
    derived: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    verdicts: set[str] = field(default_factory=set)
    readings: set[str] = field(default_factory=set)
    grains: set[str] = field(default_factory=set)
    split: bool = False
    whole: bool = False
    """Campuses are merged in another way: everything may differ."""
    _told: dict[int, tuple[object, bool]] = field(default_factory=dict)

    def touches(self, node: object) -> bool:
        """Whether an expression, condition or row means something else on the two sides; asked once of each."""
        if id(node) not in self._told:
            self._told[id(node)] = node, self._touches(node)
        return self._told[id(node)][1]

    def _touches(self, node: object) -> bool:
        names = self.items | self.derived
        return (
            self.whole
            or any(item in names for item in items_in(node))
            or any(_kind(self, one) for one in rules_in_parts(node))
            or any(reading in self.readings for reading in readings_in(node))
            or any(grain in self.grains for grain in grains_in(node))
            or (self.split and any(shares_in(node)))
        )


def changed(old: Plan, new: Plan) -> Changed:
    """Both plans in force on their days."""
    found = Changed()
    found.whole = not same(old.merge, new.merge)
    found.split = not same(old.split, new.split)
    found.items = _differing(old.items, new.items)
    found.grains = _differing(old.grains, new.grains)
    found.readings = {
        code for code in {r.id for r in (*old.readings, *new.readings)} if _default(old, code) != _default(new, code)
    }
    found.derived, found.verdicts = _differing(old.derived, new.derived), _differing(old.rules, new.rules)
    before, after = ({rule.id: rule for rule in plan.rules} for plan in (old, new))
    found.values = {code for code in found.verdicts if not same_value(before.get(code), after.get(code))}
    _spread(found, new)
    _spread(found, old)
    return found


def _spread(found: Changed, plan: Plan) -> None:
    """What rests on something that changed has changed."""
    growing = True
    while growing:
        growing = False
        for item in plan.derived:
            if item.id not in found.derived and found._touches(item.variants):
                found.derived.add(item.id)
                growing = True
        for rule in plan.rules:
            if rule.id not in found.values and found._touches(value_of(rule)):
                found.values.add(rule.id)
                growing = True
            if rule.id not in found.verdicts and (rule.id in found.values or found._touches(_whole(rule))):
                found.verdicts.add(rule.id)
                growing = True


def value_of(rule: Rule) -> tuple[object, ...]:
    """All that the value of a rule depends on: limits are no part of it."""
    return (rule.excluded, tuple((case.when, case.value, case.item) for case in rule.cases))


def same_value(old: Rule | None, new: Rule | None) -> bool:
    return old is not None and new is not None and old.grain == new.grain and same(value_of(old), value_of(new))


def _whole(rule: Rule) -> tuple[object, ...]:
    return (rule.excluded, rule.cases, rule.relaxations)


def _differing(old: tuple[object, ...], new: tuple[object, ...]) -> set[str]:
    before, after = ({one.id: one for one in side} for side in (old, new))  # type: ignore[attr-defined]
    return {code for code in {*before, *after} if not same(before.get(code), after.get(code))}


def _default(plan: Plan, code: str) -> str:
    return next((r.default for r in plan.readings if r.id == code), "")


# ── what a node speaks of ────────────────────────────────────────
def _kind(found: Changed, node: e.Result | e.HasVerdict) -> bool:
    return node.rule in (found.values if isinstance(node, e.Result) else found.verdicts)


def rules_in_parts(node: object) -> Iterator[e.Result | e.HasVerdict]:
    yield from (one for one in nodes_in(node) if isinstance(one, e.Result | e.HasVerdict))


def readings_in(node: object) -> Iterator[str]:
    yield from (one.reading for one in nodes_in(node) if isinstance(one, e.ReadingIs))


def grains_in(node: object) -> Iterator[str]:
    yield from (one.grain for one in nodes_in(node) if isinstance(one, e.Aggregate))


def shares_in(node: object) -> Iterator[bool]:
    yield from (True for one in nodes_in(node) if isinstance(one, e.Item) and one.via == "share")


def nodes_in(node: object) -> Iterator[object]:
    """Every record in an expression, condition or row."""
    if isinstance(node, e.Node):
        yield node
        for name in type(node).model_fields:
            yield from nodes_in(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from nodes_in(part)
