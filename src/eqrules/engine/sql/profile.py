"""量程 · What is known of each column before any arithmetic: its scale, the range it lies in, whether cells lack.

A program is written for such ranges and is exact within them. For a run they are read off the data; for print
they are the declared ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from eqrules.plan.plan import ItemSpec, Plan

_ASSUMED = {"integer": 10**9, "decimal": 10**10}
"""Where a ruleset declares no range: a thousand million persons, ten thousand million yuan or square metres."""
MOST_ROWS = 10**7
_DECIMALS = {"integer": 0, "decimal": 4}


@dataclass(frozen=True, slots=True)
class Range:
    """Of a number column: value = whole ÷ 10^scale, low ≤ whole ≤ high; `usual`: about the size most have (-1:
    not known). `blank`, `none`: such cells may occur."""

    scale: int = 0
    low: int = 0
    high: int = 0
    blank: bool = True
    none: bool = True
    usual: int = -1


@dataclass(frozen=True, slots=True)
class Profile:
    """`rows`: grain → more rows than its table has."""

    items: dict[str, Range] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def declared(plan: Plan) -> Profile:
    """The ranges that the ruleset itself declares."""
    return Profile({item.id: _range(item) for item in plan.items}, {grain.id: MOST_ROWS for grain in plan.grains})


def _range(item: ItemSpec) -> Range:
    scale = _DECIMALS.get(item.type, 0)
    most = _ASSUMED.get(item.type, 0)
    per = 100 if item.unit == "%" else 1
    low, high = (Fraction(text) / per if text else None for text in (item.minimum, item.maximum))
    return Range(
        scale,
        int((Fraction(-most) if low is None else low) * 10**scale),
        int((Fraction(most) if high is None else high) * 10**scale),
        True,
        item.may_be_none,
    )
