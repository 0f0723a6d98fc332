"""旧模板 · A workbook made from another template than today's, as its sheet 说明 says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eqrules.data.names import Names, display, heading_key
from eqrules.data.raw import Sheet, is_blank, shown
from eqrules.diagnostics.report import Report

_SEARCHED = 40
_LIST = (heading_key("表"), heading_key("数据项"))
"""Heads the list of all columns."""
_SHOWN = 3
CODES = ("EQ681", "EQ697")
"""Of another ruleset; of this ruleset as it was."""


def say_template(sheet: Sheet, names: Names, report: Report) -> None:
    """EQ681 and EQ697: columns are mapped by name, and the names that are gone are asked about (EQ694)."""
    for number, row in enumerate(sheet.rows[:_SEARCHED]):
        words = [shown(cell) for cell in row if not is_blank(cell)]
        if len(words) >= 2 and heading_key(words[0]).startswith("规则集"):
            ruleset, cell = words[1].split()[0], f"{sheet.label}!A{number + 1}"
            if ruleset != names.plan.id:
                report.cell("EQ681", [cell], "hint", sheet=sheet.label, theirs=ruleset, ours=names.plan.id)
            else:
                _compare(sheet, cell, names, report)
            return


def _compare(sheet: Sheet, cell: str, names: Names, report: Report) -> None:
    """The list of columns is what a template goes by: a limit that changed since makes no other template."""
    listed = list(_listed(sheet))
    if not listed:
        return
    known = {display(item) for item in names.plan.items}
    gone = [name for name in dict.fromkeys(listed) if not names.heading(name)[0]]
    keys = {grain.key_item for grain in names.plan.grains}
    new = [display(i) for i in names.plan.items if i.id not in keys and display(i) in known - set(listed)]
    if gone or new:
        facts = {"gone": _some(gone), "new": _some(new), "ours": names.plan.id}
        report.cell("EQ697", [cell], "hint", 1, sheet=sheet.label, **facts)


def _listed(sheet: Sheet) -> Iterator[str]:
    inside = False
    for row in sheet.rows:
        table, name = (_text(row, column) for column in (0, 1))
        if inside and table and name:
            yield name
        inside = inside or (heading_key(table), heading_key(name)) == _LIST


def _text(row: Sequence[object], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return cell.strip() if isinstance(cell, str) else ""


def _some(names: Sequence[str]) -> str:
    """甲、乙、丙 … 5; 0 for none."""
    return "、".join(names[:_SHOWN]) + (f" … {len(names)}" if len(names) > _SHOWN else "") or "0"
