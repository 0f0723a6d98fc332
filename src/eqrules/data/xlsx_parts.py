"""工作簿的零件 · What the reading library does not tell: errors, formulas, formats, hidden rows, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from posixpath import basename, dirname, join, normpath
from zipfile import ZipFile

from eqrules.data.archive import xml_part
from eqrules.data.own_marks import COLOURS, theirs
from eqrules.data.raw import Broken, Unreadable

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_CELL = re.compile(rb"<c (?P<attributes>[^>]*?)(?:/>|>(?P<inner>.*?)</c>)", re.S)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_RESULT = re.compile(rb"<v>([^<]+)</v>")
_FORMULA = re.compile(rb"<f(?:\s[^>]*)?>([^<]*)</f>")
_LINK = re.compile(rb"\[[^\[\]]+\][^!\[\]]*!")
_HIDDEN_ROW = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb'<col (?=[^>]*\bhidden="(?:1|true)")([^>]*?)/?>')
_COMMENT = re.compile(rb'<comment\s[^>]*?ref="([A-Z]+)(\d+)"[^>]*>(.*?)</comment>', re.S)
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_FAR = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]\d{6}|[A-Z]{2}\d{5})')
_WIDE, _HALF_WIDE = re.compile(rb'r="[A-Z]{3}'), re.compile(rb'r="[B-Z][A-Z]')
_HIGH = re.compile(rb'r="[A-Z]*\d{6}')
_ROWS, _COLUMNS = re.compile(rb'<row [^>]*?\br="(\d+)"'), re.compile(rb'<c [^>]*?\br="([A-Z]+)(\d+)')
_MOST_SHADED = 10_000
"""Coloured cells in one sheet: more are how it looks, and mark nothing."""
_MOST_CELLS, _EMPTIEST = 4_000_000, 50
"""Cells from A1 to the last one: beyond so many, one in fifty must hold something."""

Place = tuple[int, int]


@dataclass(slots=True)
class Marks:
    """Of one sheet, by (row, column) from 0."""

    broken: dict[Place, Broken] = field(default_factory=dict)
    percent: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    shaded: dict[Place, bool] = field(default_factory=dict)
    linked: list[Place] = field(default_factory=list)
    comments: dict[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Styles:
    """Numbers of the cell formats that show a percentage, strike out, or have a colour: green, or another."""

    percent: frozenset[bytes] = frozenset()
    struck: frozenset[bytes] = frozenset()
    green: frozenset[bytes] = frozenset()
    dark: frozenset[bytes] = frozenset()


def marks_of(archive: ZipFile, name: str) -> dict[str, Marks]:
    """Sheet name → its marks. Every part that the reading library will unpack has been unpacked before."""
    found = {}
    there = archive.NameToInfo
    if "xl/sharedStrings.xml" in there:
        xml_part(archive, "xl/sharedStrings.xml", name)
    styles = _styles(xml_part(archive, "xl/styles.xml", name)) if "xl/styles.xml" in there else _Styles()
    for sheet, path in _sheet_paths(archive, name):
        xml = xml_part(archive, path, name)
        _look_far(xml, name, sheet)
        marks = found[sheet] = Marks()
        _mark_cells(xml, marks, styles)
        if b' hidden="' in xml:
            _mark_hidden(xml, marks)
        marks.comments = _comments(archive, path, name)
    return found


def has_macros(archive: ZipFile) -> bool:
    """Programs or embedded objects travel along; nobody runs them."""
    return any(basename(path) == "vbaProject.bin" or "/embeddings/" in path for path in archive.namelist())


def _attributes(text: bytes) -> dict[str, str]:
    return {k.decode(): unescape(v.decode("utf-8", "replace")) for k, v in _ATTRIBUTE.findall(text)}


def _sheet_paths(archive: ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """Every sheet's name with its part in the archive."""
    there = archive.NameToInfo
    if "xl/workbook.xml" not in there or "xl/_rels/workbook.xml.rels" not in there:
        raise Unreadable("EQ604", file=name)
    relations = map(_attributes, _RELATION.findall(xml_part(archive, "xl/_rels/workbook.xml.rels", name)))
    targets = {r.get("Id", ""): r.get("Target", "") for r in relations}
    for about in map(_attributes, _SHEET.findall(xml_part(archive, "xl/workbook.xml", name))):
        id = next((value for key, value in about.items() if key.endswith(":id")), "")
        path = normpath(join("/xl", targets.get(id, ""))).lstrip("/")
        if path in there:
            yield about.get("name", ""), path


