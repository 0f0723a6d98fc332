"""规则 · Cases 66 to 70: what goes wrong in pasted rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.diagnostics.report import Finding
from eqrules.source import Source

PREFACE = (Path(__file__).parents[2] / "diagnostics" / "preface.md").read_text("utf-8")
RULE = """
## 指标 资源配置

- 编号:RES
- 英文名:Resources
- 对象:学段校
- 依据:第六条

| 编号 | 指标 | 英文 | 单位 | 计算 | 标准 |
|---|---|---|---|---|---|
| R1 | 每百名学生教师数 | Rule R1 | 人/百名学生 | 专任教师数÷在校生数×100 | {limit} |
"""


def checked(folder: Path, text: str) -> list[Finding]:
    path = folder / "规则.md"
    path.write_text(f"{PREFACE}\n{text}", "utf-8")
    return workspace.check(str(path)).findings


def offered(found: list[Finding], code: str) -> list[str]:
    """What the one finding with this code offers to write instead."""
    (one,) = (f for f in found if f.code == code)
    return [fix.text for fix in one.fixes]


@pytest.mark.parametrize(("pasted", "likely"), [
    ("教督〔20176号", "〔2017〕6号"),
    ("20249月印发", "2024年9月"),
    ("教师5360继续教育学时", "5年360"),
    ("45/每班", "45人/每班"),
    ("20222023学年", "2022—2023"),
])  # fmt: skip
def test_case_66_what_lost_its_characters_is_offered_whole(tmp_path: Path, pasted: str, likely: str) -> None:
    found = checked(tmp_path, RULE.format(limit="4.2以上").replace("第六条", pasted))
    assert offered(found, "EQ126") == [likely]
    assert [f.level for f in found if f.code == "EQ126"] == ["warning"]


def test_case_66_a_limit_that_lost_its_characters_is_no_limit(tmp_path: Path) -> None:
    found = checked(tmp_path, RULE.format(limit="45/每班"))
    assert offered(found, "EQ126") == ["45人/每班"]
    assert [f.code for f in found if f.level == "error"] == ["EQ126"]


@pytest.mark.parametrize(("limit", "code", "readings"), [
    ("4.2", "EQ124", ["4.2以上", "4.2以下"]),
    ("超过2项以上", "EQ115", ["超过2项", "2项以上"]),
    ("3人以上10人以下", "EQ128", ["3以上", "10以下"]),
    ("3人/百名学生以上10人/百名学生以下", "EQ128", ["3以上", "10以下"]),
])  # fmt: skip
def test_case_67_two_readings_are_two_choices_and_none_is_taken(
    tmp_path: Path, limit: str, code: str, readings: list[str]
) -> None:
    found = checked(tmp_path, RULE.format(limit=limit))
    assert [f.code for f in found if f.level == "error"] == [code]
    assert offered(found, code) == readings
    assert not any(fix.safe for f in found for fix in f.fixes)


def test_case_67_below_ten_and_from_ten_on_meet_at_ten(tmp_path: Path) -> None:
    two = """
## 指标 资源配置

- 编号:RES
- 英文名:Resources
- 对象:学段校
- 依据:第六条

| 编号 | 指标 | 英文 | 单位 | 适用 | 计算 | 标准 |
|---|---|---|---|---|---|---|
| R1 | 每百名学生教师数 | Rule R1 | 人/百名学生 | 在校生数10人以下 | 专任教师数÷在校生数×100 | 4.2以上 |
| R1 | 每百名学生教师数 | Rule R1 | 人/百名学生 | 在校生数10人以上 | 专任教师数÷在校生数×100 | 5.3以上 |
"""
    (both,) = (f for f in checked(tmp_path, two) if f.level == "warning")
    assert (both.code, both.facts["example"]) == ("EQ322", "在校生数 10")


def test_case_68_two_stages_and_three_values_are_shown_in_pairs(tmp_path: Path) -> None:
    found = checked(tmp_path, RULE.format(limit="小学、初中分别不低于4.2、5.3、6"))
    (wrong,) = (f for f in found if f.level == "error")
    assert (wrong.code, wrong.fixes) == ("EQ125", ())
    assert wrong.facts["pairs"].split("\uff1b") == ["小学 ← 4.2", "初中 ← 5.3", "\uff1f ← 6"]
    found = checked(tmp_path, RULE.format(limit="小学、初中分别不低于4.2、5.3"))
    assert offered(found, "EQ125") == ["小学不低于4.2\uff1b初中不低于5.3"]


def test_case_69_an_old_limit_that_is_no_longer_the_parents(tmp_path: Path) -> None:
    relaxed = """
