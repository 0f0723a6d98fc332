"""原表 · A sheet as it stands in a file: cells with their places, nothing understood yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from eqrules.diagnostics.report import Finding


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: an error, a formula nobody computed, part of a merged number."""

    kind: Literal["error", "formula", "merged", "struck"]
    text: str


class Percent(float):
    """A number that its cell shows as a percentage: 0.853, seen as 85.3%."""

    __slots__ = ()


Raw = str | int | float | bool | Decimal | date | datetime | time | timedelta | Broken | None
Row = list[Raw]
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0."""


@dataclass(slots=True)
class Sheet:
    """`rows[0]` is row 1 (the header, in a CSV or Parquet file); `label` names the sheet in addresses.

    `numbers`: the row numbers, where only some of a file's rows are here.
    """

    name: str
    file: str
    rows: list[Row]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    label: str = ""
    numbers: Sequence[int] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    """Comments, and cells whose text is struck out, by (row, column) from 0."""
    shaded: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Cells with a colour of their own; True for green."""
    remarks: list[tuple[str, list[str], dict[str, str]]] = field(default_factory=list)
    """What the reader saw: code, cells without the sheet, facts."""
    copy_of: str = ""
    """The file that this one is an annotated copy of, where both were handed in and differ."""
    turned: bool = False
    """Rows here are columns in the file."""

    def __post_init__(self) -> None:
        self.label = self.label or self.name

    def number(self, index: int) -> int:
        """The row's number in its file."""
        return self.numbers[index] if self.numbers else index + 1


class Unreadable(Exception):
    """The file cannot be used at all; `finding` says why and what to do."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.finding = Finding(code, "error", None, facts, (), (facts["file"],) if "file" in facts else ())


def file_size(content: bytes) -> str:
    """0 字节, 12 KB, 3.4 MB."""
    size = len(content)
    return f"{size} B" if size < 1024 else f"{size / 1024:.0f} KB" if size < 2**20 else f"{size / 2**20:.1f} MB"


@cache
def letter(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    before, last = divmod(column, 26)
    return (letter(before - 1) if before else "") + chr(65 + last)


def is_blank(cell: Raw) -> bool:
    """Nothing there that anybody could see."""
    return cell is None or (type(cell) is str and not cell.strip())


def shown(cell: Raw) -> str:
    """The cell as a person sees it, for messages."""
    if isinstance(cell, Broken):
        return cell.text
    if isinstance(cell, float) and not isinstance(cell, Percent) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, Percent):
        return f"{(Decimal(repr(float(cell))) * 100).normalize():f}%"
    return " ".join(str(cell).split()) if cell is not None else ""
