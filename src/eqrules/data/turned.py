"""转置 · Sheets on their side: asked about once, read turned when somebody said so, told by their own cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from eqrules.data.answers import Answers
from eqrules.data.raw import Sheet, letter
from eqrules.data.submission import Absent, Table
from eqrules.data.words import word_key
from eqrules.data.xlsx_parts import column_number
from eqrules.diagnostics.report import Finding, Report

_YES = frozenset(("转置", "竖排", "是", "yes", "transpose"))
_CELL = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>\d+)")


def said_to_turn(sheet: Sheet, answers: Answers) -> bool:
    """Somebody answered EQ659 for this sheet: its headings run down."""
    return not sheet.turned and word_key(answers.to("EQ659", sheet.label)) in _YES


def turned(sheet: Sheet, report: Report) -> Sheet:
    """Rows as columns, an object a row; what comes of it is told by `tell_where_they_stand`."""
    facts = {"n": "1", "answer": "转置", "question": "EQ659"}
    report.cell("EQ679", [sheet.label], "hint", 1, **facts)
    return replace(
        sheet,
        rows=[list(row) for row in zip_longest(*sheet.rows)],
        merged=tuple((left, top, right, bottom) for top, left, bottom, right in sheet.merged),
        hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows,
        comments={(column, row): text for (row, column), text in sheet.comments.items()},
        struck={(column, row) for row, column in sheet.struck},
        numbers=(),
        remarks=[],
        turned=True,
    )


def ask_once(report: Report) -> None:
    """One question for all sheets whose headings run down: a county that hands in a sheet for each school."""
    asked = [finding for finding in report.findings if finding.code == "EQ659"]
    if len(asked) < 2:
        return
    cells = tuple(cell for finding in asked for cell in finding.cells)
    facts = asked[0].facts | {"sheet": "、".join(finding.facts["sheet"] for finding in asked), "where": "*"}
    report.findings[:] = [finding for finding in report.findings if finding.code != "EQ659"]
    report.findings.append(Finding("EQ659", asked[0].level, None, facts, (), cells, len(asked)))


def tell_where_they_stand(labels: Iterable[str], tables: dict[str, Table], report: Report) -> None:
    """Addresses in sheets that were read turned, as people find them in their file."""
    theirs = frozenset(labels)
    if not theirs:
        return

    def back(address: str) -> str:
        found = _CELL.fullmatch(address)
        if found is None or found["sheet"] not in theirs:
            return address
        return f"{found['sheet']}!{letter(int(found['row']) - 1)}{column_number(found['column']) + 1}"

    for table in tables.values():
        for column in table.columns.values():
            for i, value in enumerate(column.values):
                column.moved[i] = back(column.place(i))
                if isinstance(value, Absent) and value.cells:
                    column.values[i] = replace(value, cells=tuple(map(back, value.cells)))
    report.findings[:] = [
        replace(f, cells=tuple(map(back, f.cells)), facts={name: back(said) for name, said in f.facts.items()})
        if f.code != "EQ679"
        else f
        for f in report.findings
    ]
