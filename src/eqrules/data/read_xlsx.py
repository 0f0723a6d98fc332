"""读工作簿 · Workbooks of Excel and WPS to raw sheets, with what the reading library does not tell."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from eqrules.data.archive import open_archive
from eqrules.data.raw import Percent, Raw, Row, Sheet, Unreadable, letter
from eqrules.data.xlsx_parts import Marks, Place, has_macros, marks_of


def read_xlsx(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a workbook, each from its cell A1."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    with open_archive(name, content) as archive:
        marks, macros = marks_of(archive, name), has_macros(archive)
    sheets = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                page = book.get_sheet_by_name(about.name)
                rows = cast(list[Row], page.to_python(skip_empty_area=False))
                areas = tuple((*start, *end) for start, end in page.merged_cell_ranges or ())
                hidden = about.visible != SheetVisibleEnum.Visible
                sheets.append(_marked(Sheet(about.name, name, rows, areas, hidden), marks.get(about.name)))
    except PasswordError as problem:
        raise Unreadable("EQ603", file=name) from problem
    except (CalamineError, LookupError, OSError, RuntimeError) as problem:
        raise Unreadable("EQ604", file=name) from problem
    if macros and sheets:
        sheets[0].remarks.append(("EQ651", [], {"file": name}))
    return sheets


def _marked(sheet: Sheet, marks: Marks | None) -> Sheet:
    """Error values and formulas without a result, which calamine gives as empty text; percentages by format."""
    if marks is None:
        return sheet
    for place, broken in marks.broken.items():
        _put(sheet.rows, place, broken)
    for row, column in marks.percent:
        cell = sheet.rows[row][column] if row < len(sheet.rows) and column < len(sheet.rows[row]) else None
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            sheet.rows[row][column] = Percent(cell)
    if marks.linked:
        cells = [f"{letter(column)}{row + 1}" for row, column in marks.linked]
        sheet.remarks.append(("EQ656", cells, {}))
    sheet.hidden_rows, sheet.hidden_columns = marks.hidden_rows, marks.hidden_columns
    sheet.comments, sheet.struck, sheet.shaded = marks.comments, marks.struck, marks.shaded
    return sheet


def _put(rows: list[Row], place: Place, value: Raw) -> None:
    row, column = place
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
    rows[row][column] = value
