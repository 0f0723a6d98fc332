"""填报 · One submission in memory: a table per grain, exact values, and the cell each came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from eqrules.data.answers import Answers
from eqrules.diagnostics.report import Report


class State(StrEnum):
    """Why there is no value. Missing is never zero."""

    BLANK = "blank"  # 未填: due, and empty
    NONE = "none"  # 无此项 / 不适用: `/`, written where the item allows it
    ERROR = "error"  # 错误: something stands there that cannot be read or used


@dataclass(frozen=True, slots=True)
class Absent:
    """A value that is not there, and the cells that would give it ("学段校!F12").

    `low` and `high`: what is certain all the same, where something is.
    """

    state: State
    cells: tuple[str, ...] = ()
    low: int | Fraction | None = None
    high: int | Fraction | None = None


Value = int | Fraction | str | bool | date | Absent
"""Numbers are exact; yes/no is bool; list values, texts are str (the canonical value of the ruleset)."""


@dataclass(slots=True)
class Column:
    """Values of one item for every object of a table, in row order.

    `sheet` and `letter` say where the column stands; `rows[i]` is the row of object i there. `moved` holds
    full addresses for values that come from elsewhere (a merged campus, another sheet).
    """

    values: list[Value]
    sheet: str = ""
    letter: str = ""
    rows: Sequence[int] = ()
    moved: dict[int, str] = field(default_factory=dict)
    gap: str = "缺列"
    """Why there is no letter, `缺列 在校生数`, `未交`."""

    def place(self, index: int) -> str:
        """ "学段校!F12", or "学段校!(缺列 在校生数)" when the column was not handed in."""
        if index in self.moved:
            return self.moved[index]
        if not self.letter:
            return f"{self.sheet}!({self.gap})"
        row = self.rows[index] if index < len(self.rows) else "?"
        return f"{self.sheet}!{self.letter}{row}"


@dataclass(slots=True)
class Table:
    """All objects of one grain: `keys[i]` is the full key (county, school, stage) of object i, unique."""

    grain: str
    keys: list[tuple[str, ...]] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    handed_in: bool = False
    """False when no sheet for this grain came: then its objects are unknown, not none."""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    sha256: str
    size: int = 0
    day: str = ""
    """When it was last changed, as far as the file system or the archive says."""


@dataclass(slots=True)
class Submission:
    """`tables` has one entry for every grain of the plan, and a column for every item of it."""

    tables: dict[str, Table]
    files: tuple[File, ...] = ()
    report: Report = field(default_factory=Report)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Full key of an object → the name people know it by (学校名称)."""
    answers: Answers = field(default_factory=Answers)
    """What people answered once, and the reasons they wrote."""
    shaded: dict[str, bool] = field(default_factory=dict)
    """Cells that somebody coloured by hand → whether the colour says that the standard is met."""
