"""数 · Exact numbers: rationals, sums of square roots, and how they are printed.

A coefficient of variation is a square root; the mean of several is a sum of roots. `Roots` keeps the
radicands exact, so that a limit on them is decided without ever taking a root in floating point.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm
from typing import Literal

Exact = int | Fraction
Rounding = Literal["half_up", "half_even"]


def parse(text: str) -> Fraction:
    """`4.2`, `21/5` or `85%` as an exact rational."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def simplest(value: Fraction) -> Exact:
    """An int where the rational is whole: integers are much faster to compute with."""
    return value.numerator if value.denominator == 1 else value


def exact_text(value: Exact) -> str:
    """`41/10`, or `42` when whole."""
    return str(value)


def exact_sum(values: Iterable[Exact]) -> Exact:
    """The sum, over one common denominator, so that long sums stay linear."""
    return exact_quotients((value.numerator, value.denominator) for value in values)


def exact_quotients(pairs: Iterable[tuple[int, int]]) -> Exact:
    """The sum of numerator ÷ denominator over all pairs, which need not be in lowest terms."""
    gathered: dict[int, int] = {}
    for numerator, denominator in pairs:
        gathered[denominator] = gathered.get(denominator, 0) + numerator
    common = lcm(*gathered)
    total = sum(numerator * (common // denominator) for denominator, numerator in gathered.items())
    return total if common == 1 else simplest(Fraction(total, common))


def exact_root(value: Exact) -> Fraction | None:
    """The rational square root, or None when there is none."""
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return None


@dataclass(frozen=True, slots=True)
class Roots:
    """`rational + Σ coefficient·√radicand`, exact; zero terms are dropped, negative ones do not occur."""

    rational: Exact = 0
    terms: tuple[tuple[Exact, Exact], ...] = ()

    @classmethod
    def root(cls, radicand: Exact) -> Roots:
        whole = exact_root(radicand)
        return cls(whole) if whole is not None else cls(0, ((1, radicand),))

    def __add__(self, other: Roots) -> Roots:
        return Roots(self.rational + other.rational, self.terms + other.terms)

    def scaled(self, factor: Exact) -> Roots:
        """Times a factor that is not negative."""
        if not factor:
            return Roots()
        return Roots(self.rational * factor, tuple((c * factor, r) for c, r in self.terms))

    def compare(self, limit: Exact) -> int:
        """-1, 0 or 1 against a rational, always exactly.

        One root is compared by squares. With several, irrational positive terms can never add up to a
        rational (their roots are independent over ℚ), so tightening the bounds must end.
        """
        rest = limit - self.rational
        terms = [(c, r) for c, r in self.terms if c and r]
        if not terms:
            return (rest < 0) - (rest > 0)
        if rest <= 0:
            return 1
        if len(terms) == 1:
            ((coefficient, radicand),) = terms
            left, right = coefficient * coefficient * radicand, rest * rest
            return (left > right) - (left < right)
        digits = 20
        while True:
            low, high = self._bounds(digits)
            if low > rest:
                return 1
            if high < rest:
                return -1
            digits *= 2

    def _bounds(self, digits: int) -> tuple[Fraction, Fraction]:
        scale = 10**digits
        low = high = Fraction(0)
        for coefficient, radicand in self.terms:
            floor = isqrt(radicand.numerator * scale * scale // radicand.denominator)
            low += coefficient * Fraction(floor, scale)
            high += coefficient * Fraction(floor + 1, scale)
        return low, high

    def decimal(self, digits: int = 12) -> Fraction:
        """The value cut after `digits` decimals, for print only."""
        low, _ = self._bounds(digits + 10)
        scaled = (low + self.rational) * 10**digits
        return Fraction(scaled.numerator // scaled.denominator, 10**digits)


def decimal_text(value: Exact, digits: int, rounding: Rounding = "half_up") -> str:
    """Rounded to `digits` decimals for print: `4.505` → `4.51` (half up, away from zero)."""
    over, under = value.numerator, value.denominator
    whole, rest = divmod(abs(over) * 10**digits, under)
    if 2 * rest > under or (2 * rest == under and (rounding == "half_up" or whole % 2)):
        whole += 1
    text = str(whole)
    if digits:
        text = text.zfill(digits + 1)
        text = f"{text[:-digits]}.{text[-digits:]}"
    return f"-{text}" if over < 0 else text


@lru_cache(4096)
def decimals(denominator: int) -> int | None:
    """After how many places the decimals of such a number end; None where not within twelve."""
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 and max(twos, fives) <= 12 else None


def plain_text(value: Exact, most: int = 6) -> str:
    """All decimals when they end soon, else `most` of them: `4.2`, `0.515257`."""
    places = decimals(value.denominator)
    return decimal_text(value, most if places is None else places)


def far_apart(one: Exact, other: Exact, digits: int) -> bool:
    """More than a unit of the last digit: rounding brings neither to the other."""
    a, b = one.denominator, other.denominator
    return bool(abs(one.numerator * b - other.numerator * a) * 10**digits > a * b)


def shown(value: Exact, limit: Exact | None, digits: int, rounding: Rounding = "half_up") -> str:
    """Rounded for print, with as many more digits as it takes not to contradict its limit.

    0.501787 against 0.50 prints `0.502`, never `0.50`; 99.99 against 100 never prints `100.0`.
    """
    while True:
        text = decimal_text(value, digits, rounding)
        if limit is None or value == limit or digits >= 30:
            return text
        if far_apart(value, limit, digits):
            return text
        printed = Fraction(text)
        if (printed > limit) == (value > limit) and printed != limit:
            return text
        digits += 1
