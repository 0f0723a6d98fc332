"""申报表文档 · The forms as a document: a section each, wide tables on landscape pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from eqrules.report import paper
from eqrules.report.county import County
from eqrules.report.forms import forms
from eqrules.report.forms.model import Cell, Form, Row, placed

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
    unit = paper.width(form.wide) / sum(form.widths)
    widths = [wide * unit for wide in form.widths]
    table = paper.table(out, widths)
    styles = paper.table_style(out, _size(form), False), paper.table_style(out, _size(form), True)
    paper.add_rows(table, _printed(form.heads, widths, head=True), styles, head=True)
    paper.add_rows(table, _printed(form.rows, widths), styles)
    for note in form.notes:
        paragraph = out.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(16)
        paragraph.add_run(paper.clean(note)).font.size = Pt(9)


def _size(form: Form) -> float:
    return _SMALL if len(form.widths) > 9 else 9 if form.wide else 10.5


def _printed(rows: tuple[Row, ...], widths: Sequence[float], head: bool = False) -> Iterator[list[paper.Printed]]:
    """Row by row, with what goes on of cells that reach over several."""
    covered = {(row + down, column): (cell, down) for row, column, cell in placed(rows) for down in range(cell.down)}
    for row in range(len(rows)):
        line, column = [], 0
        while column < len(widths):
            cell, down = covered.get((row, column), (Cell(), 0))
            wide = sum(widths[column : column + cell.across])
            joined: Literal["", "first", "on"] = "" if cell.down == 1 else "on" if down else "first"
            fill = _HEAD if head else _SHADE if cell.shaded else ""
            line.append(paper.Printed(cell.text, cell.align, fill, wide, cell.across, joined))
            column += cell.across
        yield line
