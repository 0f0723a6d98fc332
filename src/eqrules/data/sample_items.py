"""造数据项 · A made-up cell for any data item: the recipe's figure where there is one, else one that fits the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

from eqrules.data.sample_schools import Facts
from eqrules.data.write_xlsx import Cell
from eqrules.language.units import lookup
from eqrules.plan.expressions import Item, Number
from eqrules.plan.plan import ItemSpec, Limit, Plan

_RECIPE_UNITS = {"equipment_value": "万元", "special_running": "万元", "population": "万人", "farm_population": "万人"}
"""Units of recipes that a ruleset may well declare otherwise."""


class Filler:
    """Cells of one plan's items."""

    def __init__(self, plan: Plan) -> None:
        self._wishes = _wishes(plan)

    def writer(self, item: ItemSpec, rng: Random) -> Callable[[Facts], Cell]:
        """What stands in the cells of this item: a function of the facts of one thing."""
        fitting, limit, id = _fitting(item), self._wishes.get(item.id), item.id

        def cell(facts: Facts) -> Cell:
            fact = facts.get(id)
            found = fitting(fact) if fact is not None else None
            return found if found is not None else _made(item, limit, rng)

        return cell


def _fitting(item: ItemSpec) -> Callable[[Any], Cell]:
    """From figure to cell; None where the plan's item is not what the recipe had in mind."""
    may_lack = item.may_be_none or item.type == "text"
    match item.type:
        case "integer" | "decimal":
            scale, nothing = _scale(item), "/" if may_lack else 0
            return lambda fact: (
                nothing if fact == "/"
                else None if type(fact) not in (int, float)
                else fact if scale == 1 else round(fact * scale, 2)
            )  # fmt: skip
        case "yes_no":
            return lambda fact: ("是" if fact else "否") if type(fact) is bool else "/" if may_lack else None
        case "list":
            return lambda fact: str(fact) if str(fact) in item.values else "/" if may_lack else None
        case "date":
            return lambda fact: fact if isinstance(fact, date) else None
        case "year":
            return lambda fact: fact if type(fact) is int else None
        case "text":
            return str


def _scale(item: ItemSpec) -> float:
    ours, theirs = lookup(_RECIPE_UNITS.get(item.id, item.unit)), lookup(item.unit)
    return float(ours.unit.scale / theirs.unit.scale) if ours and theirs else 1


def _made(item: ItemSpec, limit: Limit | None, rng: Random) -> Cell:
    if limit is not None and limit.kind == "one_of":
        return limit.values[0]
    match item.type:
        case "integer" | "decimal":
            return _number(item, limit, rng)
        case "yes_no":
            return "否"
        case "list":
            return (item.values[-1] if item.ranked else item.values[0]) if item.values else "样例"
        case "date":
            return date(2018, 9, 1) + timedelta(rng.randrange(1500))
        case "year":
            return rng.randrange(int(item.minimum or 2001), int(item.maximum or 2019) + 1)
        case "text":
            return "样例佐证：见附件" if item.judged else "样例"


def _number(item: ItemSpec, limit: Limit | None, rng: Random) -> Cell:
    """Within the declared range, and on the good side of a limit that a rule puts on the item itself."""
    low, high = float(Fraction(item.minimum or 0)), float(Fraction(item.maximum)) if item.maximum else None
    if limit is not None and isinstance(limit.amount, Number):
        amount = float(Fraction(limit.amount.value))
        if limit.sign in (">=", ">", "="):
            low, high = amount, amount if limit.sign == "=" else high
        else:
            low, high = max(low, amount * 0.6), amount * 0.98
    if high is None:
        high = 100.0 if item.unit == "%" else low * 1.2 + 20
        low = 88.0 if item.unit == "%" and limit is None else low
    value = low + (high - low) * rng.uniform(0.1, 0.9)
    if item.type == "integer" or item.whole:
        return max(min(round(value), floor(high)), ceil(low))
    return round(value, 3)


def _wishes(plan: Plan) -> dict[str, Limit]:
    """Item → the limit that a rule puts on it directly."""
    wishes: dict[str, Limit] = {}
    for case in (case for rule in plan.rules for case in rule.cases):
        item = case.item or (case.value if isinstance(case.value, Item) else None)
        if item is not None and case.limits:
            wishes.setdefault(item.item, case.limits[-1].limit)
    return wishes
