"""表头 · Where a sheet's headings are, on one row or on several merged ones, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eqrules.data.mapping import Mapping
from eqrules.data.names import Names, heading_key, listed, same_unit
from eqrules.data.raw import Raw, Row, Sheet, is_blank, shown
from eqrules.data.words import scale
from eqrules.plan.plan import ItemSpec

_SEARCHED = 10
_DEEPEST = 6
_WHOLE = listed("计 合计 总计 小计 总数 人数 指标值 数值 值 本年 实有 填报值 total value")
"""Under a merged heading, the column that is the heading itself: 在校生数/合计."""
_UNIT_ROW = re.compile(r"\(?(?:计量)?单位:([^:()]+?)\)?")

Meanings = dict[int, tuple[list[ItemSpec], str]]
"""Column → the items its heading can mean, and the unit written there."""


@dataclass(slots=True)
class Headings:
    """The heading of each column that has one, with its path where headings are merged; rows from 0."""

    top: int
    bottom: int
    texts: dict[int, str]
    meanings: Meanings
    units: tuple[str, ...] = ()
    """Units said above the table for all of it: 单位：万元."""

    def leave_out(self, columns: Iterable[int]) -> None:
        """Columns that have been told about."""
        for column in columns:
            del self.meanings[column]

    def odd_unit(self, item: ItemSpec, written: str) -> str:
        """The unit that a column is filled in, when it is not that of the item; "" when it is."""
        if written:
            return "" if same_unit(written, item.unit) else written
        alike = [unit for unit in self.units if scale(unit, item.unit)]
        return alike[0] if len(alike) == 1 and not same_unit(alike[0], item.unit) else ""


def find_headings(sheet: Sheet, names: Names, mapping: Mapping) -> Headings | None:
    """The first row with two known headings, or with one where nothing else stands in the row."""
    for index, row in enumerate(sheet.rows[:_SEARCHED]):
        known = known_headings(row, sheet, names, mapping)
        if known >= 2 or (known == 1 and sum(not is_blank(cell) for cell in row) == 1):
            top, bottom = _levels(sheet, index)
            paths = _paths(sheet, top, bottom)
            texts = {column: "/".join(path) for column, path in paths.items()}
            meanings = {column: _meaning(path, sheet, names, mapping) for column, path in paths.items()}
            return Headings(top, bottom, texts, meanings, _units_above(sheet.rows[:top]))
    return None


def known_headings(row: Row, sheet: Sheet, names: Names, mapping: Mapping) -> int:
    """How many cells of a row are names of items."""
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return sum(bool(names.heading(mapping.heading(sheet.name, text))[0]) for text in texts)


def row_meanings(row: Row, sheet: Sheet, names: Names, mapping: Mapping) -> Meanings:
    """The same for the cells of one row; nothing for blank headings."""
    return {c: _meaning([_text(cell)], sheet, names, mapping) for c, cell in enumerate(row) if not is_blank(cell)}


def _text(cell: Raw) -> str:
    return cell if isinstance(cell, str) else shown(cell)


def _levels(sheet: Sheet, index: int) -> tuple[int, int]:
    """First and last row of the headings: what is merged with the row found, and what stands under a wide one."""
    top = bottom = index
    changed = True
    while changed:
        changed = False
        for first, left, last, right in sheet.merged:
            wide = right > left and top <= last == bottom and len(sheet.rows) > bottom + 1
            low, high = (min(first, top), max(last, bottom)) if first <= bottom and last >= top else (top, bottom)
            if wide and not is_blank(_at(sheet, last + 1, left)):
                high = max(high, last + 1)
            if (low, high) != (top, bottom) and high - low < _DEEPEST and _is_words(sheet, high):
                top, bottom, changed = low, high, True
    return top, bottom


def _is_words(sheet: Sheet, row: int) -> bool:
    """A row of headings holds no figures."""
    return all(isinstance(cell, str) or is_blank(cell) for cell in sheet.rows[row]) if row < len(sheet.rows) else False


def _at(sheet: Sheet, row: int, column: int) -> Raw:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return cells[column] if column < len(cells) else None


def _paths(sheet: Sheet, top: int, bottom: int) -> dict[int, list[str]]:
    """Column → the headings above it from the widest to its own, each once."""
    grid = {(r, c): cell for r in range(top, bottom + 1) for c, cell in enumerate(sheet.rows[r]) if not is_blank(cell)}
    if bottom > top:
        for first, left, last, right in sheet.merged:
            if (first, left) in grid and last <= bottom:
                spread = ((r, c) for r in range(first, last + 1) for c in range(left, min(right, left + 500) + 1))
                grid.update(dict.fromkeys(spread, grid[first, left]))
    paths: dict[int, list[str]] = {}
    for (_, column), cell in sorted(grid.items(), key=lambda entry: entry[0]):
        path = paths.setdefault(column, [])
        text = _text(cell) if bottom == top else " ".join(_text(cell).split())
        if not path or path[-1] != text:
            path.append(text)
    return dict(sorted(paths.items()))


def _meaning(path: list[str], sheet: Sheet, names: Names, mapping: Mapping) -> tuple[list[ItemSpec], str]:
    """By the whole path or an end of it, the longest first; 计 and 指标值 mean the heading above them."""
    tries = ["/".join(path[first:]) for first in range(len(path))]
    if len(path) > 1:
        tries[-1:] = [path[-2] if heading_key(path[-1]) in _WHOLE else path[-1]]
    for text in tries:
        found = names.heading(mapping.heading(sheet.name, text))
        if found[0]:
            return found
    return [], ""


def _units_above(rows: list[Row]) -> tuple[str, ...]:
    for cell in (cell for row in rows for cell in row if isinstance(cell, str)):
        if found := _UNIT_ROW.fullmatch(heading_key(cell)):
            return tuple(re.split("[、,/;]", found[1]))
    return ()
