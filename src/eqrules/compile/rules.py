"""指标 · Indicators, their limits by stage and by date, relaxations, vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from eqrules.compile.about import about
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.dates import columns
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope, Typed, elaborate, rules_of
from eqrules.compile.items import both, fits_unit, value_condition, variant_of
from eqrules.compile.limits import Owner, limits_of
from eqrules.compile.vocabulary import names_of
from eqrules.diagnostics.report import Report
from eqrules.language import units
from eqrules.model.symbols import Grain, Indicator, Item, Names
from eqrules.plan import expressions as run
from eqrules.plan import plan
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import expand_codes

Determination = Literal["computed", "reported", "judged", "national"]
_DETERMINED: dict[str, Determination] = {
    "COMPUTED": "computed", "REPORTED": "reported", "JUDGED": "judged", "NATIONAL": "national",
}  # fmt: skip
_FORCE = ("DECIDES", "REFERENCE")
_SEVERAL: dict[str, Literal["widest", "strictest"]] = {"WIDEST": "widest", "STRICTEST": "strictest"}

RowIn = tuple[tree.Row, str, str, tree.Section]
"""A row with its document's language, its origin and its section."""


def _determination(row: tree.Row, scope: Scope) -> Determination:
    token = fixed(row.text("DETERMINED"), tuple(_DETERMINED), row.place("DETERMINED"), scope.report)
    return _DETERMINED[token] if token else "computed"


def _several(section: tree.Section, scope: Scope) -> Literal["error", "widest", "strictest"]:
    line = section.lines.get("SEVERAL")
    if line is None or not isinstance(line.content, tree.Text):
        return "error"
    token = fixed(line.content.text, tuple(_SEVERAL), line.content.span, scope.report)
    return _SEVERAL[token] if token else "error"


def rules(rows: Sequence[RowIn], scope: Scope) -> list[plan.Rule]:
    """All indicators of all groups; rows of one code are cases of one rule."""
    by_code: dict[str, list[tuple[int, RowIn]]] = {}
    several = {id(s): _several(s, scope) for s in {id(e[3]): e[3] for e in rows}.values()}
    for entry in rows:
        for index, code in enumerate(expand_codes(entry[0].text("CODE"))):
            by_code.setdefault(code, []).append((index, entry))
    made = []
    for code, entries in by_code.items():
        symbol = scope.vocabulary.ruleset.symbols.get(code)
        if isinstance(symbol, Indicator):
            made.append(_rule(symbol, entries, several[id(entries[0][1][3])], scope))
    return made


def _rule(
    symbol: Indicator,
    entries: list[tuple[int, RowIn]],
    several: Literal["error", "widest", "strictest"],
    scope: Scope,
) -> plan.Rule:
    _, (row, _, origin, section) = entries[0]
    cases: list[plan.Case] = []
    for index, (one, _, by, chapter) in entries:
        cases += _cases(symbol, index, one, by, chapter, scope)
    lines = section.lines
    excluded = lines["EXCEPT"].content if "EXCEPT" in lines else None
    conditions = excluded.parts if isinstance(excluded, tree.Exceptions) else ()
    made = [elaborate_condition(c, symbol.grain, scope) for c in conditions
            if _speaks_of(c, symbol.grain, scope)]  # fmt: skip
    entry = units.lookup(symbol.unit_word) if symbol.unit_word else None
    digits = name_key(row.text("DIGITS"))
    if digits and not digits.isdigit():
        scope.report.error("EQ117", row.place("DIGITS"), text=digits)
    return plan.Rule(
        id=symbol.names.code,
        grain=symbol.grain.names.code,
        group=symbol.group,
        determination=_determination(row, scope),
        unit=symbol.unit_word,
        whole=bool(entry and entry.whole),
        percent=symbol.unit_word == "%",
        digits=int(digits) if digits.isdigit() else 2,
        excluded=tuple(c for c in made if c is not None),
        cases=_apart(cases, row, scope),
        several=several,
        about=about(symbol.names, row, origin, scope.report, section.lines),
    )


def _apart(cases: list[plan.Case], row: tree.Row, scope: Scope) -> tuple[plan.Case, ...]:
    """Rows of one indicator are for different objects: no two conditions may be the same."""
    for at, case in enumerate(cases):
        if any(case.when == other.when for other in cases[:at]):
            scope.report.error("EQ319", row.span, name=row.place("NAME").text)
            break
    return tuple(cases)


def _speaks_of(condition: tree.Condition, grain: Grain, scope: Scope) -> bool:
    """Exceptions of a chapter reach the indicators whose objects have what they speak of."""
    from eqrules.compile.formulas import names_in

    for name in names_in(condition):
        symbol = scope.vocabulary.by_name.get(name_key(name.text))
        found = getattr(symbol, "grain", None)
        if isinstance(found, Grain) and not grain.within(found):
            return False
    return True


