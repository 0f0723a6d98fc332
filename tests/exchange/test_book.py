"""往返 · Text to workbook to text loses nothing; mistakes made in the workbook are shown at their cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from eqrules import workspace
from eqrules.cli import main
from eqrules.compile import Compilation, compile_ruleset
from eqrules.data.read_xlsx import read_xlsx
from eqrules.diagnostics.report import Report
from eqrules.exchange.book import write_book
from eqrules.exchange.pieces import pieces_of, text_of
from eqrules.exchange.reading import read_book
from eqrules.plan.identity import identity
from eqrules.source import Source
from eqrules.syntax.choices import Choices
from eqrules.syntax.format import format_document
from rulesets import rulesets

from .workbooks import BOOKS, changed, small_book

SHIPPED = [r.id for r in workspace.rulesets()]


def written(compilation: Compilation) -> list[str]:
    return [format_document(d, compilation.glossary, d.lang) for d in compilation.documents]


# ── there and back ───────────────────────────────────────────────
@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulesets_come_home_from_a_workbook(name: str, tmp_path: Path) -> None:
    assert workspace.export_book(name, tmp_path / "book.xlsx").findings == []
    made = workspace.import_book(tmp_path / "book.xlsx")
    assert made.report.findings == []
    assert made.hash == workspace.load(name).hash
    assert all((c.changed, c.added, c.removed) == (0, 0, 0) for c in made.changes)
    home = compile_ruleset(made.documents, workspace.sources)
    assert written(home) == written(workspace.compile_named(name)[0])


def through_a_workbook(text: str, folder: Path) -> str:
    report = Report()
    pieces = pieces_of(Source("made.md", text), report)
    book = folder / "made.xlsx"
    write_book(book, pieces, Choices("zh"), "zh", "made")
    found = read_book(read_xlsx(book.name, book.read_bytes()), book.name, report)
    assert report.findings == []
    return text_of(found.pieces).source.text


@settings(max_examples=25)
@given(text=rulesets())
def test_made_rulesets_come_home_from_a_workbook(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = through_a_workbook(text, tmp_path_factory.mktemp("book"))
    before, after = (compile_ruleset([Source("made.md", t)]) for t in (text, home))
    assert written(before) == written(after)
    assert identity(before.plan) == identity(after.plan)  # type: ignore[arg-type]


odd = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp")), max_size=12)
"""Anything a cell may hold: signs, digits, astral characters, but nothing unseen."""


@settings(max_examples=40)
@given(rows=st.lists(st.lists(odd, min_size=3, max_size=3), max_size=4), gist=odd, remark=odd)
def test_any_words_come_home(
    rows: list[list[str]], gist: str, remark: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also what looks like a formula, a number, a link or a table's own signs."""
    shown = [[" ".join(cell.split()).replace("\\", "/").replace("|", "\\|") for cell in row] for row in rows]
    lines = ["| 编号 | 名称 | 说明 |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in shown)]
    remark = " ".join(remark.split()).replace("-->", "")
    text = "\n".join(
        ["# 规则集 试", "", f"> {' '.join(gist.split())}", "", f"<!-- {remark} -->", "", "## 对象", "", *lines]
    )
    source = Source("made.md", text + "\n")
    report = Report()
    pieces = pieces_of(source, report)
    home = through_a_workbook(source.text, tmp_path_factory.mktemp("book"))
    assert pieces_of(Source("made.md", home), report) == pieces


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    text = BOOKS.replace("| books | 图书册数 |", "| books | =1+1 |")
    made = load_workbook(small_book(tmp_path, text))
    cell = made["数据项"]["B3"]
    assert (cell.value, cell.data_type, cell.number_format) == ("=1+1", "s", "@")
    assert made["数据项"].column_dimensions["B"].width > 8


def test_the_workbook_helps_whoever_fills_it_in(tmp_path: Path) -> None:
    made = load_workbook(small_book(tmp_path))
    sheet = made["指标 藏书"]
    assert [cell.value for cell in sheet[1]] == ["编号", "指标", "对象", "单位", "计算", "标准", "行标识"]
    assert "怎样算" in sheet["E1"].comment.text
    assert "formula" in sheet["E1"].comment.text
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered["C2:C2001"] == '"县"'
    links = [cell.hyperlink.location for cell in made["文档"]["D"] if cell.hyperlink]
    assert links == ["'对象'!A1", "'数据项'!A1", "'指标 藏书'!A1", "'结论'!A1"]


# ── what was typed into it ───────────────────────────────────────
def test_a_mistake_is_shown_at_its_cell(tmp_path: Path) -> None:
    made = workspace.import_book(changed(small_book(tmp_path), 指标_藏书_E2="图书册书÷在校生数", 数据项_C4="仁"))
    assert [(f.code, f.cells, f.span) for f in made.report.findings] == [
        ("EQ201", ("指标 藏书!E2",), None),
    ]
    made = workspace.import_book(changed(small_book(tmp_path), 数据项_C4="仁"))
    assert [(f.code, f.cells) for f in made.report.findings] == [("EQ206", ("数据项!C4",))]


def test_numbers_typed_as_numbers_are_read_as_they_look(tmp_path: Path) -> None:
    book = changed(small_book(tmp_path), 指标_藏书_F2="25册/生以上", 指标_藏书_B2=2017.5)
    made = workspace.import_book(book)
    assert "| L1   | 2017.5 |" in made.documents[0].text


def test_changes_are_counted_by_sheet(tmp_path: Path) -> None:
    book = changed(
        small_book(tmp_path),
        指标_藏书_F2="30册/生以上",
        **{f"数据项_{cell}": value for cell, value in (("A5", "rooms"), ("B5", "房间"), ("D5", "整数"), ("E5", "县"))},
    )
    made = workspace.import_book(book)
    assert made.report.findings == []
    assert {c.sheet: (c.changed, c.added, c.removed) for c in made.changes if c.changed or c.added or c.removed} == {
        "数据项": (0, 1, 0),
        "指标 藏书": (1, 0, 0),
    }
    cleared = {f"数据项_{column}5": None for column in "ABCDEF"}
    gone = workspace.import_book(
        changed(small_book(tmp_path), **{**cleared, **{f"数据项_{c}4": None for c in "ABCDE"}})
    )
    assert [(c.sheet, c.removed) for c in gone.changes if c.removed] == [("数据项", 1)]


# ── the commands ─────────────────────────────────────────────────
def test_the_commands_write_and_read_it(tmp_path: Path) -> None:
    (tmp_path / "图书.md").write_text(BOOKS, "utf-8")
    book, folder = str(tmp_path / "a.xlsx"), tmp_path / "新"
    run = CliRunner().invoke
    assert run(main, ["导出", str(tmp_path / "图书.md"), "-o", book]).exit_code == 0
    got = run(main, ["导入", book, "-o", str(folder)])
    assert (got.exit_code, got.stdout) == (0, "")
    assert workspace.load(str(folder)).hash == workspace.load(str(tmp_path / "图书.md")).hash
    changed(Path(book), 结论_D2="藏书全达标")
    got = run(main, ["import", book, "-o", str(tmp_path / "不写"), "--lang", "zh"])
    assert got.exit_code == 1
    assert "结论!D2" in got.stderr
    assert ".md:" not in got.stderr, "no line of a text that nobody saw"
    assert not (tmp_path / "不写").exists()


def test_a_document_with_stray_words_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "坏.md").write_text(BOOKS + "\n一句闲话\n", "utf-8")
    got = CliRunner().invoke(main, ["export", str(tmp_path / "坏.md"), "-o", str(tmp_path / "a.xlsx")])
    assert got.exit_code == 2
    assert "EQ103" in got.stderr
    assert not (tmp_path / "a.xlsx").exists()
