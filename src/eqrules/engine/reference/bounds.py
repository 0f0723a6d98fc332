"""界 · What is certain of a value that is not (wholly) there: a verdict needs no more than that.

A count of rooms with one blank area is at least the rooms that surely count and at most one more; a sum of
persons is at least the persons that were handed in. Bounds pass through sums and positive factors.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from eqrules.data.submission import Absent
from eqrules.language.comparisons import Sign
from eqrules.language.numbers import Exact

Bounds = tuple[Exact | None, Exact | None]


def bounds(value: Any) -> Bounds:
    """The least and the most it can be; None where nothing is known."""
    if type(value) is Absent:
        return value.low, value.high
    return (value, value) if isinstance(value, int | Fraction) else (None, None)


def bounded(absent: Absent, low: Exact | None, high: Exact | None) -> Absent:
    """The same absence with what is certain."""
    return absent if low is None and high is None else Absent(absent.state, absent.cells, low, high)


def combined(operator: str, left: Any, right: Any) -> Bounds:
    """Bounds of left ± right, and of a product or quotient with one exact positive side."""
    (a, b), (c, d) = bounds(left), bounds(right)
    if operator == "+":
        return _plus(a, c), _plus(b, d)
    if operator == "-":
        return _plus(a, _negative(d)), _plus(b, _negative(c))
    if operator == "*" and type(left) is not Absent and a is not None and a > 0:
        return _times(c, a), _times(d, a)
    if type(right) is not Absent and c is not None and c > 0:
        factor = c if operator == "*" else Fraction(1) / c
        return _times(a, factor), _times(b, factor)
    return None, None


def _plus(left: Exact | None, right: Exact | None) -> Exact | None:
    return None if left is None or right is None else left + right


def _negative(value: Exact | None) -> Exact | None:
    return None if value is None else -value


def _times(value: Exact | None, factor: Exact) -> Exact | None:
    return None if value is None else value * factor


def decided(sign: Sign, left: Any, right: Any) -> bool | None:
    """Whether the comparison is certain to hold (True), certain to fail (False), or open (None)."""
    (a, b), (c, d) = bounds(left), bounds(right)
    if sign in (">", ">=", "<", "<="):
        if sign in ("<", "<="):
            (a, b), (c, d) = (c, d), (a, b)
        strict = sign in (">", "<")
        if a is not None and d is not None and (a > d or (not strict and a == d)):
            return True
        if b is not None and c is not None and (b < c or (strict and b == c)):
            return False
    elif (b is not None and c is not None and b < c) or (a is not None and d is not None and a > d):
        return False
    return None
