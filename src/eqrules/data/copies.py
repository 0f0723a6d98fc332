"""副本 · Several versions of one table: 终版, 终版2, (1), 副本. Which one counts is asked, never told by the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import PurePosixPath

from eqrules.data.answers import Answers
from eqrules.data.keys import Keyed
from eqrules.data.names import heading_key
from eqrules.data.raw import is_blank, shown
from eqrules.data.submission import File
from eqrules.diagnostics.report import Report

_VERSION = re.compile(
    r"(?:[\s_\-—]|最终|终|定稿|修改|修订|最新|新|旧|原|版|稿|副本|备份|复制|copy|final|new|old|v?\d{1,2}|\(\d{1,2}\))+$",
    re.I,
)


def choose_copies(keyed: Sequence[Keyed], files: Sequence[File], answers: Answers, report: Report) -> list[Keyed]:
    """Without an answer all are read: what agrees is used, what differs is an error cell by cell."""
    out: set[int] = set()
    asked: dict[tuple[str, str], list[tuple[Keyed, Keyed, int, int]]] = {}
    for one, other in combinations(keyed, 2):
        if one.form.grain.id == other.form.grain.id and _is_copy(one, other):
            common, differ = _compare(one, other)
            if common:
                asked.setdefault(_names(one, other), []).append((one, other, common, differ))
    about = {file.name: file for file in files}
    for (first, second), pairs in asked.items():
        where = _base(first)
        chosen = heading_key(answers.to("EQ648", where, first, second))
        if chosen in (heading_key(first), heading_key(second)):
            lost = [pair[0] if chosen == heading_key(second) else pair[1] for pair in pairs]
            out.update(map(id, lost))
            report.cell("EQ679", [where], "hint", len(lost), n=str(len(lost)), answer=chosen, question="EQ648")
            continue
        facts = {
            "one": _described(first, about), "other": _described(second, about), "where": where,
            "n": str(sum(common for *_, common, _ in pairs)), "differ": str(sum(differ for *_, differ in pairs)),
        }  # fmt: skip
        report.cell("EQ648", [first, second], "warning", 1, **facts)
    return [k for k in keyed if id(k) not in out]


def _names(one: Keyed, other: Keyed) -> tuple[str, str]:
    """What tells them apart: their files, or within one file their sheets."""
    if one.form.sheet.file != other.form.sheet.file:
        return one.form.sheet.file, other.form.sheet.file
    return one.form.label, other.form.label


def _is_copy(one: Keyed, other: Keyed) -> bool:
    a, b = one.form.sheet, other.form.sheet
    if a.file == b.file:
        return _base(a.name) == _base(b.name)
    if a.copy_of == b.file or b.copy_of == a.file:
        return a.name == b.name
    same_sheet = _base(a.name) == _base(b.name) or PurePosixPath(a.file).stem == a.name
    return _base(a.file) == _base(b.file) and same_sheet


def _base(name: str) -> str:
    """县终版2.xlsx, 县 (1).xlsx and 县.xlsx are one."""
    path = PurePosixPath(name)
    stem = path.stem if path.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".csv") else name
    short = _VERSION.sub("", heading_key(stem)) or stem
    parent = path.parent.as_posix()
    return short if parent == "." else f"{parent}/{short}"


def _compare(one: Keyed, other: Keyed) -> tuple[int, int]:
    """How many objects both have, and in how many cells they differ."""
    rows = {key: i for i, key in enumerate(other.keys)}
    pairs = [(i, rows[key]) for i, key in enumerate(one.keys) if key in rows]
    differ = 0
    columns = {entry.item.id: entry for entry in other.form.fields}
    for entry in one.form.fields:
        twin = columns.get(entry.item.id)
        if twin is not None and pairs:
            left, right = one.form.cells(entry), other.form.cells(twin)
            differ += sum(
                shown(left[i]) != shown(right[j]) for i, j in pairs if not (is_blank(left[i]) and is_blank(right[j]))
            )
    return len(pairs), differ


def _described(name: str, about: dict[str, File]) -> str:
    file = about.get(name)
    return f"{name}（{file.day}，{file.size:,} B）" if file else name