def _cases(
    symbol: Indicator, index: int, row: tree.Row, origin: str, section: tree.Section, scope: Scope
) -> list[plan.Case]:
    grain = symbol.grain
    applies = row.get("APPLIES")
    base = elaborate_condition(applies, grain, scope) if _is_condition(applies) else None  # type: ignore[arg-type]
    determination = _determination(row, Scope(scope.vocabulary, Report()))
    meant = about(symbol.names, row, origin, scope.report, section.lines)
    if not meant.basis:
        scope.report.error("EQ310", row.span, name=symbol.names.shown)
    formulas = _formulas(symbol, index, row, grain, determination, scope)
    limits = [c for c in row.cells if c.column.token == "LIMIT" or (not c.column.token and c.column.name)]
    written = [c for c in limits if c.content is not None]
    if not any(c.span.text for c in limits):
        scope.report.error("EQ313", row.span, name=symbol.names.shown)
    if _unfit(determination, row, written, scope):
        return []
    if any(not c.column.name for c in written) and any(c.column.name for c in written):
        scope.report.error("EQ319", row.span, name=symbol.names.shown)
    force = fixed(row.text("MODALITY"), _FORCE, row.place("MODALITY"), scope.report) != "REFERENCE"
    made: list[plan.Case] = []
    for cell in written:
        column = value_condition(cell.column.name, grain, cell.column.span, scope)
        if cell.column.name and column is None:
            continue
        for value_name, formula_when, typed in formulas:
            if value_name and cell.column.name and value_name != cell.column.name:
                continue
            owner = Owner(grain, symbol.unit, symbol.unit_word, typed)
            for when, limit, value in limits_of(cell.content, owner, scope):  # type: ignore[arg-type]
                item = typed.run if typed and isinstance(typed.run, run.Item) and value is None else None
                if limit.kind == "one_of" and item is None:
                    item = run.Item(item=symbol.names.code)
                if item is None and value is None and typed is not None:
                    value = typed.run
                shown_item = typed.run if typed and isinstance(typed.run, run.Item) and typed.kind == "list" else item
                made.append(
                    plan.Case(
                        when=both(both(base, column), both(formula_when if not column else None, when)),
                        value=value,
                        item=shown_item,
                        limits=(plan.DatedLimit(limit=limit),),
                        decides=force and limit.kind != "none",
                        about=meant,
                    )
                )
    return made


def _unfit(determination: Determination, row: tree.Row, limits: list[tree.Cell], scope: Scope) -> bool:
    """A judged indicator has no formula and the limit 符合; nothing else has that limit."""
    fits = any(isinstance(c.content, tree.Special) and c.content.kind == "fits" for c in limits)
    formula = any(c.column.token == "FORMULA" and c.content is not None for c in row.cells)
    unfit = (determination == "judged" and (formula or (bool(limits) and not fits))) or (
        fits and determination != "judged"
    )
    if unfit:
        scope.report.error("EQ320", row.span, name=row.place("NAME").text)
    return unfit


def refuse_idle_exceptions(rows: Sequence[RowIn], scope: Scope) -> None:
    """An exception that speaks of things no indicator of its chapter has would except nobody (EQ321)."""
    sections = {id(section): section for _, _, _, section in rows}
    for section in sections.values():
        line = section.lines.get("EXCEPT")
        content = line.content if line else None
        codes = {c for row in section.rows for c in expand_codes(row.text("CODE"))}
        grains = [i.grain for i in scope.vocabulary.all(Indicator) if i.names.code in codes]
        for condition in content.parts if isinstance(content, tree.Exceptions) else ():
            if not any(_speaks_of(condition, grain, scope) for grain in grains):
                scope.report.error("EQ321", condition.span, text=condition.span.text)


def _is_condition(content: object) -> bool:
    return isinstance(content, tree.Comparison | tree.Among | tree.HasVerdict | tree.Junction | tree.Negation)


def _formulas(
    symbol: Indicator, index: int, row: tree.Row, grain: Grain, determination: Determination, scope: Scope
) -> list[tuple[str, run.Condition | None, Typed | None]]:
    """(column value, for which objects, formula); a judged indicator has none."""
    subject, written = row.get("NAME"), False
    found: list[tuple[str, run.Condition | None, Typed | None]] = []
    for cell in row.cells:
        if cell.column.token != "FORMULA":
            continue
        content: object = cell.content
        written = written or bool(cell.span.text)
        if isinstance(subject, tree.Call):
            content = _paired(subject, content, index, scope)
        if not isinstance(content, tree.Name | tree.Number | tree.Binary | tree.Call):
            continue
        when = value_condition(cell.column.name, grain, cell.column.span, scope)
        typed = elaborate(content, grain, scope)
        if typed is None:
            continue
        if typed.kind == "number" and not symbol.unit_word and typed.unit not in (None, units.PURE):
            scope.report.error("EQ308", cell.span, text=cell.span.text)
            continue
        if typed.kind == "number" and not fits_unit(
            typed.unit, symbol.unit or units.PURE, cell.span, symbol.unit_word, scope
        ):
            continue
        found.append((cell.column.name, when, typed))
    if not found and determination == "judged":
        return [("", None, None)]
    if not written:
        scope.report.error("EQ313", row.span, name=symbol.names.shown)
    return found


