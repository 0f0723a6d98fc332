"""已知的错法 · golden.md §7 VA10, §8 the either–or item, §9 what public software does wrong."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import Any

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.plan.plan import Plan
from submissions import (
    FIGURES,
    at_standard,
    changed,
    county_verdict,
    judge,
    outcome,
    passing_county,
    plan_of,
    shipped_plan,
    submission,
    verdict,
)  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped_plan("cn/2017")


def school(stage: str, pupils: int = 1000, **change: Any) -> Evaluation:
    plan = shipped_plan("cn/2017")
    above, own = at_standard(stage, pupils)
    for name, value in change.items():
        (above if name in above else own)[name] = value
    return judge(plan, submission(plan, school=[above | {"school_code": "A"}], section=[own | {"school_code": "A"}]))


# ── §7 VA10 ──────────────────────────────────────────────────────
@pytest.mark.parametrize(("planned", "built", "music", "art", "expected", "relaxed", "limits"), [
    (2015, 2017, "95.99", "89.99", "不达标", (), (96, 90)),
    (2016, 2016, "73", "67", "达标", ("T3",), (73, 67)),
    (2016, 2016, "72.99", "66.99", "不达标", ("T3",), (73, 67)),
    (2017, 2017, "95.99", "89.99", "不达标", (), (96, 90)),
    (2016, 2016, "96", "90", "达标", (), (96, 90)),
])  # fmt: skip
def test_va10_planned_and_built(
    planned: int, built: int, music: str, art: str, expected: str, relaxed: tuple[str, ...], limits: tuple[int, int]
) -> None:
    """VA10 T3 planned 2015, built 2017: none; planned and built 2016: 73 / 67; 2017: 96 / 90."""
    plan = shipped_plan("cn/2017", "cn/2019-guicheng")
    own = {"school_code": "A", "school_type": "小学", "planned_year": planned, "built_year": built,
           "rural_small": False, "upgrade_plan": True}  # fmt: skip
    room = [{"school_code": "A", "room_no": kind, "room_kind": kind, "room_area": size}
            for kind, size in (("音乐", music), ("美术", art))]  # fmt: skip
    section = {"school_code": "A", "stage": "小学", "pupils": 400, "classes": 12}
    made = judge(plan, submission(plan, school=[own], section=[section], room=room))
    for rule, kind, limit in (("G3m", "音乐", limits[0]), ("G3n", "美术", limits[1])):
        found = outcome(made, rule, "A", kind)
        assert (found.verdict.zh, found.relaxations, found.limit_value) == (expected, relaxed, limit)
    assert (verdict(made, "G3a", "A"), verdict(made, "G3b", "A")) == (expected, expected)


def test_va10_without_the_layer(plan: Plan) -> None:
    """VA10 the layer changes nothing until a run takes it."""
    room = [{"school_code": "A", "room_no": "1", "room_kind": "音乐", "room_area": 80}]
    above, own = {"school_code": "A", "school_type": "小学"}, {"school_code": "A", "stage": "小学", "classes": 12}
    made = judge(plan, submission(plan, school=[above], section=[own], room=room))
    assert verdict(made, "G3m", "A", "1") == "不达标"


# ── §8 ───────────────────────────────────────────────────────────
EITHER = """# 规则集 二选一

- 编号:test/either-or
- 施行:2015年起

## 对象

| 编号 | 名称 | 属于 | 主键 |
|---|---|---|---|
| county | 县 | | 县名 |
| school | 学校 | 县 | 校名 |

## 数据项

| 编号 | 名称 | 单位 | 类型 | 对象 |
|---|---|---|---|---|
| county_name | 县名 | | 文本 | 县 |
| school_name | 校名 | | 文本 | 学校 |
| area | 生均校舍建筑面积 | 平方米/生 | 小数 | 学校 |
| track | 田径场 | | 小数 | 学校 |
| courts | 篮球场 | 个 | 整数 | 学校 |
| other_area | 其他运动面积 | 平方米 | 小数 | 学校 |

