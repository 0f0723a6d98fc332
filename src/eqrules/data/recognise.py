"""识别 · Which grain a sheet is about, where its header row is, which item each column holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from eqrules.data.mapping import Mapping
from eqrules.data.names import Names, display, heading_key, listed, same_unit
from eqrules.data.raw import Raw, Row, Sheet, is_blank, letter, shown
from eqrules.data.words import choices, word_key
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.plan.plan import Grain, ItemSpec

_SEARCHED = 10
_NOTES = listed("说明 填表说明 填报说明 使用说明 封面 目录 选项 字典 notes readme guide lists")
_NO_DATA = frozenset(("序号", "行号", "no", "no."))
"""Running numbers: the one kind of column that may be left aside without a word."""


@dataclass(slots=True)
class Field:
    """One recognised column; `column` is -1 for a constant from the mapping, `wrong_unit` bars its values."""

    column: int
    item: ItemSpec
    heading: str
    constant: str = ""
    wrong_unit: bool = False


@dataclass(slots=True)
class Form:
    """A sheet with its meaning; `body` are the row indexes that hold something."""

    sheet: Sheet
    grain: Grain
    fields: list[Field]
    body: list[int]
    numbers: list[int] = field(default_factory=list)
    """Row numbers as a spreadsheet shows them, kept beside `body`."""

    @property
    def label(self) -> str:
        return self.sheet.label

    def cells(self, entry: Field) -> list[Raw]:
        if entry.column < 0:
            return [entry.constant] * len(self.body)
        rows, column = self.sheet.rows, entry.column
        return [row[column] if column < len(row) else None for row in map(rows.__getitem__, self.body)]


def recognise(sheet: Sheet, names: Names, mapping: Mapping, report: Report) -> Form | None:
    """The sheet's form; None, with a finding unless it is empty, when it is none of the plan's."""
    named = names.sheet(mapping.sheet(sheet.name))
    filled = [i for i, row in enumerate(sheet.rows) if not all(map(is_blank, row))]
    if not filled:
        return None
    fixed = [(value, names.heading(ours)[0]) for value, ours in mapping.fixed(sheet.name)]
    header = _header_row(sheet, names, mapping)
    meanings = _meanings(sheet.rows[header], sheet, names, mapping) if header >= 0 else {}
    fixed.extend(_said_by_name(sheet, [*(m for m, _ in meanings.values()), *(m for _, m in fixed)], names, report))
    known = [items for items, _ in meanings.values()] + [items for _, items in fixed]
    grain = _grain(known, names, named)
    if grain is None or header < 0:
        if not (sheet.hidden or heading_key(sheet.name) in _NOTES):
            _say_unknown(sheet, filled, names, report)
        return None
    fields = _fields(sheet, header, meanings, grain, names, report)
    taken = {entry.item.id for entry in fields}
    for value, items in fixed:
        item = next((item for item in items if names.covers(grain, item)), None)
        if item and item.id not in taken:
            fields.append(Field(-1, item, display(item), value))
    start = header + 1 + _repeats_header(sheet.rows, header, meanings, names, mapping, sheet)
    body = [i for i in filled if i >= start]
    if not body:
        report.cell("EQ611", [sheet.label], "warning", sheet=sheet.label)
        return None
    return Form(sheet, grain, fields, body, [sheet.number(i) for i in body])


def _said_by_name(
    sheet: Sheet, known: list[list[ItemSpec]], names: Names, report: Report
) -> list[tuple[str, list[ItemSpec]]]:
    """A sheet named 小学 without a column 学段 says the 学段 of all its rows."""
    ids = {item.id for items in known for item in items}
    for item in names.part_items.values():
        value = choices(item).get(word_key(sheet.name))
        if value and ids and item.id not in ids:
            report.cell("EQ643", [sheet.label], "hint", sheet=sheet.label, column=display(item), value=value)
            return [(value, [item])]
    return []


def _header_row(sheet: Sheet, names: Names, mapping: Mapping) -> int:
    """The first row with two known headings, or with one where nothing else stands in the row."""
    for index, row in enumerate(sheet.rows[:_SEARCHED]):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        known = sum(bool(names.heading(mapping.heading(sheet.name, text))[0]) for text in texts)
        if known >= 2 or (known == 1 and sum(not is_blank(cell) for cell in row) == 1):
            return index
    return -1


_Meanings = dict[int, tuple[list[ItemSpec], str]]


def _meanings(row: Row, sheet: Sheet, names: Names, mapping: Mapping) -> _Meanings:
    """Column → the items its heading can mean, and the unit written there; nothing for blank headings."""
    return {
        column: names.heading(mapping.heading(sheet.name, shown(cell)) if isinstance(cell, str) else shown(cell))
        for column, cell in enumerate(row)
        if not is_blank(cell)
    }


def _repeats_header(
    rows: list[Row], header: int, meanings: _Meanings, names: Names, mapping: Mapping, sheet: Sheet
) -> int:
    """1 when the next row says the same names once more, by code or in the other language."""
    if header + 1 >= len(rows):
        return 0
    again = {c: items for c, (items, _) in _meanings(rows[header + 1], sheet, names, mapping).items() if items}
    same = sum(items == meanings.get(column, ([], ""))[0] for column, items in again.items())
    return int(same >= 2 and same == len(again))


def _grain(known: list[list[ItemSpec]], names: Names, named: Grain | None) -> Grain | None:
    """The finest grain whose key and own items the headings hold; a sheet's name settles the rest."""
    ids = {item.id for items in known for item in items}
    best: tuple[int, int, Grain] | None = None
    for grain in names.plan.grains:
        parts = {part: names.part_items[part].id for part in grain.keys}
        own = [i.id for i in names.items_of[grain.id] if i.id not in parts.values()]
        matched = len(ids.intersection(own))
        keyed = all(id in ids for part, id in parts.items() if part != names.top or len(parts) == 1)
        if keyed and (matched or not own) and (best is None or (len(parts), matched) > best[:2]):
            best = (len(parts), matched, grain)
    if named is None:
        return best[2] if best else None
    if best and set(named.keys) < set(best[2].keys):
        return best[2]
    return named


