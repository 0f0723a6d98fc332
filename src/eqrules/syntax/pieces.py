"""逐行 · Rows of tables as sources of their own, so that a row keeps its places while its chapter changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eqrules.source import Source, Span
from eqrules.syntax.blocks import RawSection, RawTable


class Piece(Source):
    """One line of a chapter. Two are never the same, though they may read alike."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def cut(sections: Sequence[RawSection], before: Sequence[RawSection] = ()) -> list[tuple[int, Source]]:
    """Make each row of the tables stand in a piece; rows that read as one of `before` are that one again.

    Where each piece begins in the chapter, and the piece. What is taken from `before` may not be used there any more.
    """
    known: dict[str, list[list[Span]]] = {}
    for row in (row for section in before for row in rows_of(section)):
        known.setdefault(row[0].source.text, []).append(row)
    made: list[tuple[int, Source]] = []

    def apart(row: list[Span]) -> list[Span]:
        if not row:
            return row
        source = row[0].source
        line = source.line_of(row[0].start)
        start, text = source.line_start(line), source.line_text(line)
        places = [(cell.start - start, cell.end - start) for cell in row]
        again = next((old for old in known.get(text, ()) if [(c.start, c.end) for c in old] == places), None)
        if again is None:
            piece = Piece(source.name, text)
            again = [Span(piece, *place) for place in places]
        else:
            known[text] = [old for old in known[text] if old is not again]
        made.append((start, again[0].source))
        return again

    for table in (part for section in sections for part in section.parts if isinstance(part, RawTable)):
        table.header = apart(table.header)
        table.rows = [apart(row) for row in table.rows]
    return made


def rows_of(section: RawSection) -> Iterator[list[Span]]:
    """The heads and rows of its tables that are not empty."""
    for part in section.parts:
        if isinstance(part, RawTable):
            yield from filter(None, (part.header, *part.rows))
