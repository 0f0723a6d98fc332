"""题目 · The job that every contestant does: seven resource limits by stage, 6 of 7, seven CVs, county verdicts.

`ruleset.md` beside this file is the same job as a ruleset. The contestants write it by hand from these figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

PRIMARY, JUNIOR = "小学", "初中"
FLOOR = Fraction(85, 100)
"""One indicator of the seven may be short, but not below this part of its limit."""
CV_LIMITS = {PRIMARY: Fraction(50, 100), JUNIOR: Fraction(45, 100)}
MONEY = pa.decimal128(12, 2)


@dataclass(frozen=True, slots=True)
class Indicator:
    """`item` ÷ pupils × `per` is at least `primary` or `junior`; a `fine` item has cents, others are whole."""

    id: str
    item: str
    per: int
    primary: Fraction
    junior: Fraction
    fine: bool = False

    @property
    def units(self) -> int:
        """How many of the smallest units make one: 100 cents, or the thing itself."""
        return 100 if self.fine else 1

    def least(self, stage: str) -> Fraction:
        """Smallest units of the numerator that one pupil needs."""
        return (self.primary if stage == PRIMARY else self.junior) * self.units / self.per


INDICATORS = (
    Indicator("R1", "degree_teachers", 100, Fraction("4.2"), Fraction("5.3")),
    Indicator("R2", "backbone_teachers", 100, Fraction(1), Fraction(1)),
    Indicator("R3", "pe_arts_teachers", 100, Fraction("0.9"), Fraction("0.9")),
    Indicator("R4", "teaching_area", 1, Fraction("4.5"), Fraction("5.8"), fine=True),
    Indicator("R5", "sports_area", 1, Fraction("7.5"), Fraction("10.2"), fine=True),
    Indicator("R6", "equipment_yuan", 1, Fraction(2000), Fraction(2500), fine=True),
    Indicator("R7", "media_rooms", 100, Fraction("2.3"), Fraction("2.4")),
)

SCHEMA = pa.schema(
    [("division_code", pa.string()), ("school_code", pa.string()), ("stage", pa.string()), ("pupils", pa.int32())]
    + [(i.item, MONEY if i.fine else pa.int32()) for i in INDICATORS]
)

Source = pa.Table | Path
"""The flat table: in memory as Arrow, the same for all, or a Parquet file."""


def read(source: Source) -> pa.Table:
    """The table, for contestants that do not read files themselves."""
    return source if isinstance(source, pa.Table) else pq.read_table(source)


@dataclass(frozen=True, slots=True)
class Answers:
    """What every contestant hands in, in one shape, so that it can be checked.

    `sections`, a row per section in the order of the data: `R1.value`, `R1.met`, `R1.short` … and `met`.
    `stages`, ordered by county and stage: `county`, `stage`, `B1.value`, `B1.met` …. `counties`: `county`, `met`.
    A shortfall is the smallest whole extra amount of the numerator, 0 where the limit is met.
    """

    sections: pa.Table
    stages: pa.Table
    counties: pa.Table


Run = Callable[[], Any]
"""The timed part: from the source to all outputs, in the contestant's own form."""
