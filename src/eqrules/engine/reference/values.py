"""算值 · Expressions as functions of one object, on exact rationals.

Each plan node becomes one small function, made once per run and called once per object.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Any, assert_never

from eqrules.data.submission import Absent, State
from eqrules.engine.reference.absence import NOTHING, Lone, join
from eqrules.engine.reference.bounds import Bounds, bounded, bounds, combined
from eqrules.engine.reference.world import Reader, World
from eqrules.language.builtins import BY_ID
from eqrules.language.numbers import Roots, exact_sum, simplest
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as run
from eqrules.plan.plan import Derived
from eqrules.plan.walk import aggregates_in, items_in

_OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def reader(expression: run.Expression, grain: str, world: World) -> Reader:
    """The value of an expression at objects of `grain`: exact, or `Absent`."""
    match expression:
        case run.Number(value=text):
            value = simplest(Fraction(text))
            return lambda _: value
        case run.Item():
            return item_reader(expression, grain, world)
        case run.Result(rule=rule):
            return _result(rule, grain, world)
        case run.Rank(of=item, order=order):
            inner, ranks = item_reader(item, grain, world), {v: i for i, v in enumerate(order)}
            return lambda i: v if type(v := inner(i)) is Absent else ranks[v]
        case run.Binary():
            return _binary(expression, grain, world)
        case run.Call(function=function, arguments=arguments):
            meaning, parts = BY_ID[function].meaning, [reader(a, grain, world) for a in arguments]
            return lambda i: _apply(meaning, [part(i) for part in parts])
        case run.Aggregate():
            return _aggregate(expression, grain, world)
        case run.Several(function=function, values=values):
            meaning, parts = BY_ID[function].meaning, [reader(v, grain, world) for v in values]
            return lambda i: _several(meaning, [part(i) for part in parts])
        case _:
            assert_never(expression)


def item_reader(item: run.Item, grain: str, world: World) -> Reader:
    if item.via == "key":
        keys = world.tables[grain].keys
        at = world.objects.grains[grain].keys.index(item.item)
        return lambda i: keys[i][at]
    column = world.column(item.item)
    if item.via == "own":
        return column.__getitem__
    up = world.objects.up(grain, world.grain_of(item.item))
    if item.via == "lookup":
        return lambda i: column[up[i]] if up[i] >= 0 else Absent(State.BLANK)
    shares = world.shares()

    def share(i: int) -> Any:
        total, part = column[up[i]] if up[i] >= 0 else Absent(State.BLANK), shares[i]
        if type(total) is Absent or type(part) is Absent:
            return _absent("*", total, part)
        return total * part

    return share


def _result(rule: str, grain: str, world: World) -> Reader:
    outcomes = world.outcomes(rule)
    own = world.rules[rule].grain
    up = world.objects.up(grain, own) if own != grain else range(len(outcomes))

    def result(i: int) -> Any:
        if up[i] < 0:
            return Absent(State.BLANK)
        outcome = outcomes[up[i]]
        if outcome.note == "single":
            assert isinstance(outcome.value, Roots)
            return Lone(outcome.value)
        if outcome.value is None or isinstance(outcome.value, str | bool):
            excused = outcome.verdict is Verdict.NOT_APPLICABLE
            return Absent(State.NONE if excused else State.BLANK, outcome.missing)
        return outcome.value

    return result


def _binary(expression: run.Binary, grain: str, world: World) -> Reader:
    left, right = reader(expression.left, grain, world), reader(expression.right, grain, world)
    if expression.operator == "/":
        return lambda i: _divide(left(i), b) if (b := right(i)) else _nothing(expression.right, grain, world, i)
    compute = _OPERATORS[expression.operator]

    def binary(i: int) -> Any:
        a, b = left(i), right(i)
        if type(a) is Absent or type(b) is Absent:
            return _absent(expression.operator, a, b)
        return compute(a, b)

    return binary


def _absent(operator: str, a: Any, b: Any) -> Absent:
    return bounded(join(p for p in (a, b) if type(p) is Absent), *combined(operator, a, b))


def _divide(a: Any, b: Any) -> Any:
    if type(a) is Absent or type(b) is Absent:
        return _absent("/", a, b)
    return Fraction(a, b)


def _nothing(divisor: run.Expression, grain: str, world: World, i: int) -> Absent:
    """A division by zero, and where the zero comes from."""
    cells = [
        world.tables[grain].columns[item].place(i)
        for item in items_in(divisor, aggregates=False)
        if item in world.tables[grain].columns
    ]
    below = {node.grain for node in aggregates_in(divisor)}
    cells += [f"{world.objects.grains[g].about.zh or g}!(没有计入的行)" for g in sorted(below)]
    return Absent(State.ERROR, tuple(cells))


def _apply(meaning: Any, values: list[Any]) -> Any:
    absent = [v for v in values if type(v) is Absent]
    return join(absent) if absent else meaning(*values)


def _several(meaning: Any, values: list[Any]) -> Any:
    absent = [v for v in values if type(v) is Absent]
    if absent:
        return join(absent)
    found = meaning([v.value if isinstance(v, Lone) else v for v in values])
    if found is None:
        return NOTHING
    return Lone(found) if any(isinstance(v, Lone) for v in values) else found


# ── over the objects below ───────────────────────────────────────
def _aggregate(node: run.Aggregate, grain: str, world: World) -> Reader:
    from eqrules.engine.reference.conditions import test

    builtin = BY_ID[node.function]
    below, keys = world.objects.down(grain, node.grain), world.tables[grain].keys
    of = reader(node.of, node.grain, world) if node.of is not None else None
    by = reader(node.by, node.grain, world) if node.by is not None else None
    where = test(node.where, node.grain, world) if node.where is not None else None
    plain_count = node.of is None and where is None
    name = world.objects.grains[node.grain].about.zh or node.grain

    rising = node.function == "sum" and isinstance(node.of, run.Item) and world.never_negative(node.of.item)

    def _certain(values: list[Any], unknown: int) -> Bounds:
        if node.function == "count":
            return sum(values), sum(values) + unknown
        if node.function == "share":
            objects = len(values) + unknown
            return Fraction(sum(values), objects), Fraction(sum(values) + unknown, objects)
        return (exact_sum(values), None) if rising else (None, None)

    def aggregate(i: int) -> Any:
        objects = below[i]
        if not objects and not plain_count and not world.objects.handed_in(node.grain, keys[i][0]):
            return Absent(State.BLANK, (f"{name}!(未交)",))
        values: list[Any] = []
        weights: list[Any] = []
        absent: list[Absent] = []
        for child in objects:
            holds = True if where is None else where(child)
            if type(holds) is Absent:
                absent.append(holds)
                continue
            if of is None:
                values.append(int(holds))
                continue
            if not holds:
                continue
            value = of(child)
            if type(value) is Absent:
                if value.state is not State.NONE:
                    absent.append(value)
                continue
            if by is not None:
                weight = by(child)
                if type(weight) is Absent:
                    absent.append(weight)
                    continue
                weights.append(weight)
            values.append(value)
        if absent:
            return bounded(join(absent), *_certain(values, len(absent)))
        if node.function == "cv":
            return _cv(node, values, weights)
        found = builtin.meaning(values, weights) if by is not None else builtin.meaning(values)
        return NOTHING if found is None else found

    return aggregate


def _cv(node: run.Aggregate, values: list[Any], weights: list[Any]) -> Any:
    if not values:
        return Absent(State.NONE)
    if len(values) == 1:
        return Lone(Roots())
    found = BY_ID["cv"].meaning(values, weights if node.weighting == "weighted" else None, node.weighting == "sample")
    return NOTHING if found is None else found


# ── derived items ────────────────────────────────────────────────
def derived_column(item: Derived, world: World) -> list[Any]:
    """A derived item for all objects: the first variant whose condition holds; unknown conditions decide nothing."""
    from eqrules.engine.reference.conditions import test

    size = len(world.tables[item.grain].keys)
    variants = [
        (
            test(v.when, item.grain, world) if v.when is not None else None,
            reader(v.value, item.grain, world) if v.value is not None else test(v.holds, item.grain, world),  # type: ignore[arg-type]
            v.relaxation,
        )
        for v in item.variants
    ]
    relaxed = world.relaxed.setdefault(item.id, {})

    def value(i: int) -> Any:
        unsure: list[Absent] = []
        candidates: list[Any] = []
        for when, read, relaxation in variants:
            holds = True if when is None else when(i)
            if type(holds) is Absent:
                unsure.append(holds)
                candidates.append(read(i))
            elif holds:
                found = read(i)
                if unsure:
                    return _one_of(unsure, [*candidates, found])
                if relaxation:
                    relaxed[i] = relaxation
                return found
        return join(unsure) if unsure else Absent(State.NONE)

    return [value(i) for i in range(size)]


def _one_of(unsure: list[Absent], candidates: list[Any]) -> Any:
    """Nobody knows which way to compute applies: the value is one of these, or all say the same."""
    if type(candidates[0]) is not Absent and all(c == candidates[0] for c in candidates):
        return candidates[0]
    cells = join([*unsure, *(c for c in candidates if type(c) is Absent)])
    lows, highs = zip(*(bounds(c) for c in candidates), strict=True)
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    return bounded(Absent(State.BLANK, cells.cells), low, high)
