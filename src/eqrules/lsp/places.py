"""位置 · Offsets in a text to lines and UTF-16 columns, as editors count, and back."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

from lsprotocol import types
from pygls import uris


def units(text: str) -> int:
    """How many UTF-16 units a text takes: characters outside the BMP count twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def position(text: str, offset: int) -> types.Position:
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return types.Position(line, units(text[start:offset]))


def offset(text: str, place: types.Position) -> int:
    """The offset of a place; a column beyond the line is its end."""
    at = 0
    for _ in range(place.line):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    left = place.character
    while left > 0 and at < end:
        left -= 2 if text[at] > "\uffff" else 1
        at += 1
    return at


def place(text: str, start: int, end: int) -> types.Range:
    return types.Range(position(text, start), position(text, end))


def uri(path: Path) -> str:
    """The address of a file; a document never saved is its own."""
    return (uris.from_fs_path(str(path)) or str(path)) if path.is_absolute() else str(path)


def path(document_uri: str) -> Path:
    """The file of a document; one that has never been saved is known by its whole address."""
    if not document_uri.startswith("file:"):
        return Path(document_uri)
    return Path(uris.to_fs_path(document_uri) or document_uri)


class Lines:
    """Many places of one text, without counting from its start each time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(n + 1 for n, character in enumerate(text) if character == "\n")]

    def position(self, at: int) -> types.Position:
        line = bisect_right(self.starts, at) - 1
        return types.Position(line, units(self.text[self.starts[line] : at]))

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.position(start), self.position(end))
