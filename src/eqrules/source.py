"""原文 · The text as typed, and places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

_APART = r"\s|\u3001,;:=<()\uff0c\uff1b\uff1a\uff08\uff09\uff5c"
"""What stands between the words of a line."""


@dataclass(frozen=True)
class Source:
    """One file of a ruleset: the name people see and the text exactly as typed."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    def line_of(self, offset: int) -> int:
        """Line number, from 1."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, line: int) -> int:
        return self._line_starts[line - 1]

    def line_text(self, line: int) -> str:
        start = self.line_start(line)
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to `end` (offsets into the text as typed) of one source."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """Column in characters, from 1."""
        return self.start - self.source.line_start(self.line) + 1

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        return Span(self.source, self.start, other.end)

    def of_word(self, word: str) -> Span:
        """Where this word stands in the line that the place begins in, by itself rather than within another; the
        place itself if it does not."""
        start, line = self.source.line_start(self.line), self.source.line_text(self.line)
        alone = re.search(rf"(?<![^{_APART}]){re.escape(word)}(?![^{_APART}])", line)
        at = alone.start() if alone else line.find(word)
        return self if at < 0 else Span(self.source, start + at, start + at + len(word))

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"
