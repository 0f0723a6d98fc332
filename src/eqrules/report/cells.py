"""单元格 · The cells an outcome rests on, in the order of its formula."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import assert_never

from eqrules.engine.contract import Key, Outcome
from eqrules.plan import expressions as e
from eqrules.plan.plan import Derived
from eqrules.report.objects import Objects
from eqrules.report.workings import Workings

MOST = 20
"""Of a county's aggregate, the first cells are enough to find the rest."""


class Cells:
    """Finds cells; one per evaluation, because it looks rows up."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.workings = Workings(objects)
        self._flat: dict[int, tuple[e.Item, ...] | None] = {}

    def of(self, outcome: Outcome, most: int = MOST) -> tuple[str, ...]:
        """The cells of its value, and of its limit where that is computed."""
        if most != MOST:
            return tuple(islice(_once(self._outcome(outcome)), most))
        known = self.objects.cells
        if id(outcome) not in known:
            known[id(outcome)] = tuple(islice(_once(self._outcome(outcome)), most))
        return known[id(outcome)]

    def of_expression(self, of: e.Expression, grain: str, key: Key, most: int = MOST) -> tuple[str, ...]:
        return tuple(islice(_once(self._value(of, grain, key)), most))

    def _outcome(self, outcome: Outcome) -> Iterator[str]:
        case = outcome.case
        if case is None:
            return
        if case.value is not None:
            yield from self._value(case.value, outcome.grain, outcome.key)
        if case.item is not None:
            yield from self._item(case.item, outcome.grain, outcome.key)
        if outcome.limit is not None and outcome.limit.amount is not None:
            yield from self._value(outcome.limit.amount, outcome.grain, outcome.key)

    def _value(self, of: e.Expression, grain: str, key: Key) -> Iterator[str]:
        if id(of) not in self._flat:
            self._flat[id(of)] = _items(of)
        flat = self._flat[id(of)]
        if flat is not None:
            for item in flat:
                yield from self._item(item, grain, key)
            return
        match of:
            case e.Number():
                return
            case e.Item():
                yield from self._item(of, grain, key)
            case e.Rank():
                yield from self._item(of.of, grain, key)
            case e.Result():
                at = self.objects.above(grain, key, self.objects.rules[of.rule].grain)
                outcome = None if at is None else self.objects.outcome(of.rule, at)
                if outcome is not None:
                    yield from self._outcome(outcome)
            case e.Binary():
                yield from self._value(of.left, grain, key)
                yield from self._value(of.right, grain, key)
            case e.Call():
                for argument in of.arguments:
                    yield from self._value(argument, grain, key)
            case e.Several():
                for value in of.values:
                    yield from self._value(value, grain, key)
            case e.Aggregate():
                for low in self.objects.below(grain, key, of.grain):
                    for part in (of.of, of.by):
                        if part is not None:
                            yield from self._value(part, of.grain, low)
                    if of.where is not None:
                        yield from self._condition(of.where, of.grain, low)
            case _:
                assert_never(of)

    def _item(self, of: e.Item, grain: str, key: Key) -> Iterator[str]:
        if of.via == "key":
            return
        spec = self.objects.items[of.item]
        at = self.objects.above(grain, key, spec.grain)
        if isinstance(spec, Derived) and at is not None:
            yield from self._derived(spec, at)
        else:
            place = self.objects.place(spec.grain, at, of.item) if at is not None else None
            if place is not None:
                yield place
        if of.via == "share":
            yield from self._pupils(of.item, grain, key)

    def _derived(self, spec: Derived, at: Key) -> Iterator[str]:
        """The cells of the variant that holds here, of all variants while that is unknown."""
        variant = spec.variants[0] if len(spec.variants) == 1 else self.workings.variant(spec, at)
        for chosen in spec.variants if variant is None else (variant,):
            if chosen.value is not None:
                yield from self._value(chosen.value, spec.grain, at)
            if chosen.holds is not None:
                yield from self._condition(chosen.holds, spec.grain, at)

    def _pupils(self, item: str, grain: str, key: Key) -> Iterator[str]:
        share = self.workings.share(item, grain, key)
        for part in share.parts if share and len(share.parts) > 1 else ():
            at, counted, low = part.cell
            place = self.objects.place(at, low, counted)
            if place is not None:
                yield place

    def _condition(self, of: e.Condition, grain: str, key: Key) -> Iterator[str]:
        match of:
            case e.Compare():
                yield from self._value(of.left, grain, key)
                yield from self._value(of.right, grain, key)
            case e.Among():
                yield from self._item(of.item, grain, key)
            case e.HasVerdict():
                yield from self._value(e.Result(rule=of.rule), grain, key)
            case e.ReadingIs():
                return
            case e.All() | e.Any():
                for part in of.parts:
                    yield from self._condition(part, grain, key)
            case e.Not():
                yield from self._condition(of.part, grain, key)
            case _:
                assert_never(of)


def _items(of: e.Expression) -> tuple[e.Item, ...] | None:
    """The items of a formula that looks at one object only, in its order; None for any other."""
    match of:
        case e.Number():
            return ()
        case e.Item():
            return (of,)
        case e.Rank():
            return (of.of,)
        case e.Binary():
            parts = [_items(of.left), _items(of.right)]
        case e.Call():
            parts = [_items(argument) for argument in of.arguments]
        case e.Several():
            parts = [_items(value) for value in of.values]
        case e.Result() | e.Aggregate():
            return None
        case _:
            assert_never(of)
    found: list[e.Item] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return tuple(found)


def _once(places: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for place in places:
        if place not in seen:
            seen.add(place)
            yield place
