"""单元格 · One cell to one node, by the start rule of its column."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import lark
from lark import Lark, Token, Transformer, UnexpectedToken
from lark.grammar import Rule
from lark.lexer import TerminalDef
from lark.tree import Meta
from lark.visitors import v_args

from eqrules import kept
from eqrules.diagnostics.report import Report
from eqrules.language.comparisons import TOKENS
from eqrules.shipped import shipped
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import UNSEEN, fold
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.lexer import CellLexer, CellText
from eqrules.syntax.sayings import reworded
from eqrules.syntax.stumbles import report_range, report_syntax, report_unknown
from eqrules.syntax.traps import trap

STARTS = (
    "formula", "condition", "limit", "amount", "definition", "exceptions", "conclusion", "codes", "subject",
    "given", "span", "within", "extent",
)  # fmt: skip


@cache
def _parser() -> Lark:
    """The tables take longer to work out than a ruleset takes to read, so they are kept."""
    files = [*shipped("grammar").glob("*.lark"), Path(__file__), Path(lark.__file__)]
    name = f"{kept.version_of(files)[:32]}.grammar"
    tables = kept.load(name, ("eqrules.syntax.lexer", "lark.lexer"))
    if isinstance(tables, dict):
        with suppress(KeyError, TypeError, AttributeError):
            return Lark.load(tables)
    parser = _made()
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    kept.save(name, {"data": data, "memo": memo})
    return parser


def _made() -> Lark:
    return Lark.open(
        str(shipped("grammar") / "eqrules.lark"),
        parser="lalr",
        lexer=CellLexer,
        start=list(STARTS),
        propagate_positions=True,
        maybe_placeholders=True,
    )


def read_cell(start: str, place: Span, glossary: Glossary, report: Report) -> Any:
    """The node of a cell, or None after an error has been reported."""
    cell = CellText(place.text, glossary)
    if UNSEEN.search(cell.text):
        return None  # reported where the line was read
    try:
        parsed = _parser().parse(cell, start=start)
    except UnexpectedToken as stop:
        if not _told(start, cell, place, report) and not report_unknown(cell, place, glossary, report):
            report_syntax(stop, place, report)
        return None
    if cell.unknown and (_told(start, cell, place, report) or report_unknown(cell, place, glossary, report)):
        return None
    return _Build(place).transform(parsed) if not isinstance(parsed, Token) else None


def _told(start: str, cell: CellText, place: Span, report: Report) -> bool:
    """True if people are known to write this, and it has been reported what to write instead."""

    def reads(text: str) -> bool:
        other = CellText(text, cell.glossary)
        try:
            _parser().parse(other, start=start)
        except UnexpectedToken:
            return False
        return not other.unknown

    return trap(start, place, report) or reworded(place, reads, report) or report_range(start, cell, place, report)


@v_args(meta=True)
class _Build(Transformer[Token, Any]):
    """One method per grammar rule."""

    def __init__(self, place: Span) -> None:
        super().__init__(visit_tokens=False)
        self._place = place

    def _span(self, meta: Meta | Token) -> Span:
        start = getattr(meta, "start_pos", 0)
        end = getattr(meta, "end_pos", len(self._place.text))
        return Span(self._place.source, self._place.start + start, self._place.start + end)

    def name(self, meta: Meta, c: list[Token]) -> tree.Name:
        return tree.Name(str(c[0]), self._span(meta))

    def value(self, meta: Meta, c: list[Token]) -> tree.Value:
        return tree.Value(str(c[0]), self._span(meta))

    def literal(self, meta: Meta, c: list[Any]) -> tree.Number:
        text = fold(str(c[0]))
        if c[0].type == "PERCENT":
            return tree.Number(Fraction(text[:-1]) / 100, "%", self._span(meta), text[:-1])
        if c[0].type == "RATIO":
            over, _, under = text.partition(":")
            return tree.Number(Fraction(over) / Fraction(under), ":", self._span(meta), text)
        return tree.Number(Fraction(text), str(c[1]) if c[1] else "", self._span(meta), text)

    def group(self, meta: Meta, c: list[Any]) -> Any:
        return c[1]

    group_condition = group

    def binary(self, meta: Meta, c: list[Any]) -> tree.Binary:
        sign = {"PLUS": "+", "MINUS": "-", "TIMES": "×", "DIVIDE": "÷"}[c[1].type]
        return tree.Binary(sign, c[0], c[2], self._span(meta))  # type: ignore[arg-type]

    def range(self, meta: Meta, c: list[Any]) -> tree.Range:
        first, last = (tree.Name(str(t), self._span(t)) for t in c if t.type == "NAME")
        return tree.Range(first, last, self._span(meta))

    def call(self, meta: Meta, c: list[Any]) -> tree.Call:
        return tree.Call(c[0], tuple(a for a in c[1:] if not isinstance(a, Token)), self._span(meta))

    def range_call(self, meta: Meta, c: list[Any]) -> tree.Call:
        return tree.Call(c[2], (c[0],), self._span(meta))

    def call_range(self, meta: Meta, c: list[Any]) -> tree.Call:
        return tree.Call(c[0], (c[2],), self._span(meta))

    def filtered(self, meta: Meta, c: list[Any]) -> tree.Filtered:
        return tree.Filtered(c[0], c[2], self._span(meta))

    def weighted(self, meta: Meta, c: list[Any]) -> tree.Weighting:
        return tree.Weighting("weighted", c[1], self._span(meta))

    def unweighted(self, meta: Meta, c: list[Any]) -> tree.Weighting:
        return tree.Weighting("unweighted", None, self._span(meta))

    def sampled(self, meta: Meta, c: list[Any]) -> tree.Weighting:
        return tree.Weighting("sample", None, self._span(meta))

    def _junction(self, word: str, meta: Meta, c: list[Any]) -> Any:
        parts = tuple(p for p in c if not isinstance(p, Token))
        return parts[0] if len(parts) == 1 else tree.Junction(word, parts, self._span(meta))  # type: ignore[arg-type]

    def either(self, meta: Meta, c: list[Any]) -> Any:
        return self._junction("or", meta, c)

    def both(self, meta: Meta, c: list[Any]) -> Any:
        return self._junction("and", meta, c)

    def comparison(self, meta: Meta, c: list[Any]) -> tree.Comparison:
        return tree.Comparison(c[0], c[1], self._span(meta))

    def _values(self, c: list[Any]) -> tuple[Any, ...]:
        made: list[Any] = []
        for item in c:
            if not isinstance(item, Token):
                made.append(item)
            elif item.type in ("YES", "NO"):
                made.append(tree.YesNo(item.type == "YES", self._span(item)))
            elif item.type == "NUMBER":
                made.append(tree.Number(Fraction(fold(str(item))), "", self._span(item)))
        return tuple(made)

    def among(self, meta: Meta, c: list[Any]) -> tree.Among:
        return tree.Among(c[0], self._values(c[1:]), False, self._span(meta))

    def not_among(self, meta: Meta, c: list[Any]) -> tree.Among:
        return tree.Among(c[0], self._values(c[1:]), True, self._span(meta))

    def has_met(self, meta: Meta, c: list[Any]) -> tree.HasVerdict:
        return tree.HasVerdict(c[0], True, self._span(meta))

    def has_not_met(self, meta: Meta, c: list[Any]) -> tree.HasVerdict:
        return tree.HasVerdict(c[0], False, self._span(meta))

    def negation(self, meta: Meta, c: list[Any]) -> tree.Negation:
        return tree.Negation(c[2], self._span(meta))

    def _bound(self, meta: Meta, c: list[Any]) -> tree.Bound:
        signs = [t for t in c if isinstance(t, Token)]
        value = next(v for v in c if not isinstance(v, Token))
        sign = TOKENS[signs[0].type]
        return tree.Bound(sign, tuple(str(t) for t in signs), value, self._span(meta))

    bound_before = bound_after = bound_both = _bound

    def per_value(self, meta: Meta, c: list[Any]) -> tree.PerValue:
        parts = [p for p in c if not isinstance(p, Token)]
        return tree.PerValue(tuple(zip(parts[::2], parts[1::2], strict=True)), self._span(meta))

    def is_one_of(self, meta: Meta, c: list[Any]) -> tree.OneOf:
        return tree.OneOf(self._values(c[1:]), self._span(meta))

    def fits(self, meta: Meta, c: list[Any]) -> tree.Special:
        return tree.Special("fits", self._span(meta))

    def report_only(self, meta: Meta, c: list[Any]) -> tree.Special:
        return tree.Special("report_only", self._span(meta))

    def unknown_limit(self, meta: Meta, c: list[Any]) -> tree.Special:
        return tree.Special("unknown", self._span(meta))

    def stages(self, meta: Meta, c: list[Any]) -> tree.Stages:
        return tree.Stages(self._nodes(c), self._span(meta))

    def everything(self, meta: Meta, c: list[Any]) -> tree.Extent:
        return tree.Extent("everything", self._span(meta))

    def nothing(self, meta: Meta, c: list[Any]) -> tree.Extent:
        return tree.Extent("nothing", self._span(meta))

    def floor(self, meta: Meta, c: list[Any]) -> tree.Floor:
        percent = next(t for t in c if t.type == "PERCENT")
        return tree.Floor(Fraction(fold(str(percent))[:-1]) / 100, self._span(meta))

    def _clause(self, kind: str, meta: Meta, c: list[Any]) -> tree.Clause:
        names = next((p.parts for p in c if isinstance(p, tree.Codes)), ())
        number = next((int(str(t)) for t in c if isinstance(t, Token) and t.type == "NUMBER"), 0)
        floor = next((p for p in c if isinstance(p, tree.Floor)), None)
        return tree.Clause(kind, names, number, floor, self._span(meta))  # type: ignore[arg-type]

    def all_met(self, meta: Meta, c: list[Any]) -> tree.Clause:
        return self._clause("all", meta, c)

    def at_least_met(self, meta: Meta, c: list[Any]) -> tree.Clause:
        return self._clause("at_least", meta, c)

    at_least_met_en = at_least_met

    def at_most_not_met(self, meta: Meta, c: list[Any]) -> tree.Clause:
        return self._clause("at_most_not", meta, c)

    at_most_not_met_en = at_most_not_met

    def no_veto(self, meta: Meta, c: list[Any]) -> tree.Clause:
        return self._clause("no_veto", meta, c)

    def _nodes(self, c: list[Any]) -> tuple[Any, ...]:
        return tuple(p for p in c if not isinstance(p, Token))

    def exceptions(self, meta: Meta, c: list[Any]) -> tree.Exceptions:
        return tree.Exceptions(self._nodes(c), self._span(meta))

    def conclusion(self, meta: Meta, c: list[Any]) -> tree.Clauses:
        return tree.Clauses(self._nodes(c), self._span(meta))

    def codes(self, meta: Meta, c: list[Any]) -> tree.Codes:
        return tree.Codes(self._nodes(c), self._span(meta))

    def given(self, meta: Meta, c: list[Any]) -> tree.Given:
        return tree.Given(self._nodes(c), self._span(meta))

    def assignment(self, meta: Meta, c: list[Any]) -> tree.Assignment:
        return tree.Assignment(c[0], self._values(c[2:])[0], self._span(meta))

    def between(self, meta: Meta, c: list[Any]) -> tree.Between:
        low, high = (Fraction(fold(str(t))) for t in c if t.type == "NUMBER")
        return tree.Between(low, high, self._span(meta))

    def may_be_none(self, meta: Meta, c: list[Any]) -> tree.MayBeNone:
        return tree.MayBeNone(self._span(meta))

    def span(self, meta: Meta, c: list[Any]) -> tree.Allowed:
        return tree.Allowed(self._nodes(c), self._span(meta))
