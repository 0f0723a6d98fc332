"""造数据项 · A made-up cell for any data item: the recipe's figure where there is one, else one that fits the plan."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
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

    def cell(self, item: ItemSpec, facts: Facts, rng: Random) -> Cell:
        """What stands in the cell of this item for the thing with these facts."""
        if item.id in facts:
            cell = _fitting(item, facts[item.id])
            if cell is not None:
                return cell
        return self._made(item, rng)

    def _made(self, item: ItemSpec, rng: Random) -> Cell:
        limit = self._wishes.get(item.id)
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


def _fitting(item: ItemSpec, fact: Any) -> Cell:
    """The figure as a cell; None where the plan's item is not what the recipe had in mind."""
    if isinstance(fact, bool):
        return ("是" if fact else "否") if item.type == "yes_no" else None
    if fact == "/":
        return "/" if item.may_be_none or item.type == "text" else None
    match item.type:
        case "integer" | "decimal":
            return _in_unit(item, fact) if isinstance(fact, int | float) else None
        case "list":
            return str(fact) if fact in item.values else None
        case "date":
            return fact if isinstance(fact, date) else None
        case "year":
            return fact if isinstance(fact, int) else None
        case _:
            return str(fact) if item.type == "text" else None


def _in_unit(item: ItemSpec, fact: float) -> Cell:
    ours = lookup(_RECIPE_UNITS.get(item.id, item.unit))
    theirs = lookup(item.unit)
    if ours and theirs and ours.unit.scale != theirs.unit.scale:
        fact = round(fact * float(ours.unit.scale / theirs.unit.scale), 2)
    return int(fact) if float(fact).is_integer() else fact


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
    return min(round(value) + (round(value) < low), int(high)) if item.type == "integer" or item.whole else round(value, 3)


def _wishes(plan: Plan) -> dict[str, Limit]:
    """Item → the limit that a rule puts on it directly."""
    wishes: dict[str, Limit] = {}
    for case in (case for rule in plan.rules for case in rule.cases):
        item = case.item or (case.value if isinstance(case.value, Item) else None)
        if item is not None and case.limits:
            wishes.setdefault(item.item, case.limits[-1].limit)
    return wishes
