"""其余命令 · explain, check, test, list, show, plan, sample, help, doctor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.diagnostics.catalogue import pages
from eqrules.diagnostics.report import Report
from eqrules.engine.examples import ExampleResult
from eqrules.plan.plan import Interval, Plan
from report import small
from submissions import shipped_plan

from .conftest import Run

NATIONAL = shipped_plan("cn/2017")


def test_explain_one_rule_at_one_object(eqrules: Run) -> None:
    got = eqrules("说明", "cn/2017", "填报.xlsx", "--object", "城关小学", "--rule", "R1")
    assert got.exit_code == 0
    assert "代入    30 ÷ 500 × 100 = 6" in got.stdout


def test_check_is_silent_about_nothing_and_loud_about_errors(eqrules: Run) -> None:
    assert eqrules("check", "cn/2017").exit_code == 0
    got = eqrules("check", "cn/2017", "有错的规则集")
    assert got.exit_code == 1
    assert got.stdout.splitlines()[0] == "cn/2017\uff1a没有问题"
    assert got.stdout.splitlines()[-1] == "有错的规则集\uff1a错误 1\uff0c提醒 0\uff0c提示 0"


def test_check_as_data(eqrules: Run) -> None:
    got = eqrules("check", "有错的规则集", "--format", "json")
    (entry,) = json.loads(got.stdout)["rulesets"]
    assert (got.exit_code, entry["findings"][0]["code"]) == (1, "EQ709")


def test_hints_do_not_fail_a_check(eqrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report()
    report.cell("EQ709", [], "hint")
    monkeypatch.setattr(workspace, "check", lambda name: report)
    assert eqrules("check", "cn/2017").exit_code == 0


def test_examples(eqrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    right = ExampleResult("恰好等于标准", "cn/2017/7.md:3:1", "R1", "met", "met")
    wrong = ExampleResult("差一人", "cn/2017/7.md:4:1", "R1", "not_met", "met")
    tested = workspace.Tested([right, wrong])
    monkeypatch.setattr(workspace, "run_examples", lambda name: tested)
    got = eqrules("test", "cn/2017")
    assert got.exit_code == 1
    assert got.stdout.splitlines() == [
        "✗ 差一人 · R1  cn/2017/7.md:4:1",
        "  应为 不达标\uff0c得到 达标",
        "cn/2017\uff1a2 条示例\uff0c1 条相符",
    ]
    tested.results.pop()
    assert eqrules("示例", "cn/2017").exit_code == 0


def test_list(eqrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    one = workspace.Shipped(
        "cn/2017", "国家", "National", "办法", Interval(start="2017-04-19"), "国家规定", "正式", "", ()
    )
    monkeypatch.setattr(workspace, "rulesets", lambda: [one])
    assert "cn/2017  国家  2017-04-19 – …" in eqrules("list").stdout
    assert "cn/2017  National" in eqrules("list", "--lang", "en").stdout


def test_show_a_ruleset_and_a_rule(eqrules: Run) -> None:
    said = eqrules("show", "cn/small").stdout
    for part in ("小县示例", "示例办法", "sha256:whole", "≥ 4.2\uff1b≥ 5.3", "至少 1 项达标", "V1", "K3"):
        assert part in said, part
    said = eqrules("查看", "cn/small", "生均教学及辅助用房面积").stdout
    for part in (
        "R4",
        "教学用房面积\uff08本学段份额\uff09 ÷ 在校生数",
        "学段为小学\uff1a≥ 4.5",
        "第六条(四)",
        "学校资源达标",
    ):
        assert part in said, part
    assert "Rotation rate" in eqrules("show", "cn/small", "G11a", "--lang", "en").stdout


def test_plan_and_its_schema(eqrules: Run, desk: Path) -> None:
    assert Plan.model_validate_json(eqrules("plan", "cn/small").stdout) == small.plan()
    assert json.loads(eqrules("plan", "--schema").stdout)["title"] == "Plan"
    assert eqrules("plan", "cn/small", "-o", "计划.json").exit_code == 0
    assert Plan.model_validate_json((desk / "计划.json").read_bytes()) == small.plan()
    assert eqrules("plan").stderr.startswith("EQ703")
    assert eqrules("plan", "cn/small", "-o", "计划.html").stderr.startswith("EQ708")


def test_an_option_without_its_value_names_its_command(eqrules: Run) -> None:
    said = eqrules("sample", "cn/2017", "--flaws").stderr
    assert said.startswith("EQ704")
    assert "eqrules sample --help" in said


def test_plan_as_sql(eqrules: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    national = workspace.Loaded(NATIONAL, Report(), "")
    monkeypatch.setattr(workspace, "load", lambda name, layers: national)
    printed = eqrules("plan", "cn/2017", "--sql", "spark", "--as-of", "2024-09-01").stdout
    assert "CREATE OR REPLACE TEMPORARY VIEW `section_verdicts` AS" in printed
    assert eqrules("plan", "cn/2017", "--sql", "postgres", "-o", "计划.sql").exit_code == 0
    assert 'CREATE TEMP TABLE "section_verdicts" AS' in (desk / "计划.sql").read_text("utf-8")
    assert eqrules("plan", "cn/2017", "--sql", "postgres", "-o", "计划.json").stderr.startswith("EQ708")
    assert eqrules("plan", "cn/2017", "--sql", "oracle").stderr.startswith("EQ705")


def test_sample(eqrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def sample(*wanted: object) -> list[Path]:
        asked.extend(wanted[1:])
        return [Path("样例.xlsx")]

    monkeypatch.setattr(workspace, "sample", sample)
    got = eqrules(
        "样例", "cn/2017", "-o", "样例.xlsx", "--counties", "2", "--schools", "9", "--seed", "7", "--flaws", "3"
    )
    assert (got.exit_code, got.stdout, got.stderr) == (0, "", "已写出 样例.xlsx\n")
    assert asked == [Path("样例.xlsx"), 2, 9, 7, 3]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.code)
def test_help_knows_every_code(eqrules: Run, page: object) -> None:
    for lang in ("zh", "en"):
        got = eqrules("help", page.code.lower(), EQRULES_LANG=lang)
        assert got.exit_code == 0
        assert got.stdout.startswith(page.code)
        assert "{" not in got.stdout.splitlines()[2]
    assert page.code in eqrules("错误说明").stdout


def test_doctor_needs_no_network(eqrules: Run) -> None:
    got = eqrules("doctor")
    assert got.exit_code == 0
    for part in ("Python", "lark", "缓存", "不需要网络"):
        assert part in got.stdout
