"""读网页表 · Web pages saved as .xls: each outermost table is a sheet; scripts are never run."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import PurePath

from eqrules.data.raw import Area, Row, Sheet, Unreadable
from eqrules.data.read_csv import decode

_WIDEST, _TALLEST = 500, 200_000
"""Cells that one cell may reach over; what claims more is no table of figures."""
_SILENT = frozenset(("script", "style", "title"))


class _Tables(HTMLParser):
    """Collects the cells of the tables, with what they span."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self.depth = 0
        self.silent = 0
        self.cell: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth == 1 and tag == "tr":
            self._close()
            self.tables[-1].append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._close()
            said = dict(attrs)
            self.span = (_number(said.get("rowspan"), _TALLEST), _number(said.get("colspan"), _WIDEST))
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")
        self.silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self.depth == 1:
            self._close()
        elif tag == "table":
            if self.depth == 1:
                self._close()
            self.depth = max(0, self.depth - 1)
        self.silent = max(0, self.silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.append(data)

    def _close(self) -> None:
        if self.cell is not None:
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(("".join(self.cell).strip(), *self.span))
            self.cell = None


def read_html(name: str, content: bytes) -> list[Sheet]:
    """One sheet for each table; the first is named after the file."""
    reader = _Tables()
    reader.feed(decode(name, content))
    reader.close()
    stem = PurePath(name).stem
    found = [_sheet(table, f"{stem}{number or ''}", name) for number, table in enumerate(reader.tables) if table]
    if not found:
        raise Unreadable("EQ604", file=name)
    return found


def _sheet(table: list[list[tuple[str, int, int]]], name: str, file: str) -> Sheet:
    rows: list[Row] = [[] for _ in table]
    merged: list[Area] = []
    taken: set[tuple[int, int]] = set()
    for number, cells in enumerate(table):
        column = 0
        for text, down, across in cells:
            while (number, column) in taken:
                column += 1
            down = min(down, len(table) - number)
            if down > 1 or across > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
                taken.update((number + r, column + c) for r in range(down) for c in range(across))
            rows[number].extend([""] * (column - len(rows[number])))
            rows[number].append(text)
            column += across
    return Sheet(name, file, rows, tuple(merged))


def _number(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() and int(text) else 1
