"""列 · A submission as columns: whole numbers with a scale, words, marks, and why a cell has no value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from eqrules.data.submission import Absent, State, Table
from eqrules.engine.sql.profile import Profile, Range
from eqrules.engine.sql.sheets import key_column
from eqrules.plan.plan import ItemSpec, Plan

if TYPE_CHECKING:
    import pyarrow as pa

MOST_DECIMALS = 9
LONG = 2**63 - 1
OUTLYING = 256
"""So many times what all but one in a hundred have."""


@dataclass(slots=True)
class Frames:
    """One Arrow table per grain: keys `@county` …, a column per item, `item.none` where 无此项 occurs.

    `odd`: counties with a figure that does not fit a column (1/3, more than nine decimals, beyond 2⁶³, or far
    beyond everybody else's).
    """

    tables: dict[str, pa.Table]
    profile: Profile
    odd: set[str] = field(default_factory=set)


def without_campuses(plan: Plan, tables: dict[str, Table], readings: dict[str, str]) -> tuple[Plan, dict[str, Table]]:
    """The tables with campuses counted where they belong, and the plan without that step."""
    if plan.merge is None:
        return plan, tables
    from eqrules.diagnostics.report import Report
    from eqrules.engine.reference.prepare import merge_campuses

    return plan.model_copy(update={"merge": None}), merge_campuses(plan, tables, readings, Report())


def frames(plan: Plan, tables: dict[str, Table]) -> Frames:
    import pyarrow as pa

    made = Frames({}, Profile())
    for grain in plan.grains:
        table = tables[grain.id]
        made.profile.rows[grain.id] = len(table.keys)
        columns: dict[str, Any] = {
            key_column(part): pa.array([key[at] for key in table.keys], pa.string())
            for at, part in enumerate(grain.keys)
        }
        for spec in plan.items:
            if spec.grain == grain.id:
                columns |= _columns(spec, table, made)
        made.tables[grain.id] = pa.table(columns)
    return made


def _columns(spec: ItemSpec, table: Table, made: Frames) -> dict[str, Any]:
    import pyarrow as pa

    values = table.columns[spec.id].values
    nones = [type(v) is Absent and v.state is State.NONE for v in values]
    there = [None if type(v) is Absent else v for v in values]
    known = Range(blank=True, none=any(nones))
    if spec.type in ("integer", "decimal"):
        wholes, known = _wholes(there, table, made, known)
        array = pa.array(wholes, pa.int64())
    else:
        kind = {"yes_no": pa.bool_(), "date": pa.date32()}.get(spec.type, pa.string())
        if spec.type == "year":  # words here, as when columns are read from files
            there = [None if v is None else str(v) for v in there]
        array = pa.array(there, kind)
    blank = any(type(v) is Absent and not none for v, none in zip(values, nones, strict=True))
    made.profile.items[spec.id] = replace(known, blank=blank or array.null_count > 0)
    return {spec.id: array} | ({f"{spec.id}.none": pa.array(nones, pa.bool_())} if known.none else {})


def _wholes(values: list[Any], table: Table, made: Frames, known: Range) -> tuple[list[int | None], Range]:
    """Every number times the same power of ten."""
    scales = [decimals(v) if isinstance(v, Fraction) else 0 for v in values]
    scale = max((s for s in scales if s is not None and s <= MOST_DECIMALS), default=0)
    wholes: list[int | None] = []
    for key, value, own in zip(table.keys, values, scales, strict=True):
        if value is None or own is None or own > scale or abs(value) * 10**scale > LONG:
            if value is not None:
                made.odd.add(key[0])
            wholes.append(None)
        else:
            wholes.append(int(value * 10**scale))
    most = usual([abs(w) for w in wholes if w is not None])
    for at, (key, w) in enumerate(zip(table.keys, wholes, strict=True)):
        if w is not None and abs(w) > most:
            made.odd.add(key[0])
            wholes[at] = None
    found = [w for w in wholes if w is not None]
    mean = sum(map(abs, found)) // max(1, len(found))
    return wholes, Range(scale, min(found, default=0), max(found, default=0), True, known.none, mean)


def usual(sizes: list[int]) -> int:
    """The largest size that is not out of all proportion: far outliers would blur the figures of everybody else."""
    sizes.sort()
    return max(OUTLYING * sizes[len(sizes) * 99 // 100], OUTLYING) if sizes else 0


def decimals(value: Fraction) -> int | None:
    """How many decimals a fraction has; None if they never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
