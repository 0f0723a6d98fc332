"""项 · Values and truths as z3 terms: fractions, and three ways of not being there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import z3

Truth = Any
"""A z3 Boolean, or True or False."""
Number = Any
"""A z3 integer or real."""


def both(*parts: Truth) -> Truth:
    kept = [part for part in parts if part is not True]
    if any(part is False for part in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_and, kept)


def either(*parts: Truth) -> Truth:
    kept = [part for part in parts if part is not False]
    if any(part is True for part in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_or, kept)


def _joined(make: Any, parts: list[Any]) -> z3.BoolRef:
    """z3.And and z3.Or of terms that are Booleans of one context, without looking at each of them again."""
    context = parts[0].ctx
    return z3.BoolRef(make(context.ref(), len(parts), (z3.Ast * len(parts))(*(part.ast for part in parts))), context)


def negated(part: Truth) -> Truth:
    return not part if isinstance(part, bool) else z3.Not(part)


def number(value: Fraction | int) -> Number:
    value = Fraction(value)
    return z3.IntVal(value.numerator) if value.denominator == 1 else z3.RealVal(str(value))


@dataclass(frozen=True, slots=True)
class Value:
    """`over / under`; `none`: 无此项, `error`: there is no such number, `lone`: a statistic of one object.

    `positive`: `under` is known not to be negative. Over and under mean nothing where none or error holds.
    """

    over: Number
    under: Number = 1
    positive: bool = True
    none: Truth = False
    error: Truth = False
    lone: Truth = False

    @property
    def absent(self) -> Truth:
        return either(self.none, self.error)


@dataclass(frozen=True, slots=True)
class Kleene:
    """Certainly so, certainly not; neither: nobody knows."""

    yes: Truth
    no: Truth

    @property
    def unknown(self) -> Truth:
        return both(negated(self.yes), negated(self.no))


def absences(*values: Value) -> dict[str, Truth]:
    """不适用 goes before missing, and both go through a calculation."""
    none = either(*(value.none for value in values))
    error = both(either(*(value.error for value in values)), negated(none))
    return {"none": none, "error": error, "lone": either(*(value.lone for value in values))}


def plus(left: Value, right: Value, sign: int) -> Value:
    if left.under is right.under or (_one(left) and _one(right)):
        return Value(left.over + sign * right.over, left.under, left.positive, **absences(left, right))
    over = left.over * right.under + sign * right.over * left.under
    return Value(over, left.under * right.under, left.positive and right.positive, **absences(left, right))


def times(left: Value, right: Value) -> Value:
    under = right.under if _one(left) else left.under if _one(right) else left.under * right.under
    return Value(left.over * right.over, under, left.positive and right.positive, **absences(left, right))


def divided(left: Value, right: Value, nonnegative: bool) -> Value:
    """A zero below is an error, whatever stands above."""
    zero = both(right.over == 0, negated(right.absent))
    gone = absences(left, right)
    gone["error"] = either(zero, gone["error"])
    gone["none"] = both(gone["none"], negated(zero))
    over = left.over if _one(right) else left.over * right.under
    under = right.over if _one(left) else left.under * right.over
    return Value(over, under, left.positive and right.positive and nonnegative, **gone)


def _one(value: Value) -> bool:
    return isinstance(value.under, int) and value.under == 1


def compared(sign: str, left: Value, right: Value) -> Truth:
    """left `sign` right, for values that are there: multiplied out, so that most comparisons are linear."""
    a, b = left.over, right.over
    if not _one(right):
        a = a * right.under
    if not _one(left):
        b = b * left.under
    direct, turned = _TESTS[sign](a, b), _TESTS[sign](b, a)
    if left.positive and right.positive:
        return direct
    unders = [v.under for v in (left, right) if not _one(v)]
    product = unders[0] if len(unders) == 1 else unders[0] * unders[1]
    return z3.If(product > 0, direct, turned) if sign != "=" else direct


_TESTS: dict[str, Any] = {
    ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    "<": lambda a, b: a < b, "=": lambda a, b: a == b,
}  # fmt: skip


def chosen(when: Truth, one: Value, other: Value) -> Value:
    """One value where `when` holds, else the other."""
    if isinstance(when, bool):
        return one if when else other
    if _one(one) and _one(other):
        over, under = z3.If(when, one.over, other.over), 1
    else:
        over, under = z3.If(when, one.over, other.over), z3.If(when, one.under, other.under)
    flags = {name: _either_way(when, getattr(one, name), getattr(other, name)) for name in ("none", "error", "lone")}
    return replace(Value(over, under, one.positive and other.positive), **flags)


def _either_way(when: Truth, one: Truth, other: Truth) -> Truth:
    if one is other:
        return one
    return either(both(when, one), both(negated(when), other))
