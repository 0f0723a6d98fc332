"""哪一部分 · Which rows of a rule a change is for, and how a row is parted when only some of its objects are."""

from __future__ import annotations

from typing import Literal

from eqrules.compile.amendments import Change
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.effects import implies
from eqrules.compile.formulas import Scope
from eqrules.compile.items import both, value_condition
from eqrules.model.symbols import Grain, Item
from eqrules.plan import expressions as run
from eqrules.plan.plan import Case
from eqrules.syntax import tree


def within(change: Change, grain: Grain, scope: Scope) -> tuple[bool, run.Condition | None]:
    """(read well, the condition of the 范围 cell); no cell is all objects."""
    match change.where:
        case None:
            return not change.said("WITHIN"), None
        case tree.Stages(values):
            found = [value_condition(value.text, grain, value.span, scope) for value in values]
            made = [one for one in found if isinstance(one, run.Among)]
            if len(made) < len(found):
                return False, None
            return True, made[0].model_copy(update={"values": tuple(v for one in made for v in one.values)})
        case condition:
            one = elaborate_condition(condition, grain, scope)  # type: ignore[arg-type]
            return one is not None, one


def parts_of(when: run.Condition | None) -> tuple[run.Condition, ...]:
    """The conditions that all hold."""
    if when is None:
        return ()
    return tuple(p for part in when.parts for p in parts_of(part)) if isinstance(when, run.All) else (when,)


def reach(when: run.Condition | None, where: run.Condition | None) -> Literal["all", "none", "some"]:
    """How many of the objects of a row are within the range."""
    if implies(when, where):
        return "all"
    for wanted in parts_of(where):
        for part in parts_of(when):
            if part == run.Not(part=wanted) or wanted == run.Not(part=part) or _apart(part, wanted):
                return "none"
    return "some"


def _apart(one: run.Condition, other: run.Condition) -> bool:
    match one, other:
        case run.Among(item=item, values=values), run.Among(item=same, values=others):
            return item == same and not set(values) & set(others)
        case run.ReadingIs(reading=reading, values=values), run.ReadingIs(reading=same, values=others):
            return reading == same and not set(values) & set(others)
        case _:
            return False


def parted(case: Case, where: run.Condition | None, scope: Scope) -> tuple[Case | None, Case | None]:
    """The row for the objects within the range, and the row for the others; None where there are none."""
    match reach(case.when, where):
        case "all":
            return case, None
        case "none":
            return None, case
        case "some":
            assert where is not None
            if (values := _narrowed(case.when, where)) is not None:
                one, other = values
                return case.model_copy(update={"when": one}), case.model_copy(update={"when": other})
            inside, outside = both(case.when, where), both(case.when, _others(where, scope))
            return case.model_copy(update={"when": inside}), case.model_copy(update={"when": outside})


def _narrowed(when: run.Condition | None, where: run.Condition) -> tuple[run.Condition, run.Condition] | None:
    """办学类型为小学或初中 within 办学类型为小学: the list itself parts in two."""
    for part in parts_of(when):
        if isinstance(part, run.Among) and isinstance(where, run.Among) and part.item == where.item:
            inside = tuple(v for v in part.values if v in where.values)
            outside = tuple(v for v in part.values if v not in where.values)
            made = [part.model_copy(update={"values": values}) for values in (inside, outside)]
            rest = tuple(p for p in parts_of(when) if p != part)
            one, other = (run.All(parts=(*rest, m)) if rest else m for m in made)
            return one, other
    return None


def _others(where: run.Condition, scope: Scope) -> run.Condition:
    """Everything else: the other values of a key, or the negation."""
    if isinstance(where, run.Among) and where.item.via == "key":
        symbol = scope.vocabulary.ruleset.symbols[where.item.item]
        values = symbol.canonical if isinstance(symbol, Item) else ()
        return where.model_copy(update={"values": tuple(v for v in values if v not in where.values)})
    return run.Not(part=where)
