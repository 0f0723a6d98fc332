"""交表 · Blocks of a page, or rows, to real files and through intake."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from made_files import bomb, styled, with_cell, with_entities, with_macros, zip_of
from small_plan import PLAN

from eqrules.data.intake import Unreadable, read_submission
from eqrules.data.last_year import compare
from eqrules.data.submission import Submission, Value
from eqrules.diagnostics.report import Finding
from eqrules.report.annotated.marks import Seen
from eqrules.report.annotated.workbook import workbook as annotated

Rows = Sequence[Sequence[object]]


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A real xlsx; None leaves a cell empty."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value)
    return path


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def _uncomputed(folder: Path, text: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = "学段校"  # type: ignore[union-attr]
    for row in rows(text):
        book.active.append([cell if i else int(cell) if cell.isdigit() else cell for i, cell in enumerate(row)])  # type: ignore[union-attr]
    book.save(folder / "公式.xlsx")


def _merged(folder: Path, text: str) -> None:
    with xlsxwriter.Workbook(folder / "合并.xlsx") as book:
        sheet = book.add_worksheet("学段校")
        table = rows(text)
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                if cell == "^":
                    sheet.merge_range(number - 1, column, number, column, int(table[number - 1][column]))
                else:
                    sheet.write(number, column, cell)


def _numbers(text: str) -> tuple[str, list[list[object]]]:
    """The name of a sheet, and its rows with numbers as numbers."""
    name, *lines = text.splitlines()
    return name, [[_number(cell) for cell in row] for row in rows("\n".join(lines))]


def _number(text: str) -> object:
    return float(text) if re.fullmatch(r"\d{1,6}(\.\d+)?", text) else text or None


def _made(folder: Path, kind: str, text: str) -> bool:
    """A workbook of its kind, made from rows."""
    path = folder / "表.xlsx"
    match kind:
        case "含宏" | "实体" | "外链" | "隐藏" | "批注" | "相距":
            name, table = _numbers(text)
            place = str(table[0][0]) if kind == "相距" else ""
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet(name)
                for number, row in enumerate([["学校标识码", "学段"]] if place else table):
                    for column, cell in enumerate(row):
                        if isinstance(cell, str) and cell.startswith("["):
                            sheet.write_formula(number, column, f"={cell}", None, 5)
                        elif isinstance(cell, str) and cell.startswith("?"):
                            sheet.write_comment(number, column, cell[1:])
                        elif cell is not None:
                            sheet.write(number, column, cell)
                if kind == "隐藏":
                    sheet.set_row(2, None, None, {"hidden": True})
            if kind == "含宏":
                with_macros(path)
            if kind == "实体":
                with_entities(path)
            if place:
                with_cell(path, place)
        case "炸弹":
            with xlsxwriter.Workbook(path) as book:
                book.add_worksheet("学段校")
            bomb(path)
        case "批注副本":
            name, table = _numbers(text)
            original = workbook(folder / "县.xlsx", {name: table})
            seen = Seen(read_submission(PLAN, [original]), ())
            (folder / "批注.xlsx").write_bytes(annotated(seen, original.name, original.read_bytes(), "zh"))
        case "划掉":
            name, table = _numbers(text)
            styled(path, name, table, {"font_strikeout": True}, (1, 2))
        case "百分比":
            name, table = _numbers(text)
            styled(path, name, table, {"num_format": "0.0%"}, (1, 1))
        case "压缩包":
            name, inside, *lines = text.splitlines()
            zip_of(folder / name, {inside: "\n".join(lines).encode()})
        case _:
            return False
    return True


def hand_in(folder: Path, blocks: Iterable[tuple[str, str]], patch: pytest.MonkeyPatch) -> list[Finding]:
    """The findings for one example of a catalogue page; each block is a file or a circumstance."""
    mapping, county, last = None, None, None
    folder.mkdir(exist_ok=True)
    paths = [folder]
    for kind, text in blocks:
        match kind:
            case "字节":
                name, *lines = text.splitlines()
                (folder / name).write_bytes(bytes.fromhex("".join(lines)))
            case "无文件":
                paths.append(folder / text.strip())
            case "无组件":
                (folder / text.strip()).write_bytes(b"PAR1")
                patch.setitem(sys.modules, "pyarrow", None)
            case "文件":
                (folder / text.strip()).write_bytes(b"?")
            case "对照":
                mapping = folder.with_suffix(".md")
                mapping.write_text(text, "utf-8")
            case "仅评":
                county = text.strip()
            case "公式":
                _uncomputed(folder, text)
            case "合并":
                _merged(folder, text)
            case "上年":
                last = folder.with_name(f"{folder.name}-last")
                last.mkdir()
                (last / "学校.csv").write_text(text, "utf-8")
            case "回答":
                (folder / "answers.md").write_text(text, "utf-8")
            case _ if _made(folder, kind, text):
                pass
            case _:
                assert re.fullmatch(r"\w+", kind), kind
                (folder / f"{kind}.csv").write_text(text, "utf-8")
    if len(paths) > 1:
        paths = paths[1:]
    try:
        submission = read_submission(PLAN, paths, mapping, county)
        if last is not None:
            compare(PLAN, submission, read_submission(PLAN, [last]), submission.report)
        return submission.report.findings
    except Unreadable as problem:
        return [problem.finding]


def read(*paths: Path, **more: object) -> Submission:
    return read_submission(PLAN, paths, **more)  # type: ignore[arg-type]


def codes(submission: Submission, level: str = "") -> list[str]:
    return sorted({f.code for f in submission.report.findings if not level or f.level == level})


def value(submission: Submission, grain: str, item: str, *key: str) -> Value:
    table = submission.tables[grain]
    return table.columns[item].values[table.keys.index(key)]


def place(submission: Submission, grain: str, item: str, *key: str) -> str:
    table = submission.tables[grain]
    return table.columns[item].place(table.keys.index(key))
