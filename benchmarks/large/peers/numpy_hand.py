"""手写 NumPy · NumPy by hand, in floating point: arrays in, arrays out, sums by `bincount`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from large.job import CV_LIMITS, INDICATORS, JUNIOR, PRIMARY, Answers, Run, Source, read

Columns = dict[str, NDArray[Any]]


def ready(source: Source) -> Run:
    """Making arrays of the table is part of the work."""
    return lambda: judge(arrays(read(source)))


def arrays(table: pa.Table) -> Columns:
    """Doubles for figures, whole numbers for counties, a flag for the stage."""
    figures = {i.item: pc.cast(table[i.item], pa.float64()).to_numpy() for i in INDICATORS}
    junior = pc.equal(table["stage"], JUNIOR).to_numpy(zero_copy_only=False)
    county = pc.cast(table["division_code"], pa.int32()).to_numpy()
    return figures | {"county": county, "junior": junior, "pupils": table["pupils"].to_numpy().astype(float)}


def judge(data: Columns) -> tuple[Columns, Columns, Columns]:
    """Sections, stages, counties; the data stand by county."""
    pupils, junior, county = data["pupils"], data["junior"], data["county"]
    place = np.concatenate(([0], np.cumsum(county[1:] != county[:-1])))
    group, size = place * 2 + junior, 2 * (int(place[-1]) + 1)
    people = np.bincount(group, pupils, size)
    most = np.where(np.arange(size) % 2, float(CV_LIMITS[JUNIOR] ** 2), float(CV_LIMITS[PRIMARY] ** 2))
    enough, floors = np.zeros(len(pupils), np.int8), np.ones(len(pupils), bool)
    even = np.ones(size, bool)
    sections: Columns = {}
    stages: Columns = {}
    for i in INDICATORS:
        amount = data[i.item]
        limit = np.where(junior, float(i.junior), float(i.primary))
        value = amount * i.per / pupils
        met = value >= limit
        short = np.zeros(len(pupils))
        few = np.flatnonzero(~met)
        short[few] = np.ceil((limit[few] * pupils[few] / i.per - amount[few]) * i.units - 1e-6) / i.units
        enough += met
        floors &= value >= 0.85 * limit
        sections |= {f"{i.id}.value": value, f"{i.id}.met": met, f"{i.id}.short": short}
        total, squares = (np.bincount(group, weights, size) for weights in (amount, amount * amount / pupils))
        with np.errstate(invalid="ignore"):
            cv = np.maximum(people * squares / total**2 - 1, 0)
        stages |= {f"B{i.id[1:]}.value": np.sqrt(cv), f"B{i.id[1:]}.met": cv <= most}
        even &= cv <= most
    sections["met"] = (enough == 7) | ((enough == 6) & floors)
    good = even & (np.bincount(group, ~sections["met"], size) == 0)
    stages["county"] = county[np.flatnonzero(np.diff(place, prepend=-1))]
    return sections, stages, {"county": stages["county"], "met": good[::2] & good[1::2]}


def answers(made: tuple[Columns, Columns, Columns]) -> Answers:
    """Counties as text again, two stages each."""
    sections, stages, counties = made
    codes = pa.array(counties["county"]).cast(pa.string())
    each = np.repeat(np.arange(len(codes)), 2)
    keys = {"county": codes.take(pa.array(each)), "stage": np.tile([PRIMARY, JUNIOR], len(codes))}
    figures = {name: column for name, column in stages.items() if name != "county"}
    return Answers(pa.table(sections), pa.table(keys | figures), pa.table(counties | {"county": codes}))