def _paired(subject: tree.Call, content: object, index: int, scope: Scope) -> object:
    """`R1至R7的差异系数` with `差异系数(按在校生数加权)`: the function on the indicator of the same rank."""
    span = subject.arguments[0]
    if not isinstance(span, tree.Range):
        return content
    over = rules_of(span, scope)
    if over is None or index >= len(over):
        if over is not None:
            scope.report.error("EQ205", span.span, first=span.first.text, last=span.last.text)
        return None
    extra = content.arguments if isinstance(content, tree.Call) else ()
    if isinstance(content, tree.Call) and name_key(content.function.text) != name_key(subject.function.text):
        scope.report.error("EQ209", content.function.span, name=content.function.text, near=subject.function.text)
        return None
    return tree.Call(subject.function, (tree.Name(over[index].names.code, span.span), *extra), subject.span)


# ── 分期标准 and 放宽 ─────────────────────────────────────────────
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
        condition = elaborate_condition(when, symbol.grain, scope) if _is_condition(when) else None  # type: ignore[arg-type]
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
    if not any(v.value == old.value for v in derived[code].variants):
        scope.report.error("EQ402", row.place("OLD_LIMIT"), symbol.span, name=symbol.names.shown,
                           old=row.place("OLD_LIMIT").text)  # fmt: skip
        return
    added = new.model_copy(update={"when": when, "relaxation": name, "interval": days})
    relaxed = [v for v in derived[code].variants if v.relaxation]
    plain = [v for v in derived[code].variants if not v.relaxation]
    derived[code] = derived[code].model_copy(update={"variants": (*relaxed, added, *plain)})


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
    olds, news = limits_of(old, owner, scope), limits_of(new, owner, scope)
    if not olds or not news:
        return
    if _tightens(olds[0][1], news[0][1]):
        scope.report.error("EQ408", row.place("NEW_LIMIT"), old=old.span.text, new=new.span.text)
        return
    known = [d.limit for case in rule.cases for d in case.limits]
    if not any((k.sign, k.amount) == (olds[0][1].sign, olds[0][1].amount) for k in known):
        shown = "、".join(dict.fromkeys(k.text for k in known))
        scope.report.error("EQ402", row.place("OLD_LIMIT"), symbol.span, name=symbol.names.shown,
                           old=row.place("OLD_LIMIT").text, has=shown)  # fmt: skip
        return
    added = plan.Relaxation(id=name, when=when, limit=news[0][1], interval=days, about=meant)
    made[rule.id] = rule.model_copy(update={"relaxations": (*rule.relaxations, added)})


def _tightens(old: plan.Limit, new: plan.Limit) -> bool:
    """True if a relaxation of one figure to another is none."""
    if not isinstance(old.amount, run.Number) or not isinstance(new.amount, run.Number):
        return False
    left, right = Fraction(old.amount.value), Fraction(new.amount.value)
    return right > left if old.sign in (">=", ">") else right < left


# ── 一票否决 ─────────────────────────────────────────────────────
def veto(row: tree.Row, lang: str, origin: str, top: Grain, scope: Scope) -> plan.Veto | None:
    determination = _determination(row, scope)
    when = row.get("WHEN")
    condition = elaborate_condition(when, top, scope) if _is_condition(when) else None  # type: ignore[arg-type]
    if determination != "judged" and condition is None:
        if when is None:
            scope.report.error("EQ313", row.span, name=row.text("NAME"))
        return None
    names = names_of(row, lang)
    return plan.Veto(
        id=names.code,
        grain=top.names.code,
        item="" if condition is not None else names.code,
        when=condition,
        interval=columns(row.get("FROM"), None, scope.report),
        about=about(names, row, origin, scope.report),
    )


def judged_items(made: Sequence[plan.Rule], vetoes: Sequence[plan.Veto]) -> list[plan.ItemSpec]:
    """The data items through which people judge: one per 人工 indicator and veto, with its evidence."""
    items = []
    for rule in made:
        if rule.determination == "judged" and any(c.item and c.item.item == rule.id for c in rule.cases):
            items.append(plan.ItemSpec(
                id=rule.id, grain=rule.grain, type="list", values=("符合", "不符合"),
                values_en=("satisfied", "not satisfied"), judged=rule.id,
                about=plan.About(zh=rule.about.zh, en=rule.about.en, basis=rule.about.basis)))  # fmt: skip
            items.append(_evidence(rule.id, rule.grain, rule.about))
    for one in vetoes:
        if one.item:
            items.append(plan.ItemSpec(id=one.id, grain=one.grain, type="yes_no", judged=one.id,
                                       about=plan.About(zh=one.about.zh, en=one.about.en)))  # fmt: skip
    return items


def _evidence(code: str, grain: str, about_rule: plan.About) -> plan.ItemSpec:
    return plan.ItemSpec(
        id=f"{code}_evidence", grain=grain, type="text", judged=code,
        about=plan.About(zh=f"{code}佐证", en=f"{code} evidence"),
    )  # fmt: skip
