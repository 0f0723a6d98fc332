"""读工作簿 · Excel and WPS workbooks to raw sheets, with what the reading library does not tell."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from posixpath import join, normpath
from typing import cast
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from eqrules.data.raw import Broken, Row, Sheet, Unreadable

_CELL = re.compile(rb"<c (?P<attributes>[^>]*?)(?:/>|>(?P<inner>.*?)</c>)", re.S)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_RESULT = re.compile(rb"<v>([^<]+)</v>")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def read_xlsx(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a workbook of either kind, each from its cell A1."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    if content[:4] not in (_OLE, _ZIP):
        raise Unreadable("EQ604", file=name)
    if content[:4] == _OLE and "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("EQ603", file=name)
    sheets = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                page = book.get_sheet_by_name(about.name)
                rows = cast(list[Row], page.to_python(skip_empty_area=False))
                areas = tuple((*start, *end) for start, end in page.merged_cell_ranges or ())
                hidden = about.visible != SheetVisibleEnum.Visible
                sheets.append(Sheet(about.name, name, rows, areas, hidden))
        if content[:4] == _ZIP:
            _mark_broken(content, sheets)
    except PasswordError as problem:
        raise Unreadable("EQ603", file=name) from problem
    except (
        CalamineError,
        BadZipFile,
        ElementTree.ParseError,
        LookupError,
        OSError,
        RuntimeError,
        zlib.error,
    ) as problem:
        raise Unreadable("EQ604", file=name) from problem
    return sheets


def _mark_broken(content: bytes, sheets: list[Sheet]) -> None:
    """Error values and formulas without a result: calamine gives both as empty text, which is a lie."""
    with ZipFile(BytesIO(content)) as archive:
        paths = _sheet_paths(archive)
        for sheet in sheets:
            if sheet.name not in paths:
                continue
            xml = archive.read(paths[sheet.name])
            if b't="e"' not in xml and b"<f" not in xml:
                continue
            for cell in _CELL.finditer(xml):
                broken = _broken(cell["attributes"], cell["inner"] or b"")
                place = _PLACE.search(cell["attributes"])
                if broken and place:
                    _put(sheet.rows, int(place[2]) - 1, _column(place[1].decode()), broken)


def _broken(attributes: bytes, inner: bytes) -> Broken | None:
    result = _RESULT.search(inner)
    if b't="e"' in attributes:
        return Broken("error", result[1].decode() if result else "#")
    if b"<f" in inner and not result and b't="str"' not in attributes:
        return Broken("formula", "=")
    return None


def _put(rows: list[Row], row: int, column: int, broken: Broken) -> None:
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
    rows[row][column] = broken


def _column(letters: str) -> int:
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number - 1


def _sheet_paths(archive: ZipFile) -> dict[str, str]:
    """Sheet name → its part in the archive."""
    targets = {
        e.get("Id", ""): e.get("Target", "") for e in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    paths = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            path = normpath(join("/xl", targets.get(relation, ""))).lstrip("/")
            if path in archive.NameToInfo:
                paths[element.get("name", "")] = path
    return paths
