"""写工作簿 · Plain workbooks, with the same bytes every time: texts, numbers, days, frozen headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from eqrules.diagnostics.width import width

Cell = str | int | float | date | None


@dataclass(slots=True)
class Page:
    """One sheet. `frozen`: rows and columns that stay in view; the frozen rows are bold."""

    name: str
    rows: list[list[Cell]]
    frozen: tuple[int, int] = (0, 0)


def write_xlsx(path: Path, pages: Sequence[Page], title: str, about: str) -> None:
    """Write the pages; `title` and `about` go into the document properties. A text is never a formula."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"title": title, "comments": about, "created": datetime(2020, 1, 1)})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        code, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            sheet.freeze_panes(*page.frozen)
            for column in range(max(map(len, page.rows), default=0)):
                sheet.set_column(column, column, _width(page, column))
            for number, row in enumerate(page.rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        style = head if number < page.frozen[0] else code if value.isdecimal() else None
                        sheet.write_string(number, column, value, style)
                    elif isinstance(value, date):
                        sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
                    elif value is not None:
                        sheet.write_number(number, column, value)


def _width(page: Page, column: int) -> int:
    """Wide enough for the first rows; long headings wrap, long notes run on to the right."""
    body = [row[column] for row in page.rows[page.frozen[0] : 60] if column < len(row)]
    heads = [row[column] for row in page.rows[: page.frozen[0]] if column < len(row)]
    needed = max(map(_columns, body), default=0)
    head = min(max(map(_columns, heads), default=0), 22)
    return min(max(needed, head, 6) + 2, 48)


def _columns(value: Cell) -> int:
    return width(str(value)) if value is not None else 0
