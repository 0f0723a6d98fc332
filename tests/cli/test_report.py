"""报告 · eqrules report: a document by its name, one file a county, in either language."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqrules.cli.report import command
from eqrules.report.kinds import KINDS, meant
from report import office

from .conftest import Run


def test_a_document_by_its_name(eqrules: Run, desk: Path) -> None:
    got = eqrules("report", "差异系数表", "cn/2017", "填报.xlsx", "-o", "一.xlsx")
    assert (got.exit_code, got.stdout) == (0, "")
    assert got.stderr.strip() == "已写出 一.xlsx"
    assert "汇总" in office.sheets((desk / "一.xlsx").read_bytes())
    assert eqrules("报告", "cv", "cn/2017", "填报.xlsx", "-o", "二.xlsx").exit_code == 0
    assert (desk / "一.xlsx").read_bytes() == (desk / "二.xlsx").read_bytes()


def test_run_takes_the_document_from_the_file_name(eqrules: Run, desk: Path) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx", "-o", "弋江区差异系数表2024.xlsx", "-o", "CV.XLSX")
    assert got.exit_code == 0, got.stderr
    assert (desk / "CV.XLSX").read_bytes() == (desk / "弋江区差异系数表2024.xlsx").read_bytes()


def test_a_document_with_the_wrong_ending_is_refused_before_anything_runs(
    eqrules: Run, asked: dict[str, object]
) -> None:
    got = eqrules("report", "cv", "cn/2017", "填报.xlsx", "-o", "表.html")
    assert (got.exit_code, asked) == (2, {})
    assert got.stderr.startswith("EQ708")


def test_an_unknown_document_names_those_there_are(eqrules: Run) -> None:
    got = eqrules("report", "总结", "cn/2017", "填报.xlsx", "-o", "表.xlsx")
    assert got.exit_code == 2
    for kind in KINDS:
        assert kind.zh in got.stderr


def test_the_help_names_every_document() -> None:
    for place in (0, 1):
        said = "\n".join(str(getattr(p, "words", ("", ""))[place]) for p in command.params)
        for kind in KINDS:
            assert kind.words[place] in said, kind


def test_names_in_file_names() -> None:
    assert meant("x.html") is meant("监测报告.html")
    assert meant("x.xlsx") is None


def test_last_months_ledger_is_read_again(eqrules: Run, desk: Path) -> None:
    """The file that is written to, or the one that --last names."""
    assert eqrules("report", "ledger", "cn/2017", "填报.xlsx", "-o", "十月台账.xlsx").exit_code == 0
    first = (desk / "十月台账.xlsx").read_bytes()
    assert eqrules("run", "cn/2017", "填报.xlsx", "-o", "十月台账.xlsx").exit_code == 0
    got = eqrules("report", "台账", "cn/2017", "填报.xlsx", "-o", "十一月.xlsx", "--last", "十月台账.xlsx")
    assert got.exit_code == 0
    assert (desk / "十一月.xlsx").read_bytes() == (desk / "十月台账.xlsx").read_bytes() != first


def test_a_file_that_is_no_ledger_is_not_written_over(eqrules: Run, desk: Path) -> None:
    (desk / "台账.xlsx").write_bytes(b"mine")
    got = eqrules("run", "cn/2017", "填报.xlsx", "-o", "台账.xlsx")
    assert (got.exit_code, (desk / "台账.xlsx").read_bytes()) == (2, b"mine")
    assert got.stderr.startswith("EQ743")


def test_a_file_that_is_open_elsewhere_is_to_be_closed(
    eqrules: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    got = eqrules("report", "cv", "cn/2017", "填报.xlsx", "-o", "表.xlsx")
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ709")
    assert "关闭" in got.stderr
    assert not [path.name for path in desk.iterdir() if path.name.startswith(".")]


def test_each_workbook_of_a_submission_comes_back(eqrules: Run, desk: Path) -> None:
    from openpyxl import Workbook

    (desk / "各校").mkdir()
    for name in ("甲校", "乙校"):
        Workbook().save(desk / "各校" / f"{name}.xlsx")
    assert eqrules("run", "cn/2017", "各校", "-o", "批注.xlsx").exit_code == 0
    assert {p.name for p in desk.glob("批注*")} == {"批注-甲校.xlsx", "批注-乙校.xlsx"}


def test_the_submission_is_never_written_over(eqrules: Run, desk: Path) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx", "-o", "./填报.xlsx")
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ744")
