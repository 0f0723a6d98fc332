"""读册 · A workbook to pieces again, with the cell that each came from; what cannot be taken over is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from eqrules.data.raw import Broken, Percent, Raw, Sheet, letter, shown
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.exchange.form import HEADS, INDEX, KINDS, LISTS, ROW_ID, row_id
from eqrules.exchange.pieces import Grid, Kind, Piece
from eqrules.syntax.characters import name_key
from eqrules.syntax.tree import Lang


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to the rows of one sheet since it was exported."""

    sheet: str
    changed: int
    added: int
    removed: int


@dataclass(slots=True)
class Reading:
    """All pieces of a workbook in the order of its index, and what was changed in it."""

    pieces: list[Piece] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def read_book(sheets: Sequence[Sheet], file: str, report: Report) -> Reading:
    """The pieces of a workbook that `export` wrote, or that was made like one (EQ171 to EQ183)."""
    found = Reading()
    lang: Lang | None = next((lang for lang, name in INDEX.items() if any(s.name == name for s in sheets)), None)
    if lang is None:
        report.cell("EQ171", [file], file=file, wanted=INDEX["zh"], names="、".join(sheet.name for sheet in sheets))
        return found
    by_name = {sheet.name: sheet for sheet in sheets if sheet.name not in LISTS.values()}
    index = by_name.pop(INDEX[lang])
    _look_over(index, report)
    used: dict[str, str] = {}
    for piece, rows in _pieces(index, lang, report):
        if piece.kind != "table":
            found.pieces.append(piece)
            continue
        sheet, cell = by_name.get(piece.text), piece.places[1]
        if sheet is None:
            near = "、".join(closest(piece.text, by_name)) or "—"
            report.cell("EQ174", [cell], name=piece.text, near=near)
        elif piece.text in used:
            report.cell("EQ182", [cell, used[piece.text]], name=piece.text)
        else:
            used[piece.text] = cell
            _look_over(sheet, report)
            grid, change = _grid(sheet, rows, report)
            found.pieces.append(Piece(piece.file, "table", grid=grid))
            found.changes.append(change)
    whole = not report.has_errors  # else a line that was not understood may have named it
    for name, sheet in by_name.items():
        if whole and name not in used and any(map(_filled, sheet.rows)):
            report.cell("EQ175", [f"{name}!A1"], name=name, index=index.name)
    return found


# ── the index ────────────────────────────────────────────────────
def _pieces(index: Sheet, lang: Lang, report: Report) -> Iterator[tuple[Piece, int]]:
    """Each line of the index as a piece; a table still only names its sheet, with the rows it had when exported."""
    heads = [name_key(text_of(cell)) for cell in index.rows[0]] if index.rows else []
    missing = [head for head in HEADS[lang] if head not in heads]
    if missing:
        report.cell("EQ172", [f"{index.name}!A1"], name="、".join(missing), index=index.name)
        return
    columns = [heads.index(head) for head in HEADS[lang]]
    kinds: dict[str, Kind] = {word: kind for words in KINDS.values() for kind, word in words.items()}
    file = ""
    for number, row in enumerate(index.rows[1:], 2):
        if not _filled(row):
            continue
        places = [f"{index.name}!{letter(column)}{number}" for column in columns]
        cells = [_read(row[c] if c < len(row) else None, p, report) for c, p in zip(columns, places, strict=True)]
        file = cells[0] or file
        kind = kinds.get(name_key(cells[1]))
        if kind is None:
            near = "、".join(closest(cells[1], KINDS[lang].values()) or KINDS[lang].values())
            report.cell("EQ173", [places[1]], name=cells[1] or "（空白）", near=near)
        elif not _is_file_name(file):
            report.cell("EQ181", [places[0]], name=file or "（空白）")
        else:
            key, text = cells[2:]
            _fits(kind, key, text, places, report)
            rows = int(key.split()[0]) if kind == "table" and key.split()[:1] and key.split()[0].isdecimal() else 0
            kept = key if kind == "line" else ""
            yield Piece(file, kind, kept, text, places=(places[2], places[3])), rows


def _is_file_name(name: str) -> bool:
    return name.endswith(".md") and not set('/\\:*?"<>|') & set(name) and not name.startswith(".")


_NOT: dict[str, tuple[str, str]] = {
    "break": ("中间有换行（Alt+Enter）；文档里这一格只能写一行",
              "it has a line break (Alt+Enter), and fits on one line only"),
    "end": ("有批注结束的记号 -->", "it holds -->, which ends a comment"),
    "colon": ("说明行的项目里有冒号，或者没有写", "the key of a line has a colon in it, or is blank"),
    "slash": ("竖线前面有反斜杠", "a backslash stands before a vertical bar"),
}  # fmt: skip


