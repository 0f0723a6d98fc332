"""遍历 · What stands in the cells and lines of a document, and every text that people read."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.source import Span
from eqrules.syntax import tree


def contents(document: tree.Document) -> Iterator[tree.Content]:
    """What stands in each cell and line of the chapters, but for words that only people read."""
    for section in document.sections:
        for part in section.parts:
            match part:
                case tree.Line(content=content):
                    found = [content]
                case tree.Table(rows=rows):
                    found = [cell.content for row in rows for cell in row.cells]
                case _:
                    continue
            yield from (content for content in found if content is not None and not isinstance(content, tree.Text))


def texts(document: tree.Document) -> Iterator[Span]:
    """The places of words that only people read: text cells, header lines, gists; not the examples."""
    yield from (part.span for part in document.head)
    for section in document.sections:
        if section.token == "EXAMPLES":
            continue
        for part in section.parts:
            match part:
                case tree.Table(rows=rows):
                    yield from (c.span for row in rows for c in row.cells if isinstance(c.content, tree.Text))
                case tree.Line(content=tree.Text(span=span)) | tree.Quote(span=span):
                    yield span
