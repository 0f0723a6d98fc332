"""粘贴 · Rows copied out of a sheet: a line of cells with tabs between them."""

from __future__ import annotations

from eqrules.diagnostics.report import Report
from eqrules.source import Span


def pasted_cells(line: Span, report: Report) -> list[Span]:
    """The cells of one line. Excel and WPS put a cell into quotes if it has a line break or quotes in it.

    Such a cell is taken without the quotes where it is whole, else EQ170 is reported.
    """
    cells: list[Span] = []
    start = line.start
    for text in line.text.split("\t"):
        left = start + len(text) - len(text.lstrip())
        cell = Span(line.source, left, max(left, left + len(text.strip())))
        start += len(text) + 1
        if cell.text.count('"') % 2 or '""' in cell.text:
            report.error("EQ170", cell, text=cell.text)
        elif len(cell.text) > 1 and cell.text[0] == cell.text[-1] == '"':
            cell = Span(line.source, cell.start + 1, cell.end - 1)
        cells.append(cell)
    return cells


def widen(row: list[Span], wanted: int) -> None:
    """Make a pasted row as wide as its heading: blank cells at the end come and go when rows are copied."""
    while len(row) > max(wanted, 1) and not row[-1].text:
        row.pop()
    while len(row) < wanted:
        row.append(Span(row[-1].source, row[-1].end, row[-1].end))
