"""成册 · Pieces to a workbook: an index of the document, and a sheet for each table with drop-downs and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from eqrules.data.raw import letter
from eqrules.diagnostics.width import width
from eqrules.exchange.form import HEADS, HELP, INDEX, KINDS, LISTS, ROW_HELP, ROW_ID, row_id, sheet_names
from eqrules.exchange.pieces import Grid, Piece
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.choices import Choices
from eqrules.syntax.layout import LAYOUTS
from eqrules.syntax.meanings import meaning
from eqrules.syntax.parse import split_heading
from eqrules.syntax.tree import Lang
from eqrules.syntax.words import spelled_by, words

_ROWS = 2000
"""As many rows of a sheet have drop-downs."""
_LONGEST_LIST = 255
_WIDTHS = (20, 10, 14, 96)
_WIDEST, _LEAST = 44, 8


@dataclass(slots=True)
class _Book:
    """What all sheets share. `lists`: long drop-downs, each a column of the hidden sheet."""

    lang: Lang
    book: Any
    choices: Choices
    styles: dict[str, Any]
    lists: list[list[str]] = field(default_factory=list)


def write_book(path: Path, pieces: Sequence[Piece], choices: Choices, lang: Lang, about: str) -> None:
    """Write the workbook. Every cell is a text, also in rows still to be filled in: nothing becomes a formula."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": about, "comments": "eqrules export", "created": datetime(2020, 1, 1)})
        cell = {"num_format": "@", "text_wrap": True, "valign": "top", "font_size": 10}
        styles = {
            "text": book.add_format(cell),
            "head": book.add_format({**cell, "bold": True, "bg_color": "#DDEBF7", "bottom": 1, "valign": "vcenter"}),
            "must": book.add_format({**cell, "bold": True, "bg_color": "#BDD7EE", "bottom": 1, "valign": "vcenter"}),
            "chapter": book.add_format({**cell, "bold": True, "bg_color": "#F2F2F2", "top": 1}),
            "quiet": book.add_format({**cell, "font_color": "#7F7F7F"}),
            "link": book.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
        }
        shared = _Book(lang, book, choices, styles)
        headings = _headings(pieces)
        tables = [piece for piece in pieces if piece.kind == "table"]
        names = sheet_names((headings[id(t)] for t in tables), (INDEX[lang], LISTS[lang]))
        _index(shared, pieces, {id(table): name for table, name in zip(tables, names, strict=True)})
        for table, name in zip(tables, names, strict=True):
            assert table.grid
            _table(shared, book.add_worksheet(name), table.grid, split_heading(headings[id(table)])[0])
        if shared.lists:
            _lists(shared)


def _headings(pieces: Sequence[Piece]) -> dict[int, str]:
    """The chapter that each table stands in."""
    found, heading = {}, ""
    for piece in pieces:
        heading = piece.text if piece.kind in ("title", "chapter") else heading
        found[id(piece)] = heading
    return found


# ── the index ────────────────────────────────────────────────────
def _index(shared: _Book, pieces: Sequence[Piece], sheets: dict[int, str]) -> None:
    sheet, styles, lang = shared.book.add_worksheet(INDEX[shared.lang]), shared.styles, shared.lang
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide, styles["text"])
        sheet.write_string(0, column, HEADS[lang][column], styles["head"])
        _note(sheet, 0, column, HELP[lang][column])
    for number, piece in enumerate(pieces, 1):
        style = {"title": "chapter", "chapter": "chapter", "comment": "quiet"}.get(piece.kind, "text")
        text, key = sheets.get(id(piece), piece.text), piece.key
        if piece.grid:
            key = f"{len(piece.grid.lines) - 1} {'行' if lang == 'zh' else 'rows'}"
        for column, value in enumerate((piece.file, KINDS[lang][piece.kind], key, text)):
            if piece.kind == "table" and column == 3:
                sheet.write_url(number, column, f"internal:'{text}'!A1", styles["link"], text)
            else:
                sheet.write_string(number, column, value, styles[style])
        sheet.set_row(number, 15 * _lines(text, _WIDTHS[3]) + 3)
    _drop_down(shared, sheet, 1, list(KINDS[lang].values()))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(pieces), 3)


