"""结论 · Conclusions, the final one, and the examples that test them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from eqrules.compile.about import about
from eqrules.compile.calls import rules_of
from eqrules.compile.dates import day
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope
from eqrules.compile.memory import RowIn
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.suggest import closest
from eqrules.model.ruleset import Example
from eqrules.model.symbols import Conclusion, Grain, Group, Indicator, Item, Reading, Symbol, Veto, between
from eqrules.plan import plan
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.words import spelled_by


def conclusion(row: tree.Row, origin: str, scope: Scope) -> plan.Conclusion | None:
    symbol = scope.vocabulary.ruleset.symbols.get(row.text("CODE"))
    if not isinstance(symbol, Conclusion):
        return None
    clauses = clauses_of(row.get("WHEN"), symbol.grain, scope)
    if clauses is None:
        return None
    return plan.Conclusion(
        id=symbol.names.code,
        grain=symbol.grain.names.code,
        clauses=clauses,
        about=about(symbol.names, row, origin, scope.report),
    )


def clauses_of(content: tree.Content | None, grain: Grain, scope: Scope) -> tuple[plan.Clause, ...] | None:
    """What a conclusion at these objects asks, or None after an error."""
    if not isinstance(content, tree.Clauses):
        return None
    clauses = [_clause(c, grain, scope) for c in content.parts]
    return None if any(c is None for c in clauses) else tuple(c for c in clauses if c)


def _grains_of(symbol: Symbol, scope: Scope) -> list[Grain]:
    if isinstance(symbol, Group):
        found = [i.grain for i in scope.vocabulary.all(Indicator) if i.group == symbol.names.code]
        return list({grain.names.code: grain for grain in found}.values())
    return [symbol.grain] if isinstance(symbol, Indicator | Conclusion) else []


def _meets(symbol: Symbol, grain: Grain, scope: Scope) -> bool:
    """True if everything the name stands for is at this object, above it or below it."""
    return all(g.within(grain) or grain.within(g) for g in _grains_of(symbol, scope))


def _clause(clause: tree.Clause, grain: Grain, scope: Scope) -> plan.Clause | None:
    names: list[str] = []
    for part in clause.names:
        if isinstance(part, tree.Range):
            rules = rules_of(part, scope)
            if rules is None:
                return None
            names += [rule.names.code for rule in rules]
            continue
        symbol = scope.vocabulary.by_name.get(name_key(part.text))
        if clause.kind in ("at_least", "at_most_not") and isinstance(symbol, Group):
            codes = "、".join(i.names.code for i in scope.vocabulary.all(Indicator) if i.group == symbol.names.code)
            scope.report.error("EQ204", part.span, name=part.text, wanted="指标", near=codes)
            return None
        wanted = Indicator if clause.kind in ("at_least", "at_most_not") else (Indicator, Group, Conclusion)
        if not isinstance(symbol, wanted):
            shown = [s.names.shown for k in (Group, Conclusion, Indicator) for s in scope.vocabulary.all(k)]
            near = closest(part.text, shown)
            scope.report.error("EQ204", part.span, name=part.text, wanted="指标、指标组、结论",
                               near="、".join(near) or "—", fixes=changes(part.span, near))  # fmt: skip
            return None
        if not _meets(symbol, grain, scope):
            said = [between(g.names, grain.names) for g in _grains_of(symbol, scope)]
            facts = {**said[0], **{key: "、".join(one[key] for one in said) for key in ("has", "has_en")}}
            scope.report.error("EQ305", part.span, symbol.span, name=part.text, **facts)
            return None
        names.append(symbol.names.code)
    if clause.kind == "at_least" and not 0 < clause.count <= len(names):
        scope.report.error("EQ315", clause.span, count=str(clause.count), size=str(len(names)))
        return None
    floor = str(clause.floor.share) if clause.floor else ""
    return plan.Clause(kind=clause.kind, names=tuple(names), count=clause.count, floor=floor)


def settle_final(
    made: Sequence[plan.Conclusion], top: Grain | None, place: Span, scope: Scope
) -> tuple[plan.Conclusion, ...]:
    """Mark the conclusion at the top object that no other conclusion names."""
    if top is None or not made:
        return tuple(made)
    named = {name for c in made for clause in c.clauses for name in clause.names}
    finals = [c.id for c in made if c.grain == top.names.code and c.id not in named]
    if len(finals) != 1:
        scope.report.error("EQ501", place, names="、".join(finals) or "—")
    return tuple(c.model_copy(update={"final": c.id in finals}) for c in made)


# ── 示例 ─────────────────────────────────────────────────────────
def examples(section: tree.Section, rows: Sequence[RowIn], scope: Scope) -> list[Example]:
    """Rows with one 案例 make one example; a row without makes its own."""
    given = section.lines.get("GIVEN")
    settings: dict[str, str] = {}
    if given and isinstance(given.content, tree.Given):
        for assignment in given.content.parts:
            name = assignment.name
            item = scope.vocabulary.find(name.text, Item, name.span, scope.report, "数据项")
            if item is not None:
                _readable(item, assignment.value.span.text, assignment.value.span, scope)
                settings[item.names.code] = assignment.value.span.text
    cases: dict[str, list[RowIn]] = {}
    for number, entry in enumerate(rows):
        cases.setdefault(entry[0].text("CASE") or f"\0{number}", []).append(entry)
    once = scope.memory.once
    return [once("EXAMPLES", case, scope, partial(_example, case, settings, scope)) for case in cases.values()]


def _example(case: Sequence[RowIn], settings: dict[str, str], scope: Scope) -> Example:
    rows = [row for row, _, _, _ in case]
    parts = [_example_row(row, settings, scope) for row in rows]
    title = next((row.text("NOTE") for row in rows if row.text("NOTE")), rows[0].text("CASE"))
    return Example(title, case[0][3].title, tuple(parts), rows[0].span)


def _example_row(row: tree.Row, settings: dict[str, str], scope: Scope) -> tuple[dict[str, str], dict[str, str]]:
    values, expected = dict(settings), {}
    for cell in row.cells:
        if cell.column.token:
            continue
        text = cell.content.text if isinstance(cell.content, tree.Text) else ""
        symbol = scope.vocabulary.by_name.get(name_key(cell.column.name))
        if isinstance(symbol, Item | Reading) and text:
            values[symbol.names.code] = text
            _readable(symbol, text, cell.span, scope)
        elif isinstance(symbol, Item | Reading):
            values.pop(symbol.names.code, None)
        elif isinstance(symbol, Indicator | Conclusion | Group | Veto):
            found = {"YES", "NO"} if isinstance(symbol, Veto) else {"SATISFIED", "UNSATISFIED"}
            if _marks(text) & found:
                values[symbol.names.code] = text
            elif text:
                expected[symbol.names.code] = _verdict(text, symbol, cell.span, scope)
    return values, expected


_ABSENT = ("/", "—", "-", "无", "不适用", "未监测")
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?")


def _readable(symbol: Item | Reading, text: str, place: Span, scope: Scope) -> None:
    """A slip in an example would only show as a wrong verdict: say it where it stands."""
    folded = name_key(text)
    if isinstance(symbol, Reading) or symbol.type == "list":
        pairs = symbol.options if isinstance(symbol, Reading) else symbol.values
        words = {name_key(word) for pair in pairs for word in pair if word}
        if folded not in words and folded not in _ABSENT:
            near = [zh or en for zh, en in pairs]
            scope.report.error("EQ203", place, symbol.span, name=text, near="、".join(near),
                               fixes=changes(place, closest(text, near)))  # fmt: skip
    elif symbol.type in ("integer", "decimal") and folded not in _ABSENT and not _NUMBER.fullmatch(folded):
        scope.report.error("EQ117", place, text=text)
    elif symbol.type == "date" and folded not in _ABSENT and day(text) is None:
        scope.report.error("EQ114", place, text=text)


def _marks(text: str) -> set[str]:
    return set(spelled_by("values").get(name_key(text), ()))


_VERDICTS = ("MET", "NOT_MET", "UNDETERMINED", "NOT_APPLICABLE")


def _verdict(text: str, symbol: Symbol, place: Span, scope: Scope) -> str:
    marks = ("YES", "NO") if isinstance(symbol, Veto) else ()
    return (fixed(text, (*marks, *_VERDICTS), place, scope.report) or "").lower()
