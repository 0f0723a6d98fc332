"""分段 · Rows of one code that cut a quantity into ranges: where two of them meet twice, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from eqrules.diagnostics.report import Report
from eqrules.language.numbers import plain_text
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` (None: no end) to `high`; `closed_*`: the end itself is in it."""

    low: Fraction | None
    closed_low: bool
    high: Fraction | None
    closed_high: bool
    row: tree.Row


def ranges(document: tree.Document, report: Report) -> None:
    """EQ335: 10 is in both 3以上10以下 and 10以上30以下. EQ336: 10 is in neither 不足10 nor 超过10."""
    for section in document.sections:
        if section.token != "DERIVED":  # rows of indicators are looked at with a proof, in compare
            continue
        grouped: dict[tuple[str, str, str], list[Range]] = {}
        for row in section.rows:
            for quantity, rest, made in _of(row):
                grouped.setdefault((row.text("CODE"), quantity, rest), []).append(made)
        for (code, quantity, _), found in grouped.items():
            ordered = sorted(found, key=lambda one: (one.low is not None, one.low or 0))
            for one, other in pairwise(ordered):
                _meet(code, quantity, one, other, report)


def _meet(code: str, quantity: str, one: Range, other: Range, report: Report) -> None:
    if one.high is None or other.low is None:
        report.warn("EQ335", other.row.span, one.row.span, name=code, quantity=quantity,
                    at=plain_text(other.low if other.low is not None else one.high or Fraction(0)))  # fmt: skip
    elif one.high > other.low or (one.high == other.low and one.closed_high and other.closed_low):
        report.warn("EQ335", other.row.span, one.row.span, name=code, quantity=quantity, at=plain_text(other.low))
    elif one.high < other.low:
        between = f"{plain_text(one.high)}~{plain_text(other.low)}"
        report.warn("EQ336", other.row.span, one.row.span, name=code, quantity=quantity, at=between)
    elif not one.closed_high and not other.closed_low:
        report.warn("EQ336", other.row.span, one.row.span, name=code, quantity=quantity, at=plain_text(one.high))


def _of(row: tree.Row) -> list[tuple[str, str, Range]]:
    """(quantity, the other conditions as typed, range) if the row's 适用 bounds exactly one quantity by figures."""
    content = row.get("APPLIES")
    parts = content.parts if isinstance(content, tree.Junction) and content.word == "and" else (content,)
    bounded: dict[str, Range] = {}
    rest: list[str] = []
    for part in parts:
        match part:
            case tree.Comparison(left, tree.Bound(sign, _, tree.Number(value))) if sign != "=":
                quantity = name_key(left.span.text)
                made = bounded.get(quantity, Range(None, False, None, False, row))
                if sign in (">", ">="):
                    bounded[quantity] = replace(made, low=value, closed_low=sign == ">=")
                else:
                    bounded[quantity] = replace(made, high=value, closed_high=sign == "<=")
            case tree.Comparison() | tree.Among() | tree.HasVerdict() | tree.Junction() | tree.Negation():
                rest.append(name_key(part.span.text))
    others = " ".join(sorted(rest))
    return [(quantity, others, made) for quantity, made in bounded.items()] if len(bounded) == 1 else []
