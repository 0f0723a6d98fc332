"""改法 · The choices that a finding offers: what a person would have meant, and never the opposite."""

from __future__ import annotations

import pytest
from mistakes import ground

from eqrules import workspace
from eqrules.compile.recover import compile_on
from eqrules.diagnostics.report import Finding
from eqrules.source import Source

CHANGES = """# 规则集 某县

- 编号:test/county
- 施行:2024年起
- 继承:cn/2017

## 变更

| 动作 | 编号 | 项目 | 范围 | 原标准 | 新标准 | 依据 |
|---|---|---|---|---|---|---|
"""


def of_cell(right: str, wrong: str) -> list[Finding]:
    """What the sound page gives with one place changed."""
    assert right in ground("sound")
    return compile_on([Source("made.md", ground("sound").replace(right, wrong, 1))]).report.findings


def of_row(row: str) -> list[Finding]:
    """What a child of the national ruleset with one row of 变更 gives."""
    return compile_on([Source("made.md", CHANGES + row + "\n")], workspace.sources).report.findings


def choices(finding: Finding) -> list[str]:
    return [fix.text for fix in finding.fixes]


LEAST = "至少1项达标"


@pytest.mark.parametrize(
    ("right", "wrong", "code", "offered"),
    [
        (LEAST, "超过1项以上达标", "EQ115", ["至少1项", "至少2项"]),
        (LEAST, "多于一项以上达标", "EQ115", ["至少1项", "至少2项"]),
        (LEAST, "超过1项达标", "EQ102", ["至少2项"]),
        (LEAST, "至少1项以上达标", "EQ102", ["至少1项"]),
        (LEAST, "至少1项不达标", "EQ102", []),
        ("| 4.2以上", "| 4.2人以上", "EQ301", ["4.2以上"]),
        ("| 4.2以上", "| 不低于4.2人", "EQ301", ["不低于4.2"]),
        ("| 4.2以上", "| 4.2%以上", "EQ301", []),
        ("5.3以上", "5.3以上\uff08含\uff09", "EQ102", ["5.3以上"]),
        ("5.3以上", "5.3(含本数)以上", "EQ102", ["5.3以上"]),
        ("5.3以上", "5.3(不含)以上", "EQ102", ["超过5.3"]),
        ("小学45以下;初中50以下", "2,000以下", "EQ102", ["2000以下"]),
        ("小学45以下;初中50以下", "小学2\uff0c000以下;初中3,000以下", "EQ102", ["小学2000以下;初中3000以下"]),
    ],
)  # fmt: skip
def test_a_choice_says_what_may_be_meant(right: str, wrong: str, code: str, offered: list[str]) -> None:
    found = [one for one in of_cell(right, wrong) if one.level == "error" and one.code != "EQ402"]
    assert [(one.code, choices(one)) for one in found] == ([(code, offered)])


def test_a_limit_in_another_scale_is_not_only_stripped_of_its_unit() -> None:
    """4.2万人 on a count of people: 4.2 would be another figure."""
    (found,) = of_cell("| G5 | 班额 | class size | 人 | 班级 | 计算 | 班级学生数 | 小学45以下;初中50以下 |",
                       "| G5 | 班额 | class size | 人 | 班级 | 计算 | 班级学生数 | 4.5万人以下 |")  # fmt: skip
    assert (found.code, choices(found)) == ("EQ301", [])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("改名", "改称"), ("调高", "提高"), ("提升", "提高"), ("下调", "降低"),
        ("取消", "停用"), ("废止", "停用"), ("增加", "新增"),
    ],
)  # fmt: skip
def test_another_word_for_an_action(typed: str, meant: str) -> None:
    (found,) = of_row(f"| {typed} | R2 | 名称 | | 县级以上骨干教师 | 区级以上骨干教师 | 三 |")
    assert (found.code, choices(found)[0]) == ("EQ203", meant)


def test_nothing_else_is_said_of_a_row_whose_action_nobody_knows() -> None:
    assert [one.code for one in of_row("| 弄一弄 | R2 | 名称 | | 县级以上骨干教师 | 区级以上骨干教师 | 三 |")] == [
        "EQ203"
    ]


def test_the_row_below_an_unknown_action_is_told_all_the_same() -> None:
    rows = "| 弄一弄 | R2 | 名称 | | 县级 | 区级 | 三 |\n| 提高 | R3 | 标准 | | 0.3以上 | 1以上 | 二 |"
    assert sorted(one.code for one in of_row(rows)) == ["EQ203", "EQ410"]


@pytest.mark.parametrize(
    ("row", "offered"),
    [
        ("| 提高 | R3 | 标准 | | 0.3以上 | 1以上 | 二 |", ["0.9以上"]),
        ("| 改称 | R2 | 名称 | | 县以上骨干教师 | 区级以上骨干教师 | 二 |", ["每百名学生拥有县级以上骨干教师数"]),
    ],
)  # fmt: skip
def test_what_the_parent_has_can_be_chosen(row: str, offered: list[str]) -> None:
    """And it is told in one language."""
    (found,) = [one for one in of_row(row) if one.code == "EQ410"]
    assert (choices(found), found.facts["has"]) == (offered, offered[0])
