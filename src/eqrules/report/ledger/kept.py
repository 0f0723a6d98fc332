"""上月台账 · Last month's ledger read again: what people wrote, by the id of each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

SHEET = "整改台账"
ID = "编号"
OURS = ("序号", "学校", "指标", "现值", "标准", "缺口", "存在问题")
"""Columns that every run writes anew."""
THEIRS = ("整改措施", "责任单位", "责任人", "完成时限", "进展", "销号")
"""Columns that people fill in."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
Written = str | int | float | date | None


class NotALedger(Exception):
    """The file cannot be read again; `reason` says why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = (zh, en)


@dataclass(slots=True)
class Line:
    """One line of last month: our columns as they stood, and theirs."""

    ours: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, Written] = field(default_factory=dict)


@dataclass(slots=True)
class Kept:
    """Lines by id, and the headings of columns that people added."""

    lines: dict[str, Line] = field(default_factory=dict)
    added: tuple[str, ...] = ()


def read(content: bytes, county: str) -> Kept:
    """Last month's ledger of one county; `NotALedger` rather than losing what somebody wrote."""
    rows = _rows(content)
    place = next((i for i, row in enumerate(rows) if ID in row and "指标" in row), None)
    if place is None:
        raise NotALedger("里面没有带「编号」一列的整改台账", "it holds no ledger sheet with the column 编号")
    heads = [str(head or "").strip() for head in rows[place]]
    added = tuple(h for h in dict.fromkeys(heads) if h and h not in (*OURS, *THEIRS, ID))
    kept = Kept(added=added)
    for row in rows[place + 1 :]:
        named = {head: value for head, value in zip(heads, row, strict=False) if head}
        code = str(named.get(ID) or "").strip()
        if not code:
            if any(named.get(head) not in (None, "") for head in (*THEIRS, *added)):
                raise NotALedger(
                    "有一行写了内容而没有编号；新加的行请写到别处，或补上编号", "a line with writing in it has no id"
                )
            continue
        if code.partition("|")[2].partition("/")[0] != county:
            raise NotALedger("里面有别的县的问题", "it holds entries of another county")
        kept.lines[code] = Line(
            {head: "" if named.get(head) is None else str(named[head]) for head in OURS if head in named},
            {head: named.get(head) for head in (*THEIRS, *added) if named.get(head) not in (None, "")},
        )
    return kept


def _rows(content: bytes) -> list[list[Written]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        name = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if _has_formulas(content):
            return _with_formulas(content, name)
    except (CalamineError, BadZipFile, OSError, KeyError, ValueError, IndexError, SyntaxError) as problem:
        raise NotALedger("不是可以打开的 .xlsx 文件", "it is no .xlsx file that can be opened") from problem
    return [[_plain(value) for value in row] for row in rows]


def _has_formulas(content: bytes) -> bool:
    with ZipFile(BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(_FORMULA.search(parts.read(name)) for name in sheets)


def _with_formulas(content: bytes, name: str) -> list[list[Written]]:
    """What a program that computes nothing leaves is told from an empty cell: slower."""
    from openpyxl import load_workbook

    values, texts = (load_workbook(BytesIO(content), data_only=only) for only in (True, False))
    rows: list[list[Written]] = []
    for seen, typed in zip(values[name].iter_rows(), texts[name].iter_rows(), strict=True):
        rows.append([_plain(a.value if a.value is not None else b.value) for a, b in zip(seen, typed, strict=True)])
    return rows


def _plain(value: object) -> Written:
    """Dates, numbers and texts as they are; a formula nobody computed as its text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, (str, int, float, date)):
        return value if value != "" else None
    return str(value)