## 派生项

| 编号 | 名称 | 类型 | 对象 | 计算 |
|---|---|---|---|---|
| sports | 是否有篮球场或其他运动面积 | 是否 | 学校 | 篮球场 2以上 或 其他运动面积 1710以上 |

## 指标 学校标准

- 编号:SCH
- 对象:学校
- 依据:表Ⅱ-2

| 编号 | 指标 | 单位 | 计算 | 标准 |
|---|---|---|---|---|
| S1a | 校舍面积按本校行 | 平方米/生 | 生均校舍建筑面积 | 5以上 |
| S1b | 校舍面积按表头行 | 平方米/生 | 生均校舍建筑面积 | 5.1以上 |
| S2 | 田径场面积 | | 田径场 | 60以上 |
| S3 | 体育活动场地 | | 是否有篮球场或其他运动面积 | 为是 |

## 结论

| 编号 | 结论 | 对象 | 条件 |
|---|---|---|---|
| OK | 综合评估 | 学校 | 学校标准全部达标 |
| CA | 全县 | 县 | 综合评估全部达标 |
"""


@pytest.mark.parametrize(("courts", "area", "expected"), [
    (1, 3339, "达标"), (2, 0, "达标"), (1, 1709, "不达标"), (None, 3339, "达标"), (None, 1709, "无法判定"),
])  # fmt: skip
def test_either_or(courts: int | None, area: int, expected: str) -> None:
    """§8 篮球场 1 of 2 falls short, 其他运动面积 3339 ≥ 1710 passes: the item passes, the verdict is 1."""
    plan = plan_of(EITHER)
    row = {"校名": "甲", "area": "5.6", "track": 80, "courts": courts, "other_area": area}
    made = judge(plan, submission(plan, school=[row]))
    assert (verdict(made, "S3", "甲"), verdict(made, "OK", "甲")) == (expected, expected)
    assert (verdict(made, "S1a", "甲"), verdict(made, "S1b", "甲")) == ("达标", "达标")


def test_either_or_as_printed() -> None:
    """§8 the file has the row used here, and two standards for one item: both are tried, none is chosen."""
    if not FIGURES.is_dir():
        pytest.skip(f"no figures at {FIGURES}")
    rows = {r["指标"]: r for r in csv.DictReader((FIGURES / "worked-verdict-chidu-2015.csv").open(encoding="utf-8"))}
    area = rows["生均校舍建筑面积_㎡"]
    assert (area["本校指标值"], area["省级评估标准_本校行"], area["省级评估标准_表头行"]) == ("5.6", "≥5", "≥5.1")
    assert (rows["体育活动场地_篮球场"]["本校指标值"], rows["体育活动场地_其他运动面积"]["本校指标值"]) == ("1", "3339")
    assert rows["该校综合评估是否达标"]["本校指标值"] == "1"


# ── §9 ───────────────────────────────────────────────────────────
def test_ng2_a_coefficient_is_not_rounded_before_the_test(plan: Plan) -> None:
    """NG2 0.504 is above 0.50 although it prints 0.50: 376 and 124 of 250 each."""
    pairs = []
    for code, count in (("A", 376), ("B", 124)):
        above, own = at_standard("小学", 250)
        pairs.append((above | {"school_code": code}, own | {"school_code": code, "backbone_teachers": count}))
    made = judge(plan, submission(plan, school=[a for a, _ in pairs], section=[b for _, b in pairs]))
    found = outcome(made, "B2", "小学")
    assert found.value.rational == Fraction("0.504")  # type: ignore[union-attr]
    assert found.verdict.zh == "不达标"


def test_ng4_each_coefficient_and_not_the_mean(plan: Plan) -> None:
    """NG4 one indicator above 0.50 fails the county, however small the composite is."""
    sub = changed(passing_county(plan), plan, "section", "A", "小学", backbone_teachers=60, teachers_lower=18)
    made = judge(plan, sub)
    assert verdict(made, "B2", "小学") == "不达标"
    assert outcome(made, "B0", "小学").value.decimal() < Fraction("0.50")  # type: ignore[union-attr]
    assert (verdict(made, "BAL"), county_verdict(made).verdict.zh) == ("不达标", "不达标")


def test_ng5_one_table_of_standards() -> None:
    """NG5 R3 is per hundred; 初中 R4 is 5.8; G7 is 6000."""
    assert outcome(school("小学"), "R3").value == Fraction("0.9")
    assert outcome(school("初中"), "R4").limit_value == Fraction("5.8")
    plan = shipped_plan("cn/2017")
    for pupils, expected in ((100, "达标"), (101, "不达标")):
        made = judge(plan, changed(passing_county(plan), plan, "county", special_pupils=pupils))
        assert (outcome(made, "G7").limit_value, verdict(made, "G7")) == (6000, expected)


def test_ng7_degrees_of_junior_teachers() -> None:
    """NG7 初中 R1: doctorates, masters and bachelors once each, no 专科."""
    made = school("初中", teachers_phd=1, teachers_master=2, teachers_bachelor=50, teachers_college=7)
    assert outcome(made, "R1").value == Fraction("5.3")


def test_ng15_degrees_of_primary_teachers() -> None:
    """NG15 小学 R1 counts 专科 and above."""
    made = school("小学", teachers_phd=1, teachers_master=2, teachers_bachelor=30, teachers_college=9)
    assert outcome(made, "R1").value == Fraction("4.2")


@pytest.mark.parametrize(
    ("eligible", "rotated", "expected"), [(0, 0, "无法判定"), (None, 12, "无法判定"), (120, None, "无法判定")]
)
def test_ng8_no_quotient_is_zero(plan: Plan, eligible: int | None, rotated: int | None, expected: str) -> None:
    """NG8 a zero or missing denominator is never 0."""
    made = judge(plan, changed(passing_county(plan), plan, "county", rotation_eligible=eligible,
                               rotation_teachers=rotated, rotation_backbone=0))  # fmt: skip
    found = outcome(made, "G11a")
    assert (found.verdict.zh, found.value) == (expected, None)


def test_ng9_zero_counts_and_missing_does_not(plan: Plan) -> None:
    """NG9 in the CV, 0 is a school with none; a blank makes the coefficient 无法判定."""
    county = passing_county(plan)
    none = outcome(judge(plan, changed(county, plan, "section", "B", "小学", backbone_teachers=0)), "B2", "小学")
    blank = outcome(judge(plan, changed(county, plan, "section", "B", "小学", backbone_teachers=None)), "B2", "小学")
    assert none.value.terms == ((1, Fraction(1, 2)),)  # type: ignore[union-attr]
    assert none.verdict.zh == "不达标"
    assert (blank.verdict.zh, blank.value) == ("无法判定", None)
    assert len(blank.missing) == 1


def test_ng13_contradicting_figures_do_not_count(plan: Plan) -> None:
    """NG13 figures that break a logical check are not used: 无法判定, and the check is named."""
    made = judge(plan, changed(passing_county(plan), plan, "county", rotation_teachers=130))
    assert verdict(made, "G11a") == "无法判定"
    assert verdict(made, "GOV") == "无法判定"
    assert [f.facts["check"] for f in made.report.findings if f.code == "EQ731"] == ["C6"]
    assert "EQ731" in [f.code for f in made.report.findings]


def test_ng12_an_upload_is_no_verdict(plan: Plan) -> None:
    """NG12, A39 evidence without a conclusion leaves a judged indicator 无法判定."""
    made = judge(plan, changed(passing_county(plan), plan, "county", G1=None, G1_evidence="规划.pdf"))
    assert (verdict(made, "G1"), verdict(made, "GOV")) == ("无法判定", "无法判定")
    assert county_verdict(made).verdict.zh == "无法判定"
