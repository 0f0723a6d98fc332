"""正确答案 · The exact answers, with whole numbers throughout, and how many of somebody's answers are wrong."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from large.job import CV_LIMITS, FLOOR, INDICATORS, JUNIOR, PRIMARY, Answers, Indicator

Ints = NDArray[np.int64]
_NEAR = 1e-9
"""Squares of CVs this close to that of their limit are decided on fractions; floating point is far better than this."""


def units(data: pa.Table, indicator: Indicator) -> Ints:
    """The numerator in its smallest units."""
    column = data[indicator.item].combine_chunks()
    if not indicator.fine:
        return column.to_numpy().astype(np.int64)
    low = np.frombuffer(column.buffers()[1], np.int64)[::2]
    return low[column.offset : column.offset + len(column)]


def answers(data: pa.Table) -> Answers:
    """The exact answers; printed values are the nearest doubles, or one beside them."""
    pupils = data["pupils"].to_numpy().astype(np.int64)
    junior = pc.equal(data["stage"], JUNIOR).to_numpy(zero_copy_only=False)
    county = pc.cast(data["division_code"], pa.int64()).to_numpy()
    codes, group = np.unique(county * 2 + junior, return_inverse=True)
    sections: dict[str, object] = {}
    stages: dict[str, object] = {"county": pa.array(codes // 2).cast(pa.string()),
                                 "stage": np.where(codes % 2, JUNIOR, PRIMARY)}  # fmt: skip
    met_count, floors = np.zeros(len(pupils), np.int64), np.ones(len(pupils), bool)
    for i in INDICATORS:
        amount = units(data, i)
        need, floor = (least(i, pupils, junior, part) for part in (Fraction(1), FLOOR))
        met = amount >= need
        met_count, floors = met_count + met, floors & (amount >= floor)
        sections |= {f"{i.id}.value": amount * i.per / (pupils * i.units), f"{i.id}.met": met,
                     f"{i.id}.short": np.maximum(need - amount, 0) / i.units}  # fmt: skip
        square, even = _balance(amount, pupils, group, codes % 2 == 1)
        stages |= {f"B{i.id[1:]}.value": np.sqrt(np.maximum(square, 0)), f"B{i.id[1:]}.met": even}
    ok = (met_count == 7) | ((met_count == 6) & floors)
    sections["met"] = ok
    good = np.bincount(group, ~ok) == 0
    for i in INDICATORS:
        good &= stages[f"B{i.id[1:]}.met"]
    ends, whose = np.unique(codes // 2, return_inverse=True)
    counties = {"county": pa.array(ends).cast(pa.string()), "met": np.bincount(whose, ~good) == 0}
    return Answers(*(pa.table(made) for made in (sections, stages, counties)))


def least(indicator: Indicator, pupils: Ints, junior: NDArray[np.bool_], part: Fraction) -> Ints:
    """The fewest units that reach this part of the limit."""
    limits = (indicator.least(stage) * part for stage in (PRIMARY, JUNIOR))
    first, second = (-(-pupils * limit.numerator // limit.denominator) for limit in limits)
    return np.where(junior, second, first)


def _balance(
    amount: Ints, pupils: Ints, group: Ints, junior: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Squares of the CVs, and which are within their limit; those near it are decided on fractions."""
    total, people = (np.bincount(group, x.astype(float)) for x in (amount, pupils))
    square = people * np.bincount(group, amount.astype(float) ** 2 / pupils) / total**2 - 1
    limit = np.where(junior, float(CV_LIMITS[JUNIOR]), float(CV_LIMITS[PRIMARY])) ** 2
    met = square <= limit
    near = np.flatnonzero(abs(square - limit) < _NEAR)
    order = np.flatnonzero(np.isin(group, near))
    for number in near:
        rows = order[group[order] == number] if len(near) < 50 else _rows(order, group, number)
        met[number] = within(amount[rows].tolist(), pupils[rows].tolist(), JUNIOR if junior[number] else PRIMARY)
    return square, met


def _rows(order: Ints, group: Ints, number: int) -> Ints:
    """Rows of a county stand together: look only where this county can be."""
    start = np.searchsorted(group[order] // 2, number // 2)
    part = order[start : start + 400]
    return part[group[part] == number]


def within(amounts: list[int], pupils: list[int], stage: str) -> bool:
    """Whether N·Σ(b²/p) ≤ (1 + limit²)·(Σb)², without rounding anything."""
    common = lcm(*pupils)
    squares = sum(b * b * (common // p) for b, p in zip(amounts, pupils, strict=True))
    bound = 1 + CV_LIMITS[stage] ** 2
    return sum(pupils) * squares * bound.denominator <= bound.numerator * sum(amounts) ** 2 * common


def wrong(given: Answers, right: Answers) -> dict[str, int]:
    """How many verdicts, shortfalls and values differ from the exact ones, of those that are given."""
    count = {"verdicts": 0, "shortfalls": 0, "values": 0}
    for part in ("sections", "stages", "counties"):
        mine, exact = (getattr(a, part) for a in (given, right))
        if part != "sections":
            mine, exact = (t.sort_by([(k, "ascending") for k in ("county", "stage") if k in t.column_names])
                           for t in (mine, exact))  # fmt: skip
        if len(mine) != len(exact):
            raise ValueError(f"{part}: {len(mine)} rows, not {len(exact)}")
        for name in exact.column_names:
            if name.endswith("met"):
                count["verdicts"] += len(mine) - pc.sum(pc.equal(mine[name], exact[name])).as_py()
            elif "." in name and name in mine.column_names:
                a, b = (t[name].cast(pa.float64()).to_numpy() for t in (mine, exact))
                short = name.endswith("short")
                close = np.abs(a - b) <= (0.001 if short else 1e-6 * np.maximum(1, np.abs(b)))
                count["shortfalls" if short else "values"] += int((~close).sum())
    return count
