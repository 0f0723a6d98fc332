"""申报表工作簿 · The forms as a workbook: a sheet each, ready to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqrules.report.county import County
from eqrules.report.forms import forms
from eqrules.report.forms.model import TO_FILL, Cell, Form, Row, placed
from eqrules.report.workbook import Book, decimals, lines, text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHADE = "#BFBFBF"
"""Dark enough for a black-and-white print, light enough to read on."""
_LINE = 16
_MOST = 400


def workbook(county: County) -> bytes | None:
    made = forms(county)
    if made is None:
        return None
    book = Book(f"{county.name} 申报表", f"eqrules {county.objects.plan.id}")
    for form in made:
        _sheet(book, book.sheet(form.code, form.wide), county, form)
    return book.content()


def _sheet(book: Book, page: Worksheet, county: County, form: Form) -> None:
    last = len(form.widths) - 1
    for column, wide in enumerate(form.widths):
        page.set_column(column, column, wide)
    page.merge_range(0, 0, 0, last, "", book.style(bold=True, font_size=16, align="center"))
    text(page, 0, 0, f"{form.code} {form.title}", book.style(bold=True, font_size=16, align="center"))
    page.set_row(0, 30)
    day = county.objects.evaluation.day
    said = f"县（市、区）：{county.name}　　　　评估日期：{day.year}年{day.month}月{day.day}日"
    text(page, 1, 0, said, book.style())
    first = 2
    _rows(book, page, form, form.heads, first, head=True)
    body = first + len(form.heads)
    _rows(book, page, form, form.rows, body, head=False)
    page.repeat_rows(first, body - 1)
    page.freeze_panes(body, 2 if len(form.widths) > 8 else 0)
    for step, note in enumerate(form.notes):
        row = body + len(form.rows) + step
        small = book.style(font_size=9, text_wrap=True, valign="top")
        page.merge_range(row, 0, row, last, "", small)
        text(page, row, 0, note, small)
        page.set_row(row, min(_MOST, _LINE * lines(note, sum(form.widths))))


def _rows(book: Book, page: Worksheet, form: Form, rows: tuple[Row, ...], first: int, head: bool) -> None:
    heights = [0] * len(rows)
    for row, column, cell in placed(rows):
        style = book.style(**_look(cell, head))
        at = first + row
        if cell.across > 1 or cell.down > 1:
            page.merge_range(at, column, at + cell.down - 1, column + cell.across - 1, "", style)
        if cell.number:
            page.write_number(at, column, float(cell.text), style)
        else:
            text(page, at, column, cell.text, style)
        if cell.comment:
            page.write_comment(at, column, cell.comment, {"x_scale": 1.6, "font_size": 9})
        wide = sum(form.widths[column : column + cell.across])
        if cell.down == 1:
            heights[row] = max(heights[row], lines(cell.text, wide - 1))
    for row, count in enumerate(heights):
        page.set_row(first + row, min(_MOST, max(22, _LINE * count + 6)))


def _look(cell: Cell, head: bool) -> dict[str, object]:
    look: dict[str, object] = {"border": 1, "text_wrap": True, "align": cell.align, "font_size": 10}
    if head:
        look |= {"bold": True, "bg_color": "#F1F3F4"}
    if cell.shaded:
        look |= {"bg_color": SHADE, "bold": True}
    if cell.number:
        look |= {"num_format": decimals(cell.text)}
    if TO_FILL[:-1] in cell.text:
        look |= {"font_color": "#A8201A"}
    return look
