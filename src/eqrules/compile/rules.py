"""指标 · Indicators: their formulas, whom they reach, their limits by stage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from eqrules.compile.about import about
from eqrules.compile.calls import names_in, rules_of
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope, Typed, elaborate
from eqrules.compile.items import both, fits_unit, value_condition
from eqrules.compile.limits import Owner, limits_of
from eqrules.compile.memory import RowIn
from eqrules.language import units
from eqrules.model.symbols import Grain, Indicator
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


def determination_of(row: tree.Row, scope: Scope) -> Determination:
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
            rows_of = [entry for _, entry in entries]
            work = partial(_rule, symbol, entries, several[id(rows_of[0][3])], scope)
            made.append(scope.memory.once(code, rows_of, scope, work))
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
        determination=determination_of(row, scope),
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
    base = elaborate_condition(applies, grain, scope) if is_condition(applies) else None  # type: ignore[arg-type]
    determination = determination_of(row, scope)
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


def is_condition(content: object) -> bool:
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
