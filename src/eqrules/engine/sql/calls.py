"""函数 · The builtins on values of one object: rounding, the larger, whole years, the mean of several."""

from __future__ import annotations

from fractions import Fraction

from eqrules.engine.sql import roots
from eqrules.engine.sql.arithmetic import either
from eqrules.engine.sql.dialect import DOUBLE
from eqrules.engine.sql.ratio import Ratio, add, compare, fixed, guarded, multiply
from eqrules.engine.sql.terms import Value, any_none
from eqrules.engine.sql.whole import Refused, Whole, alike, carried, carrier_of, kind, whole
from eqrules.engine.sql.writer import Writer


def call(function: str, parts: list[Value], grain: str, w: Writer) -> Value:
    none = any_none(parts)
    may_lack = any(part.may_lack for part in parts)
    if function in ("larger", "smaller"):
        a, b = (_number(part) for part in parts)
        sign = ">=" if function == "larger" else "<="
        made = chosen(compare(sign, a, b, w.d), a, b, w)
        return Value(w.held(grain, made, function), may_lack=may_lack, none=none)
    if function in ("ceiling", "floor"):
        (a,) = (_number(part) for part in parts)
        whole = rounded(a, function == "ceiling", w)
        return Value(w.held(grain, Ratio(Fraction(1), (whole,)), function), may_lack=may_lack, none=none)
    if function == "years" and all(part.kind == "date" for part in parts):
        return Value(
            Ratio(Fraction(1), (_years(parts[0].word, parts[1].word, w),)),
            may_lack=may_lack,
            none=none,
        )
    raise Refused(function)


def _years(start: str, end: str, w: Writer) -> Whole:
    """Whole years: the anniversary itself counts."""
    early, late = (f"extract(month FROM {day}) * 100 + extract(day FROM {day})" for day in (start, end))
    text = f"(extract(year FROM {end}) - extract(year FROM {start}) - CASE WHEN {late} < {early} THEN 1 ELSE 0 END)"
    return whole(text, -10_000, 10_000, w.d)


def _number(part: Value) -> Ratio:
    if part.number is None:
        raise Refused("a call on a root")
    return part.number


def chosen(test: str, a: Ratio, b: Ratio, w: Writer) -> Ratio:
    """a where the test holds, b where it fails, nothing where it is unknown."""
    return either(test, f"NOT {test}", a, b, w)


def rounded(ratio: Ratio, up: bool, w: Writer) -> Whole:
    """The next whole number above (or below), also of what is negative."""
    over_, under = ratio.numerator(w.d), ratio.denominator(w.d)
    low, high = min(over_.low, 0) - 1, max(over_.high, 0) + 1
    if under.text == w.d.literal(1):
        return Whole(guarded(over_.text, ratio.guards), over_.low, over_.high, over_.carrier)
    if over_.carrier == under.carrier == 0 and max(-low, high) <= DOUBLE:
        # The nearest double of a quotient never crosses a whole number when both parts are below 2⁵³.
        text = (w.d.ceil if up else w.d.floor)(f"{over_.text} / {under.text}")
        return Whole(guarded(text, ratio.guards), low, high)
    (top, bottom), both = alike([over_, under], w.d)
    carrier = both.carrier
    if carrier == 0 or carrier_of(over_.most + under.most) > carrier:
        carrier = max(1, carrier_of(over_.most + under.most))
        top, bottom = carried(over_, carrier, w.d), carried(under, carrier, w.d)
    if over_.most + under.most > (w.d.quotient or w.d.widest):
        raise Refused("overflow")
    ups = w.d.divide(f"({top} + {bottom} - 1)", bottom)
    downs = w.d.divide(top, bottom)
    if over_.low < 0:
        minus_up, minus_down = w.d.divide(f"(-{top} + {bottom} - 1)", bottom), w.d.divide(f"(-{top})", bottom)
        ups = f"CASE WHEN {top} >= 0 THEN {ups} ELSE -{minus_down} END"
        downs = f"CASE WHEN {top} >= 0 THEN {downs} ELSE -{minus_up} END"
    return Whole(guarded(w.d.cast(ups if up else downs, kind(carrier, w.d)), ratio.guards), low, high, carrier)


def several(function: str, parts: list[Value], w: Writer) -> Value:
    if any(part.root is not None for part in parts):
        return roots.several(function, parts, w)
    none = any_none(parts)
    may_lack = any(part.may_lack for part in parts)
    numbers = [_number(part) for part in parts]
    made = numbers[0]
    for other in numbers[1:]:
        if function in ("sum", "mean"):
            made = add(made, other, w.d)
        elif function in ("max", "min"):
            made = chosen(compare(">=" if function == "max" else "<=", made, other, w.d), made, other, w)
        else:
            raise Refused(function)
    if function == "mean":
        made = multiply(made, fixed(Fraction(1, len(parts))))
    return Value(made, may_lack=may_lack, none=none)
