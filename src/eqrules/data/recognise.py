"""识别 · Which grain a sheet is about, where its header row is, which item each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from eqrules.data.answers import Answers
from eqrules.data.headings import Headings, find_headings, row_meanings
from eqrules.data.layout import lies_across, one_table
from eqrules.data.mapping import Mapping
from eqrules.data.names import Names, display, heading_key, listed
from eqrules.data.old_templates import say_template
from eqrules.data.own_marks import says_what_was_found
from eqrules.data.raw import Raw, Sheet, is_blank, letter, shown
from eqrules.data.stage_columns import columns_of_stages, say_stage_columns
from eqrules.data.turned import said_to_turn, turned
from eqrules.data.unknown_columns import answered, asked
from eqrules.data.words import choices, word_key
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.plan.plan import Grain, ItemSpec

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
    settled: set[str] = field(default_factory=set)
    """Codes of questions about this column that have been answered."""


@dataclass(slots=True)
class Form:
    """A sheet with its meaning; `body` are the row indexes that hold something."""

    sheet: Sheet
    grain: Grain
    fields: list[Field]
    body: list[int]
    numbers: list[int] = field(default_factory=list)
    """Row numbers as a spreadsheet shows them, kept beside `body`."""
    columns: list[tuple[Raw, ...]] | None = None
    """The body turned, once nothing in it changes any more."""

    @property
    def label(self) -> str:
        return self.sheet.label

    def turn(self) -> None:
        """From here on cells are looked up by column."""
        rows = self.sheet.rows
        self.columns = list(zip_longest(*(rows[i] for i in self.body)))

    def cells(self, entry: Field) -> Sequence[Raw]:
        if entry.column < 0:
            return [entry.constant] * len(self.body)
        if self.columns is not None:
            return self.columns[entry.column] if entry.column < len(self.columns) else (None,) * len(self.body)
        rows, column = self.sheet.rows, entry.column
        return [row[column] if column < len(row) else None for row in map(rows.__getitem__, self.body)]


def recognise(sheet: Sheet, names: Names, mapping: Mapping, answers: Answers, report: Report) -> Form | None:
    """The sheet's form; None, with a finding unless it is empty, when it is none of the plan's."""
    named = names.sheet(mapping.sheet(sheet.name))
    filled = [i for i, row in enumerate(sheet.rows) if not all(map(is_blank, row))]
    if not filled:
        return None
    if says_what_was_found(sheet):
        report.cell("EQ689", [sheet.label], "hint", sheet=sheet.label)
        return None
    if heading_key(sheet.name) in _NOTES:
        say_template(sheet, names, report)
    fixed = [(value, names.heading(ours)[0]) for value, ours in mapping.fixed(sheet.name)]
    heads = find_headings(sheet, names, mapping)
    meanings = heads.meanings if heads else {}
    fixed.extend(_said_by_name(sheet, [*(m for m, _ in meanings.values()), *(m for _, m in fixed)], names, report))
    known = [items for items, _ in meanings.values()] + [items for _, items in fixed]
    grain = _grain(known, names, named)
    if grain is None or heads is None:
        if said_to_turn(sheet, answers) and lies_across(sheet, filled, names, Report()):
            return recognise(turned(sheet, report), names, mapping, answers, report)
        if not (sheet.hidden or heading_key(sheet.name) in _NOTES):
            _say_unknown(sheet, filled, names, report)
        return None
    if by_stage := columns_of_stages(heads, names):
        whole = names.plan.split is not None and grain.id == names.plan.split.section_grain
        say_stage_columns(sheet, heads, by_stage, whole, report)
        if whole:
            return None
        heads.leave_out(by_stage)
    fields = _fields(sheet, heads, grain, names, answers, report)
    taken = {entry.item.id for entry in fields}
    for value, items in fixed:
        item = next((item for item in items if names.covers(grain, item)), None)
        if item and item.id not in taken:
            fields.append(Field(-1, item, display(item), value))
    start = heads.bottom + 1 + _repeats_header(sheet, heads, names, mapping)
    body = one_table(sheet, [i for i in filled if i >= start], heads, names, mapping, report)
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


def _repeats_header(sheet: Sheet, heads: Headings, names: Names, mapping: Mapping) -> int:
    """1 when the next row says the same names once more, by code or in the other language."""
    if heads.bottom + 1 >= len(sheet.rows):
        return 0
    next_row = row_meanings(sheet.rows[heads.bottom + 1], sheet, names, mapping)
    again = {c: items for c, (items, _) in next_row.items() if items}
    same = sum(items == heads.meanings.get(column, ([], ""))[0] for column, items in again.items())
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


def _fields(sheet: Sheet, heads: Headings, grain: Grain, names: Names, answers: Answers, report: Report) -> list[Field]:
    fields: list[Field] = []
    _say_headless(sheet, heads, report)
    for column, (items, unit) in heads.meanings.items():
        cell = f"{sheet.label}!{letter(column)}{heads.bottom + 1}"
        heading = shown(heads.texts[column])
        if not items:
            said = answered(heading, cell, sheet, names, answers, report)
            if said is None:
                continue
            items = said
        fitting = sorted((item for item in items if names.covers(grain, item)), key=lambda i: i.grain != grain.id)
        if fitting:
            item = fitting[0]
            if wrong := heads.odd_unit(item, unit):
                declared = item.unit or "—"
                report.cell("EQ618", [cell], sheet=sheet.label, column=heading, unit=wrong, declared=declared)
            fields.append(Field(column, item, heading, wrong_unit=bool(wrong)))
        elif heading_key(heading) in _NO_DATA:
            continue
        elif items:
            there = display(names.grains[items[0].grain])
            report.cell("EQ614", [cell], "warning", sheet=sheet.label, column=heading, there=there)
        elif heading not in asked(report):
            near, where = "、".join(closest(heading, names.all_headings)) or "—", f"{sheet.label}!{heading}"
            report.cell("EQ612", [cell], "warning", sheet=sheet.label, column=heading, near=near, where=where)
    return _one_column_each(fields, sheet, heads, answers, report)


def _one_column_each(
    fields: list[Field], sheet: Sheet, heads: Headings, answers: Answers, report: Report
) -> list[Field]:
    """Two columns for one item: both are read until somebody says which; where they differ nothing is used."""
    left_out: set[int] = set()
    for id in dict.fromkeys(entry.item.id for entry in fields):
        twins = [entry for entry in fields if entry.item.id == id]
        if len(twins) < 2:
            continue
        name = display(twins[0].item)
        chosen = answers.to("EQ613", f"{sheet.label}!{name}").upper().removesuffix("列")
        if chosen in [letter(entry.column) for entry in twins]:
            left_out.update(entry.column for entry in twins if letter(entry.column) != chosen)
            continue
        samples = []
        for entry in twins:
            below = (row[entry.column] for row in sheet.rows[heads.bottom + 1 :] if entry.column < len(row))
            values = [shown(cell) for cell, _ in zip((c for c in below if not is_blank(c)), range(3), strict=False)]
            samples.append(f"{letter(entry.column)}「{entry.heading}」{'、'.join(values)}")
        cells = [f"{sheet.label}!{letter(entry.column)}{heads.bottom + 1}" for entry in twins]
        facts = {"column": name, "samples": "；".join(samples), "where": f"{sheet.label}!{name}"}
        report.cell("EQ613", cells, "warning", 1, sheet=sheet.label, **facts)
    return [entry for entry in fields if entry.column not in left_out or entry.column < 0]


def _say_headless(sheet: Sheet, heads: Headings, report: Report) -> None:
    """Figures in a column whose heading is blank belong to nobody."""
    body = sheet.rows[heads.bottom + 1 :]
    width = max(map(len, body), default=0)
    for column in (c for c in range(width) if c not in heads.texts):
        count = sum(column < len(row) and not is_blank(row[column]) for row in body)
        if count > 1:
            cell = f"{sheet.label}!{letter(column)}{heads.bottom + 1}"
            report.cell("EQ645", [cell], "warning", sheet=sheet.label, column=letter(column), n=str(count))


def _say_unknown(sheet: Sheet, filled: list[int], names: Names, report: Report) -> None:
    if lies_across(sheet, filled, names, report):
        return
    first = sheet.rows[filled[0]]
    seen = "、".join(shown(cell) for cell in first if not is_blank(cell))[:60]
    expected = "、".join(display(grain) for grain in names.plan.grains if grain.id not in names.groups)
    n = str(len(filled))
    report.cell("EQ610", [sheet.label], "warning", sheet=sheet.label, seen=seen, expected=expected, n=n)
