"""整数 · Whole-number SQL whose size is known: carried by doubles to 2⁵³, by long and wide integers beyond.

A double holds every whole number to 2⁵³ exactly, and columns of doubles are the fastest arithmetic there is.
Each step takes the narrowest carrier that its result is sure to fit, or is refused; nothing can overflow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

from eqrules.engine.sql.dialect import DOUBLE, LONG, Dialect

CARRIERS = (DOUBLE, LONG)


class Refused(Exception):
    """This part of a plan cannot be written as exact SQL; the reference engine works it out instead."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole-number expression and the range its value is sure to lie in; NULL where there is no value.

    `carrier`: 0 a double, 1 a long, 2 a wide integer. `usual`: about the size that most values have.
    """

    text: str
    low: int
    high: int
    carrier: int = -1
    usual: int = -1

    def __post_init__(self) -> None:
        if self.carrier < 0:
            object.__setattr__(self, "carrier", carrier_of(self.most))
        if self.usual < 0:
            object.__setattr__(self, "usual", self.most)

    @property
    def most(self) -> int:
        return max(abs(self.low), abs(self.high))


def carrier_of(most: int) -> int:
    return sum(most > widest for widest in CARRIERS)


def kind(carrier: int, d: Dialect) -> str:
    return (d.double, d.long, d.wide)[carrier]


def carried(part: Whole, carrier: int, d: Dialect) -> str:
    """The text of a part as another carrier takes it."""
    if part.carrier == carrier:
        return part.text
    return (d.widen(part.text) if (part.carrier, carrier) == (0, 2) else "") or d.cast(part.text, kind(carrier, d))


def whole(text: str, low: int, high: int, d: Dialect, usual: int = -1) -> Whole:
    """A number of any type, in the carrier that its range asks for."""
    made = Whole(text, low, high, usual=usual)
    if made.most > d.widest:
        raise Refused("overflow")
    return replace(made, text=d.cast(text, kind(made.carrier, d)))


def constant(number: int, d: Dialect) -> Whole:
    return Whole(d.literal(number), number, number)


def _operate(sign: str, a: Whole, b: Whole, low: int, high: int, d: Dialect) -> Whole:
    usual = a.usual * b.usual if sign == "*" else max(a.usual, b.usual)
    most = max(abs(low), abs(high))
    if most > d.widest:
        raise Refused("overflow")
    carrier = max(a.carrier, b.carrier, carrier_of(most))
    return Whole(f"({carried(a, carrier, d)} {sign} {carried(b, carrier, d)})", low, high, carrier, usual)


def times(a: Whole, b: Whole, d: Dialect) -> Whole:
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return _operate("*", a, b, min(corners), max(corners), d)


def plus(a: Whole, b: Whole, d: Dialect) -> Whole:
    return _operate("+", a, b, a.low + b.low, a.high + b.high, d)


def minus(a: Whole, b: Whole, d: Dialect) -> Whole:
    return _operate("-", a, b, a.low - b.high, a.high - b.low, d)


def summed(part: Whole, most: int, d: Dialect, used: str = "TRUE") -> str:
    """The exact sum of a part over the rows that are used, which is `most` at the largest."""
    exact = carrier_of(most) > 0
    text = carried(part, max(1, part.carrier), d) if exact else part.text
    text = text if used == "TRUE" else f"CASE WHEN {used} THEN {text} END"
    return d.total(text) if exact else f"sum({text})"


def alike(parts: list[Whole], d: Dialect) -> tuple[list[str], Whole]:
    """Texts of one carrier for the branches of a choice; what the choice is then, but for its text."""
    carrier = max(part.carrier for part in parts)
    low, high = min(part.low for part in parts), max(part.high for part in parts)
    made = Whole("", low, high, carrier, max(part.usual for part in parts))
    return [carried(part, carrier, d) for part in parts], made


def product(number: int, parts: tuple[Whole, ...], d: Dialect) -> Whole:
    """number × all parts; narrow ones first, so that as much as can be stays narrow."""
    if not parts:
        return constant(number, d)
    made, *rest = sorted(parts, key=lambda part: part.most)
    if number != 1:
        made = times(made, constant(number, d), d)
    for part in rest:
        made = times(made, part, d)
    return made


def most_of(number: int, parts: tuple[Whole, ...]) -> int:
    """The largest size that number × all parts can have."""
    return abs(number) * prod(part.most for part in parts)
