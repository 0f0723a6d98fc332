"""片段 · A document as the pieces it is made of, in reading order, and the pieces as a text again.

Pieces know nothing of what cells mean, so that whatever can stand in a document survives the way there and back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from eqrules.diagnostics.report import Report
from eqrules.source import Source, Span
from eqrules.syntax.blocks import RawLine, RawTable, RawText, read_blocks
from eqrules.syntax.format import aligned

Kind = Literal["title", "chapter", "line", "quote", "comment", "table"]
Address = str
"""`资源配置!F12`, as a person looks a cell up."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heading and rows as people see them. `places`: the address of each cell, if it came from a sheet."""

    lines: tuple[tuple[str, ...], ...]
    places: tuple[tuple[Address, ...], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """`key` is the 项目 of a line; `text` what a title, chapter, line, quote or comment says."""

    file: str
    kind: Kind
    key: str = ""
    text: str = ""
    grid: Grid | None = None
    places: tuple[Address, Address] = field(default=("", ""), compare=False)


@dataclass(slots=True)
class Written:
    """A document made of pieces, and where in the workbook each of its places came from."""

    source: Source
    starts: list[int] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)

    def address(self, offset: int) -> Address:
        """The cell that holds this place of the text, or the last one before it."""
        at = bisect_right(self.starts, offset)
        return self.addresses[max(at - 1, 0)] if self.addresses else ""


def pieces_of(source: Source, report: Report) -> list[Piece]:
    """The pieces of one document; what is not a piece is reported (EQ1xx)."""
    title, sections = read_blocks(source, report)
    name = source.name.rpartition("/")[2]
    found = [Piece(name, "title", text=title.text)] if title else []
    for section in sections:
        if section.heading:
            found.append(Piece(name, "chapter", text=section.heading.text))
        for part in section.parts:
            match part:
                case RawLine(key, value):
                    found.append(Piece(name, "line", key.text, value.text))
                case RawTable(header, rows):
                    lines = tuple(tuple(_shown(cell) for cell in line) for line in (header, *rows))
                    found.append(Piece(name, "table", grid=Grid(lines)))
                case RawText(kind, text):
                    found.append(Piece(name, "comment" if kind == "comment" else "quote", text=text))
    return found


def _shown(cell: Span) -> str:
    return cell.text.replace("\\|", "|")


# ── back to text ─────────────────────────────────────────────────
def text_of(pieces: Sequence[Piece]) -> Written:
    """The document that these pieces of one file make."""
    blocks: list[tuple[str, list[tuple[int, Address]]]] = []
    before = ""
    for piece in pieces:
        text, places = _block(piece)
        if piece.kind == before and before in ("line", "quote"):
            known, marks = blocks[-1]
            blocks[-1] = f"{known}\n{text}", [*marks, *((len(known) + 1 + at, place) for at, place in places)]
        else:
            blocks.append((text, places))
        before = piece.kind
    made = Written(Source(pieces[0].file, "\n\n".join(text for text, _ in blocks) + "\n"))
    start = 0
    for text, places in blocks:
        made.starts += [start + at for at, _ in places]
        made.addresses += [place for _, place in places]
        start += len(text) + 2
    return made


def _block(piece: Piece) -> tuple[str, list[tuple[int, Address]]]:
    """One piece as text, with the places that came from somewhere else, by offset."""
    key, value = piece.places
    match piece.kind:
        case "title":
            return f"# {piece.text}", [(0, value)]
        case "chapter":
            return f"## {piece.text}", [(0, value)]
        case "line":
            colon = ": " if piece.key.isascii() else "\uff1a"
            text = f"- {piece.key}{colon}{piece.text}".rstrip()
            return text, [(0, key), (2 + len(piece.key) + len(colon), value)]
        case "quote":
            return "\n".join(f"> {line}".rstrip() for line in piece.text.split("\n")), [(0, value)]
        case "comment":
            text = f"<!-- {piece.text} -->" if "\n" not in piece.text else f"<!--\n{piece.text}\n-->"
            return text, [(0, value)]
        case "table":
            assert piece.grid
            return _table(piece.grid)


def _table(grid: Grid) -> tuple[str, list[tuple[int, Address]]]:
    written = aligned([[cell.replace("|", "\\|") for cell in line] for line in grid.lines])
    marks: list[tuple[int, Address]] = []
    start = 0
    for number, line in enumerate(written):
        if number != 1 and grid.places:
            own = number - (number > 1)
            at = 0
            for place in grid.places[own]:
                marks.append((start + at, place))
                at = _next_bar(line, at + 1)
        start += len(line) + 1
    return "\n".join(written), marks


def _next_bar(line: str, at: int) -> int:
    """Where the next cell begins."""
    while at < len(line) and line[at] != "|":
        at += 2 if line[at] == "\\" else 1
    return at
