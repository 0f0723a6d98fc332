"""评估 · eqrules run: what it asks for, prints, writes, and exits with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eqrules.cli.run import matches
from eqrules.engine.contract import CountyVerdict
from eqrules.language.verdicts import Verdict

from .conftest import Run


def test_a_county_that_fails_is_a_result_and_no_error(eqrules: Run) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx")
    assert got.exit_code == 0
    assert "✗ 不达标" in got.stdout.splitlines()
    assert got.stderr == ""


def test_the_chinese_command_does_the_same(eqrules: Run) -> None:
    assert eqrules("评估", "cn/2017", "填报.xlsx").output == eqrules("run", "cn/2017", "填报.xlsx").output


def test_all_options_reach_the_workspace(eqrules: Run, asked: dict[str, object], desk: Path) -> None:
    (desk / "表头.md").write_text("", "utf-8")
    eqrules(
        "run", "cn/2017", "填报.xlsx", "--as-of", "2021-05-01", "--with", "层一", "--with", "层二",
        "--reading", "K3=合计", "--mapping", "表头.md", "--county", "340203", "--engine", "reference",
    )  # fmt: skip
    assert asked == {
        "name": "cn/2017", "layers": ("层一", "层二"), "paths": [Path("填报.xlsx")], "mapping": Path("表头.md"),
        "county": "340203", "day": date(2021, 5, 1), "readings": {"K3": "合计"}, "engine": "reference",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (["cn/2017@2019-03-01"], date(2019, 3, 1)),
        (["cn/2017@2019-03-01", "--as-of", "2020-01-01"], date(2020, 1, 1)),
        (["cn/2017"], date.today()),
    ],
)
def test_the_day(eqrules: Run, asked: dict[str, object], words: list[str], day: date) -> None:
    eqrules("run", *words, "填报.xlsx")
    assert (asked["name"], asked["day"]) == ("cn/2017", day)


def test_json_goes_to_standard_output_and_nothing_else(eqrules: Run) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx", "--format", "json")
    data = json.loads(got.stdout_bytes.decode("utf-8"))
    assert data["schema"] == "eqrules/result/1"
    assert data["ruleset"]["hash"] == "sha256:whole"


def test_reports_by_their_endings(eqrules: Run, desk: Path) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx", "-o", "结果.json", "-o", "结果.csv", "-o", "结果.HTML")
    assert got.exit_code == 0
    assert json.loads((desk / "结果.json").read_text("utf-8"))["schema"] == "eqrules/result/1"
    assert (desk / "结果.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (desk / "结果.HTML").read_text("utf-8").startswith("<!doctype html>")
    assert [line[:3] for line in got.stderr.splitlines()] == ["已写出"] * 3
    assert {p.name for p in desk.glob("结果*")} == {"结果.json", "结果.csv", "结果.HTML"}


def test_outputs_are_checked_before_anything_runs(eqrules: Run, asked: dict[str, object]) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx", "-o", "结果.pdf")
    assert (got.exit_code, asked) == (2, {})
    assert got.stderr.startswith("EQ708 不会写「结果.pdf」")


@pytest.mark.parametrize(("wanted", "code"), [("不达标", 1), ("not_met", 1), ("undetermined", 0), ("veto", 0)])
def test_fail_on(eqrules: Run, wanted: str, code: int) -> None:
    assert eqrules("run", "cn/2017", "填报.xlsx", "--fail-on", wanted).exit_code == code


def test_a_vetoed_county_does_not_meet_the_standard() -> None:
    vetoed = CountyVerdict(("340203",), Verdict.UNDETERMINED, ("V1",))
    assert matches(vetoed, ("veto",))
    assert matches(vetoed, ("not_met",))
    assert not matches(vetoed, ("undetermined",))


def test_a_ruleset_with_errors_shows_them_and_stops(eqrules: Run) -> None:
    got = eqrules("run", "有错的规则集", "填报.xlsx")
    assert got.exit_code == 2
    assert got.stdout == ""
    assert got.stderr.startswith("EQ709")
    assert "EQ710 规则集「有错的规则集」有 1 处错误" in got.stderr


def test_what_the_workspace_cannot_do_is_said_in_its_words(eqrules: Run) -> None:
    got = eqrules("run", "cn/2071", "填报.xlsx")
    assert got.exit_code == 2
    assert got.stderr.startswith("EQ405")
    assert "Traceback" not in got.stderr
