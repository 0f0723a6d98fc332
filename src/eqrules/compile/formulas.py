"""算式 · Formulas as written to formulas as run, with their types, units and objects checked on the way.

A formula is elaborated at an object (grain): names of the same object are its own, names of an object it
belongs to are looked up, names of objects below need an aggregate. A bare number in a product is a
conversion (×100 for 每百名, ×10000 for 万元): the unit that comes out must be the one the row declares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from eqrules.compile.vocabulary import Vocabulary
from eqrules.diagnostics.report import Report
from eqrules.language import units
from eqrules.language.builtins import BUILTINS, Builtin
from eqrules.language.units import PURE, Unit
from eqrules.model.symbols import Grain, Indicator, Item, Reading
from eqrules.plan import expressions as run
from eqrules.plan.plan import Split
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import fold, name_key

_BUILTINS = {name_key(word): b for b in BUILTINS for word in (b.zh, b.en, *b.aliases)}
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
            return _call(formula, grain, scope)


def _number(number: tree.Number, scope: Scope) -> Typed | None:
    node = run.Number(value=str(number.value))
    if number.unit == "%":
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
                wanted, name.span, symbol.span, name=name.text, has=symbol.grain.names.shown,
                at=grain.names.shown,
            )  # fmt: skip
            return None
        node = run.Item(item=symbol.names.code, via=_via(symbol, grain, scope))
        return Typed(node, _KINDS[symbol.type], symbol.unit if symbol.unit else _own(symbol), None, symbol)
    if isinstance(symbol, Indicator):
        if not grain.within(symbol.grain):
            scope.report.error(
                "EQ304", name.span, symbol.span, name=name.text, has=symbol.grain.names.shown,
                at=grain.names.shown,
            )  # fmt: skip
            return None
        return Typed(run.Result(rule=symbol.names.code), "number", symbol.unit or PURE)
    shown = [s.names.shown for s in scope.vocabulary.all(Item)]
    from eqrules.diagnostics.suggest import closest

    scope.report.error("EQ204", name.span, name=name.text, wanted="数据项",
                       near="、".join(closest(name.text, shown)) or "—")  # fmt: skip
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


# ── calls ────────────────────────────────────────────────────────
def _call(call: tree.Call, grain: Grain, scope: Scope) -> Typed | None:
    builtin = _BUILTINS.get(name_key(call.function.text))
    if builtin is None:
        from eqrules.diagnostics.suggest import closest

        near = closest(call.function.text, [w for b in BUILTINS for w in (b.zh, b.en)])
        scope.report.error("EQ209", call.function.span, name=call.function.text, near="、".join(near) or "—")
        return None
    return (_single if builtin.kind == "single" else _aggregate)(builtin, call, grain, scope)


def _single(builtin: Builtin, call: tree.Call, grain: Grain, scope: Scope) -> Typed | None:
    plain = [a for a in call.arguments if isinstance(a, tree.Name | tree.Number | tree.Binary | tree.Call)]
    if len(plain) != builtin.arguments or len(plain) != len(call.arguments):
        scope.report.error("EQ311", call.span, name=builtin.zh, name_en=builtin.en,
                           wanted=str(builtin.arguments), given=str(len(call.arguments)))  # fmt: skip
        return None
    parts = [elaborate(argument, grain, scope) for argument in plain]
    if any(part is None for part in parts):
        return None
    typed = [part for part in parts if part is not None]
    wanted = "date" if builtin.unit == "years" else "number"
    for part, written in zip(typed, plain, strict=True):
        if part.kind != wanted:
            scope.report.error("EQ306", written.span, name=written.span.text)
            return None
    node = run.Call(function=builtin.id, arguments=tuple(part.run for part in typed))
    if builtin.unit == "years":
        year = units.lookup("年")
        return Typed(node, "number", year.unit if year else None)
    found = [part.unit for part in typed if part.unit is not None]
    if any(unit != found[0] for unit in found):
        scope.report.error("EQ301", call.span, left=plain[0].span.text, right=plain[-1].span.text)
        return None
    return Typed(node, "number", found[0] if found else None)


def _aggregate(builtin: Builtin, call: tree.Call, grain: Grain, scope: Scope) -> Typed | None:
    from eqrules.compile.conditions import elaborate_condition

    subject = next((a for a in call.arguments if not isinstance(a, tree.Weighting)), None)
    weighting = next((a for a in call.arguments if isinstance(a, tree.Weighting)), None)
    extra = len(call.arguments) - (subject is not None) - (weighting is not None)
    if subject is None or extra or (weighting and builtin.takes != "weighted"):
        scope.report.error("EQ311", call.span, name=builtin.zh, name_en=builtin.en, wanted="1",
                           given=str(len(call.arguments)))  # fmt: skip
        return None
    if builtin.id == "cv" and weighting is None:
        scope.report.error("EQ309", call.span, name=builtin.zh)
        return None
    if isinstance(subject, tree.Range):
        return _over_range(builtin, subject, grain, scope)
    of, where = (subject.of, subject.where) if isinstance(subject, tree.Filtered) else (subject, None)
    below = _finest([of, where, weighting.by if weighting else None], grain, call.span, scope)
    if below is None:
        return None
    symbol = scope.vocabulary.by_name.get(name_key(of.text)) if isinstance(of, tree.Name) else None
    inner: Typed | None = None
    if not isinstance(symbol, Grain):
        inner = elaborate(of, below, scope)
        if inner is None:
            return None
        if inner.kind != "number" or builtin.takes == "objects":
            scope.report.error("EQ311" if builtin.takes == "objects" else "EQ306", of.span, name=of.span.text,
                               name_en=of.span.text, wanted="对象", given=of.span.text)  # fmt: skip
            return None
    elif builtin.takes != "objects":
        scope.report.error("EQ306", of.span, name=of.span.text)
        return None
    condition = elaborate_condition(where, below, scope) if where is not None else None
    by = elaborate(weighting.by, below, scope) if weighting and weighting.by is not None else None
    if (where is not None and condition is None) or (weighting and weighting.by is not None and by is None):
        return None
    node = run.Aggregate(
        function=builtin.id,
        grain=below.names.code,
        of=inner.run if inner else None,
        where=condition,
        weighting=weighting.kind if weighting else "none",
        by=by.run if by else None,
    )
    unit = {"same": inner.unit if inner else None, "pure": PURE, "count": None, "years": None}[builtin.unit]
    return Typed(node, "number", unit)


def _over_range(builtin: Builtin, subject: tree.Range, grain: Grain, scope: Scope) -> Typed | None:
    rules = rules_of(subject, scope)
    if rules is None:
        return None
    parts = [elaborate(tree.Name(rule.names.code, subject.span), grain, scope) for rule in rules]
    if any(part is None for part in parts):
        return None
    node = run.Several(function=builtin.id, values=tuple(part.run for part in parts if part))
    return Typed(node, "number", parts[0].unit if parts and parts[0] else None)


def rules_of(subject: tree.Range | tree.Name, scope: Scope) -> list[Indicator] | None:
    """The indicators from R1 to R7, in code order; None after an error."""
    from eqrules.syntax.declare import expand_codes

    if isinstance(subject, tree.Name):
        symbol = scope.vocabulary.find(subject.text, Indicator, subject.span, scope.report, "指标")
        return [symbol] if symbol else None
    codes = expand_codes(f"{subject.first.text}至{subject.last.text}")
    if len(codes) < 2:
        scope.report.error("EQ205", subject.span, first=subject.first.text, last=subject.last.text)
        return None
    found = [scope.vocabulary.find(c, Indicator, subject.span, scope.report, "指标") for c in codes]
    return [f for f in found if f] if all(found) else None


# ── which objects ────────────────────────────────────────────────
def _finest(parts: list[tree.Formula | tree.Condition | None], grain: Grain, place: Span, scope: Scope) -> Grain | None:
    """The objects an aggregate runs over: the finest that its names speak of, below `grain`."""
    best: Grain | None = None
    for name in (n for part in parts if part is not None for n in names_in(part)):
        symbol = scope.vocabulary.by_name.get(name_key(name.text))
        found = symbol if isinstance(symbol, Grain) else getattr(symbol, "grain", None)
        if not isinstance(found, Grain) or isinstance(symbol, Reading):
            continue
        if best is None or found.within(best):
            best = found if best is None or found.keys != best.keys else best
        elif not best.within(found):
            scope.report.error("EQ305", name.span, name=name.text, has=found.names.shown, at=best.names.shown)
            return None
    if best is None or not best.within(grain) or best.keys == grain.keys:
        scope.report.error("EQ305", place, name=place.text, has=best.names.shown if best else "—",
                           at=grain.names.shown)  # fmt: skip
        return None
    return best


def names_in(node: object) -> Iterator[tree.Name]:
    """The names a formula or condition speaks of itself; what stands inside its aggregates is theirs."""
    match node:
        case tree.Name():
            yield node
        case tree.Binary(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case tree.Call(function, arguments):
            builtin = _BUILTINS.get(name_key(function.text))
            if builtin is not None and builtin.kind == "single":
                for argument in arguments:
                    yield from names_in(argument)
        case tree.Comparison(left, bound):
            yield from names_in(left)
            yield from names_in(bound.value)
        case tree.Among(left, _, _):
            yield from names_in(left)
        case tree.HasVerdict(name, _):
            yield name
        case tree.Junction(_, parts):
            for part in parts:
                yield from names_in(part)
        case tree.Negation(part):
            yield from names_in(part)
        case _:
            return
