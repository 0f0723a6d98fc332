"""调用 · Functions of one object's values, and aggregates over the objects below."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.compile.formulas import Scope, Typed, elaborate
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.suggest import closest
from eqrules.language import units
from eqrules.language.builtins import BUILTINS, Builtin
from eqrules.language.units import PURE
from eqrules.model.symbols import Grain, Indicator, Names, Reading, between
from eqrules.plan import expressions as run
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import expand_codes

_BUILTINS = {name_key(word): b for b in BUILTINS for word in (b.zh, b.en, *b.aliases)}


def elaborate_call(call: tree.Call, grain: Grain, scope: Scope) -> Typed | None:
    builtin = _BUILTINS.get(name_key(call.function.text))
    if builtin is None:
        near = closest(call.function.text, [w for b in BUILTINS for w in (b.zh, b.en)])
        scope.report.error("EQ209", call.function.span, name=call.function.text, near="、".join(near) or "—",
                           fixes=changes(call.function.span, near))  # fmt: skip
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
            scope.report.error("EQ305", name.span, name=name.text, **between(found.names, best.names))
            return None
    if best is None or not best.within(grain) or best.keys == grain.keys:
        has = best.names if best else Names("—")
        scope.report.error("EQ305", place, name=place.text, **between(has, grain.names))
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
