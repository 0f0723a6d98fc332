"""拆分与归并 · What a school's sections share, and which campuses are counted with which school."""

from __future__ import annotations

from fractions import Fraction

from eqrules.compile.about import status_of
from eqrules.compile.formulas import Scope
from eqrules.compile.items import condition_of, value_condition
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.suggest import closest
from eqrules.model.symbols import Grain, Item, between
from eqrules.plan import plan
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import split_list


def split_head(section: tree.Section, scope: Scope) -> plan.Split | None:
    """What formulas need to know of the split before any is read: which items, between which objects."""
    lines = section.lines
    by, shared = lines.get("BY_ITEM"), lines.get("SPLIT_ITEMS")
    for token, zh, en in (("BY_ITEM", "按", "by"), ("SPLIT_ITEMS", "拆分数据项", "items split")):
        if token not in lines or lines[token].content is None:
            scope.report.error("EQ110", section.span, name=zh, name_en=en)
            return None
    assert by is not None
    assert shared is not None
    counted = _items(by.content, scope)
    items = _items(shared.content, scope)
    rows = section.rows
    if not rows:
        scope.report.error("EQ110", section.span, name="权重表", name_en="table of weights")
    if not counted or not items or not rows:
        return None
    section_grain, school_grain = counted[0].grain, items[0].grain
    for one, name in zip(items, [p for p in shared.content.parts if isinstance(p, tree.Name)], strict=False):  # type: ignore[union-attr]
        if one.grain != school_grain or one.grain.keys == section_grain.keys or not section_grain.within(one.grain):
            scope.report.error("EQ305", name.span, one.span,
                               name=name.text, **between(one.grain.names, section_grain.names))  # fmt: skip
            return None
    type_column = rows[0].cells[0].column
    type_item = scope.vocabulary.find(type_column.name, Item, type_column.span, scope.report, "数据项")
    if type_item is None:
        return None
    for row in rows:
        status_of(row, scope.report)
    made = [_split_row(row, type_item, section_grain, scope) for row in rows]
    must = lines.get("MUST_HAVE")
    return plan.Split(
        school_grain=school_grain.names.code,
        section_grain=section_grain.names.code,
        type_item=type_item.names.code,
        by=counted[0].names.code,
        items=tuple(sorted(i.names.code for i in items)),
        rows=tuple(row for row in made if row),
        must_have=condition_of(must.content, school_grain, scope) if must and must.content else None,
    )


def _items(content: object, scope: Scope) -> list[Item]:
    names = [p for p in content.parts if isinstance(p, tree.Name)] if isinstance(content, tree.Codes) else []
    found = [scope.vocabulary.find(n.text, Item, n.span, scope.report, "数据项") for n in names]
    return [i for i in found if i]


def _split_row(row: tree.Row, type_item: Item, grain: Grain, scope: Scope) -> plan.SplitRow | None:
    first = row.cells[0]
    typed = first.content.text if isinstance(first.content, tree.Text) else ""
    types = []
    for word in split_list(typed):
        match = next((c for c, pair in zip(type_item.canonical, type_item.values, strict=True)
                      if name_key(word) in {name_key(w) for w in pair}), None)  # fmt: skip
        if match is None:
            near = "、".join(type_item.canonical[:8])
            scope.report.error("EQ203", first.span, type_item.span, name=word, near=near,
                               fixes=changes(first.span.of_word(word), closest(word, type_item.canonical)))  # fmt: skip
            return None
        types.append(match)
    stages: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for cell in row.cells[1:]:
        if cell.column.token or not isinstance(cell.content, tree.Text):
            continue
        try:
            weight = str(Fraction(name_key(cell.content.text)))
        except ValueError:
            scope.report.error("EQ117", cell.span, text=cell.content.text)
            continue
        symbol = scope.vocabulary.by_name.get(name_key(cell.column.name))
        if isinstance(symbol, Item):
            others.append((symbol.names.code, weight))
        elif value_condition(cell.column.name, grain, cell.column.span, scope) is not None:
            stages.append((scope.vocabulary.value(cell.column.name), weight))
    return plan.SplitRow(types=tuple(types), stages=tuple(stages), school_items=tuple(others))


def merge(section: tree.Section, scope: Scope) -> plan.Merge | None:
    """归并: which campuses are counted with which school."""
    lines = section.lines
    into = _items(lines["MERGE_INTO"].content, scope) if "MERGE_INTO" in lines else []
    if not into or "MERGE_WHEN" not in lines:
        scope.report.error("EQ110", section.span, name="归并条件、并入", name_en="merged when, merged into")
        return None
    grain = into[0].grain
    when = condition_of(lines["MERGE_WHEN"].content, grain, scope)
    if when is None:
        return None
    return plan.Merge(grain=grain.names.code, when=when, into=into[0].names.code)
