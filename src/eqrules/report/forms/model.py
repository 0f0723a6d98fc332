"""表格 · A printed table before it is a workbook or a document: cells with their marks, heads that span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eqrules.language.verdicts import Verdict

TO_FILL = "【待填】"
"""Where a person must still write, or a figure is missing."""
MARKS: dict[Verdict, str] = {
    Verdict.MET: "1",
    Verdict.NOT_MET: "",
    Verdict.UNDETERMINED: "待定",
    Verdict.NOT_APPLICABLE: "/",
}
"""The official marks: 1 is met, blank is not met, never 0; 待定 keeps a blank from meaning two things."""
LEGEND = "填表说明：「1」为达标，空白为不达标，「/」为不适用，「待定」为数据不全、还不能判定；深色底纹为低于标准。"


@dataclass(frozen=True, slots=True)
class Cell:
    """`shaded`: below the standard. `number`: the text is a number, to be stored as one."""

    text: str = ""
    align: Literal["left", "center", "right"] = "center"
    shaded: bool = False
    number: bool = False
    comment: str = ""
    across: int = 1
    down: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """`widths`: of the columns, in half-width characters. `wide`: for a landscape page."""

    code: str
    title: str
    heads: tuple[Row, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    wide: bool = False
    notes: tuple[str, ...] = ()


def placed(rows: Sequence[Row]) -> Iterator[tuple[int, int, Cell]]:
    """(row, column, cell): each cell takes the first place that no cell above or before it covers."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {(number + down, column + across) for down in range(cell.down) for across in range(cell.across)}


def figure(text: str, shaded: bool = False, comment: str = "") -> Cell:
    """A printed number; a text that is none (【待填】, /, ——) stays text."""
    plain = text.replace(".", "", 1).removeprefix("-")
    return Cell(text, "right" if plain.isdecimal() else "center", shaded, plain.isdecimal(), comment)
