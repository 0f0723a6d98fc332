"""造数据 · The same seed gives the same bytes: sections by county, staffed to the line, written in row groups."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from large.job import FLOOR, INDICATORS, JUNIOR, MONEY, PRIMARY, SCHEMA, Indicator

COUNTIES = 2_000
"""Counties of one row group: 60 sections each on average, 120,000 in all."""
_GOOD, _UNEVEN, _TIED = 0.30, 0.05, 0.002
"""Shares of counties: hardly anything short; schools far apart; CVs on their limit, exactly or but for one unit."""
Ints = NDArray[np.int64]


def build(folder: Path, sections: int, seed: int) -> Path:
    """The Parquet file of this size, made unless it is there."""
    path = folder / f"sections-{sections}-{seed}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        growing = path.with_suffix(".part")
        with pq.ParquetWriter(growing, SCHEMA) as writer:
            for start in range(0, sections, COUNTIES * 60):
                part = group(seed, start // (COUNTIES * 60)).slice(0, sections - start)
                writer.write_table(part, row_group_size=COUNTIES * 60)
        growing.replace(path)
    return path


def group(seed: int, number: int) -> pa.Table:
    """Row group `number`: it depends on nothing but the seed."""
    dice = np.random.default_rng([seed, number])
    more = dice.integers(0, 11, COUNTIES // 2)
    sizes = 60 + np.stack([more, -more], 1).ravel()
    county = np.repeat(np.arange(COUNTIES), sizes)
    place = np.arange(len(county)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    junior = place % 3 == 2
    kind = dice.random(COUNTIES)[county]
    rank = np.where(junior, place // 3, place // 3 * 2 + place % 3)
    tied, pupils = kind > 1 - _TIED, _pupils(dice, len(county))
    pupils[tied] = 100 * (1 + rank[tied] // 2 * 7 % 29)
    amounts = _amounts(dice, pupils, junior, kind, county)
    for indicator in INDICATORS:
        amounts[indicator.item][tied] = _tied(indicator, pupils, junior, rank, county, place)[tied]
    code = 100_000 + number * COUNTIES + county
    own = place - (junior & (dice.random(len(place)) < 0.3))  # else the junior part of the school before it
    columns = [
        pa.array(code).cast(pa.string()),
        pa.array(code * 10_000 + own).cast(pa.string()),
        pa.array([PRIMARY, JUNIOR]).take(pa.array(junior.astype(np.int8))),
        pa.array(pupils.astype(np.int32)),
        *(_decimals(amounts[i.item]) if i.fine else pa.array(amounts[i.item].astype(np.int32)) for i in INDICATORS),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _pupils(dice: np.random.Generator, n: int) -> Ints:
    """12 to 3,000; every tenth school has a multiple of 500, every tenth of 100, so that limits come out even."""
    pupils = np.clip(dice.lognormal(6.2, 0.9, n), 12, 3_000).astype(np.int64)
    kind = dice.random(n)
    pupils = np.where(kind < 0.1, np.maximum(pupils // 500, 1) * 500, pupils)
    return np.where(kind > 0.9, np.maximum(pupils // 100, 1) * 100, pupils)


def _amounts(
    dice: np.random.Generator, pupils: Ints, junior: NDArray[np.bool_], kind: NDArray[np.float64], county: Ints
) -> dict[str, Ints]:
    """Smallest units of each numerator: half of them the least that meets the limit, or one unit less."""
    good, uneven = kind < _GOOD, (kind >= _GOOD) & (kind < _GOOD + _UNEVEN)
    short = dice.random((len(pupils), len(INDICATORS))) < 0.06
    short &= ~good[:, None] | (np.cumsum(short, 1) == 1)
    spread = dice.uniform(0.3, 0.7, COUNTIES)[county]
    amounts = {}
    for number, indicator in enumerate(INDICATORS):
        need, floor = _least(indicator, pupils, junior), _least(indicator, pupils, junior, part=True)
        ample = np.ceil(need * (1 + 0.6 * dice.random(len(pupils)) ** 2)).astype(np.int64)
        met = np.where(dice.random(len(pupils)) < 0.5, need, ample)
        how = dice.random(len(pupils))
        deep = np.where(how < 0.8, floor - (how < 0.7), (need * dice.uniform(0.6, 0.9, len(pupils))).astype(np.int64))
        less = np.where(good, np.maximum(need - 1, floor), np.where(how < 0.6, need - 1, deep))
        apart = np.ceil(need * dice.lognormal(0.3, spread)).astype(np.int64)
        amounts[indicator.item] = np.maximum(np.where(uneven, apart, np.where(short[:, number], less, met)), 0)
    return amounts


def _least(indicator: Indicator, pupils: Ints, junior: NDArray[np.bool_], part: bool = False) -> Ints:
    """The fewest units that meet the limit, or the floor under it."""
    limits = [indicator.least(stage) * (FLOOR if part else 1) for stage in (PRIMARY, JUNIOR)]
    first, second = (-(-pupils * limit.numerator // limit.denominator) for limit in limits)
    return np.where(junior, second, first)


def _tied(indicator: Indicator, pupils: Ints, junior: NDArray[np.bool_], rank: Ints, county: Ints, place: Ints) -> Ints:
    """Pairs of equal schools 50% (45%) above and below the mean: CV 0.50 (0.45), or one unit beside it."""
    mean = 8_000 if indicator.item == "equipment_yuan" else 40
    factor = np.where(junior, 45, 50) * np.where(rank % 2, -1, 1) + 100
    moved = np.where(place % 30 == 0, county % 3 - 1, 0)
    return mean * indicator.units * factor // 100 * pupils // indicator.per + moved


def _decimals(cents: Ints) -> pa.Array:
    """Whole cents as DECIMAL(12,2), without a detour through text."""
    wide = np.zeros((len(cents), 2), np.int64)
    wide[:, 0] = cents
    return pa.Array.from_buffers(MONEY, len(cents), [None, pa.py_buffer(wide)])


def main() -> None:
    """`python -m large.data FOLDER SECTIONS SEED`: where the file is, as JSON."""
    folder, sections, seed = sys.argv[1:]
    print(json.dumps({"file": str(build(Path(folder), int(sections), int(seed)))}))


if __name__ == "__main__":
    main()
