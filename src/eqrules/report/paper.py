"""公文版式 · Documents laid out as offices do (GB/T 9704-2012): A4, margins, fonts, headings, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import _Cell

TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""Millimetres: a text block of 156 × 225 on A4."""
LINE = 29
"""Points from line to line: 22 lines a page."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names as offices write them; a computer that lacks one shows another in its place."""

    body: str = "仿宋"
    title: str = "方正小标宋简体"
    first: str = "黑体"
    second: str = "楷体"
    latin: str = "Times New Roman"


FONTS = Fonts()
_HEADINGS: tuple[tuple[str, str, float, bool], ...] = (
    ("Title", "title", 22, False), ("Heading 1", "first", 16, False), ("Heading 2", "second", 16, False),
    ("Heading 3", "body", 16, True),
)  # fmt: skip
"""Style, font, size (二号, 三号), bold: 一、黑体; （一）楷体; 1. in the body's font."""


def document(title: str, about: str, fonts: Fonts = FONTS) -> Document:
    """An empty document in Chinese, with the styles of official papers."""
    from docx import Document as new
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    made = new()
    styles: Any = made.styles
    language = styles.element.find(f".//{qn('w:lang')}")
    if language is not None:  # the library's own template says Japanese
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = styles["Normal"]
    _font(normal, fonts.body, fonts.latin, 16)
    layout = normal.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    for name, font, size, bold in _HEADINGS:
        style = styles[name]
        _font(style, getattr(fonts, font), fonts.latin, size)
        style.font.bold, style.font.color.rgb = bold, RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.first_line_indent = Pt(0 if name == "Title" else 32)
        border = style.element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page(made.sections[0], wide=False)
    numbered(made.sections[0])
    properties = made.core_properties
    properties.title, properties.comments, properties.author = title, about, "eqrules"
    properties.created = properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    return made


def _font(style: Any, name: str, latin: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = latin, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def body(style: Any) -> None:
    """Running text: 三号, each paragraph two characters in, both margins straight."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    style.font.size = Pt(16)
    layout = style.paragraph_format
    layout.first_line_indent, layout.alignment = Pt(32), WD_ALIGN_PARAGRAPH.JUSTIFY
    layout.space_before = layout.space_after = Pt(0)


def numbered(section: Section) -> None:
    """— 1 — at the foot of each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph.add_run("— ").font.size = Pt(14)
    paragraph._p.append(field)
    paragraph.add_run(" —").font.size = Pt(14)


def page(section: Section, wide: bool) -> None:
    """A4 with the margins of official papers, turned for wide tables."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    margins = (28, 26, 20, 20) if wide else (TOP, BOTTOM, LEFT, RIGHT)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)


def width(wide: bool) -> int:
    """Millimetres between the margins."""
    return 257 if wide else 210 - LEFT - RIGHT


def put(
    cell: _Cell, words: str, size: float = 9, bold: bool = False,
    align: Literal["left", "center", "right"] = "center", fill: str = "",
) -> None:  # fmt: skip
    """Words into a cell of a table, in the middle of its height; `fill`: six hex digits."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if fill:  # before the alignment: a cell's properties have an order
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shading.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shading)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = paragraph.add_run(clean(words))
    run.font.size, run.bold = Pt(size), bold


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell of a table. `fill`: six hex digits; filled cells are bold. `wide`: millimetres, 0 as the column is."""

    words: str
    align: str = "center"
    fill: str = ""
    wide: float = 0
    across: int = 1
    joined: Literal["", "first", "on"] = ""
    """The first of several rows that it reaches over, or one of the others."""


def table(made: Document, widths: Sequence[float]) -> Any:
    """A table without rows whose columns keep their widths, in millimetres."""
    from docx.shared import Mm

    new: Any = made.add_table(0, len(widths))
    new.style, new.autofit = "Table Grid", False
    for column, wide in zip(new.columns, widths, strict=True):
        column.width = Mm(wide)
    return new


def add_rows(table: Any, rows: Iterable[Iterable[Printed]], styles: tuple[str, str], head: bool = False) -> None:
    """Rows that no page breaks, plain and bold styles for their words; much faster than cell by cell."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    kept = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    text = "".join(f"<w:tr>{kept}{''.join(_cell(cell, *styles) for cell in row)}</w:tr>" for row in rows)
    for made in list(parse_xml(f"<w:tbl {nsdecls('w')}>{text}</w:tbl>")):
        table._tbl.append(made)


def _cell(cell: Printed, plain: str, bold: str) -> str:
    parts = [
        f'<w:tcW w:w="{cell.wide * _TWIPS:.0f}" w:type="dxa"/>' if cell.wide else "",
        f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else "",
        _JOINED[cell.joined],
        f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else "",
    ]
    words = "" if cell.joined == "on" else escape(clean(cell.words), quote=False).replace("\n", "</w:t><w:br/><w:t>")
    return (
        f'<w:tc><w:tcPr>{"".join(parts)}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{bold if cell.fill else plain}"/><w:jc w:val="{cell.align}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:tc>'
    )


_TWIPS = 1440 / 25.4
"""In a millimetre."""
_JOINED = {"": "", "first": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}


def table_style(made: Document, size: float, bold: bool) -> str:
    """The id of a paragraph style for the cells of tables."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    styles: Any = made.styles
    name = f"Table {size:g}{' bold' if bold else ''}"
    known = styles.element.get_by_name(name)
    if known is not None:
        return str(known.styleId)
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.font.size, style.font.bold = styles["Normal"], Pt(size), bold
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return str(style.style_id)


def clean(words: str) -> str:
    """Without the control characters that a document cannot hold."""
    return words if words.isprintable() else "".join(c for c in words if c.isprintable() or c in "\n\u3000\u00a0")


def content(made: Document) -> bytes:
    """The file, with the same bytes every time."""
    out = BytesIO()
    made.save(out)
    return steady(out.getvalue())


def steady(packed: bytes) -> bytes:
    """The same archive without the time of day in it."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    out = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(ZipInfo(entry.filename, (2020, 1, 1, 0, 0, 0)), old.read(entry), ZIP_DEFLATED)
    return out.getvalue()
