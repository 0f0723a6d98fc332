"""所写 · The text as a tree: sections, tables, sentences, formulas, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from eqrules.language.comparisons import Sign
from eqrules.source import Span

Lang = Literal["zh", "en"]


def _place() -> Span:
    return field(compare=False, repr=False)  # type: ignore[no-any-return]


# ── formulas ─────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Name:
    """A declared name, a code, or a word the glossary does not know."""

    text: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a closed list: 小学, Ⅲ."""

    text: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; `unit` as typed, "%" for a percentage (then `value` is the share)."""

    value: Fraction
    unit: str
    span: Span = _place()
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Literal["+", "-", "×", "÷"]
    left: Formula
    right: Formula
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Range:
    """R1至R7."""

    first: Name
    last: Name
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Filtered:
    """`班级:班级学生数40以下`: the objects, or a value of theirs, where a condition holds."""

    of: Formula
    where: Condition
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Weighting:
    """按…加权, 不加权, 样本."""

    kind: Literal["weighted", "unweighted", "sample"]
    by: Formula | None
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Call:
    function: Name
    arguments: tuple[Formula | Range | Filtered | Weighting, ...]
    span: Span = _place()


Formula = Name | Number | Binary | Call


# ── conditions ───────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Bound:
    """`45以下`, `不低于X`, `达到85%以上`; `words` as typed, `sign` by the default table."""

    sign: Sign
    words: tuple[str, ...]
    value: Formula | Value
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Formula
    bound: Bound
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class YesNo:
    yes: bool
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Among:
    """`办学类型为小学或小学教学点`; `negated` for 不为."""

    left: Formula
    values: tuple[Value | Number | YesNo, ...]
    negated: bool
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class HasVerdict:
    """`G3m达标`."""

    name: Name
    met: bool
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Junction:
    word: Literal["and", "or"]
    parts: tuple[Condition, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Negation:
    part: Condition
    span: Span = _place()


Condition = Comparison | Among | HasVerdict | Junction | Negation


# ── limits ───────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class PerValue:
    """小学45以下;初中50以下."""

    parts: tuple[tuple[Value, Bound], ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class OneOf:
    """为是, 为良好以上: the value itself must be one of these."""

    values: tuple[Value | Number | YesNo, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Special:
    """符合 · 仅报告 · 未知."""

    kind: Literal["fits", "report_only", "unknown"]
    span: Span = _place()


Limit = Bound | PerValue | OneOf | Special


# ── sentences ────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Floor:
    """余项不低于标准的85%."""

    share: Fraction
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Clause:
    """全部达标 · 至少N项达标 · 至多N项未达标 · 无一票否决情形."""

    kind: Literal["all", "at_least", "at_most_not", "no_veto"]
    names: tuple[Name | Range, ...]
    count: int
    floor: Floor | None
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Exceptions:
    parts: tuple[Condition, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Clauses:
    parts: tuple[Clause, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Codes:
    parts: tuple[Name | Range, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Assignment:
    name: Name
    value: Value | Number | YesNo
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Given:
    parts: tuple[Assignment, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Between:
    low: Fraction
    high: Fraction
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class MayBeNone:
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Allowed:
    """可取: 0以上, 1~10, 可无此项."""

    parts: tuple[Bound | Between | MayBeNone, ...]
    span: Span = _place()


# ── plain cells ──────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Text:
    """Words that are only for people, codes, dates and lists: kept as typed, read by the model."""

    text: str
    span: Span = _place()


Content = Text | Formula | Condition | Limit | Exceptions | Clauses | Codes | Given | Allowed


# ── the document ─────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Column:
    """`token` of headings.lark, or "" for a column named after a declared name (then `name`).

    `计算:小学` is FORMULA with `name` 小学; a column 小学 is "" with `name` 小学.
    """

    token: str
    name: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    content: Content | None
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    span: Span = _place()

    def get(self, token: str, name: str = "") -> Content | None:
        for cell in self.cells:
            if cell.column.token == token and cell.column.name == name:
                return cell.content
        return None

    def text(self, token: str) -> str:
        content = self.get(token)
        return content.text if isinstance(content, Text) else ""

    def place(self, token: str) -> Span:
        return next((cell.span for cell in self.cells if cell.column.token == token), self.span)


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Line:
    """`- 依据:第六条`."""

    token: str
    content: Content | None
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Quote:
    """> the gist, in our own words."""

    text: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    span: Span = _place()


@dataclass(frozen=True, slots=True)
class Section:
    token: str
    title: str
    parts: tuple[Line | Table | Quote | Comment, ...]
    span: Span = _place()

    @property
    def lines(self) -> dict[str, Line]:
        return {part.token: part for part in self.parts if isinstance(part, Line)}

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for part in self.parts if isinstance(part, Table) for row in part.rows)


@dataclass(frozen=True, slots=True)
class Document:
    """One ruleset as written. `head` holds what stands before the first section."""

    lang: Lang
    title: str
    head: tuple[Line | Quote | Comment, ...]
    sections: tuple[Section, ...]
    span: Span = _place()

    def line(self, token: str) -> Line | None:
        return next((p for p in self.head if isinstance(p, Line) and p.token == token), None)

    def text(self, token: str) -> str:
        line = self.line(token)
        return line.content.text if line and isinstance(line.content, Text) else ""

    def all(self, token: str) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.token == token)
