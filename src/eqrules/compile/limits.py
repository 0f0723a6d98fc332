"""标准 · Limits as written to limits as run, and which objects each is for."""

from __future__ import annotations

from dataclasses import dataclass

from eqrules.compile.conditions import elaborate_bound, sign_of, words_of
from eqrules.compile.formulas import Scope, Typed
from eqrules.compile.items import value_condition
from eqrules.diagnostics.fixes import change
from eqrules.language.units import Unit
from eqrules.model.symbols import Grain, Item
from eqrules.plan import expressions as run
from eqrules.plan.plan import Limit
from eqrules.syntax import tree

FITS = "符合"


@dataclass(frozen=True, slots=True)
class Owner:
    """What a limit belongs to: the row's unit, its grain, and the value it tests."""

    grain: Grain
    unit: Unit | None
    unit_word: str
    value: Typed | None


def limits_of(
    content: tree.Limit, owner: Owner, scope: Scope
) -> list[tuple[run.Condition | None, Limit, run.Expression | None]]:
    """(for which objects, limit, the value it tests) of one cell; empty after an error."""
    if isinstance(content, tree.PerValue):
        made: list[tuple[run.Condition | None, Limit, run.Expression | None]] = []
        for value, bound in content.parts:
            when = value_condition(value.text, owner.grain, value.span, scope)
            found = _bound(bound, owner, scope)
            if when is None or found is None:
                return []
            made.append((when, *found))
        return made if _all_values(content, owner, scope) else []
    if isinstance(content, tree.Bound):
        found = _bound(content, owner, scope)
        return [(None, *found)] if found else []
    return _of_words(content, owner, scope)


def _all_values(content: tree.PerValue, owner: Owner, scope: Scope) -> bool:
    """小学…;初中…: each value of the list once, none forgotten."""
    said = [scope.vocabulary.value(value.text) for value, _ in content.parts]
    lists = [
        i.canonical for i in scope.vocabulary.all(Item) if i.names.code in owner.grain.keys and said[0] in i.canonical
    ]
    wanted = lists[0] if lists else ()
    if sorted(said) != sorted(wanted):
        scope.report.error("EQ318", content.span, said="、".join(said), wanted="、".join(wanted))
    return sorted(said) == sorted(wanted)


def _of_words(
    content: tree.OneOf | tree.Special, owner: Owner, scope: Scope
) -> list[tuple[run.Condition | None, Limit, run.Expression | None]]:
    text = content.span.text
    value = owner.value
    if isinstance(content, tree.OneOf):
        if value is None or value.item is None:
            scope.report.error("EQ306", content.span, name=text)
            return []
        words = words_of(content.values, value.item, scope)
        return [(None, Limit(kind="one_of", values=words, text=text), None)] if words else []
    if content.kind == "report_only":
        return [(None, Limit(kind="none", text=text), value.run if value else None)]
    if content.kind == "unknown":
        return [(None, Limit(kind="unknown", text=text), value.run if value else None)]
    return [(None, Limit(kind="one_of", values=(FITS,), text=text), None)]


def _bound(bound: tree.Bound, owner: Owner, scope: Scope) -> tuple[Limit, run.Expression | None] | None:
    value = owner.value
    if value is None:
        if sign_of(bound, scope) is not None:
            scope.report.error("EQ313", bound.span, name=bound.span.text)
        return None
    if isinstance(bound.value, tree.Number) and not bound.value.unit and owner.unit_word == "%":
        place = bound.value.span
        scope.report.error("EQ307", place, text=place.text, fixes=[change(place, f"{place.text}%")])
        return None
    found = elaborate_bound(bound, value, owner.grain, scope, bound.span, f"指标单位 {owner.unit_word or '无单位'}")
    if found is None:
        return None
    sign, left, right = found
    return Limit(kind="compare", sign=sign, amount=right, text=bound.span.text), left
