"""可信 · Which amounts are parts of others, so that made-up examples look like schools that there could be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from eqrules.compare.changed import nodes_in
from eqrules.compare.same import parts_of, terms
from eqrules.plan import expressions as e
from eqrules.plan.plan import Check, Plan, Rule

Within = tuple[tuple[str, str], ...]
"""(part, whole): items of one kind of object, of which the first is at most the second."""


def within(plans: Iterable[Plan]) -> Within:
    """As the checks of the rulesets say, and as a percentage of one item by another means."""
    found: dict[tuple[str, str], None] = {}
    for plan in plans:
        amounts = {i.id: i.grain for i in plan.items if i.type in ("integer", "decimal")}
        pairs = [*(p for check in plan.checks for p in _checked(check)), *(p for r in plan.rules for p in _shares(r))]
        for part, whole in pairs:
            if part != whole and part in amounts and amounts.get(whole) == amounts[part]:
                found[part, whole] = None
    return tuple(pair for pair in found if pair[::-1] not in found)


def shared(plans: Iterable[Plan]) -> tuple[frozenset[str], ...]:
    """Items of one kind of object that together are at most, or are, another one: as the logical checks say."""
    found: dict[frozenset[str], None] = {}
    for check in (check for plan in plans for check in plan.checks if check.level == "logical"):
        for one in parts_of(check.holds, "all"):
            if isinstance(one, e.Compare) and one.sign in ("<=", "=") and isinstance(one.right, e.Item):
                summed = [(sign, _item(term)) for sign, term in terms(one.left) if isinstance(term, e.Item)]
                if len(summed) > 1 and all(sign == "+" for sign, _ in summed):
                    found[frozenset(item for _, item in summed)] = None
    return tuple(found)


def fitted(rows: list[dict[str, Any]], pairs: Within, near: Random | None = None) -> None:
    """No part larger than its whole; with dice every part is `near` it: all, or all but one or two."""
    for row in rows:
        for part, whole in pairs:
            if _larger(row, part, whole):
                row[part] = row[whole]
            elif near is not None and row.get(part) is not None and row.get(whole) is not None:
                row[part] = max(row[part], row[whole] - near.choice((0, 0, 1, 2)))


def strain(made: dict[str, list[Any]], pairs: Within) -> int:
    """How many parts are larger than their whole."""
    return sum(_larger(row, part, whole) for rows in made.values() for row in rows for part, whole in pairs)


def _larger(row: dict[str, Any], part: str, whole: str) -> bool:
    return row.get(part) is not None and row.get(whole) is not None and row[part] > row[whole]


def _checked(check: Check) -> Iterator[tuple[str, str]]:
    for one in parts_of(check.holds, "all"):
        match one:
            case e.Compare(sign="<=" | "<", left=e.Item(item=part, via="own"), right=e.Item(item=whole, via="own")):
                yield part, whole
            case e.Compare(sign=">=" | ">", left=e.Item(item=whole, via="own"), right=e.Item(item=part, via="own")):
                yield part, whole


def _shares(rule: Rule) -> Iterator[tuple[str, str]]:
    """The items of the numerator within the one item of the denominator, where the value is a percentage."""
    for node in nodes_in(tuple(case.value for case in rule.cases)) if rule.percent else ():
        if isinstance(node, e.Binary) and node.operator == "/" and (whole := _item(node.right)):
            yield from ((part, whole) for sign, one in terms(node.left) if sign == "+" and (part := _item(one)))


def _item(node: Any) -> str:
    """The item, or the one that is added up."""
    match node:
        case e.Item(item=item):
            return item
        case e.Aggregate(function="sum", of=e.Item(item=item)):
            return item
    return ""