def _fits(kind: Kind, key: str, text: str, places: Sequence[str], report: Report) -> None:
    if kind in ("title", "chapter", "line") and "\n" in text:
        _refuse("break", places[3], text, report)
    if kind == "comment" and "-->" in text:
        _refuse("end", places[3], text, report)
    if kind == "line" and (not key or {":", "\uff1a", "\n"} & set(key)):
        _refuse("colon", places[2], key, report)


def _refuse(why: str, place: str, text: str, report: Report) -> None:
    zh, en = _NOT[why]
    report.cell("EQ176", [place], text=" ".join(text.split()) or "（空白）", reason=zh, reason_en=en)


# ── a table ──────────────────────────────────────────────────────
def _grid(sheet: Sheet, rows_before: int, report: Report) -> tuple[Grid, Change]:
    """Heading and rows; blank rows at the end are not rows, a blank row that was exported is."""
    heads = [text_of(cell) for cell in sheet.rows[0]] if sheet.rows else []
    marks = next((c for c, head in enumerate(heads) if head in ROW_ID.values()), None)
    columns = [c for c, head in enumerate(heads) if head and c != marks]
    widest = max(map(len, sheet.rows), default=0)
    for column in range(widest):
        full = next((n for n, row in enumerate(sheet.rows, 1) if column < len(row) and text_of(row[column])), 0)
        if (full and column != marks and column not in columns) or (not columns and column == 0):
            report.cell("EQ178", [f"{sheet.name}!{letter(column)}{full or 1}"], sheet=sheet.name)
    lines, places, ids = [tuple(heads[c] for c in columns)], [_row_places(sheet, columns, 1)], []
    changed = added = 0
    for number, row in enumerate(sheet.rows[1:], 2):
        own = _row_places(sheet, columns, number)
        cells = tuple(_cell(row[c] if c < len(row) else None, p, report) for c, p in zip(columns, own, strict=True))
        mark = text_of(row[marks]) if marks is not None and marks < len(row) else ""
        same = bool(mark) and row_id(int(mark.split("-")[0]) if mark.split("-")[0].isdecimal() else 0, cells) == mark
        if not any(cells) and not same:
            continue
        known = bool(mark) and mark not in ids
        changed += known and not same
        added += not known
        ids += [mark] if known else []
        lines.append(cells)
        places.append(own)
    return Grid(tuple(lines), tuple(places)), Change(sheet.name, changed, added, max(0, rows_before - len(ids)))


def _row_places(sheet: Sheet, columns: Sequence[int], number: int) -> tuple[str, ...]:
    return tuple(f"{sheet.name}!{letter(column)}{number}" for column in columns)


def _cell(cell: Raw, place: str, report: Report) -> str:
    text = _read(cell, place, report)
    if "\n" in text:
        _refuse("break", place, text, report)
    if "\\|" in text:
        _refuse("slash", place, text, report)
    return text


# ── cells ────────────────────────────────────────────────────────
def _read(cell: Raw, place: str, report: Report) -> str:
    if isinstance(cell, Broken | bool):
        report.cell("EQ177", [place], text=cell.text if isinstance(cell, Broken) else str(cell).upper())
        return ""
    return text_of(cell)


def text_of(cell: Raw) -> str:
    """What a person sees in the cell: 4.2, 85%, 2024-09-01; line breaks stay."""
    match cell:
        case str():
            return "\n".join(line.strip() for line in cell.replace("\r\n", "\n").split("\n")).strip()
        case Percent() | Broken() | bool():
            return shown(cell)
        case float():
            return f"{Decimal(repr(cell)).normalize():f}"
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return shown(cell)


def _filled(row: Sequence[Raw]) -> bool:
    return any(text_of(cell) for cell in row)


def _look_over(sheet: Sheet, report: Report) -> None:
    """What a person sees otherwise than it is read."""
    for first, left, last, right in sheet.merged:
        area = f"{letter(left)}{first + 1}:{letter(right)}{last + 1}"
        report.cell("EQ179", [f"{sheet.name}!{letter(left)}{first + 1}"], area=area)
    aside = [f"{sheet.name}!{letter(c)}{r + 1}" for r, c in sorted(sheet.struck)]
    aside += [f"{sheet.name}!A{number + 1}" for number in sorted(sheet.hidden_rows) if number < len(sheet.rows)]
    aside += [f"{sheet.name}!{letter(column)}1" for column in sorted(sheet.hidden_columns)]
    if aside:
        report.cell("EQ180", aside[:5], "warning", len(aside), sheet=sheet.name)
