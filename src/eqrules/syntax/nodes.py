"""节点 · What stands in a cell, as a tree: formulas, conditions, limits, sentences, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from eqrules.language.comparisons import Sign
from eqrules.source import Span


def place() -> Span:
    """A field for the place in the text, which does not count when trees are compared."""
    return field(compare=False, repr=False)  # type: ignore[no-any-return]


# ── formulas ─────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Name:
    """A declared name, a code, or a word the glossary does not know."""

    text: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a closed list: 小学, Ⅲ."""

    text: str
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; `unit` as typed, "%" for a percentage (then `value` is the share), ":" for a ratio 17:1."""

    value: Fraction
    unit: str
    span: Span = place()
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Literal["+", "-", "×", "÷"]
    left: Formula
    right: Formula
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Range:
    """R1至R7."""

    first: Name
    last: Name
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Filtered:
    """`班级:班级学生数40以下`: the objects, or a value of theirs, where a condition holds."""

    of: Formula
    where: Condition
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Weighting:
    """按…加权, 不加权, 样本."""

    kind: Literal["weighted", "unweighted", "sample"]
    by: Formula | None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Call:
    function: Name
    arguments: tuple[Formula | Range | Filtered | Weighting, ...]
    span: Span = place()


Formula = Name | Number | Binary | Call


# ── conditions ───────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Bound:
    """`45以下`, `不低于X`, `达到85%以上`; `words` as typed, `sign` by the default table."""

    sign: Sign
    words: tuple[str, ...]
    value: Formula | Value
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Formula
    bound: Bound
    span: Span = place()


@dataclass(frozen=True, slots=True)
class YesNo:
    yes: bool
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Among:
    """`办学类型为小学或小学教学点`; `negated` for 不为."""

    left: Formula
    values: tuple[Value | Number | YesNo, ...]
    negated: bool
    span: Span = place()


@dataclass(frozen=True, slots=True)
class HasVerdict:
    """`G3m达标`."""

    name: Name
    met: bool
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Junction:
    word: Literal["and", "or"]
    parts: tuple[Condition, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Negation:
    part: Condition
    span: Span = place()


Condition = Comparison | Among | HasVerdict | Junction | Negation


# ── limits ───────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class PerValue:
    """小学45以下;初中50以下."""

    parts: tuple[tuple[Value, Bound], ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class OneOf:
    """为是, 为良好以上: the value itself must be one of these."""

    values: tuple[Value | Number | YesNo, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Special:
    """符合 · 仅报告 · 未知."""

    kind: Literal["fits", "report_only", "unknown"]
    span: Span = place()


Limit = Bound | PerValue | OneOf | Special


# ── changes ──────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Stages:
    """初中; 小学、初中: the part of the objects that a change is for."""

    values: tuple[Value, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Extent:
    """全部 · 无: no condition limits a scope; there is no exception."""

    kind: Literal["everything", "nothing"]
    span: Span = place()


# ── sentences ────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Floor:
    """余项不低于标准的85%."""

    share: Fraction
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Clause:
    """全部达标 · 至少N项达标 · 至多N项未达标 · 无一票否决情形."""

    kind: Literal["all", "at_least", "at_most_not", "no_veto"]
    names: tuple[Name | Range, ...]
    count: int
    floor: Floor | None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Exceptions:
    parts: tuple[Condition, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Clauses:
    parts: tuple[Clause, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Codes:
    parts: tuple[Name | Range, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Assignment:
    name: Name
    value: Value | Number | YesNo
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Given:
    parts: tuple[Assignment, ...]
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Between:
    low: Fraction
    high: Fraction
    span: Span = place()


@dataclass(frozen=True, slots=True)
class MayBeNone:
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Allowed:
    """可取: 0以上, 1~10, 可无此项."""

    parts: tuple[Bound | Between | MayBeNone, ...]
    span: Span = place()
