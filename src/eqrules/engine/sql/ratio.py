"""比 · Exact fractions in SQL: a fixed factor, whole numbers over whole numbers, and when there is a value.

Nothing is divided: limits are decided by cross-multiplication. `under` is always positive where `guards` hold;
NULL in `over` means that there is no value.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, prod

from eqrules.engine.sql.dialect import Dialect
from eqrules.engine.sql.whole import Whole, alike, carried, minus, plus, product


@dataclass(frozen=True, slots=True)
class Ratio:
    """factor × Π over ÷ Π under, where all guards hold."""

    factor: Fraction
    over: tuple[Whole, ...] = ()
    under: tuple[Whole, ...] = ()
    guards: tuple[str, ...] = ()
    bound: int | None = None
    """At most this large without its factor, where that is known better than from the parts."""

    @property
    def most(self) -> int:
        """The largest size of Π over ÷ Π under."""
        size = prod(part.most for part in self.over)
        return size if self.bound is None else min(size, self.bound)

    @property
    def usual(self) -> int:
        """About the size that Π over ÷ Π under mostly has; one at least."""
        return max(1, prod(p.usual for p in self.over) // max(1, prod(p.usual for p in self.under)))

    @property
    def fixed(self) -> bool:
        return not self.over and not self.under and not self.guards

    def numerator(self, d: Dialect) -> Whole:
        return product(self.factor.numerator, self.over, d)

    def denominator(self, d: Dialect) -> Whole:
        return product(self.factor.denominator, self.under, d)


def fixed(value: Fraction | int) -> Ratio:
    return Ratio(Fraction(value))


def _without(parts: tuple[Whole, ...], taken: Counter[str]) -> tuple[Whole, ...]:
    left, kept = Counter(taken), []
    for part in parts:
        if left[part.text] > 0:
            left[part.text] -= 1
        else:
            kept.append(part)
    return tuple(kept)


def _common(a: tuple[Whole, ...], b: tuple[Whole, ...]) -> Counter[str]:
    return Counter(part.text for part in a) & Counter(part.text for part in b)


def _guarded(*guards: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(g for several in guards for g in several))


def multiply(a: Ratio, b: Ratio) -> Ratio:
    """The product; what stands above and below cancels, and its guard stays."""
    over, under = a.over + b.over, a.under + b.under
    same = _common(over, under)
    bound = None if a.bound is None and b.bound is None else a.most * b.most
    return Ratio(a.factor * b.factor, _without(over, same), _without(under, same), _guarded(a.guards, b.guards), bound)


def divide(a: Ratio, b: Ratio, d: Dialect) -> Ratio | None:
    """The quotient, without a value where `b` is zero; None if it always is."""
    if not b.factor:
        return None
    over, under = [], []
    for part in b.over:
        if part.low < 0:
            negative = f"CASE WHEN {part.text} < 0"
            over.append(Whole(f"({negative} THEN {d.literal(-1)} ELSE {d.literal(1)} END)", -1, 1))
            under.append(Whole(f"({negative} THEN -{part.text} ELSE {part.text} END)", 0, part.most, part.carrier))
        else:
            under.append(part)
    guards = tuple(f"{part.text} <> 0" for part in b.over if part.low <= 0)
    return multiply(a, Ratio(1 / b.factor, (*over, *b.under), tuple(under), _guarded(guards, b.guards)))


def aligned(a: Ratio, b: Ratio, d: Dialect) -> tuple[Whole, Whole, Fraction, tuple[Whole, ...]]:
    """(left, right, factor, under): a = factor × left ÷ under and b = factor × right ÷ under."""
    shared = _common(a.under, b.under)
    only_a, only_b = _without(a.under, shared), _without(b.under, shared)
    if a.factor and b.factor:
        top = gcd(a.factor.numerator * b.factor.denominator, b.factor.numerator * a.factor.denominator)
        factor = Fraction(top, a.factor.denominator * b.factor.denominator)
    else:
        factor = abs(a.factor) or abs(b.factor) or Fraction(1)
    left = product(int(a.factor / factor), a.over + only_b, d) if a.factor else _zero(a, d)
    right = product(int(b.factor / factor), b.over + only_a, d) if b.factor else _zero(b, d)
    return left, right, factor, a.under + only_b


def _zero(ratio: Ratio, d: Dialect) -> Whole:
    """Zero, but NULL where there is no value."""
    return product(0, ratio.over, d)


def add(a: Ratio, b: Ratio, d: Dialect, sign: str = "+") -> Ratio:
    """a + b or a − b over their common denominator."""
    left, right, factor, under = aligned(a, b, d)
    whole = plus(left, right, d) if sign == "+" else minus(left, right, d)
    guards = _guarded(a.guards, b.guards)
    if a.fixed and b.fixed:
        return fixed(a.factor + b.factor if sign == "+" else a.factor - b.factor)
    return Ratio(factor, (whole,), under, guards)


def compare(sign: str, a: Ratio, b: Ratio, d: Dialect) -> str:
    """The comparison by cross-multiplication; NULL where either has no value."""
    left, right, _, _ = aligned(a, b, d)
    (one, other), _ = alike([left, right], d)
    return guarded(f"({one} {sign} {other})", _guarded(a.guards, b.guards))


def guarded(text: str, guards: tuple[str, ...]) -> str:
    return f"CASE WHEN {' AND '.join(guards)} THEN {text} END" if guards else text


def there(ratio: Ratio, d: Dialect) -> str:
    """Something that is NULL where the ratio has no value."""
    return guarded(product(1, ratio.over, d).text, ratio.guards)


def shown(ratio: Ratio, d: Dialect) -> tuple[str, bool]:
    """The nearest double, for display only; False if the parts are too large for it to be the nearest."""
    over, under = ratio.numerator(d), ratio.denominator(d)
    text = carried(over, 0, d)
    if ratio.under or ratio.factor.denominator != 1:
        text = f"{text} / {carried(under, 0, d)}"
    return guarded(f"({text})", ratio.guards), over.carrier == under.carrier == 0
