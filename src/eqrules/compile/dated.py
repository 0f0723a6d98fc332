"""分期与放宽 · Limits that hold for a time, and limits and formulas that give way under a condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eqrules.compile.about import about, status_of
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.dates import columns
from eqrules.compile.effects import of_limits
from eqrules.compile.formulas import Scope, Typed
from eqrules.compile.items import both, value_condition, variant_of
from eqrules.compile.limits import Owner, limits_of
from eqrules.compile.memory import RowIn
from eqrules.compile.rules import is_condition
from eqrules.language import units
from eqrules.model.symbols import Indicator, Item, Names
from eqrules.plan import expressions as run
from eqrules.plan import plan
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import expand_codes


def dated(made: dict[str, plan.Rule], rows: Sequence[RowIn], scope: Scope) -> dict[str, plan.Rule]:
    """Dated limits stand before the undated one, for the case they are written for."""
    dated_rules = dict(made)
    for row, _, _, _ in rows:
        status_of(row, scope.report)
        for code in expand_codes(row.text("CODE")):
            symbol = scope.vocabulary.find(code, Indicator, row.place("CODE"), scope.report, "指标")
            if symbol is not None and symbol.names.code in dated_rules:
                name = symbol.names.code
                dated_rules[name] = _dated(dated_rules[name], symbol, row, scope)
    return dated_rules


def _dated(rule: plan.Rule, symbol: Indicator, row: tree.Row, scope: Scope) -> plan.Rule:
    cases = list(rule.cases)
    days = columns(row.get("FROM"), row.get("UNTIL"), scope.report)
    for cell in row.cells:
        if cell.content is None or not (cell.column.token == "LIMIT" or not cell.column.token):
            continue
        column = value_condition(cell.column.name, symbol.grain, cell.column.span, scope)
        for at, case in enumerate(cases):
            if column is not None and not _for_value(case.when, column):
                continue
            value = Typed(case.value, "number", symbol.unit or units.PURE) if case.value else None
            owner = Owner(symbol.grain, symbol.unit, symbol.unit_word, value)
            for _, limit, _ in limits_of(cell.content, owner, scope):  # type: ignore[arg-type]
                for known in case.limits[:-1]:
                    if _overlap(known.interval, days):
                        scope.report.error("EQ403", row.span, name=rule.id)
                added = plan.DatedLimit(limit=limit, interval=days)
                cases[at] = cases[at].model_copy(update={"limits": (added, *cases[at].limits)})
    return rule.model_copy(update={"cases": tuple(cases)})


def _for_value(when: run.Condition | None, column: run.Condition) -> bool:
    return when == column or (isinstance(when, run.All) and any(_for_value(p, column) for p in when.parts))


def _overlap(left: plan.Interval, right: plan.Interval) -> bool:
    return (not left.end or not right.start or right.start <= left.end) and (
        not right.end or not left.start or left.start <= right.end
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """An old and a new cell, with their places; `name` of the relaxation, and when and for whom it holds."""

    name: str
    when: run.Condition
    days: plan.Interval
    meant: plan.About
    old: tree.Content | None
    new: tree.Content | None
    places: tuple[Span, Span]


def relax(rows: Sequence[RowIn], made: dict[str, plan.Rule], derived: dict[str, plan.Derived], scope: Scope) -> None:
    """放宽: another limit for an indicator, another formula for a derived item, under a condition."""
    for number, (row, _, origin, section) in enumerate(rows, 1):
        code = row.text("CODE")
        symbol = scope.vocabulary.by_name.get(name_key(code))
        name = row.text("RELAXATION") or f"{code}.{number}"
        when = row.get("WHEN")
        if not isinstance(symbol, Indicator | Item) or symbol.names.code not in {*made, *derived}:
            scope.vocabulary.find(code, Indicator, row.place("CODE"), scope.report, "指标、派生项")
            continue
        condition = elaborate_condition(when, symbol.grain, scope) if is_condition(when) else None  # type: ignore[arg-type]
        if condition is None:
            continue
        meant = about(Names(name), row, origin, scope.report, section.lines)
        exchange = Exchange(
            name, condition, columns(row.get("FROM"), row.get("UNTIL"), scope.report), promised(meant, row),
            row.get("OLD_LIMIT"), row.get("NEW_LIMIT"), (row.place("OLD_LIMIT"), row.place("NEW_LIMIT")),
        )  # fmt: skip
        relax_one(symbol, exchange, made, derived, scope)


def promised(meant: plan.About, row: tree.Row) -> plan.About:
    """附带要求 is told with the notes."""
    if not row.text("PROMISE"):
        return meant
    return meant.model_copy(update={"note": "；".join(filter(None, (meant.note, row.text("PROMISE"))))})


def relax_one(
    symbol: Indicator | Item, exchange: Exchange, made: dict[str, plan.Rule], derived: dict[str, plan.Derived],
    scope: Scope,
) -> bool:  # fmt: skip
    """True if the relaxation was added to the indicator or derived item."""
    if isinstance(symbol, Item):
        return _relax_item(symbol, exchange, derived, scope)
    return _relax_rule(symbol, exchange, made, scope)


def _relax_item(symbol: Item, exchange: Exchange, derived: dict[str, plan.Derived], scope: Scope) -> bool:
    code = symbol.names.code
    old = variant_of(symbol, None, exchange.old, exchange.places[0], scope)
    new = variant_of(symbol, None, exchange.new, exchange.places[1], scope)
    if old is None or new is None:
        return False
    matching = [v for v in derived[code].variants if v.value == old.value and not v.relaxation]
    if not matching:
        scope.report.error("EQ402", exchange.places[0], symbol.span, name=symbol.names.shown,
                           old=exchange.places[0].text)  # fmt: skip
        return False
    added = [
        new.model_copy(
            update={"when": both(exchange.when, v.when), "relaxation": exchange.name, "interval": exchange.days}
        )
        for v in matching
    ]
    relaxed = [v for v in derived[code].variants if v.relaxation]
    plain = [v for v in derived[code].variants if not v.relaxation]
    derived[code] = derived[code].model_copy(update={"variants": (*relaxed, *added, *plain)})
    return True


def _relax_rule(symbol: Indicator, exchange: Exchange, made: dict[str, plan.Rule], scope: Scope) -> bool:
    rule = made[symbol.names.code]
    value = next((c.value for c in rule.cases if c.value is not None), None)
    owner = Owner(symbol.grain, symbol.unit, symbol.unit_word,
                  Typed(value, "number", symbol.unit or units.PURE) if value else None)  # fmt: skip
    old, new = exchange.old, exchange.new
    if not isinstance(old, tree.Bound) or not isinstance(new, tree.Bound):
        scope.report.error("EQ118", exchange.places[0].to(exchange.places[1]), name=symbol.names.shown)
        return False
    olds, news = limits_of(old, owner, scope), limits_of(new, owner, scope)
    if not olds or not news:
        return False
    tightens = of_limits(olds[0][1], news[0][1]) == "stricter"
    if tightens:
        scope.report.error("EQ408", exchange.places[1], old=old.span.text, new=new.span.text)
    known = [d.limit for case in rule.cases for d in case.limits]
    if not any((k.sign, k.amount) == (olds[0][1].sign, olds[0][1].amount) for k in known):
        shown = "、".join(dict.fromkeys(k.text for k in known))
        scope.report.error("EQ402", exchange.places[0], symbol.span, name=symbol.names.shown,
                           old=exchange.places[0].text, has=shown)  # fmt: skip
        return False
    if tightens:
        return False
    added = plan.Relaxation(id=exchange.name, when=exchange.when, replaces=olds[0][1], limit=news[0][1],
                            interval=exchange.days, about=exchange.meant)  # fmt: skip
    made[rule.id] = rule.model_copy(update={"relaxations": (*rule.relaxations, added)})
    return True
