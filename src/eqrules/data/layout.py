"""版式 · Sheets that are laid out otherwise: two tables below each other, objects side by side."""

from __future__ import annotations

from eqrules.data.headings import Headings, known_headings, row_meanings
from eqrules.data.mapping import Mapping
from eqrules.data.names import Names
from eqrules.data.raw import Sheet, is_blank, letter, shown
from eqrules.diagnostics.report import Report

_LEFT = 3
"""In how many of the first columns headings are looked for that run downwards."""
_ENOUGH = 3


def one_table(
    sheet: Sheet, body: list[int], heads: Headings, names: Names, mapping: Mapping, report: Report
) -> list[int]:
    """The rows of the first table: headings printed again on each page are no rows; another table ends it."""
    rows = sheet.rows
    again: set[int] = set()
    first = next(iter(heads.texts), 0)
    for place, index in enumerate(body):
        cell = rows[index][first] if first < len(rows[index]) else None
        if type(cell) is not str or cell[:1].isdigit() or known_headings(rows[index], sheet, names, mapping) < 2:
            continue
        if not all(isinstance(cell, str) or is_blank(cell) for cell in rows[index]):
            continue
        found = {c: items for c, (items, _) in row_meanings(rows[index], sheet, names, mapping).items() if items}
        if all(items == heads.meanings.get(c, ([], ""))[0] for c, items in found.items()):
            again.add(index)
            continue
        rest = body[place:]
        seen = "、".join(shown(cell) for cell in rows[index] if not is_blank(cell))[:60]
        cells = [f"{sheet.label}!A{row + 1}" for row in rest]
        report.cell("EQ661", cells, "warning", len(rest), sheet=sheet.label, n=str(len(rest)), seen=seen,
                    row=str(index + 1))  # fmt: skip
        return [row for row in body[:place] if row not in again]
    return [row for row in body if row not in again] if again else body


def lies_across(sheet: Sheet, filled: list[int], names: Names, report: Report) -> bool:
    """Headings that run down the first columns: one object a column, or a form for one school. Never guessed."""
    for column in range(_LEFT):
        cells = [sheet.rows[i][column] for i in filled if column < len(sheet.rows[i])]
        known = [cell for cell in cells if isinstance(cell, str) and names.heading(cell)[0]]
        if len(known) >= _ENOUGH:
            seen = "、".join(shown(cell) for cell in known[:_ENOUGH])
            place = f"{sheet.label}!{letter(column)}{filled[0] + 1}"
            report.cell("EQ659", [place], sheet=sheet.label, column=letter(column), seen=seen, n=str(len(known)),
                        where=sheet.label)  # fmt: skip
            return True
    return False
