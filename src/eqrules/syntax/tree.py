"""所写 · The text as a tree: sections, tables, rows, cells; what cells hold is in `nodes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eqrules.source import Span
from eqrules.syntax.nodes import Allowed as Allowed
from eqrules.syntax.nodes import Among as Among
from eqrules.syntax.nodes import Assignment as Assignment
from eqrules.syntax.nodes import Between as Between
from eqrules.syntax.nodes import Binary as Binary
from eqrules.syntax.nodes import Bound as Bound
from eqrules.syntax.nodes import Call as Call
from eqrules.syntax.nodes import Clause as Clause
from eqrules.syntax.nodes import Clauses as Clauses
from eqrules.syntax.nodes import Codes as Codes
from eqrules.syntax.nodes import Comparison as Comparison
from eqrules.syntax.nodes import Condition as Condition
from eqrules.syntax.nodes import Exceptions as Exceptions
from eqrules.syntax.nodes import Extent as Extent
from eqrules.syntax.nodes import Filtered as Filtered
from eqrules.syntax.nodes import Floor as Floor
from eqrules.syntax.nodes import Formula as Formula
from eqrules.syntax.nodes import Given as Given
from eqrules.syntax.nodes import HasVerdict as HasVerdict
from eqrules.syntax.nodes import Junction as Junction
from eqrules.syntax.nodes import Limit as Limit
from eqrules.syntax.nodes import MayBeNone as MayBeNone
from eqrules.syntax.nodes import Name as Name
from eqrules.syntax.nodes import Negation as Negation
from eqrules.syntax.nodes import Number as Number
from eqrules.syntax.nodes import OneOf as OneOf
from eqrules.syntax.nodes import PerValue as PerValue
from eqrules.syntax.nodes import Range as Range
from eqrules.syntax.nodes import Special as Special
from eqrules.syntax.nodes import Stages as Stages
from eqrules.syntax.nodes import Value as Value
from eqrules.syntax.nodes import Weighting as Weighting
from eqrules.syntax.nodes import YesNo as YesNo
from eqrules.syntax.nodes import place

Lang = Literal["zh", "en"]


# ── plain cells ──────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Text:
    """Words that are only for people, codes, dates and lists: kept as typed, read by the model."""

    text: str
    span: Span = place()


Content = Text | Formula | Condition | Limit | Stages | Extent | Exceptions | Clauses | Codes | Given | Allowed


# ── the document ─────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Column:
    """`token` of headings.lark, or "" for a column named after a declared name (then `name`).

    `计算:小学` is FORMULA with `name` 小学; a column 小学 is "" with `name` 小学.
    """

    token: str
    name: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    content: Content | None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    span: Span = place()
    _by_column: dict[tuple[str, str], Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_column", {(c.column.token, c.column.name): c for c in reversed(self.cells)})

    def get(self, token: str, name: str = "") -> Content | None:
        cell = self._by_column.get((token, name))
        return cell.content if cell is not None else None

    def text(self, token: str) -> str:
        content = self.get(token)
        return content.text if isinstance(content, Text) else ""

    def place(self, token: str) -> Span:
        return next((cell.span for cell in self.cells if cell.column.token == token), self.span)


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Line:
    """`- 依据:第六条`."""

    token: str
    content: Content | None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Quote:
    """> the gist, in our own words."""

    text: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Section:
    token: str
    title: str
    parts: tuple[Line | Table | Quote | Comment, ...]
    span: Span = place()

    @property
    def lines(self) -> dict[str, Line]:
        return {part.token: part for part in self.parts if isinstance(part, Line)}

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for part in self.parts if isinstance(part, Table) for row in part.rows)

    def text(self, token: str) -> str:
        """The words of one of its lines."""
        line = self.lines.get(token)
        return line.content.text if line and isinstance(line.content, Text) else ""


@dataclass(frozen=True, slots=True)
class Document:
    """One ruleset as written. `head` holds what stands before the first section."""

    lang: Lang
    title: str
    head: tuple[Line | Quote | Comment, ...]
    sections: tuple[Section, ...]
    span: Span = place()

    def line(self, token: str) -> Line | None:
        return next((p for p in self.head if isinstance(p, Line) and p.token == token), None)

    def text(self, token: str) -> str:
        line = self.line(token)
        return line.content.text if line and isinstance(line.content, Text) else ""

    def all(self, token: str) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.token == token)
