"""说了什么 · What a submission says, as (grade, code, first cell)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from handing_in import read, workbook

from eqrules.data.intake import Unreadable
from eqrules.data.submission import Absent, State, Submission
from eqrules.diagnostics.catalogue import message, next_step
from eqrules.diagnostics.grades import grade
from eqrules.diagnostics.report import Finding

Rows = list[list[object]]
SECTION: Rows = [
    ["学校标识码", "学段", "在校生数", "高于规定学历教师数"],
    [2134000001, "小学", 1000, 42],
    [2134000002, "小学", 800, 36],
]
ONE = ("未注明", "2134000001", "小学")
TWO = ("未注明", "2134000002", "小学")
USUAL = frozenset(("EQ617", "EQ625", "EQ615", "EQ623"))
"""Sheets and columns that these small files do not have."""


def sections(*rows: Sequence[object]) -> Rows:
    return [SECTION[0], *map(list, rows)]


def said(submission: Submission) -> list[tuple[str, str, str]]:
    """What is not usual: grade, code, first cell."""
    told = [f for f in submission.report.findings if f.code not in USUAL]
    for finding in told:
        _readable(finding)
    return sorted((grade(f), f.code, f.cells[0] if f.cells else "") for f in told)


def finding(submission: Submission, code: str) -> Finding:
    (found,) = (f for f in submission.report.findings if f.code == code)
    return found


def words(found: Finding) -> str:
    return message(found, "zh")


def refused(path: Path, code: str) -> Finding:
    with pytest.raises(Unreadable) as caught:
        read(path)
    found = caught.value.finding
    _readable(found)
    assert (grade(found), found.code) == ("S", code)
    return found


def _readable(found: Finding) -> None:
    for lang in ("zh", "en"):
        for text in (message(found, lang), next_step(found, lang)):
            assert text
            assert "{" not in text


def book(folder: Path, **sheets: Rows) -> Submission:
    return read(workbook(folder / "县.xlsx", sheets))


def answer(folder: Path, *rows: tuple[str, str, str]) -> None:
    lines = ["| 编号 | 位置 | 问题 | 回答 |", "|---|---|---|---|"]
    lines += [f"| {code} | {where} | | {text} |" for code, where, text in rows]
    (folder / "answers.md").write_text("\n".join(lines) + "\n", "utf-8")


def wrong(cell: str) -> Absent:
    return Absent(State.ERROR, (cell,))


def blank(cell: str) -> Absent:
    return Absent(State.BLANK, (cell,))