## 放宽

| 放宽编号 | 编号 | 条件 | 原标准 | 放宽为 | 自 | 至 | 依据 |
|---|---|---|---|---|---|---|---|
| T1 | R1 | 在校生数不足100 | 4.5以上 | 4以上 | 2019年 | | 规程 |
"""
    found = checked(tmp_path, RULE.format(limit="4.2以上") + relaxed)
    assert [(f.code, f.level) for f in found] == [("EQ402", "error")]


def test_case_70_dates_that_overlap_and_a_limit_in_another_unit(tmp_path: Path) -> None:
    dated = """
## 分期标准

| 编号 | 标准 | 自 | 至 | 依据 |
|---|---|---|---|---|
| R1 | 4.5以上 | 2020年 | 2022年 | 通知 |
| R1 | 4.8以上 | 2022年 | 2023年 | 通知 |
"""
    found = checked(tmp_path, RULE.format(limit="4.2以上") + dated)
    assert [(f.code, f.level) for f in found] == [("EQ403", "error")]
    found = checked(tmp_path, RULE.format(limit="4.2平方米/生以上"))
    assert [f.code for f in found if f.level == "error"] == ["EQ301"]


def test_case_70_a_hole_between_dates_and_an_unknown_rule(tmp_path: Path) -> None:
    dated = """
## 分期标准

| 编号 | 标准 | 自 | 至 | 依据 |
|---|---|---|---|---|
| R1 | 4.5以上 | 2020年 | 2021年 | 通知 |
| {code} | 4.8以上 | 2023年 | | 通知 |
"""
    rule = RULE.format(limit="4.2以上")
    (hole,) = (f for f in checked(tmp_path, rule + dated.format(code="R1")) if f.level == "warning")
    assert (hole.code, hole.facts["start"], hole.facts["end"]) == ("EQ332", "2022-01-01", "2022-12-31")
    found = checked(tmp_path, rule + dated.format(code="R9"))
    assert "EQ201" in [f.code for f in found if f.level == "error"]


def test_case_70_one_stage_twice(tmp_path: Path) -> None:
    found = checked(tmp_path, RULE.format(limit="小学4.2以上\uff1b小学5.3以上"))
    assert [f.code for f in found if f.level == "error"] == ["EQ318"]


def test_case_70_rulesets_in_a_circle_and_a_raise_that_lowers() -> None:
    child = """# 规则集 某县

- 编号:test/county
- 英文名:County
- 施行:2024年起
- 继承:test/page

## 变更

| 动作 | 编号 | 项目 | 范围 | 原标准 | 新标准 | 依据 |
|---|---|---|---|---|---|---|
| 提高 | R1 | 标准 | | 4.2以上 | 4以上 | 第二条 |
"""
    parent = PREFACE + RULE.format(limit="4.2以上")
    circle = child.replace("test/county", "test/page\0").replace("test/page\n", "test/county\n").replace("\0", "")

    def compiled(above: str) -> list[str]:
        beside = {"test/page": [Source("上级.md", above)], "test/county": [Source("某县.md", child)]}
        report = compile_ruleset(beside["test/county"], beside.__getitem__).report
        return [f.code for f in report.findings if f.level == "error"]

    assert compiled(parent) == ["EQ414"]
    assert "EQ411" in compiled(circle)
