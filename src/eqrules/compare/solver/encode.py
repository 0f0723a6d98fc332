"""写成项 · Expressions and conditions of one plan at one object, as terms; the reference engine's meaning."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import assert_never

import z3

from eqrules.compare.changed import Changed
from eqrules.compare.same import Form, form
from eqrules.compare.solver.calls import called, ranked
from eqrules.compare.solver.symbols import Symbols
from eqrules.compare.solver.terms import (
    Kleene,
    Truth,
    Value,
    both,
    chosen,
    compared,
    divided,
    either,
    negated,
    number,
    plus,
    times,
)
from eqrules.language.numbers import parse
from eqrules.plan import expressions as e
from eqrules.plan.plan import Derived, ItemSpec, Plan


class Encoder:
    """One side. `single`: there is one object of each kind, as in a smallest example; otherwise any number."""

    def __init__(self, plan: Plan, side: str, changed: Changed, symbols: Symbols, single: bool = False) -> None:
        self.plan, self.side, self.changed, self.symbols, self.single = plan, side, changed, symbols, single
        self.items: dict[str, ItemSpec | Derived] = {i.id: i for i in plan.items}
        self.items |= {i.id: i for i in plan.derived}
        self._conditions: dict[Hashable, Kleene] = {}
        self.readings = {reading.id: reading.default for reading in plan.readings}

    # ── values ───────────────────────────────────────────────────
    def value(self, of: e.Expression, grain: str) -> Value:
        """The value at an object of this grain."""
        match of:
            case e.Number(value=text):
                return Value(number(parse(text)))
            case e.Item():
                return self.item(of)
            case e.Binary(operator="/", left=left, right=right):
                return divided(self.value(left, grain), self.value(right, grain), self.nonnegative(right))
            case e.Binary(operator="*", left=left, right=right):
                return times(self.value(left, grain), self.value(right, grain))
            case e.Binary(operator=operator, left=left, right=right):
                return plus(self.value(left, grain), self.value(right, grain), 1 if operator == "+" else -1)
            case e.Rank(of=item, order=order):
                return ranked(self, item, order)
            case e.Call(function=function, arguments=arguments):
                made = called(self, function, [self.value(a, grain) for a in arguments])
                return made if made is not None else self._opaque(of, grain)
            case e.Aggregate():
                return self._aggregate(of, grain)
            case e.Several(function="mean", values=values):
                whole = Value(number(0))
                for one in values:
                    whole = plus(whole, self.value(one, grain), 1)
                return times(whole, Value(z3.Q(1, len(values))))
            case e.Result(rule=rule):
                return self.symbols.opaque(self._key(("result", rule), of), sure=False)
            case e.Several():
                return self._opaque(of, grain)
            case _:
                assert_never(of)

    def item(self, of: e.Item) -> Value:
        if of.via == "key":
            return self._key_part(of.item)
        spec = self.items[of.item]
        if of.via == "share" and not self.single:
            return self._share(of)
        if isinstance(spec, Derived):
            return self._derived(spec)
        key = (self.side if of.item in self.changed.items else "", of.item)
        return self.symbols.item(key, spec, unbounded=self.plan.merge is not None)

    def _share(self, of: e.Item) -> Value:
        """A section's part of what its school has. Split alike on both sides, a larger whole has no smaller part."""
        side = self.side if self.changed.split or self.changed.touches(of) else ""
        share = self.symbols.opaque(("share", side, of.item), self.nonnegative(of), sure=True)
        if not side or self.changed.split:
            return share
        whole = self.item(of.model_copy(update={"via": "own"}))
        part = Value(share.over, none=whole.none, error=whole.error)
        pairs = self.symbols.written.setdefault(("shares", of.item), {})
        if side not in pairs:
            for other, more in pairs.values():
                for sign in ("<=", ">="):
                    implied = either(negated(compared(sign, whole, other)), compared(sign, part, more))
                    self.symbols.facts.append(either(whole.absent, other.absent, implied))
            pairs[side] = (whole, part)
        return part

    def _key_part(self, part: str) -> Value:
        own = next((g.key_item for g in self.plan.grains if g.keys[-1] == part), part)
        spec = self.items[own]
        assert isinstance(spec, ItemSpec)
        return self.symbols.item(("", own), spec.model_copy(update={"may_be_none": False}), unbounded=False)

    def _derived(self, item: Derived) -> Value:
        """The first variant that holds. Where nobody knows which does, either nothing is known of the value, or it
        makes no difference which of those that may hold is taken."""
        found = Value(number(0), none=True)
        unsure: Truth = False
        for at, variant in reversed(list(enumerate(item.variants))):
            if variant.value is not None:
                value = self.value(variant.value, item.grain)
            else:
                assert variant.holds is not None
                held = self.condition(variant.holds, item.grain)
                yes, no = (number(self.symbols.code(item.id, word)) for word in ("是", "否"))
                value = Value(z3.If(held.yes, yes, no) if not isinstance(held.yes, bool) else yes if held.yes else no,
                              error=held.unknown)  # fmt: skip
            if variant.when is None:
                found, unsure = value, False
                continue
            when = self.condition(variant.when, item.grain)
            taken = both(when.unknown, self._open(item, at)) if when.unknown is not False else False
            found = chosen(either(when.yes, taken), value, found)
            unsure = either(when.unknown, both(negated(when.yes), unsure))
        if unsure is False:
            return found
        lost = True if self.single else either(found.none, self._open(item, -1))
        return replace(found, none=both(found.none, negated(unsure)), error=either(found.error, both(unsure, lost)))

    def _open(self, item: Derived, at: int) -> Truth:
        """What nobody knows of a derived item of this side: whether a variant is taken; -1: whether all is lost."""
        return self.symbols.once((self.side, "open", item.id, at))

    # ── over the objects below ───────────────────────────────────
    def _aggregate(self, of: e.Aggregate, grain: str) -> Value:
        if self.single:
            return self._of_one(of, grain)
        if of.function not in ("sum", "count", "share") or self.changed.touches(of.model_copy(update={"where": None})):
            return self._opaque(of, grain)
        scope = (grain, of.grain)
        where = self._where(of.where, scope) if of.where is not None else None
        lost = where is not None and where[0] != "" and self.symbols.once((*where, scope, "lost"))
        if of.function == "sum":
            spec = self.items[of.of.item] if isinstance(of.of, e.Item) and of.of.via == "own" else None
            known = spec if isinstance(spec, ItemSpec) else None
            return Value(self.symbols.total(scope, form(of.of), where, known), error=lost)
        held = Value(self.symbols.total(scope, None, where, None), error=lost)
        if of.function == "count":
            return held
        return divided(held, Value(self.symbols.total(scope, None, None, None)), True)

    def _where(self, of: e.Condition, scope: tuple[str, str]) -> Form:
        """Which objects are counted; what means something else on the other side is compared with it object by
        object."""
        key = (self.side if self.changed.touches(of) else "", form(of))
        self.symbols.wheres.setdefault(scope, {})[key] = of
        return key

    def _of_one(self, of: e.Aggregate, grain: str) -> Value:
        """Over a single object: itself, if it is counted."""
        lacking = next(g.may_lack for g in self.plan.grains if g.id == of.grain)
        there = self.symbols.there(of.grain, lacking)
        held = self.condition(of.where, of.grain) if of.where is not None else Kleene(True, False)
        held = Kleene(both(there, held.yes), either(negated(there), held.no))
        one = self.value(of.of, of.grain) if of.of is not None else Value(number(1))
        if of.function == "cv":
            return Value(number(0), none=either(one.none, held.no), error=held.unknown, lone=True)
        counted = both(held.yes, negated(one.none))  # 无此项 is passed over
        nothing = of.function not in ("sum", "count", "share")
        return chosen(counted, replace(one, none=False), Value(number(0), error=nothing or held.unknown))

    def _opaque(self, of: e.Expression, grain: str) -> Value:
        return self.symbols.opaque(self._key((grain, form(of)), of), self.nonnegative(of))

    def _key(self, key: tuple[object, ...], of: object) -> tuple[object, ...]:
        """The same unknown on both sides, unless it means something else there."""
        return (self.side if self.changed.touches(of) else "", *key)

    def nonnegative(self, of: e.Expression) -> bool:
        """Whether a value is surely not below zero."""
        match of:
            case e.Number(value=text):
                return parse(text) >= 0
            case e.Item(item=code, via=via):
                spec = self.items.get(code)
                if via == "key" or spec is None:
                    return False
                if isinstance(spec, Derived):
                    return all(v.value is not None and self.nonnegative(v.value) for v in spec.variants)
                return bool(spec.minimum) and parse(spec.minimum) >= 0
            case e.Binary(operator="-"):
                return False
            case e.Binary(left=left, right=right):
                return self.nonnegative(left) and self.nonnegative(right)
            case e.Aggregate(function=function, of=inner):
                return function in ("count", "share", "cv") or (inner is not None and self.nonnegative(inner))
            case e.Call(arguments=arguments):
                return of.function != "years" and all(self.nonnegative(a) for a in arguments)
        return False

    # ── conditions ───────────────────────────────────────────────
    def condition(self, of: e.Condition, grain: str) -> Kleene:
        """Whether it holds; one that means the same on both sides is written once."""
        key = (grain, of)
        if key not in self._conditions:
            shared = self.symbols.written if not self.changed.touches(of) else self._conditions
            if key not in shared:
                shared[key] = self._condition(of, grain)
            self._conditions[key] = shared[key]
        return self._conditions[key]

    def _condition(self, of: e.Condition, grain: str) -> Kleene:
        match of:
            case e.Compare(sign=sign, left=left, right=right):
                a, b = self.value(left, grain), self.value(right, grain)
                known, holds = negated(either(a.absent, b.absent)), compared(sign, a, b)
                return Kleene(both(known, holds), both(known, negated(holds)))
            case e.Among(item=item, values=values):
                known = negated((value := self.item(item)).absent)
                holds = either(*(value.over == self.symbols.code(self.word_item(item), word) for word in values))
                return Kleene(both(known, holds), both(known, negated(holds)))
            case e.ReadingIs(reading=name, values=values):
                if self.symbols.any_reading:
                    return self._any_reading(name, values)
                holds = self.readings.get(name) in values
                return Kleene(holds, not holds)
            case e.HasVerdict():
                return self._verdict(of)
            case e.All(parts=parts):
                made = [self.condition(part, grain) for part in parts]
                return Kleene(both(*(m.yes for m in made)), either(*(m.no for m in made)))
            case e.Any(parts=parts):
                made = [self.condition(part, grain) for part in parts]
                return Kleene(either(*(m.yes for m in made)), both(*(m.no for m in made)))
            case e.Not(part=part):
                inner = self.condition(part, grain)
                return Kleene(inner.no, inner.yes)
            case _:
                assert_never(of)

    def _verdict_of_one(self, of: e.HasVerdict) -> Kleene:
        """In an example the other rule is judged as well."""
        from eqrules.compare.solver.verdicts import Asked, states

        rule = next(r for r in self.plan.rules if r.id == of.rule)
        key = ("verdict", rule.id, self.side)
        if key not in self.symbols.written:
            self.symbols.written[key] = states(rule, self, Asked(deciding=False))
        made = self.symbols.written[key]
        wanted = either(*(made.get(state, False) for state in (("met",) if of.met else ("not_met", "floor"))))
        return Kleene(wanted, both(negated(wanted), negated(made["undetermined"])))

    def _any_reading(self, name: str, values: Sequence[str]) -> Kleene:
        key = ("reading", name)
        if key not in self.symbols.items:
            self.symbols.items[key] = Value(self.symbols.fresh(whole=True))
        chosen_one = self.symbols.items[key].over
        holds = either(*(chosen_one == self.symbols.code(f"reading {name}", word) for word in values))
        return Kleene(holds, negated(holds))

    def word_item(self, item: e.Item) -> str:
        if item.via != "key":
            return item.item
        return next((g.key_item for g in self.plan.grains if g.keys[-1] == item.item), item.item)

    def _verdict(self, of: e.HasVerdict) -> Kleene:
        """达标 and 不达标 exclude each other; 不适用 is neither, 无法判定 is not known."""
        if self.single:
            return self._verdict_of_one(of)
        key = self._key(("verdict", of.rule), of)
        if key not in self.symbols.items:
            state = self.symbols.fresh(whole=True)
            self.symbols.facts += [state >= 0, state <= 3]
            self.symbols.items[key] = Value(state)
            self._both_sides(of.rule)
        state = self.symbols.items[key].over
        wanted = state == (0 if of.met else 1)
        return Kleene(wanted, both(negated(wanted), state != 3))

    def _both_sides(self, rule: str) -> None:
        """What a rule can come to on both sides at once."""
        sides = [self.symbols.items.get((side, "verdict", rule)) for side in ("new", "old")]
        if self.symbols.pairs is not None and all(sides):
            new, old = (one.over for one in sides)  # type: ignore[union-attr]
            pairs = self.symbols.pairs(rule)
            self.symbols.facts.append(either(*(both(new == _STATE[a], old == _STATE[b]) for a, b in pairs)))


_STATE = {"met": 0, "not_met": 1, "floor": 1, "not_applicable": 2, "undetermined": 3}
