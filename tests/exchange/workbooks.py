"""造册 · Workbooks as tests and error pages write them, laid over the workbook of a small ruleset."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from eqrules import workspace

BOOKS = """# 规则集 图书

- 编号:demo/books
- 施行:2024年1月1日起

## 对象

| 编号 | 名称 | 主键 |
|---|---|---|
| county | 县 | 行政区划代码 |

## 数据项

| 编号 | 名称 | 单位 | 类型 | 对象 |
|---|---|---|---|---|
| division | 行政区划代码 | | 文本 | 县 |
| books | 图书册数 | 册 | 整数 | 县 |
| pupils | 在校生数 | 人 | 整数 | 县 |

## 指标 藏书

- 编号:LIB
- 依据:第一条

| 编号 | 指标 | 对象 | 单位 | 计算 | 标准 |
|---|---|---|---|---|---|
| L1 | 生均图书 | 县 | 册/生 | 图书册数÷在校生数 | 25册/生以上 |

## 结论

| 编号 | 结论 | 对象 | 条件 |
|---|---|---|---|
| C1 | 县达标 | 县 | 藏书全部达标 |
"""
_SHEET = re.compile(r"^# (?P<name>.*)$", re.M)


def small_book(folder: Path, text: str = BOOKS) -> Path:
    """The workbook of a ruleset written in a test."""
    document = folder / "图书.md"
    document.write_text(text, "utf-8")
    book = folder / "图书.xlsx"
    report = workspace.export_book(str(document), book)
    assert report.findings == []
    return book


def laid_over(book: Path, text: str) -> Path:
    """The workbook with the sheets of `text` in place of its own: `# 表名`, rows, and what is done to cells."""
    made = load_workbook(book)
    parts = _SHEET.split(text)[1:]
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        if name in made.sheetnames:
            made.remove(made[name])
        if "删去" not in body.split():
            _fill(made.create_sheet(name), body)
    made.save(book)
    return book


def _fill(sheet: Worksheet, body: str) -> None:
    lines = [line for line in body.splitlines() if line.strip()]
    for number, line in enumerate((line for line in lines if line.startswith("|")), 1):
        for column, text in enumerate(line.strip().strip("|").split("|"), 1):
            sheet.cell(number, column).value = text.strip().replace("⏎", "\n") or None
    for done, where, *what in (line.split() for line in lines if not line.startswith("|")):
        match done:
            case "合并":
                sheet.merge_cells(where)
            case "划掉":
                sheet[where].font = Font(strike=True)
            case "公式":
                sheet[where] = what[0]
                sheet[where].data_type = "e"


def changed(book: Path, **cells: object) -> Path:
    """The workbook after somebody typed into it: `changed(book, 结论_D2="…")`."""
    made: Workbook = load_workbook(book)
    for where, value in cells.items():
        sheet, _, cell = where.rpartition("_")
        made[sheet.replace("_", " ")][cell] = value
    made.save(book)
    return book
