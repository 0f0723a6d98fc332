"""数据项 · Data items, derived items, checks, splits and merges, ready to run."""

from __future__ import annotations

from typing import Literal, cast

from eqrules.compile.about import about
from eqrules.compile.calls import names_in
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope, elaborate
from eqrules.compile.vocabulary import names_of
from eqrules.diagnostics.fixes import change
from eqrules.language import units
from eqrules.language.units import PURE
from eqrules.model.symbols import Grain, Item, Names
from eqrules.plan import expressions as run
from eqrules.plan import plan
from eqrules.plan.walk import items_in
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key

_LOWER = {">=": "minimum", "<=": "maximum"}


def grains(scope: Scope, origin: str) -> tuple[plan.Grain, ...]:
    return tuple(
        plan.Grain(
            id=g.names.code, keys=g.keys, key_item=g.key_item, parent=g.parent, may_lack=g.may_lack,
            about=about(g.names, None, origin, scope.report),
        )
        for g in scope.vocabulary.all(Grain)
    )  # fmt: skip


def item(row: tree.Row, lang: str, origin: str, scope: Scope) -> plan.ItemSpec | None:
    """One row of 数据项."""
    symbol = scope.vocabulary.ruleset.symbols.get(row.text("CODE"))
    if not isinstance(symbol, Item):
        return None
    allowed = row.get("RANGE")
    low = high = ""
    none = False
    for part in allowed.parts if isinstance(allowed, tree.Allowed) else ():
        match part:
            case tree.Bound(sign, _, value) if isinstance(value, tree.Number) and sign in _LOWER:
                low, high = (str(value.value), high) if sign == ">=" else (low, str(value.value))
            case tree.Between(first, last):
                low, high = str(first), str(last)
            case tree.MayBeNone():
                none = True
            case _:
                scope.report.error("EQ116", part.span, text=part.span.text)
    entry = units.lookup(symbol.unit_word) if symbol.unit_word else None
    return plan.ItemSpec(
        id=symbol.names.code,
        grain=symbol.grain.names.code,
        type=symbol.type,
        unit=symbol.unit_word,
        whole=symbol.whole,
        additive=bool(entry and entry.additive and symbol.type in ("integer", "decimal")),
        values=symbol.canonical,
        values_en=tuple(en for _, en in symbol.values),
        ranked=symbol.ranked,
        minimum=low,
        maximum=high,
        may_be_none=none,
        about=about(symbol.names, row, origin, scope.report),
    )


def derived(rows: list[tuple[tree.Row, str, str, tree.Section]], scope: Scope) -> plan.Derived | None:
    """All rows of one derived item, in order."""
    row, lang, origin, section = rows[0]
    symbol = scope.vocabulary.ruleset.symbols.get(row.text("CODE"))
    if not isinstance(symbol, Item):
        return None
    variants: list[plan.Variant] = []
    for one, _, _, _ in rows:
        applies = one.get("APPLIES")
        base = condition_of(applies, symbol.grain, scope) if applies is not None else None
        if applies is not None and base is None:
            return None
        for when, content, place in _formulas(one, symbol, scope):
            variant = variant_of(symbol, both(base, when), content, place, scope)
            if variant is None:
                return None
            variants.append(variant)
    if not variants:
        scope.report.error("EQ313", row.span, name=symbol.names.shown)
        return None
    entry = units.lookup(symbol.unit_word) if symbol.unit_word else None
    return plan.Derived(
        id=symbol.names.code,
        grain=symbol.grain.names.code,
        type=symbol.type if symbol.type in ("integer", "yes_no") else "decimal",
        unit=symbol.unit_word,
        whole=bool(entry and entry.whole),
        variants=tuple(variants),
        about=about(names_of(row, lang), row, origin, scope.report, section.lines),
    )


def both(left: run.Condition | None, right: run.Condition | None) -> run.Condition | None:
    if left is None or right is None:
        return left if right is None else right
    return run.All(parts=(left, right))


def variant_of(
    symbol: Item, when: run.Condition | None, content: object, place: Span, scope: Scope
) -> plan.Variant | None:
    """One way to compute a derived item, its unit checked against the declared one."""
    if symbol.type == "yes_no":
        holds = condition_of(content, symbol.grain, scope)
        return plan.Variant(when=when, holds=holds) if holds is not None else None
    if not isinstance(content, tree.Name | tree.Number | tree.Binary | tree.Call):
        scope.report.error("EQ306", place, name=place.text)
        return None
    typed = elaborate(content, symbol.grain, scope)
    if typed is None:
        return None
    if typed.kind != "number":
        scope.report.error("EQ306", place, name=place.text)
        return None
    if not fits_unit(typed.unit, symbol.unit or PURE, place, symbol.unit_word, scope):
        return None
    return plan.Variant(when=when, value=typed.run)


