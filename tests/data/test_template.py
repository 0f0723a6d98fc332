"""模板 · What is written to be filled in reads back whole, item by item."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from eqrules import workspace
from eqrules.cli import main
from eqrules.data.intake import read_submission
from eqrules.data.sample import write_sample
from eqrules.plan.plan import Plan


@pytest.fixture(scope="module")
def national() -> Plan:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    return plan


def made(folder: Path, *more: str) -> Path:
    path = folder / "模板.xlsx"
    got = CliRunner().invoke(main, ["模板", "cn/2017", "-o", str(path), *more])
    assert got.exit_code == 0, got.output
    return path


def test_every_item_has_its_column_and_reads_back_as_itself(national: Plan, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path, "--english"))
    for sheet in book.worksheets[1:]:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(3, column, "/")
    book.save(tmp_path / "填.xlsx")
    submission = read_submission(national, [tmp_path / "填.xlsx"])
    codes = {f.code for f in submission.report.findings}
    assert not codes & {"EQ610", "EQ612", "EQ614", "EQ615", "EQ617", "EQ618", "EQ681"}, codes


def test_an_empty_template_is_no_submission(national: Plan, tmp_path: Path) -> None:
    submission = read_submission(national, [made(tmp_path)])
    assert {f.code for f in submission.report.findings} <= {"EQ611", "EQ617"}


def test_headings_are_locked_and_cells_are_checked(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    assert book.sheetnames[:3] == ["说明", "县", "学校"]
    sheet = book["学校"]
    assert sheet.protection.sheet
    assert sheet["C1"].protection.locked
    assert not sheet.column_dimensions["C"].protection.locked
    heads = {cell.value: cell for cell in sheet[1]}
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    listed = next(r for at, r in rules.items() if at.startswith(heads["办学类型"].coordinate[:-1] + "2:"))
    assert (listed.type, "九年一贯制学校" in listed.formula1) == ("list", True)
    area = next(head for head in heads if str(head).startswith("教学及辅助用房面积"))
    checked = next(r for at, r in rules.items() if at.startswith(heads[area].coordinate[:-1] + "2:"))
    cell = heads[area].coordinate[:-1] + "2"
    assert checked.formula1 == f"AND(ISNUMBER({cell}),{cell}>=0)"
    assert "来源\uff1a教基5170" in heads[area].comment.text
    assert "单位\uff1a平方米" in heads[area].comment.text
    notes = [[cell.value for cell in row] for row in book["说明"].iter_rows(max_row=2, max_col=2)]
    plan, _ = workspace.load("cn/2017").plan, None
    assert plan is not None
    assert notes == [["规则集 · Ruleset", "cn/2017"], ["哈希 · Hash", workspace.load("cn/2017").hash]]


def test_last_years_schools_are_there_and_figures_only_on_request(national: Plan, tmp_path: Path) -> None:
    (last,) = write_sample(national, tmp_path / "上年.xlsx", 1, 8, 1, 0)
    before = read_submission(national, [last])
    plain = read_submission(national, [made(tmp_path, "--from", str(last))])
    assert plain.tables["school"].keys == before.tables["school"].keys
    assert plain.tables["school"].columns["school_type"].values == before.tables["school"].columns["school_type"].values
    assert plain.names == before.names
    assert not [v for v in plain.tables["section"].columns["pupils"].values if isinstance(v, int)]
    whole = read_submission(national, [made(tmp_path, "--from", str(last), "--figures")])
    for grain, table in before.tables.items():
        assert whole.tables[grain].keys == table.keys
        for item, column in table.columns.items():
            got = whole.tables[grain].columns[item].values
            same = [a == b or type(a) is type(b) is not int for a, b in zip(got, column.values, strict=True)]
            assert all(same), (grain, item)


def test_only_a_workbook_can_be_a_template(tmp_path: Path) -> None:
    got = CliRunner().invoke(main, ["template", "cn/2017", "-o", str(tmp_path / "a.csv")])
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ708")
