"""规则 · Cases 67 to 70: what goes wrong in pasted rules; 66 is for the lint of rulesets."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.diagnostics.report import Finding

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


@pytest.mark.parametrize(("limit", "code"), [("超过2人/百名学生以上", "EQ115"), ("4.2", "EQ104")])
def test_case_67_a_doubled_word_or_a_bare_number_is_no_limit(tmp_path: Path, limit: str, code: str) -> None:
    found = checked(tmp_path, RULE.format(limit=limit))
    assert code in [f.code for f in found if f.level == "error"], found


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
    assert [f.level for f in found][:1] == ["error"], found
