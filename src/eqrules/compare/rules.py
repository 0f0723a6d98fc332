"""逐条 · Two rules of one code: a line for each thing that differs, for the objects it differs for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eqrules.compare.cells import Place, Row, difference, paired, places, rows_at
from eqrules.compare.changes import Aspect, Change, Part
from eqrules.compare.formula import differences
from eqrules.compare.same import form, only_in, same
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, DatedLimit, Plan, Rule

Line = tuple[Aspect, str, Part, Part, tuple[str, str]]
"""Aspect, part of the formula, old, new, both bases."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new row for the same objects; one is None where the other has no partner."""

    place: Place
    old: Row | None
    new: Row | None


def pairs(plans: tuple[Plan, Plan], rules: tuple[Rule, Rule]) -> list[Pair]:
    return [
        Pair(place, old, new)
        for place in places(plans, rules)
        for old, new in paired(rows_at(rules[0], place), rows_at(rules[1], place))
    ]


def rule_changes(plans: tuple[Plan, Plan], rules: tuple[Rule, Rule]) -> list[Change]:
    """The lines of one indicator, in the order limit, formula, scope, the rest."""
    old, new = rules
    if same(old, new) and [c.about for c in old.cases] == [c.about for c in new.cases]:
        return []
    rows = pairs(plans, rules)
    made = [_change(new, line, where) for line, where in _gathered(rows)]
    if scope := _scope(rules, rows):
        made.append(scope)
    return made + [_change(new, line, ()) for line in _whole(rules)]


def _gathered(rows: list[Pair]) -> Iterator[tuple[Line, Place]]:
    """Each line once, for all objects if it is said at every place, else place by place."""
    all_places = dict.fromkeys(pair.place for pair in rows)
    found: dict[str, tuple[Line, dict[Place, None]]] = {}
    for pair in rows:
        if pair.old is not None and pair.new is not None:
            for line in _lines(pair.old.case, pair.new.case):
                key = repr((line[:2], form(line[2]), form(line[3])))
                found.setdefault(key, (line, {}))[1][pair.place] = None
    for line, where in found.values():
        if len(where) == len(all_places):
            yield line, ()
        else:
            yield from ((line, place) for place in where)


def _lines(old: Case, new: Case) -> Iterator[Line]:
    basis = (old.about.basis, new.about.basis)
    for aspect, before, after in _limits(old.limits, new.limits):
        yield aspect, "", before, after, basis
    for one in differences(old.value, new.value):
        if one.aspect != "scope":
            yield one.aspect, one.part, one.old, one.new, basis
    if not same(old.item, new.item):
        yield "formula", "", old.item, new.item, basis
    if old.decides != new.decides:
        yield "force", "", _force(old), _force(new), basis
    if old.about.status != new.about.status:
        yield "status", "", old.about.status, new.about.status, basis


def _limits(old: tuple[DatedLimit, ...], new: tuple[DatedLimit, ...]) -> Iterator[tuple[Aspect, Part, Part]]:
    if same(old, new):
        return
    if len(old) == len(new) and all(same(a.limit, b.limit) for a, b in zip(old, new, strict=True)):
        yield "dates", old, new
        return
    if len(old) != 1 or len(new) != 1 or not same(old[0].interval, new[0].interval):
        yield "limit", old, new
        return
    before, after = old[0].limit, new[0].limit
    if before.kind != "compare" or after.kind != "compare":
        yield "limit", before, after
        return
    if before.sign != after.sign:
        yield "operator", before.sign, after.sign
    if not same(before.amount, after.amount):
        yield "limit", before, after


def _force(case: Case) -> str:
    return "decides" if case.decides else "reference"


# ── for whom ─────────────────────────────────────────────────────
def _scope(rules: tuple[Rule, Rule], rows: list[Pair]) -> Change | None:
    """All that says whom the indicator is for: objects, exceptions, 适用, conditions inside both halves of a ratio."""
    old, new = rules
    before: list[Part] = [*_excepted(only_in(old.excluded, new.excluded))]
    after: list[Part] = [*_excepted(only_in(new.excluded, old.excluded))]
    where: dict[Place, None] = {}
    for pair in rows:
        gone, come = difference(pair.old, pair.new)
        if pair.old is None or pair.new is None:
            before += [pair.old.case] if pair.old else []
            after += [pair.new.case] if pair.new else []
            where[pair.place] = None
            continue
        inner = [d for d in differences(pair.old.case.value, pair.new.case.value) if d.aspect == "scope"]
        before += [*gone, *(part for one in inner for part in _several(one.old))]
        after += [*come, *(part for one in inner for part in _several(one.new))]
        if gone or come or inner:
            where[pair.place] = None
    if old.grain != new.grain:
        return _change(new, ("scope", "", old.grain, new.grain, _bases(rules)), ())
    if not before and not after:
        return None
    everywhere = len(where) in (0, len(dict.fromkeys(pair.place for pair in rows)))
    place = () if everywhere or len(where) > 1 else next(iter(where))
    return _change(new, ("scope", "", _once(before), _once(after), _bases(rules)), place)


def _excepted(conditions: tuple[e.Condition, ...]) -> list[Part]:
    return [e.Not(part=condition) for condition in conditions]


def _several(part: Part) -> tuple[Part, ...]:
    return part if isinstance(part, tuple) else (part,)


def _once(parts: list[Part]) -> Part:
    return tuple({repr(form(part)): part for part in parts if part is not None}.values())  # type: ignore[return-value]


# ── the whole rule ───────────────────────────────────────────────
def _whole(rules: tuple[Rule, Rule]) -> Iterator[Line]:
    old, new = rules
    basis = _bases(rules)
    if old.determination != new.determination:
        yield "determination", "", old.determination, new.determination, basis
    if old.digits != new.digits:
        yield "rounding", "", str(old.digits), str(new.digits), basis
    if old.group != new.group:
        yield "aggregation", "", old.group, new.group, basis
    if old.several != new.several:
        yield "relaxation", "", old.several, new.several, basis
    before, after = ({r.id: r for r in rule.relaxations} for rule in rules)
    for code in dict.fromkeys([*before, *after]):
        a, b = before.get(code), after.get(code)
        if a is not None and b is not None and not same(a.interval, b.interval):
            yield "dates", "", a.interval, b.interval, (a.about.basis, b.about.basis)
            b = b.model_copy(update={"interval": a.interval})
        if not same(a, b):
            yield "relaxation", "", a, b, (a.about.basis if a else "", b.about.basis if b else "")


def _bases(rules: tuple[Rule, Rule]) -> tuple[str, str]:
    return rules[0].about.basis, rules[1].about.basis


def _change(rule: Rule, line: Line, where: Place) -> Change:
    aspect, part, old, new, basis = line
    return Change("rule", rule.id, aspect, old, new, rule.about, part, where, basis)  # type: ignore[arg-type]
