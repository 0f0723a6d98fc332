"""演算 · The figures inside a formula at one object, worked again from the cells that were handed in.

A second, plain reading of the plan: explanations show its figures, and say so if they ever differ from the
engine's.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from eqrules.data.submission import Absent, State
from eqrules.engine.contract import Key
from eqrules.language.builtins import BY_ID
from eqrules.language.comparisons import TESTS
from eqrules.language.numbers import Roots, parse, simplest
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as e
from eqrules.plan.plan import Derived, Variant
from eqrules.report.figures import Figure
from eqrules.report.objects import Objects
from eqrules.report.shares import Share, share_of

_MARKS = {True: {"是", "yes", "true"}, False: {"否", "no", "false"}}
_UNKNOWN = Absent(State.BLANK)


class Workings:
    """Values and conditions at any object. `Absent` means: there is none, or it cannot be known."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.day = objects.evaluation.day

    def value(self, of: e.Expression, grain: str, key: Key) -> Figure:
        match of:
            case e.Number():
                return simplest(parse(of.value))
            case e.Item():
                return self.item(of, grain, key)
            case e.Result():
                return self.result(of.rule, grain, key)
            case e.Rank():
                seen = self.item(of.of, grain, key)
                return of.order.index(seen) if isinstance(seen, str) and seen in of.order else _UNKNOWN
            case e.Binary():
                return self._binary(of, grain, key)
            case e.Call():
                return self._meaning(of.function, *(self.value(a, grain, key) for a in of.arguments))
            case e.Several():
                values = [self.value(v, grain, key) for v in of.values]
                return self._meaning(of.function, values)
            case e.Aggregate():
                return self._aggregate(of, grain, key)
            case _:
                assert_never(of)

    def item(self, of: e.Item, grain: str, key: Key) -> Figure:
        """A handed-in value, or a derived one worked from its variant; a share where it is split."""
        if of.via == "key":
            return key[self.objects.grains[grain].keys.index(of.item)]
        spec = self.objects.items[of.item]
        if of.via == "share":
            share = self.share(of.item, grain, key)
            return _UNKNOWN if share is None else share.value
        at = self.objects.above(grain, key, spec.grain)
        if at is None:
            return self.objects.value(grain, key, of.item)
        if isinstance(spec, Derived):
            variant = self.variant(spec, at)
            return _UNKNOWN if variant is None else self._variant_value(variant, spec.grain, at)
        return self.objects.value(spec.grain, at, of.item)

    def share(self, item: str, grain: str, key: Key) -> Share | None:
        """This section's part of what its school shares; None while a figure is missing."""
        return share_of(self.objects, self._look, item, grain, key)

    def _look(self, item: str, grain: str, key: Key) -> Figure:
        return self.item(e.Item(item=item), grain, key)

    def variant(self, of: Derived, key: Key) -> Variant | None:
        """The first variant whose dates and condition hold; None when that cannot be known."""
        for variant in of.variants:
            if not variant.interval.covers(self.day):
                continue
            holds = True if variant.when is None else self.holds(variant.when, of.grain, key)
            if holds:
                return variant
            if holds is None:
                return None
        return None

    def _variant_value(self, variant: Variant, grain: str, key: Key) -> Figure:
        if variant.holds is not None:
            holds = self.holds(variant.holds, grain, key)
            return _UNKNOWN if holds is None else holds
        return _UNKNOWN if variant.value is None else self.value(variant.value, grain, key)

    def result(self, rule: str, grain: str, key: Key) -> Figure:
        at = self.objects.above(grain, key, self.objects.rules[rule].grain)
        outcome = None if at is None else self.objects.outcome(rule, at)
        if outcome is None or outcome.value is None:
            state = State.NONE if outcome and outcome.verdict is Verdict.NOT_APPLICABLE else State.BLANK
            return Absent(state)
        return outcome.value

    def members(self, of: e.Aggregate, grain: str, key: Key) -> list[Key] | None:
        """The objects an aggregate runs over, without those it does not apply to; None if unknown."""
        kept = []
        for low in self.objects.below(grain, key, of.grain):
            holds = True if of.where is None else self.holds(of.where, of.grain, low)
            if holds is None:
                return None
            value = None if of.of is None else self.value(of.of, of.grain, low)
            if holds and not (isinstance(value, Absent) and value.state is State.NONE):
                kept.append(low)
        return kept

    def _aggregate(self, of: e.Aggregate, grain: str, key: Key) -> Figure:
        kept = self.members(of, grain, key)
        if kept is None:
            return _UNKNOWN
        builtin = BY_ID[of.function]
        if builtin.takes == "objects":
            inside = set(kept)
            return self._meaning(of.function, [k in inside for k in self.objects.below(grain, key, of.grain)])
        assert of.of is not None
        values = [self.value(of.of, of.grain, low) for low in kept]
        if of.weighting == "weighted" and of.by is not None:
            return self._meaning(of.function, values, [self.value(of.by, of.grain, low) for low in kept])
        if of.weighting == "sample":
            return self._meaning(of.function, values, None, True)
        return self._meaning(of.function, values)

    def _meaning(self, function: str, *arguments: object) -> Figure:
        flat = [v for a in arguments for v in (a if isinstance(a, list) else [a])]
        absent = [v for v in flat if isinstance(v, Absent)]
        if absent:
            return _joined(absent)
        found = BY_ID[function].meaning(*arguments)
        return _UNKNOWN if found is None else simplest(found) if isinstance(found, Fraction) else found

    def _binary(self, of: e.Binary, grain: str, key: Key) -> Figure:
        left, right = self.value(of.left, grain, key), self.value(of.right, grain, key)
        absent = [v for v in (left, right) if isinstance(v, Absent)]
        if absent:
            return _joined(absent)
        if not _exact(left) or not _exact(right):
            return _UNKNOWN
        assert isinstance(left, (int, Fraction))
        assert isinstance(right, (int, Fraction))
        if of.operator == "/":
            return _UNKNOWN if not right else simplest(Fraction(left) / right)
        found = {"+": left + right, "-": left - right, "*": left * right}[of.operator]
        return simplest(Fraction(found))

    def holds(self, of: e.Condition, grain: str, key: Key) -> bool | None:
        """True, false, or None when the values that would tell are missing."""
        match of:
            case e.Compare():
                return self._compare(of, grain, key)
            case e.Among():
                seen = self.item(of.item, grain, key)
                if isinstance(seen, Absent):
                    return None
                return bool(_MARKS[seen] & set(of.values)) if isinstance(seen, bool) else seen in of.values
            case e.ReadingIs():
                return self._reading(of.reading) in of.values
            case e.HasVerdict():
                at = self.objects.above(grain, key, self.objects.rules[of.rule].grain)
                outcome = None if at is None else self.objects.outcome(of.rule, at)
                if outcome is None or outcome.verdict is Verdict.UNDETERMINED:
                    return None
                return outcome.verdict is (Verdict.MET if of.met else Verdict.NOT_MET)
            case e.All():
                parts = [self.holds(part, grain, key) for part in of.parts]
                return False if False in parts else None if None in parts else True
            case e.Any():
                parts = [self.holds(part, grain, key) for part in of.parts]
                return True if True in parts else None if None in parts else False
            case e.Not():
                inner = self.holds(of.part, grain, key)
                return None if inner is None else not inner
            case _:
                assert_never(of)

    def _reading(self, code: str) -> str:
        default = next((r.default for r in self.objects.plan.readings if r.id == code), "")
        return self.objects.evaluation.readings.get(code, default)

    def _compare(self, of: e.Compare, grain: str, key: Key) -> bool | None:
        left, right = self.value(of.left, grain, key), self.value(of.right, grain, key)
        if isinstance(left, Absent) or isinstance(right, Absent):
            return None
        if isinstance(left, Roots) and isinstance(right, (int, Fraction)):
            return TESTS[of.sign](left.compare(right), 0)
        return TESTS[of.sign](left, right)


def _joined(parts: list[Absent]) -> Absent:
    """What does not apply makes the whole not apply; else the whole is unknown."""
    return next((part for part in parts if part.state is State.NONE), _UNKNOWN)


def _exact(value: Figure) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)
