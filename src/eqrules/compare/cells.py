"""分格 · The rows of an indicator by what the key says (小学, 初中), so that old and new rows can be paired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from eqrules.compare.same import conjuncts, form, only_in, same
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, Plan, Rule

Place = tuple[tuple[str, str], ...]
"""(part of the key, value), for each part that rows are told apart by."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case at one place; `rest` are the conditions that the place does not settle."""

    case: Case
    rest: tuple[e.Condition, ...]


def places(plans: tuple[Plan, Plan], rules: tuple[Rule, Rule]) -> list[Place]:
    """Every combination of the key values that one of the rules tells rows apart by."""
    parts = dict.fromkeys(
        part
        for rule in rules
        for case in rule.cases
        for condition in conjuncts(case.when)
        if (part := _key_part(condition))
    )
    lists = [[(part, value) for value in _values(plans, part)] for part in parts]
    return [tuple(choice) for choice in product(*lists)]


def rows_at(rule: Rule, place: Place) -> list[Row]:
    """The rows that can hold there."""
    known, found = dict(place), []
    for case in rule.cases:
        rest, possible = [], True
        for condition in conjuncts(case.when):
            part = _key_part(condition)
            if part in known and isinstance(condition, e.Among):
                possible &= known[part] in condition.values
            else:
                rest.append(condition)
        if possible:
            found.append(Row(case, tuple(rest)))
    return found


def paired(old: list[Row], new: list[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows for the same objects; then rows that ask the same of other objects; then in order, while both last."""
    left, right = list(old), list(new)
    for fits in (_same_objects, _same_demand, lambda a, b: True):
        for row in list(left):
            partner = next((other for other in right if fits(row, other)), None)
            if partner is not None:
                left.remove(row)
                right.remove(partner)
                yield row, partner
    yield from ((row, None) for row in left)
    yield from ((None, row) for row in right)


def _same_objects(a: Row, b: Row) -> bool:
    return set(map(form, a.rest)) == set(map(form, b.rest))


def _same_demand(a: Row, b: Row) -> bool:
    return same(a.case.value, b.case.value) and same(a.case.item, b.case.item) and same(a.case.limits, b.case.limits)


def _key_part(condition: e.Condition) -> str:
    """The part of the key that it speaks of, "" for other conditions."""
    return condition.item.item if isinstance(condition, e.Among) and condition.item.via == "key" else ""


def _values(plans: tuple[Plan, Plan], part: str) -> tuple[str, ...]:
    """The closed list behind a part of the key, of both plans."""
    found: dict[str, None] = {}
    for plan in plans:
        own = {grain.key_item for grain in plan.grains if grain.keys[-1] == part}
        for item in plan.items:
            if item.id in own:
                found |= dict.fromkeys(item.values)
    return tuple(found)


def difference(old: Row | None, new: Row | None) -> tuple[tuple[e.Condition, ...], tuple[e.Condition, ...]]:
    """Conditions that only the old row has, and only the new."""
    before, after = (old.rest if old else ()), (new.rest if new else ())
    return only_in(before, after), only_in(after, before)