def fits_unit(found: units.Unit | None, declared: units.Unit, place: Span, word: str, scope: Scope) -> bool:
    """True if the formula's unit is the declared one; else the fitting finding."""
    if found is None or found == declared:
        return True
    if found.dimension != declared.dimension:
        scope.report.error("EQ302", place, unit=word or "无单位", has=units.described(found), name=place.text)
    else:
        factor = found.scale / declared.scale
        less = factor < 1
        scope.report.error(
            "EQ303", place, unit=word or "无单位", name=place.text,
            change=f"多乘了 {1 / factor}" if less else f"少乘了 {factor}",
            change_en=f"a factor {1 / factor} too many" if less else f"a factor {factor} is missing",
            fixes=() if less else [change(place, f"{place.text}×{factor}")],
        )  # fmt: skip
    return False


def _formulas(row: tree.Row, symbol: Item, scope: Scope) -> list[tuple[run.Condition | None, object, Span]]:
    """The 计算 cell, or one per list value (`计算:小学`)."""
    found: list[tuple[run.Condition | None, object, Span]] = []
    for cell in row.cells:
        if cell.column.token == "FORMULA" and cell.content is not None:
            when = value_condition(cell.column.name, symbol.grain, cell.column.span, scope)
            if cell.column.name and when is None:
                continue
            found.append((when, cell.content, cell.span))
    return found


def value_condition(value: str, grain: Grain, place: Span, scope: Scope) -> run.Condition | None:
    """`小学` as a column: the key item of the objects that has this value."""
    if not value:
        return None
    for key in scope.vocabulary.all(Item):
        if key.type != "list" or key.names.code not in grain.keys:
            continue
        for canonical, pair in zip(key.canonical, key.values, strict=True):
            if name_key(value) in {name_key(word) for word in pair if word}:
                return run.Among(item=run.Item(item=key.names.code, via="key"), values=(canonical,))
    scope.report.error("EQ312", place, value=value, at=grain.names.shown, at_en=grain.names.shown_en)
    return None


def condition_of(content: object, grain: Grain, scope: Scope) -> run.Condition | None:
    if isinstance(content, tree.Comparison | tree.Among | tree.HasVerdict | tree.Junction | tree.Negation):
        return elaborate_condition(content, grain, scope)
    span = cast(Span, getattr(content, "span", None))
    scope.report.error("EQ314", span, name=span.text if span else "")
    return None


# ── checks ───────────────────────────────────────────────────────
_LEVELS: dict[str, Literal["logical", "experience"]] = {"LOGICAL": "logical", "EXPERIENCE": "experience"}


def check(row: tree.Row, lang: str, origin: str, scope: Scope) -> plan.Check | None:
    """One row of 校验, at the finest object its names speak of."""
    content = row.get("RELATION")
    level = fixed(row.text("LEVEL"), tuple(_LEVELS), row.place("LEVEL"), scope.report)
    if level is None or content is None:
        return None
    finest: Grain | None = None
    items: list[str] = []
    for name in names_in(content):
        symbol = scope.vocabulary.by_name.get(name_key(name.text))
        found = symbol if isinstance(symbol, Grain) else getattr(symbol, "grain", None)
        if isinstance(found, Grain) and (finest is None or found.within(finest)):
            finest = found
    if finest is None:
        finest = next(g for g in scope.vocabulary.all(Grain) if not g.parent)
    holds = condition_of(content, finest, scope)
    if holds is None:
        return None
    items = sorted(set(items_in(holds)))
    names = Names(row.text("CODE"), row.place("RELATION").text if lang == "zh" else "",
                  row.place("RELATION").text if lang == "en" else "")  # fmt: skip
    return plan.Check(
        id=row.text("CODE"), grain=finest.names.code, level=_LEVELS[level], holds=holds,
        items=tuple(items), about=about(names, row, origin, scope.report),
    )  # fmt: skip


def refuse_twice(rows: list[tuple[tree.Row, str, str, tree.Section]], scope: Scope, token: str = "CODE") -> None:
    """Each check, target and relaxation has a code of its own; rows of one relaxation share theirs."""
    seen: dict[str, Span] = {}
    for row, _, _, _ in rows:
        code, place = row.text(token), row.place(token)
        symbol = scope.vocabulary.ruleset.symbols.get(code)
        known = symbol.span if symbol else place if token == "RELAXATION" else seen.setdefault(code, place)
        if code and known != place:
            scope.report.error("EQ202", place, known, name=code)
