"""算式 · Formulas as written to formulas as run, with their types, units and objects checked on the way.

A formula is elaborated at an object (grain): names of the same object are its own, names of an object it
belongs to are looked up, names of objects below need an aggregate. A bare number in a product is a
conversion (×100 for 每百名, ×10000 for 万元): the unit that comes out must be the one the row declares.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from eqrules.compile.memory import Meaning
from eqrules.compile.vocabulary import Vocabulary
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.language import units
from eqrules.language.units import PURE, Unit
from eqrules.model.symbols import Grain, Indicator, Item, between
from eqrules.plan import expressions as run
from eqrules.plan.plan import Split
from eqrules.syntax import tree
from eqrules.syntax.characters import fold, name_key

_RUN_SIGNS: dict[str, Literal["+", "-", "*", "/"]] = {"+": "+", "-": "-", "×": "*", "÷": "/"}
Kind = Literal["number", "text", "yes_no", "date", "list"]


@dataclass(frozen=True, slots=True)
class Typed:
    """An elaborated formula. `unit` None: no unit of its own (literals, counts). `literal`: its bare value."""

    run: run.Expression
    kind: Kind
    unit: Unit | None = None
    literal: Fraction | None = None
    item: Item | None = None


@dataclass(slots=True)
class Scope:
    """What formulas are elaborated against."""

    vocabulary: Vocabulary
    report: Report
    split: Split | None = None
    memory: Meaning = field(default_factory=Meaning)

    @contextmanager
    def apart(self) -> Iterator[Report]:
        """What is seen meanwhile, by itself; it is in the report afterwards."""
        whole, self.report = self.report, Report()
        try:
            yield self.report
        finally:
            whole.take(self.report.findings)
            self.report = whole


def elaborate(formula: tree.Formula, grain: Grain, scope: Scope) -> Typed | None:
    """The formula at objects of `grain`, or None after an error."""
    match formula:
        case tree.Number():
            return _number(formula, scope)
        case tree.Name():
            return _name(formula, grain, scope)
        case tree.Binary():
            return _binary(formula, grain, scope)
        case tree.Call():
            from eqrules.compile.calls import elaborate_call

            return elaborate_call(formula, grain, scope)


def _number(number: tree.Number, scope: Scope) -> Typed | None:
    node = run.Number(value=str(number.value))
    if number.unit in ("%", ":"):
        return Typed(node, "number", PURE)
    if not number.unit:
        return Typed(node, "number", None, number.value)
    entry = units.lookup(fold(number.unit))
    if entry is None:
        scope.report.error("EQ206", number.span, name=number.unit, near="—")
        return None
    return Typed(node, "number", entry.unit)


_KINDS: dict[str, Kind] = {
    "integer": "number", "decimal": "number", "year": "number", "text": "text", "yes_no": "yes_no",
    "date": "date", "list": "list",
}  # fmt: skip


def _name(name: tree.Name, grain: Grain, scope: Scope) -> Typed | None:
    symbol = scope.vocabulary.by_name.get(name_key(name.text))
    if isinstance(symbol, Item):
        if symbol.names.code in grain.keys:
            return Typed(run.Item(item=symbol.names.code, via="key"), _KINDS[symbol.type], None, None, symbol)
        if not grain.within(symbol.grain):
            wanted = "EQ304" if symbol.grain.within(grain) else "EQ305"
            scope.report.error(
                wanted, name.span, symbol.span, name=name.text, **between(symbol.grain.names, grain.names),
            )  # fmt: skip
            return None
        node = run.Item(item=symbol.names.code, via=_via(symbol, grain, scope))
        return Typed(node, _KINDS[symbol.type], symbol.unit if symbol.unit else _own(symbol), None, symbol)
    if isinstance(symbol, Indicator):
        if not grain.within(symbol.grain):
            scope.report.error(
                "EQ304", name.span, symbol.span, name=name.text, **between(symbol.grain.names, grain.names),
            )  # fmt: skip
            return None
        return Typed(run.Result(rule=symbol.names.code), "number", symbol.unit or PURE)
    shown = [s.names.shown for s in scope.vocabulary.all(Item)]
    near = closest(name.text, shown)
    scope.report.error("EQ204", name.span, name=name.text, wanted="数据项", near="、".join(near) or "—",
                       fixes=changes(name.span, near))  # fmt: skip
    return None


def _own(item: Item) -> Unit | None:
    return PURE if item.type in ("integer", "decimal") else None


def _via(item: Item, grain: Grain, scope: Scope) -> Literal["own", "lookup", "share"]:
    if item.grain.keys == grain.keys:
        return "own"
    split = scope.split
    if split and item.names.code in split.items and grain.names.code == split.section_grain:
        return "share"
    return "lookup"


def _binary(binary: tree.Binary, grain: Grain, scope: Scope) -> Typed | None:
    left, right = elaborate(binary.left, grain, scope), elaborate(binary.right, grain, scope)
    if left is None or right is None:
        return None
    for part, written in ((left, binary.left), (right, binary.right)):
        if part.kind != "number":
            scope.report.error("EQ306", written.span, name=written.span.text)
            return None
    node = run.Binary(operator=_RUN_SIGNS[binary.operator], left=left.run, right=right.run)
    if binary.operator in "+-":
        if left.unit is not None and right.unit is not None and left.unit != right.unit:
            scope.report.error("EQ301", binary.span, left=binary.left.span.text, right=binary.right.span.text)
            return None
        literal = None
        if left.literal is not None and right.literal is not None:
            literal = left.literal + right.literal if binary.operator == "+" else left.literal - right.literal
        return Typed(node, "number", left.unit or right.unit, literal)
    unit, literal = _scaled(left, right, binary.operator == "×")
    return Typed(node, "number", unit, literal)


def _scaled(left: Typed, right: Typed, times: bool) -> tuple[Unit | None, Fraction | None]:
    """Unit and literal of a product or quotient; a bare number converts the unit it meets."""
    if left.literal is not None and right.literal is not None:
        if not times and not right.literal:
            return None, None
        return None, left.literal * right.literal if times else left.literal / right.literal
    if right.literal:
        factor = right.literal if times else 1 / right.literal
        return (Unit(left.unit.dimension, left.unit.scale / factor) if left.unit else None), None
    if left.literal and times:
        return (Unit(right.unit.dimension, right.unit.scale / left.literal) if right.unit else None), None
    over, under = left.unit or PURE, right.unit or PURE
    if left.literal:
        over = Unit((), 1 / left.literal)
    if left.unit is None and right.unit is None and left.literal is None:
        return (None if times else PURE), None
    return (over * under if times else over / under), None
