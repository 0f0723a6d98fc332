"""四则 · Sums, products and quotients of values that may be absent, with what is certain of them all the same."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from eqrules.engine.sql.ratio import Ratio, add, compare, divide, fixed, guarded, multiply, there
from eqrules.engine.sql.terms import Value, any_none
from eqrules.engine.sql.whole import alike, whole
from eqrules.engine.sql.writer import Writer


def nothing(w: Writer) -> Ratio:
    """A ratio that never has a value."""
    return Ratio(Fraction(1), (whole("NULL", 0, 0, w.d),))


def bound(part: Value, end: str, w: Writer) -> Ratio | None:
    """The least (or most) the value can be, at every object where that is known."""
    own = part.low if end == "low" else part.high
    if part.number is None:
        return None
    if not part.may_lack or own is None:
        return part.number
    return _merged(part.number, own, w)


def _merged(left: Ratio, right: Ratio, w: Writer) -> Ratio:
    """The left one where it has a value, else the right one."""
    own = there(left, w.d)
    return either(f"{own} IS NOT NULL", f"{own} IS NULL", left, right, w)


def either(test: str, otherwise: str, left: Ratio, right: Ratio, w: Writer) -> Ratio:
    """The left one where the test holds, the right one where `otherwise` does, nothing where neither."""
    over_l, over_r = left.numerator(w.d), right.numerator(w.d)
    (a, b), both = alike([over_l, over_r], w.d)
    text = f"CASE WHEN {test} THEN {guarded(a, left.guards)} WHEN {otherwise} THEN {guarded(b, right.guards)} END"
    over_ = replace(both, text=text)
    under_l, under_r = left.denominator(w.d), right.denominator(w.d)
    if under_l.text == under_r.text:
        return Ratio(Fraction(1), (over_,), () if under_l.text == w.d.literal(1) else (under_l,))
    (a, b), both = alike([under_l, under_r], w.d)
    return Ratio(Fraction(1), (over_,), (replace(both, text=f"CASE WHEN {test} THEN {a} ELSE {b} END"),))


def binary(operator: str, a: Value, b: Value, w: Writer) -> Value:
    assert a.number is not None
    assert b.number is not None
    number = _combined(operator, a.number, b.number, w)
    zero = operator == "/" and number is None
    number = number or nothing(w)
    if operator == "/" and b.may_lack:
        known = tuple(f"{part.text} IS NOT NULL" for part in b.number.over if part.low > 0)
        number = replace(number, guards=(*number.guards, *known))
    may_lack = a.may_lack or b.may_lack or bool(number.guards) or zero
    none = _none(operator, a, b, w)
    if not (a.may_lack or b.may_lack):
        return Value(number, may_lack=may_lack)
    low, high = _bounds(operator, a, b, w)
    return Value(number, may_lack=True, none=none, low=low, high=high)


def _combined(operator: str, a: Ratio, b: Ratio, w: Writer) -> Ratio | None:
    if operator == "*":
        return multiply(a, b)
    return divide(a, b, w.d) if operator == "/" else add(a, b, w.d, operator)


def _none(operator: str, a: Value, b: Value, w: Writer) -> str:
    """无此项 in either part; but a division by zero is nothing to excuse."""
    text = any_none((a, b))
    if text and operator == "/" and b.number is not None:
        text = f"({text} AND NOT COALESCE({compare('=', b.number, fixed(0), w.d)}, FALSE))"
    return text


def _bounds(operator: str, a: Value, b: Value, w: Writer) -> tuple[Ratio | None, Ratio | None]:
    """As engine/reference/bounds.py `combined`: through sums, and through exact positive factors."""
    al, ah, bl, bh = (bound(part, end, w) for part in (a, b) for end in ("low", "high"))
    if operator in "+-":
        if operator == "-":
            bl, bh = bh, bl
        low = add(al, bl, w.d, operator) if al is not None and bl is not None else None
        high = add(ah, bh, w.d, operator) if ah is not None and bh is not None else None
        return low, high
    assert a.number is not None
    assert b.number is not None
    sides = []
    for end in ("low", "high"):
        options = []
        if operator == "*" and (b.low if end == "low" else b.high) is not None:
            options.append(_scaled("*", b, end, a.number, w))
        if (a.low if end == "low" else a.high) is not None:
            options.append(_scaled(operator, a, end, b.number, w))
        sides.append(options[0] if len(options) == 1 else _first(options, w) if options else None)
    return sides[0], sides[1]


def _scaled(operator: str, part: Value, end: str, factor: Ratio, w: Writer) -> Ratio | None:
    """A bound times or over a factor; only where the factor is there and above zero."""
    own = part.low if end == "low" else part.high
    assert own is not None
    made = _combined(operator, own, factor, w)
    if made is None:
        return None
    over_ = factor.numerator(w.d)
    if factor.fixed:
        return made if factor.factor > 0 else None
    guard = guarded(f"({over_.text} > 0)", factor.guards)
    return Ratio(made.factor, made.over, made.under, (*made.guards, f"COALESCE({guard}, FALSE)"))


def _first(options: list[Ratio | None], w: Writer) -> Ratio | None:
    given = [option for option in options if option is not None]
    if len(given) < 2:
        return given[0] if given else None
    left, right = given
    return _merged(left, right, w)


def absent(read: Value, w: Writer) -> str:
    """Whether there is no value, as a test that is never NULL."""
    if read.root is not None:
        return f"{read.root.value} IS NULL"
    if read.number is None:
        return f"{read.word} IS NULL"
    return f"{there(read.number, w.d)} IS NULL"