def _look_far(xml: bytes, name: str, sheet: str) -> None:
    """A few cells thousands of rows and columns apart would take up more memory than there is."""
    if not _FAR.search(xml) or _at_most(xml) <= max(_MOST_CELLS, _EMPTIEST * xml.count(b"<c ")):
        return
    places = _COLUMNS.findall(xml)
    rows = max((int(row) for row in {row for _, row in places}), default=1)
    rows = max(rows, *map(int, _ROWS.findall(xml) or [b"1"]))
    columns = max((column_number(letters.decode()) + 1 for letters in {letters for letters, _ in places}), default=1)
    if rows * columns > _MOST_CELLS and rows * columns > _EMPTIEST * len(places):
        facts = {"sheet": sheet, "rows": str(rows), "columns": str(columns), "n": str(len(places))}
        raise Unreadable("EQ653", file=name, **facts)


def _at_most(xml: bytes) -> int:
    """How many cells there can be from A1 to the last one, by how the places are written; quick, and never too few."""
    columns = 18_278 if _WIDE.search(xml) else 702 if _HALF_WIDE.search(xml) else 52
    return columns * (10**7 if _HIGH.search(xml) else 10**5)


def _mark_cells(xml: bytes, marks: Marks, styles: _Styles) -> None:
    marks.percent = set(_styled(xml, styles.percent))
    marks.struck = set(_styled(xml, styles.struck))
    for formats, green in ((styles.dark, False), (styles.green, True)):
        marks.shaded |= dict.fromkeys(islice(_styled(xml, formats), _MOST_SHADED), green)
    if b't="e"' not in xml and b"<f" not in xml:
        return
    for cell in _CELL.finditer(xml):
        attributes, inner = cell["attributes"], cell["inner"] or b""
        formula = b"<f" in inner
        where = _PLACE.search(attributes) if formula or b't="e"' in attributes else None
        if where is None:
            continue
        place = int(where[2]) - 1, column_number(where[1].decode())
        broken = _broken(attributes, inner)
        if broken is not None:
            marks.broken[place] = broken
        if formula and _LINK.search(_formula(inner)):
            marks.linked.append(place)


def _styled(xml: bytes, styles: frozenset[bytes]) -> Iterator[Place]:
    """The cells of these formats; looked up from the format, because few cells have it."""
    for style in styles:
        sign = b' s="%b"' % style
        at = xml.find(sign)
        while at >= 0:
            start = xml.rfind(b"<", 0, at)
            where = _PLACE.search(xml, start, xml.find(b">", at))
            if where and xml.startswith(b"<c ", start):
                yield int(where[2]) - 1, column_number(where[1].decode())
            at = xml.find(sign, at + 1)


def _formula(inner: bytes) -> bytes:
    found = _FORMULA.search(inner)
    return found[1] if found else b""


def _broken(attributes: bytes, inner: bytes) -> Broken | None:
    result = _RESULT.search(inner)
    text = unescape(_formula(inner).decode("utf-8", "replace"))
    if b't="e"' in attributes:
        said = result[1].decode() if result else "#"
        return Broken("error", f"{said} ={text}" if text else said)
    if b"<f" in inner and not result and b't="str"' not in attributes:
        return Broken("formula", f"={text}")
    return None


def _mark_hidden(xml: bytes, marks: Marks) -> None:
    marks.hidden_rows = frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml))
    columns: set[int] = set()
    for text in _HIDDEN_COLUMN.findall(xml):
        about = _attributes(text)
        first, last = int(about.get("min", 1)), int(about.get("max", 1))
        columns.update(range(first - 1, min(last, 16384)))
    marks.hidden_columns = frozenset(columns)


