"""份额 · A section's part of what its school shares among its stages: weight × pupils (拆分)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from eqrules.engine.contract import Key
from eqrules.language.numbers import Exact, parse, simplest
from eqrules.report.objects import Objects

Look = Callable[[str, str, Key], object]
"""(item, grain, object) → its value, derived or handed in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One claim on the whole: a stage, or senior pupils that hand in no section."""

    label: str
    weight: Exact
    pupils: Exact
    cell: tuple[str, str, Key]
    """(grain, item, object) of its pupils."""


@dataclass(frozen=True, slots=True)
class Share:
    """`whole × own weight × own pupils ÷ Σ weight × pupils`; `own` is an index into `parts`."""

    whole: Exact
    school: Key
    parts: tuple[Part, ...]
    own: int

    @property
    def total(self) -> Exact:
        return sum(part.weight * part.pupils for part in self.parts)

    @property
    def value(self) -> Exact:
        if len(self.parts) == 1:
            return self.whole
        mine = self.parts[self.own]
        return simplest(Fraction(self.whole * mine.weight * mine.pupils) / self.total)


def share_of(objects: Objects, look: Look, item: str, grain: str, key: Key) -> Share | None:
    """The share of one section; None where a figure it needs is missing. `look` reads items."""
    split = objects.plan.split
    assert split is not None
    school = objects.above(grain, key, split.school_grain)
    if school is None:
        return None
    whole = look(item, split.school_grain, school)
    kind = look(split.type_item, split.school_grain, school)
    row = next((row for row in split.rows if kind in row.types), None)
    weights = {stage: simplest(parse(weight)) for stage, weight in row.stages} if row else {}
    claims = [
        (low[-1], weights.get(low[-1], 1), split.section_grain, split.by, low)
        for low in objects.below(split.school_grain, school, split.section_grain)
        if row is None or low[-1] in weights
    ] + [
        (_named(objects, other), simplest(parse(weight)), split.school_grain, other, school)
        for other, weight in (row.school_items if row else ())
    ]
    if row is None and len(claims) > 1:
        return None
    parts: list[Part] = []
    for label, weight, at, counted, low in claims:
        pupils = look(counted, at, low)
        if not isinstance(pupils, (int, Fraction)) or isinstance(pupils, bool):
            if len(claims) > 1:
                return None
            pupils = 0
        parts.append(Part(label, weight, pupils, (at, counted, low)))
    own = next((i for i, part in enumerate(parts) if part.cell[2] == key), None)
    if own is None or not isinstance(whole, (int, Fraction)) or isinstance(whole, bool):
        return None
    share = Share(whole, school, tuple(parts), own)
    return share if len(parts) == 1 or share.total else None


def _named(objects: Objects, item: str) -> str:
    return objects.items[item].about.zh or item
