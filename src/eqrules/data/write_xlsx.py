"""写工作簿 · Large plain workbooks, fast and with the same bytes every time: texts, numbers, days, nothing else.

A general library takes ten times as long for a million cells. Templates and reports, which need more than
plain cells, are written with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from eqrules.data.raw import letter

Cell = str | int | float | date | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_ZERO = date(1899, 12, 30).toordinal()
_BOLD, _DAY, _CODE = 1, 2, 3
"""Cell formats, in the order of `_STYLES`; codes are marked as text, so that nobody's program counts them."""
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1">\
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>\
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">\
<alignment vertical="center" wrapText="1"/></xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(slots=True)
class Page:
    """One sheet. `frozen`: rows and columns that stay in view; the frozen rows are bold."""

    name: str
    rows: list[list[Cell]]
    frozen: tuple[int, int] = (0, 0)


def write_xlsx(path: Path, pages: Sequence[Page], title: str, about: str) -> None:
    """Write the pages; `title` and `about` go into the document properties."""
    numbers = range(1, len(pages) + 1)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title, about),
        "xl/workbook.xml": _book(pages),
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"{_OFFICE}/relationships/worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
        ),
        "xl/styles.xml": _STYLES,
    }
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        sheets = ((f"xl/worksheets/sheet{n}.xml", _sheet(page)) for n, page in zip(numbers, pages, strict=True))
        for name, text in chain(parts.items(), sheets):
            entry = ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text, compresslevel=1)


def _content_types(numbers: Iterable[int]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers
    )
    package = "application/vnd.openxmlformats-package"
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{package}.core-properties+xml"/></Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _properties(title: str, about: str) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:description>{escape(about)}</dc:description>"
        "</cp:coreProperties>"
    )


def _book(pages: Sequence[Page]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(page.name)} sheetId="{n}" r:id="rId{n}"/>' for n, page in enumerate(pages, 1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>"
    )


def _sheet(page: Page) -> str:
    width = max(map(len, page.rows), default=1)
    height, left = page.frozen
    letters = [letter(column) for column in range(width)]
    rows = "".join(_rows(page.rows, letters, height))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_width(page, n - 1)}" customWidth="1"/>' for n in range(1, width + 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{letters[-1]}{max(len(page.rows), 1)}"/>'
        f'<sheetViews><sheetView workbookViewId="0">{_pane(height, left)}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>"
    )


def _rows(rows: Sequence[Sequence[Cell]], letters: Sequence[str], frozen: int) -> Iterator[str]:
    """Texts are made once each: a county's sheets repeat few words many times."""
    known: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        if number == frozen + 1:
            known.clear()
        out = [f'<row r="{number}">']
        for column, value in zip(letters, row, strict=False):
            kind = type(value)
            if kind is int or kind is float:
                out.append(f'<c r="{column}{number}"><v>{value!r}</v></c>')
            elif isinstance(value, str):
                if value not in known:
                    known[value] = _text(value, number <= frozen)
                out.append(f'<c r="{column}{number}"{known[value]}')
            elif isinstance(value, date):
                serial = value.toordinal() - _DAY_ZERO
                out.append(f'<c r="{column}{number}" s="{_DAY}"><v>{serial}</v></c>')
        out.append("</row>")
        yield "".join(out)


def _text(value: str, bold: bool) -> str:
    style = f' s="{_BOLD}"' if bold else f' s="{_CODE}"' if value.isdecimal() else ""
    return f'{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _pane(height: int, left: int) -> str:
    if not height and not left:
        return ""
    across, down = f' xSplit="{left}"' if left else "", f' ySplit="{height}"' if height else ""
    corner = "bottomRight" if height and left else "bottomLeft" if height else "topRight"
    return f'<pane{across}{down} topLeftCell="{letter(left)}{height + 1}" activePane="{corner}" state="frozen"/>'


def _width(page: Page, column: int) -> int:
    """Wide enough for the first rows; long headings wrap, long notes run on to the right."""
    body = [row[column] for row in page.rows[page.frozen[0] : 60] if column < len(row)]
    heads = [row[column] for row in page.rows[: page.frozen[0]] if column < len(row)]
    needed = max(map(_columns, body), default=0)
    head = min(max(map(_columns, heads), default=0), 22)
    return min(max(needed, head, 6) + 2, 48)


def _columns(value: Cell) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in str(value if value is not None else ""))
