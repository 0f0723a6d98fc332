"""改标准 · A limit or its force replaced, where it is what the row says it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from eqrules.compile.amend.cases import parted, reach, within
from eqrules.compile.amendments import Change
from eqrules.compile.effects import of_limits, same_limit
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope, Typed
from eqrules.compile.limits import Owner, limits_of
from eqrules.compile.parts import Parts
from eqrules.diagnostics.fixes import changes as choose
from eqrules.language import units
from eqrules.language.effects import Effect
from eqrules.model.symbols import Grain, Indicator, Item
from eqrules.plan import expressions as run
from eqrules.plan.plan import About, Case, DatedLimit, Limit, Rule
from eqrules.syntax import tree

_Pair = tuple[run.Condition | None, Limit, Limit, run.Expression | None]


def amend_limit(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """The new limit in place of the old one; of a layer, or a row with days of its own, only on these days."""
    if change.code in parts.targets:
        return _of_target(change, parts, scope)
    rule, symbol = parts.rules[change.code], scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Indicator)
    read, where = within(change, symbol.grain, scope)
    pairs = limit_pairs(change, rule, symbol, scope) if read else []
    cases, effects = list(rule.cases), set[Effect]()
    for value, old, new, amount in pairs:
        made: list[Case] = []
        found: list[Limit] = []
        for case in cases:
            held = in_force(case, change.days.start)
            if held is None or "none" in (reach(case.when, where), reach(case.when, value)):
                made.append(case)
                continue
            found.append(held.limit)
            if not same_limit(held.limit, old):
                made.append(case)
                continue
            inside, outside = parted(case, where, scope)
            rest = None
            if inside is not None:
                inside, rest = parted(inside, value, scope)
            made += [c for c in (outside, rest) if c is not None]
            if inside is not None:
                _warn_later(inside, held, change, scope)
                effects.add(of_limits(held.limit, new))
                made.append(_limited(inside, held, new, amount, change))
        cases = made
        if not any(same_limit(limit, old) for limit in found):
            refuse_old(change, [limit.text for limit in found], parts, scope)
            return None
    if not pairs:
        return None
    parts.rules[rule.id] = rule.model_copy(update={"cases": tuple(cases)})
    return effects.pop() if len(effects) == 1 else "undecided"


def _warn_later(case: Case, held: DatedLimit, change: Change, scope: Scope) -> None:
    """EQ428: the parent has another limit from a later day on, of which this row says nothing."""
    for other in case.limits:
        start = other.interval.start
        if other is not held and change.days.start and start > change.days.start and change.action != "RESTATE":
            scope.report.warn("EQ428", change.row.span, day=start, later=other.limit.text, **change.facts())


def _of_target(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """The share of counties that a target asks for."""
    target = parts.targets[change.code]
    top = next(g for g in scope.vocabulary.all(Grain) if not g.parent)
    owner = Owner(top, units.PURE, "%", Typed(run.Number(value="0"), "number", units.PURE))
    old, new = (limits_of(c, owner, scope) for c in (change.old, change.new))  # type: ignore[arg-type]
    if len(old) != 1 or len(new) != 1:
        return None
    if not same_limit(target.limit, old[0][1]):
        refuse_old(change, [target.limit.text], parts, scope)
        return None
    told = target.about if change.action == "RESTATE" else about_of(target.about, change)
    parts.targets[target.id] = target.model_copy(update={"limit": new[0][1], "about": told})
    return of_limits(target.limit, new[0][1])


def refuse_old(change: Change, has: Iterable[str], parts: Parts, scope: Scope, said: str = "") -> None:
    """EQ410: the parent says something else, with both places. `has`: texts that may stand there instead;
    `said`: how it is told where that is not what would be written."""
    choices = list(dict.fromkeys(text for text in has if text))
    cell = change.place("OLD_LIMIT")
    known = scope.vocabulary.ruleset.symbols.get(change.code)
    earlier = [a.span for a in scope.vocabulary.ruleset.amendments
               if a.code == change.code and a.part == change.part][-1:]  # fmt: skip
    places = earlier or ([known.span] if known is not None else [])
    name = f"{change.code} {known.names.shown}" if known is not None else change.code
    scope.report.error("EQ410", cell, *places, name=name, old=change.said("OLD_LIMIT"),
                       has=said or "、".join(choices) or "—", day=change.days.start or "—",
                       fixes=choose(cell, choices))  # fmt: skip


def in_force(case: Case, start: str) -> DatedLimit | None:
    """The limit of that day; without a day, the last one."""
    if not start:
        return case.limits[-1]
    return next((d for d in case.limits if d.interval.covers(date.fromisoformat(start))), None)


def limit_pairs(change: Change, rule: Rule, symbol: Indicator, scope: Scope) -> list[_Pair]:
    """(for which objects, old limit, new limit, the value they test)."""
    made = []
    owner = _owner(rule, symbol, scope)
    for content in (change.old, change.new):
        if not isinstance(content, tree.Bound | tree.PerValue | tree.OneOf | tree.Special):
            return []
        made.append(limits_of(content, owner, scope))
    old, new = made
    if not old or not new:
        return []
    if len(old) == 1 and old[0][0] is None:
        old = [(when, old[0][1], old[0][2]) for when, _, _ in new]
    elif len(new) == 1 and new[0][0] is None:
        new = [(when, new[0][1], new[0][2]) for when, _, _ in old]
    return [(w, one, other, value) for w, one, _ in old for when, other, value in new if when == w]


def _owner(rule: Rule, symbol: Indicator, scope: Scope) -> Owner:
    """What the limits of this rule test."""
    value: Typed | None = None
    for case in rule.cases:
        item = scope.vocabulary.ruleset.symbols.get(case.item.item) if case.item else None
        if isinstance(item, Item) and case.item is not None:
            value = Typed(case.item, "yes_no" if item.type == "yes_no" else "list", None, None, item)
        elif case.value is not None and value is None:
            value = Typed(case.value, "number", symbol.unit or units.PURE)
    return Owner(symbol.grain, symbol.unit, symbol.unit_word, value)


def _limited(case: Case, held: DatedLimit, new: Limit, value: run.Expression | None, change: Change) -> Case:
    if change.action == "RESTATE":
        return case
    if change.passing:
        made = (DatedLimit(limit=new, interval=change.days), *case.limits)
        return case.model_copy(update={"limits": made})
    limits = tuple(d.model_copy(update={"limit": new}) if d is held else d for d in case.limits)
    before = held.limit.kind == "none" or case.decides
    ranked = isinstance(value, run.Rank)
    return case.model_copy(update={
        "limits": limits, "decides": before and new.kind != "none", "about": about_of(case.about, change),
        "value": value if ranked else case.value,
    })  # fmt: skip


def about_of(old: About, change: Change) -> About:
    """The papers of a part that this change has written anew."""
    return old.model_copy(update={
        "basis": change.row.text("BASIS") or change.section.text("BASIS"), "status": change.status,
        "note": change.row.text("NOTE"), "origin": change.origin,
    })  # fmt: skip


_FORCE = ("DECIDES", "REFERENCE")


def amend_force(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """应当 decides, 参考 does not: the rows within the range, all of which must be what the row says."""
    rule, symbol = parts.rules[change.code], scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Indicator)
    read, where = within(change, symbol.grain, scope)
    old, new = (
        fixed(change.row.text(t) or change.row.text("OLD_LIMIT"), _FORCE, change.place(t), scope.report)
        for t in ("OLD_LIMIT", "NEW")
    )
    if not read or old is None or new is None:
        return None
    cases: list[Case] = []
    found = False
    for case in rule.cases:
        inside, outside = parted(case, where, scope) if case.decides == (old == "DECIDES") else (None, case)
        cases += [c for c in (outside,) if c is not None]
        if inside is not None:
            found = True
            told = inside.about if change.action == "RESTATE" else about_of(inside.about, change)
            cases.append(inside.model_copy(update={"decides": new == "DECIDES", "about": told}))
    if not found:
        refuse_old(change, ["参考" if old == "DECIDES" else "应当"], parts, scope)
        return None
    parts.rules[rule.id] = rule.model_copy(update={"cases": tuple(cases)})
    return "equal" if old == new else "stricter" if new == "DECIDES" else "looser"
