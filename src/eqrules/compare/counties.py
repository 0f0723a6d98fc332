"""造县 · Small made-up counties for one rule: at random, or alike but for their size and what is to tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from eqrules.compare.believable import fitted, shared, within
from eqrules.compare.changes import Row
from eqrules.compare.needed import Made, Needs, differs_between
from eqrules.language.numbers import simplest
from eqrules.plan.plan import Grain, ItemSpec, Plan

Parts = tuple[frozenset[str], ...]
"""Items that share what another one is."""
_WHOLE = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 80, 90, 95, 100, 120, 150, 200)
_YEARS = (2000, 2010, 2014, 2016, 2017, 2020)
_SIZES = ((1, 1), (3, 1), (1, 9), (1, 3), (9, 1))


def counties(plans: tuple[Plan, Plan], wanted: Needs, numbers: range, seed: str) -> Iterator[Made]:
    """Small counties of two to four objects each; where coefficients count, half of them are alike but for their
    size and what is to tell.

    In most of them no part is larger than its whole.
    """
    pairs, parts = within(plans), shared(plans)
    items = {i.id: i for plan in plans for i in plan.items}
    needed = [items[code] for code in sorted(wanted.items)]
    of = [rule for plan in plans for rule in plan.rules if rule.id in wanted.rules]
    tried = spreads(wanted.marks) if any(map(differs_between, of)) else []
    for number in numbers:
        dice = Random(f"{seed}/{number}")
        spread = tried[number // 2 % len(tried)] if number % 2 and tried else None
        made = _county(plans[1], f"{number:06d}", needed, wanted, parts, spread, dice)
        _fit_types(plans[1] if plans[1].split is not None else plans[0], made, wanted)
        if number % 4:
            for rows in made.values():
                fitted(rows, pairs, dice if number % 4 == 2 else None)  # type: ignore[arg-type]
        yield made


def _county(
    plan: Plan, code: str, needed: Sequence[ItemSpec], wanted: Needs, parts: Parts, spread: Spread | None,
    dice: Random,
) -> Made:  # fmt: skip
    grains = {g.id: g for g in plan.grains}
    used = {spec.grain for spec in needed} | {r.grain for r in plan.rules if r.id in wanted.rules}
    used |= {g.id for g in plan.grains for u in used if u in grains and set(g.keys) < set(grains[u].keys)}
    many = 2 if spread else dice.randint(2, 4)
    stage: dict[str, str] = {}
    made: Made = {plan.top.id: [{plan.top.key_item: code}]}
    for grain in plan.grains:
        if grain.id in used and grain.parent:
            parents = made.get(grain.parent, [])
            made[grain.id] = [row for parent in parents for row in _below(plan, grain, parent, many, stage, dice)]
    for name, rows in made.items():
        specs = [spec for spec in needed if spec.grain == name and spec.id != grains[name].key_item]
        _fill(rows, specs, wanted, parts, spread, dice)  # type: ignore[arg-type]
    return made


def _below(plan: Plan, grain: Grain, parent: Row, many: int, stage: dict[str, str], dice: Random) -> Iterator[Row]:
    """Objects of a closed list one for each word below the top, else one; schools and the like several."""
    key = next((i for i in plan.items if i.id == grain.key_item), None)
    if key is not None and key.values:
        words = key.values if grain.parent == plan.top.id else (stage.setdefault(key.id, dice.choice(key.values)),)
        yield from (dict(parent) | {key.id: word} for word in words)
    else:
        for number in range(many if grain.parent == plan.top.id else 1):
            yield dict(parent) | {grain.key_item: f"{'甲乙丙丁'[number]}"}


@dataclass(frozen=True, slots=True)
class Spread:
    """Two amounts per unit whose coefficient is on, between or beside the numbers of the rule: whole ± part."""

    part: int
    whole: int
    sizes: tuple[int, int]
    """How large the objects with the smaller and with the larger amount are."""
    every: bool
    """Whether every amount is spread, or one."""


def spreads(marks: Sequence[int | Fraction]) -> list[Spread]:
    """All that are tried, the plainest first."""
    told = sorted(Fraction(mark) for mark in marks if mark < 1) or [Fraction(1, 2)]
    ends = [*told, told[-1] + Fraction(1, 100)]
    ratios = dict.fromkeys(r for low, high in pairwise(ends) for r in (low, simplest_between(low, high), high))
    return [
        Spread(ratio.numerator, ratio.denominator, sizes, every)
        for sizes in _SIZES
        for every in (True, False)
        for ratio in ratios
    ]


def _fill(
    rows: list[dict[str, Any]], specs: Sequence[ItemSpec], wanted: Needs, parts: Parts, spread: Spread | None,
    dice: Random,
) -> None:  # fmt: skip
    if spread is None:
        for row in rows:
            row |= {spec.id: _any(spec, wanted, dice) for spec in specs}
        return
    alike = {spec.id: _alike(spec, wanted, dice) for spec in specs}
    amounts = [spec.id for spec in specs if spec.type in ("integer", "decimal") and spec.id not in wanted.under]
    told = _one_each(amounts, parts, dice) if spread.every else [dice.choice(amounts)] if amounts else []
    for at, row in enumerate(rows):
        size = spread.sizes[at % 2]
        row |= alike
        row |= {item: 100 * size for item in alike.keys() & wanted.under if alike[item] == 100}
        row |= dict.fromkeys(told, (spread.whole + (spread.part if at % 2 else -spread.part)) * size)


def _one_each(amounts: list[str], parts: Parts, dice: Random) -> list[str]:
    """All of them, but one only of those that share what another one is."""
    gone: set[str] = set()
    for group in parts:
        if some := sorted(group & set(amounts)):
            gone |= group - {dice.choice(some)}
    return [item for item in amounts if item not in gone]


def _alike(spec: ItemSpec, wanted: Needs, dice: Random) -> Any:
    """Where one amount is to tell, what it is divided by is the same, and nothing else adds to it."""
    if spec.type not in ("integer", "decimal"):
        return _any(spec, wanted, dice)
    least = Fraction(spec.minimum) if spec.minimum else Fraction(0)
    return 100 if spec.id in wanted.under else least.numerator if least.denominator == 1 else least


def _any(spec: ItemSpec, wanted: Needs, dice: Random) -> Any:
    match spec.type:
        case "yes_no":
            return dice.random() < 0.5
        case "list":
            return dice.choice(spec.values)
        case "year":
            return dice.choice(_YEARS)
        case "date":
            return date(dice.choice(_YEARS), 1, 1)
        case "text":
            return "有"
    value: int | Fraction = dice.choice(_WHOLE)
    if (marks := wanted.marks) and dice.random() < 0.25:
        value = dice.choice(marks) + dice.choice((0, 0, 1, -1))
    if spec.whole or spec.type == "integer":
        value = round(value)
    low, high = _exact(spec.minimum), _exact(spec.maximum)
    value = value if low is None else max(value, low)
    value = value if high is None else min(value, high)
    return value.numerator if value.denominator == 1 else value


@cache
def _exact(text: str) -> int | Fraction | None:
    return simplest(Fraction(text)) if text else None


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator strictly between two (Stern and Brocot)."""
    floor = low.numerator // low.denominator
    if floor + 1 < high:
        return Fraction(floor + 1)
    low, high = low - floor, high - floor
    if low == 0:
        return floor + Fraction(1, high.denominator // high.numerator + 1)
    return floor + 1 / simplest_between(1 / high, 1 / low)


def _fit_types(plan: Plan, made: Made, wanted: Needs) -> None:
    """A school of one stage is of a type that has just this one."""
    split = plan.split
    if split is None or split.type_item not in wanted.items or split.section_grain not in made:
        return
    stage = next(g.key_item for g in plan.grains if g.id == split.section_grain)
    school = next(g.key_item for g in plan.grains if g.id == split.school_grain)
    fitting = {
        row.stages[0][0]: word for row in split.rows if len(row.stages) == 1 and not row.school_items
        for word in row.types[:1]
    }  # fmt: skip
    stages = {section[school]: section[stage] for section in made[split.section_grain]}
    for row in made[split.school_grain]:
        if stages.get(row[school]) in fitting:
            row[split.type_item] = fitting[stages[row[school]]]  # type: ignore[index]
