"""同一 · The hash follows the meaning: not wording, order, punctuation or language, but every figure and sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqrules.compile import compile_ruleset
from eqrules.plan.identity import identity
from eqrules.source import Source

PREFACE = (Path(__file__).parent.parent / "diagnostics" / "preface.md").read_text("utf-8")
RULES = """
## 指标 资源

> 教师要够。

- 编号:RES
- 英文名:Resources
- 对象:学段校
- 依据:第六条
- 除外:办学类型为教学点且在校生数不足50

| 编号 | 指标 | 英文 | 单位 | 计算 | 小学 | 初中 | 状态 |
|---|---|---|---|---|---|---|---|
| R1 | 每百名学生教师数 | Teachers per 100 pupils | 人/百名学生 | 专任教师数÷在校生数×100 | 4.2以上 | 5.3以上 | 已核 |
| R2 | 生均用房面积 | Area per pupil | 平方米/生 | 用房面积÷在校生数 | 4.5以上 | 5.8以上 | 已核 |

## 结论

| 编号 | 结论 | 英文 | 对象 | 条件 |
|---|---|---|---|---|
| RS | 学校达标 | school met | 学段校 | R1至R2至少1项达标,余项不低于标准的85% |
| CA | 县达标 | county met | 县 | 学校达标全部达标 |
"""


def hash_of(old: str = "", new: str = "") -> str:
    assert old in RULES
    compilation = compile_ruleset([Source("t", PREFACE + RULES.replace(old, new) if old else PREFACE + RULES)])
    assert compilation.plan, compilation.report.findings
    return identity(compilation.plan)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("> 教师要够。", "> 别的说法。"),
        ("每百名学生教师数 |", "每百生师数 |"),
        ("4.2以上", "不低于4.2"),
        ("4.2以上", "≥4.20"),
        ("÷", "/"),
        ("已核", "转引"),
        ("第六条", "第七条"),
        ("为教学点且在校生数不足50", "为教学点 且 在校生数 少于 50"),
        ("R1至R2至少", "R1、R2至少"),
        ("平方米/生", "㎡/人"),
    ],
)
def test_wording_does_not_count(old: str, new: str) -> None:
    assert hash_of(old, new) == hash_of()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4.2以上", "4.21以上"),
        ("4.2以上", "超过4.2"),
        ("5.3以上", "4.2以上"),
        ("不足50", "50以下"),
        ("为教学点", "为普通小学"),
        ("用房面积÷在校生数 ", "用房面积÷(在校生数+专任教师数) "),
        ("至少1项", "至少2项"),
        ("85%", "80%"),
        ("- 除外:办学类型为教学点且在校生数不足50\n", ""),
    ],
)
def test_meaning_counts(old: str, new: str) -> None:
    assert hash_of(old, new) != hash_of()


def test_the_order_of_declarations_does_not_count() -> None:
    r1, r2 = (line for line in RULES.split("\n") if line.startswith(("| R1 ", "| R2 ")))
    swapped = RULES.replace(r1, "@").replace(r2, r1).replace("@", r2)
    compilation = compile_ruleset([Source("t", PREFACE + swapped)])
    assert compilation.plan
    assert identity(compilation.plan) == hash_of()


# ── ratios ───────────────────────────────────────────────────────
RATIO = """
## 指标 师资

- 编号:STAFF
- 对象:学段校
- 依据:第六条

| 编号 | 指标 | 计算 | 标准 |
|---|---|---|---|
| P1 | 生师比 | 在校生数÷专任教师数 | 13.5:1以下 |
"""


@pytest.mark.parametrize("written", ["13.5以下", "13.5\uff1a1以下", "27:2以下", "不高于 13.5:1"])
def test_a_ratio_is_its_quotient(written: str) -> None:
    one, other = (
        compile_ruleset([Source("t", PREFACE + text)]) for text in (RATIO, RATIO.replace("13.5:1以下", written))
    )
    assert one.plan, one.report.findings
    assert other.plan, other.report.findings
    assert identity(one.plan) == identity(other.plan)


def test_a_ratio_is_no_number_per_hundred_pupils() -> None:
    text = RATIO.replace("| 指标 | 计算", "| 指标 | 单位 | 计算").replace("|---|---|---|---|", "|---|---|---|---|---|")
    text = text.replace("在校生数÷专任教师数", "人/百名学生 | 专任教师数÷在校生数×100")
    assert [f.code for f in compile_ruleset([Source("t", PREFACE + text)]).report.findings] == ["EQ301"]


def test_a_name_taken_twice_is_shown_where_it_stands() -> None:
    text = RATIO.replace("| 生师比 |", "| 专任教师数 |")
    (finding,) = compile_ruleset([Source("t", PREFACE + text)]).report.findings
    assert finding.code == "EQ202"
    assert finding.span is not None
    assert finding.span.text == "专任教师数"
