"""申报表文档 · The forms as a document: a section each, wide tables on landscape pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eqrules.report import paper
from eqrules.report.county import County
from eqrules.report.forms import forms
from eqrules.report.forms.model import Form, Row, placed

if TYPE_CHECKING:
    from docx.document import Document

_SHADE, _HEAD = "BFBFBF", "F1F3F4"
_SMALL = 7.5
"""Points, for tables of many columns."""


def document(county: County) -> bytes | None:
    from docx.enum.section import WD_SECTION

    made = forms(county)
    if made is None:
        return None
    out = paper.document(f"{county.name} 申报表", f"eqrules {county.objects.plan.id}")
    day = county.objects.evaluation.day
    said = f"县（市、区）：{county.name}　　评估日期：{day.year}年{day.month}月{day.day}日"
    for number, form in enumerate(made):
        section = out.add_section(WD_SECTION.NEW_PAGE) if number else out.sections[0]
        paper.page(section, form.wide)
        _form(out, form, said)
    return paper.content(out)


def _form(out: Document, form: Form, said: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    title = out.add_heading(f"{form.code} {form.title}", 1)
    title.alignment, title.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    out.add_paragraph().add_run(paper.clean(said)).font.size = Pt(12)
    plain = not any(cell.across > 1 or cell.down > 1 for row in form.rows for cell in row)
    table: Any = out.add_table(len(form.heads) + (0 if plain else len(form.rows)), len(form.widths))
    table.style, table.autofit = "Table Grid", False
    _fill(table, form, () if plain else form.rows)
    if plain:
        styles = [paper.table_style(out, _size(form), bold) for bold in (False, True)]
        for row in form.rows:
            cells = ((cell.text, cell.align, _SHADE if cell.shaded else "") for cell in row)
            table._tbl.append(paper.row(cells, *styles))
    for note in form.notes:
        paragraph = out.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(16)
        paragraph.add_run(paper.clean(note)).font.size = Pt(9)


def _size(form: Form) -> float:
    return _SMALL if len(form.widths) > 9 else 9 if form.wide else 10.5


def _fill(table: Any, form: Form, rows_below: tuple[Row, ...]) -> None:
    """The head, and rows with cells that span; the head repeats on each page and no row breaks over two."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    grid = [row.cells for row in table.rows]
    unit = paper.width(form.wide) / sum(form.widths)
    for column, wide in zip(table.columns, form.widths, strict=True):
        column.width = Mm(wide * unit)
    body = len(form.heads)
    for first, rows in ((0, form.heads), (body, rows_below)):
        _cells(grid, rows, first, form.widths, unit, _size(form))
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number < body:
            properties.append(OxmlElement("w:tblHeader"))


def _cells(
    grid: Sequence[Sequence[Any]], rows: tuple[Row, ...], first: int, widths: Sequence[int], unit: float, size: float
) -> None:
    from docx.shared import Mm

    for row, column, cell in placed(rows):
        at = grid[first + row][column]
        wide = sum(widths[column : column + cell.across])
        at.width = Mm(wide * unit)
        if cell.across > 1 or cell.down > 1:
            at = at.merge(grid[first + row + cell.down - 1][column + cell.across - 1])
        fill = _SHADE if cell.shaded else "" if first else _HEAD
        paper.put(at, cell.text, size, bold=cell.shaded or not first, align=cell.align, fill=fill)
