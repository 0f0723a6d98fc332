"""遍历 · Every node of the cells and lines of a document, and every text that people read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from eqrules.source import Span
from eqrules.syntax import tree


def contents(document: tree.Document) -> Iterator[object]:
    """What stands in each cell and line of the chapters."""
    for section in document.sections:
        for part in section.parts:
            match part:
                case tree.Line(content=content):
                    yield content
                case tree.Table(rows=rows):
                    yield from (cell.content for row in rows for cell in row.cells)


def nodes(content: object) -> Iterator[object]:
    """A node and all below it."""
    yield content
    if isinstance(content, tuple):
        for part in content:
            yield from nodes(part)
    elif is_dataclass(content) and not isinstance(content, Span | tree.Text):
        for field in fields(content):
            if field.name != "span":
                below = getattr(content, field.name)
                if is_dataclass(below) or isinstance(below, tuple):
                    yield from nodes(below)


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