# ── a table ──────────────────────────────────────────────────────
def _table(shared: _Book, sheet: Any, grid: Grid, chapter: str) -> None:
    heading, *rows = grid.lines
    styles, layout = shared.styles, LAYOUTS.get(chapter)
    wide = [_wide(grid, column) for column in range(len(heading))]
    for column, text in enumerate(heading):
        token = column_token(text, chapter)
        sheet.set_column(column, column, wide[column], styles["text"])
        sheet.write_string(0, column, text, styles["must" if layout and token in layout.required else "head"])
        note = column_note(text, token, shared.lang, bool(layout and token in layout.required))
        if note:
            _note(sheet, 0, column, note)
        _drop_down(shared, sheet, column, shared.choices.of(token, text))
    for number, cells in enumerate(rows, 1):
        for column, text in enumerate((*cells, row_id(number, cells))):
            sheet.write_string(number, column, text, styles["text" if column < len(cells) else "quiet"])
        lines = max((_lines(text, wide[column]) for column, text in enumerate(cells)), default=1)
        sheet.set_row(number, 15 * lines + 3)
    last = len(heading)
    sheet.set_column(last, last, 11, styles["quiet"])
    sheet.write_string(0, last, ROW_ID[shared.lang], styles["quiet"])
    _note(sheet, 0, last, ROW_HELP[shared.lang])
    sheet.set_row(0, 15 * max(1, *(_lines(text, size) for text, size in zip(heading, wide, strict=True))) + 4)
    sheet.freeze_panes(1, _frozen(heading, chapter))


def column_token(text: str, chapter: str) -> str:
    """The token of a heading in a table of this chapter (`计算:小学` is FORMULA); "" for a declared name."""
    layout = LAYOUTS.get(chapter)
    head = text.translate(FOLD).partition(":")[0]
    owners = spelled_by("headings").get(name_key(head), ())
    return next((token for token in owners if layout and token in layout.columns), "")


def column_note(text: str, token: str, lang: Lang, required: bool) -> str:
    """What a heading's note says: what the column is for, its other spelling, whether it must be filled in."""
    if not token:
        return ""
    other = words("headings")[token].spelled("en" if lang == "zh" else "zh")
    must = ("必填。", "Required. ") if required else ("", "")
    return f"{must[lang == 'en']}{meaning(token, lang)}\n{other}"


def _frozen(heading: Sequence[str], chapter: str) -> int:
    """Codes and names stay in view, if they come first."""
    tokens = [column_token(text, chapter) for text in heading[:2]]
    return len(tokens) if tokens == ["CODE", "NAME"] else 1


def _wide(grid: Grid, column: int) -> int:
    cells = [line[column] for line in grid.lines]
    return min(max(_LEAST, *(width(text) + 2 for text in cells)), _WIDEST)


def _lines(text: str, wide: int) -> int:
    return sum(-(-max(width(line), 1) // max(wide - 2, 1)) for line in text.split("\n"))


def _note(sheet: Any, row: int, column: int, text: str) -> None:
    sheet.write_comment(row, column, text, {"x_scale": 2, "y_scale": 0.9, "author": "eqrules"})


def _drop_down(shared: _Book, sheet: Any, column: int, choices: list[str]) -> None:
    """Offered, not enforced: the check after importing knows better, and says more."""
    if not choices:
        return
    source: Any = choices
    if len(",".join(choices)) > _LONGEST_LIST or any("," in choice for choice in choices):
        if choices not in shared.lists:
            shared.lists.append(choices)
        own = letter(shared.lists.index(choices))
        source = f"='{LISTS[shared.lang]}'!${own}$1:${own}${len(choices)}"
    zh = shared.lang == "zh"
    rule = {"validate": "list", "source": source, "error_type": "information", "ignore_blank": True,
            "error_title": "请核对" if zh else "Please check",
            "error_message": "这个词不在列表里，导入时会检查。" if zh
            else "Not in the list; importing checks it."}  # fmt: skip
    sheet.data_validation(1, column, _ROWS, column, rule)


def _lists(shared: _Book) -> None:
    sheet = shared.book.add_worksheet(LISTS[shared.lang])
    for column, choices in enumerate(shared.lists):
        for row, choice in enumerate(choices):
            sheet.write_string(row, column, choice, shared.styles["text"])
    sheet.hide()
