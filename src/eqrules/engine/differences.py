"""比对 · Two engines' verdict tables on the same data: every cell that differs, named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Difference:
    """`place`: object and column, "section 340203/A/小学 R1"."""

    place: str
    expected: Any
    found: Any


def differences(plan: Plan, expected: Mapping[str, pa.Table], found: Mapping[str, pa.Table]) -> Iterator[Difference]:
    """By grain and key; an object that only one of them has differs as a whole."""
    keys = {grain.id: grain.keys for grain in plan.grains}
    for grain in expected:
        right, left = _rows(expected[grain], keys[grain]), _rows(found[grain], keys[grain])
        for key in sorted(right.keys() | left.keys()):
            place = f"{grain} {'/'.join(key)}"
            if key not in right or key not in left:
                yield Difference(place, "有" if key in right else "无", "有" if key in left else "无")
                continue
            for column, value in right[key].items():
                if value != left[key][column]:
                    yield Difference(f"{place} {column}", value, left[key][column])


def _rows(table: pa.Table, keys: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, Any]]:
    return {tuple(row[part] for part in keys): row for row in table.to_pylist()}