def _fields(sheet: Sheet, header: int, meanings: _Meanings, grain: Grain, names: Names, report: Report) -> list[Field]:
    fields: list[Field] = []
    _say_headless(sheet, header, report)
    for column, (items, unit) in meanings.items():
        cell = f"{sheet.label}!{letter(column)}{header + 1}"
        heading = shown(sheet.rows[header][column])
        fitting = sorted((item for item in items if names.covers(grain, item)), key=lambda i: i.grain != grain.id)
        if fitting:
            item = fitting[0]
            if other := next((f.heading for f in fields if f.item.id == item.id), ""):
                report.cell("EQ613", [cell], "warning", sheet=sheet.label, column=heading, other=other)
            wrong = bool(unit) and not same_unit(unit, item.unit)
            if wrong:
                declared = item.unit or "—"
                report.cell("EQ618", [cell], sheet=sheet.label, column=heading, unit=unit, declared=declared)
            fields.append(Field(column, item, heading, wrong_unit=wrong))
        elif heading_key(heading) in _NO_DATA:
            continue
        elif items:
            there = display(names.grains[items[0].grain])
            report.cell("EQ614", [cell], "warning", sheet=sheet.label, column=heading, there=there)
        else:
            near = "、".join(closest(heading, names.all_headings)) or "—"
            report.cell("EQ612", [cell], "warning", sheet=sheet.label, column=heading, near=near)
    return fields


def _say_headless(sheet: Sheet, header: int, report: Report) -> None:
    """Figures in a column whose heading is blank belong to nobody."""
    head, body = sheet.rows[header], sheet.rows[header + 1 :]
    width = max(map(len, body), default=0)
    headless = [c for c in range(width) if c >= len(head) or is_blank(head[c])]
    for column in headless:
        count = sum(column < len(row) and not is_blank(row[column]) for row in body)
        if count > 1:
            cell = f"{sheet.label}!{letter(column)}{header + 1}"
            report.cell("EQ645", [cell], "warning", sheet=sheet.label, column=letter(column), n=str(count))


def _say_unknown(sheet: Sheet, filled: list[int], names: Names, report: Report) -> None:
    first = sheet.rows[filled[0]]
    seen = "、".join(shown(cell) for cell in first if not is_blank(cell))[:60]
    expected = "、".join(display(grain) for grain in names.plan.grains if grain.id not in names.groups)
    n = str(len(filled))
    report.cell("EQ610", [sheet.label], "warning", sheet=sheet.label, seen=seen, expected=expected, n=n)
