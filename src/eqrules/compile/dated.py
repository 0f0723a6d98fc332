"""分期与放宽 · Limits that hold for a time, and limits and formulas that give way under a condition."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.compile.about import about
from eqrules.compile.conditions import elaborate_condition, sign_of
from eqrules.compile.dates import columns
from eqrules.compile.formulas import Scope, Typed
from eqrules.compile.items import both, value_condition, variant_of
from eqrules.compile.limits import Owner, limits_of
from eqrules.compile.rules import RowIn, is_condition
from eqrules.language import units
from eqrules.model.symbols import Indicator, Item, Names
from eqrules.plan import expressions as run
from eqrules.plan import plan
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import expand_codes


def dated(made: dict[str, plan.Rule], rows: Sequence[RowIn], scope: Scope) -> dict[str, plan.Rule]:
    """Dated limits stand before the undated one, for the case they are written for."""
    dated_rules = dict(made)
    for row, _, _, _ in rows:
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
        days = columns(row.get("FROM"), row.get("UNTIL"), scope.report)
        meant = about(Names(name), row, origin, scope.report, section.lines)
        if row.text("PROMISE"):
            meant = meant.model_copy(update={"note": "；".join(filter(None, (meant.note, row.text("PROMISE"))))})
        if symbol.names.code in derived:
            _relax_item(row, symbol, name, condition, days, derived, scope)  # type: ignore[arg-type]
        else:
            _relax_rule(row, symbol, name, condition, days, meant, made, scope)  # type: ignore[arg-type]


def _relax_item(
    row: tree.Row, symbol: Item, name: str, when: run.Condition, days: plan.Interval,
    derived: dict[str, plan.Derived], scope: Scope,
) -> None:  # fmt: skip
    code = symbol.names.code
    old = variant_of(symbol, None, row.get("OLD_LIMIT"), row.place("OLD_LIMIT"), scope)
    new = variant_of(symbol, None, row.get("NEW_LIMIT"), row.place("NEW_LIMIT"), scope)
    if old is None or new is None:
        return
    matching = [v for v in derived[code].variants if v.value == old.value and not v.relaxation]
    if not matching:
        scope.report.error("EQ402", row.place("OLD_LIMIT"), symbol.span, name=symbol.names.shown,
                           old=row.place("OLD_LIMIT").text)  # fmt: skip
        return
    added = [
        new.model_copy(update={"when": both(when, v.when), "relaxation": name, "interval": days}) for v in matching
    ]
    relaxed = [v for v in derived[code].variants if v.relaxation]
    plain = [v for v in derived[code].variants if not v.relaxation]
    derived[code] = derived[code].model_copy(update={"variants": (*relaxed, *added, *plain)})


def _relax_rule(
    row: tree.Row, symbol: Indicator, name: str, when: run.Condition, days: plan.Interval, meant: plan.About,
    made: dict[str, plan.Rule], scope: Scope,
) -> None:  # fmt: skip
    rule = made[symbol.names.code]
    value = next((c.value for c in rule.cases if c.value is not None), None)
    owner = Owner(symbol.grain, symbol.unit, symbol.unit_word,
                  Typed(value, "number", symbol.unit or units.PURE) if value else None)  # fmt: skip
    old, new = row.get("OLD_LIMIT"), row.get("NEW_LIMIT")
    if not isinstance(old, tree.Bound) or not isinstance(new, tree.Bound):
        scope.report.error("EQ118", row.span, name=symbol.names.shown)
        return
    if _tightens(old, new, scope):
        scope.report.error("EQ408", row.place("NEW_LIMIT"), old=old.span.text, new=new.span.text)
    olds, news = limits_of(old, owner, scope), limits_of(new, owner, scope)
    if not olds or not news:
        return
    known = [d.limit for case in rule.cases for d in case.limits]
    if not any((k.sign, k.amount) == (olds[0][1].sign, olds[0][1].amount) for k in known):
        shown = "、".join(dict.fromkeys(k.text for k in known))
        scope.report.error("EQ402", row.place("OLD_LIMIT"), symbol.span, name=symbol.names.shown,
                           old=row.place("OLD_LIMIT").text, has=shown)  # fmt: skip
        return
    added = plan.Relaxation(id=name, when=when, replaces=olds[0][1], limit=news[0][1], interval=days, about=meant)
    made[rule.id] = rule.model_copy(update={"relaxations": (*rule.relaxations, added)})


def _tightens(old: tree.Bound, new: tree.Bound, scope: Scope) -> bool:
    """True if a relaxation of one figure to another is none."""
    left, right = old.value, new.value
    if not isinstance(left, tree.Number) or not isinstance(right, tree.Number) or left.unit != right.unit:
        return False
    return right.value > left.value if sign_of(old, scope) in (">=", ">") else right.value < left.value