def _comments(archive: ZipFile, path: str, name: str) -> dict[Place, str]:
    relations = f"{dirname(path)}/_rels/{basename(path)}.rels"
    if relations not in archive.NameToInfo:
        return {}
    found = {}
    for about in map(_attributes, _RELATION.findall(xml_part(archive, relations, name))):
        target = normpath(join("/" + dirname(path), about.get("Target", ""))).lstrip("/")
        if about.get("Type", "").endswith("/comments") and target in archive.NameToInfo:
            for letters, row, body in _COMMENT.findall(xml_part(archive, target, name)):
                text = unescape(b"".join(_TEXT.findall(body)).decode("utf-8", "replace"))
                if text := theirs(" ".join(text.split())):
                    found[int(row) - 1, column_number(letters.decode())] = text
    return found


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number - 1


# ── styles ───────────────────────────────────────────────────────
_XF = re.compile(rb"<xf\s([^>]*?)/?>")
_NUMBER_FORMAT = re.compile(rb"<numFmt\s([^>]*?)/?>")
_FILL = re.compile(rb"<fill>.*?</fill>|<fill/>", re.S)
_SOLID = re.compile(rb'patternType="solid"[^>]*>\s*<fgColor\s([^>]*?)/?>')
_INDEXED = {"2": "FF0000", "3": "00FF00", "5": "FFFF00", "10": "FF0000", "11": "00FF00", "13": "FFFF00",
            "17": "008000", "22": "C0C0C0", "23": "808080", "42": "CCFFCC", "50": "99CC00", "57": "339966"}  # fmt: skip
"""The old numbered colours that people mark with."""
_THEMES = {"9": "70AD47"}
"""The one green of the usual theme; its other colours are read as dark, the background as none."""
_PALE = 0xF0
_FONT = re.compile(rb"<font>(.*?)</font>|<font/>", re.S)


def _section(xml: bytes, tag: bytes) -> bytes:
    found = re.search(rb"<%b[ >].*?</%b>" % (tag, tag), xml, re.S)
    return found[0] if found else b""


def _styles(xml: bytes) -> _Styles:
    formats = map(_attributes, _NUMBER_FORMAT.findall(_section(xml, b"numFmts")))
    percents = {"9", "10"} | {f.get("numFmtId", "") for f in formats if "%" in f.get("formatCode", "")}
    struck = {str(i) for i, m in enumerate(_FONT.finditer(_section(xml, b"fonts"))) if _strikes(m[1] or b"")}
    own = [_attributes(text) for text in _XF.findall(_section(xml, b"cellXfs"))]

    def having(attribute: str, values: set[str]) -> frozenset[bytes]:
        return frozenset(str(i).encode() for i, xf in enumerate(own) if xf.get(attribute, "0") in values)

    seen = [shade_of(m[0]) for m in _FILL.finditer(_section(xml, b"fills"))]
    green, dark = ({str(i) for i, shade in enumerate(seen) if shade is wanted} for wanted in (True, False))
    return _Styles(*(having(*those) for those in (("numFmtId", percents), ("fontId", struck), ("fillId", green),
                                                   ("fillId", dark))))  # fmt: skip


def shade_of(fill: bytes) -> bool | None:
    """Whether a fill is green; None for no colour, one next to white, and those of our own annotated copies."""
    solid = _SOLID.search(fill)
    about = _attributes(solid[1]) if solid else {}
    text = about.get("rgb", "")[-6:].upper() or _INDEXED.get(about.get("indexed", ""), "")
    if "theme" in about:
        text = _THEMES.get(about["theme"], "" if about["theme"] in ("0", "1") and "tint" not in about else "808080")
    if not re.fullmatch("[0-9A-F]{6}", text) or text in COLOURS:
        return None
    red, green, blue = bytes.fromhex(text)
    return None if min(red, green, blue) >= _PALE else green > red and green > blue


def _strikes(font: bytes) -> bool:
    return b"<strike" in font and b'<strike val="0"' not in font and b'<strike val="false"' not in font
