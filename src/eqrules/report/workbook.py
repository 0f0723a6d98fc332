"""工作簿 · Workbooks for people to print and work in: named styles, safe text, the same bytes every time."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from eqrules.diagnostics.width import width
from eqrules.language.numbers import Exact, Roots
from eqrules.language.verdicts import Verdict
from eqrules.report import figures

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLOURS: dict[Verdict, tuple[str, str]] = {
    Verdict.MET: ("#17693F", "#E9F5EE"),
    Verdict.NOT_MET: ("#A8201A", "#FCEBE9"),
    Verdict.UNDETERMINED: ("#7A4F00", "#FFF4D9"),
    Verdict.NOT_APPLICABLE: ("#5A646E", "#F1F3F4"),
}
"""Ink and wash of each state; a sign and a word always stand beside them."""
_LONGEST = 32_000
"""Characters that a cell can hold, with room to spare."""
_SHEET_NAME = 31
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")


@cache
def _known_functions() -> type[Worksheet]:
    """Sheets whose formulas are written as they are: ours use sums and roots that every program knows, and need no
    search for newer functions (thirty searches a formula)."""
    from xlsxwriter.worksheet import Worksheet as Base

    class Plain(Base):  # type: ignore[misc]
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    return Plain


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, about: str, font: str = "宋体") -> None:
        from xlsxwriter import Workbook

        self._out = BytesIO()
        options = {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }  # fmt: skip
        self.book: Workbook = Workbook(self._out, options)
        self.book.set_properties({"title": title, "comments": about, "created": datetime(2020, 1, 1)})
        self._base = {"font_name": font, "font_size": 11, "valign": "vcenter"}
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()

    def style(self, **properties: Any) -> Format:
        """A format of these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.book.add_format(self._base | properties)
        return self._styles[key]

    def sheet(self, name: str, landscape: bool = False) -> Worksheet:
        """A new sheet for A4 paper, as wide as the page; its name made fit and unique."""
        page = self.book.add_worksheet(self._named(name), _known_functions())
        page.set_default_row(18)
        page.set_paper(9)
        page.set_margins(0.6, 0.6, 0.7, 0.7)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
        if landscape:
            page.set_landscape()
        return page

    def _named(self, wanted: str) -> str:
        """Excel allows 31 characters, without a few signs, and no name twice."""
        plain = wanted.translate(_NOT_IN_NAMES).strip() or "表"
        name, count = plain[:_SHEET_NAME], 1
        while name.lower() in self._names:
            count += 1
            tail = f" {count}"
            name = plain[: _SHEET_NAME - len(tail)] + tail
        self._names.add(name.lower())
        return name

    def content(self) -> bytes:
        self.book.close()
        return self._out.getvalue()


def text(page: Worksheet, row: int, column: int, words: str, style: Format | None = None) -> None:
    """Words as words: never a formula, a link or a number; no words leave the cell blank."""
    if words:
        page.write_string(row, column, words[:_LONGEST], style)
    else:
        page.write_blank(row, column, None, style)


def number(value: Exact | Roots) -> float:
    """The nearest number that a spreadsheet can hold."""
    return float(figures.approached(value))


def decimals(printed: str) -> str:
    """The number format that prints as many decimals as this text has: `0.502` → `0.000`."""
    after = len(printed.rstrip("%").partition(".")[2])
    return "0" + ("." + "0" * after if after else "") + ("%" if printed.endswith("%") else "")


def reference(sheet: str, cell: str) -> str:
    """A cell of another sheet, for a formula or a link: `'B1 小学'!C9`."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def lines(words: str, columns: int) -> int:
    """How many lines a text takes in a cell of that many columns, to set the height of a row."""
    return sum(max(1, -(-width(part) // max(1, columns))) for part in words.split("\n"))
