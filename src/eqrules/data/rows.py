"""行 · Rows that are not objects (totals, notes), and cells merged over several rows."""

from __future__ import annotations

from eqrules.data.names import Names, heading_key, listed
from eqrules.data.raw import Broken, Raw, is_blank, shown
from eqrules.data.recognise import Form
from eqrules.data.values import FIRST, quoted
from eqrules.diagnostics.report import Report

_TOTALS = listed("合计 总计 小计 共计 总和 平均 平均值 均值 total subtotal sum average mean")
_NOTES = tuple(listed("注: 注1 备注: 说明: 填表人 填报人 审核人 制表人 单位负责人 负责人: 联系电话"))


def tidy(form: Form, names: Names, report: Report) -> None:
    """Spread merged cells over their rows, then set aside rows that describe no object."""
    _spread_merged(form, names)
    key_items = {names.part_items[part].id for part in form.grain.keys}
    aside: set[int] = set()
    for entry in form.fields:
        if entry.item.id in key_items and entry.column >= 0:
            cells = form.cells(entry)
            odd = {cell for cell in set(cells) if is_blank(cell) or _is_total(cell)}
            doubtful = [i for i, cell in enumerate(cells) if cell in odd] if odd else []
            rows = form.sheet.rows
            aside.update(i for i in doubtful if _is_total(cells[i]) or _no_object(rows[form.body[i]]))
    if not aside:
        return
    first = sorted(aside)[:FIRST]
    gists = [shown(next(c for c in form.sheet.rows[form.body[i]] if not is_blank(c))) for i in first]
    places = [f"{form.label}!A{form.numbers[i]}" for i in first]
    n = str(len(aside))
    report.cell("EQ629", places, "hint", len(aside), sheet=form.label, n=n, seen=quoted(gists))
    form.body[:] = [row for i, row in enumerate(form.body) if i not in aside]
    form.numbers[:] = [form.sheet.number(row) for row in form.body]


def _is_total(cell: Raw) -> bool:
    return type(cell) is str and heading_key(cell) in _TOTALS


def _no_object(row: list[Raw]) -> bool:
    """A row without its key that begins with 合计, or that is nothing but words and begins with 注."""
    filled = [cell for cell in row if not is_blank(cell)]
    first = heading_key(shown(filled[0])) if filled else ""
    return first in _TOTALS or (first.startswith(_NOTES) and all(isinstance(cell, str) for cell in filled))


def _spread_merged(form: Form, names: Names) -> None:
    """A merged key or school item holds for each row; a merged number of the rows themselves does not."""
    by_column = {f.column: f.item for f in form.fields}
    keys = {names.part_items[part].id for part in form.grain.keys}
    for top, left, bottom, _ in form.sheet.merged:
        item = by_column.get(left)
        if item is None or bottom == top or top < form.body[0]:
            continue
        rows = [form.sheet.rows[i] for i in range(top, min(bottom + 1, len(form.sheet.rows)))]
        cell = rows[0][left]
        own = item.grain == form.grain.id and item.id not in keys
        for row in rows:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = Broken("merged", shown(cell)) if own and not is_blank(cell) else cell
