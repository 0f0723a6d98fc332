"""结构 · One line for each thing that changed in meaning, and none for wording; the kinds of variants.md §6."""

from __future__ import annotations

import pytest

from eqrules import workspace
from eqrules.compare.structure import changes
from eqrules.compile import compile_ruleset
from eqrules.diagnostics.report import Report
from eqrules.source import Source
from eqrules.syntax.format import format_document
from eqrules.syntax.parse import parse

from .editing import Edit, compared, edited, national, told, yijiang


def test_nothing_differs_from_itself() -> None:
    assert changes(national(), national()) == []


def test_national_to_yijiang_is_exactly_this() -> None:
    """G13 limit for 初中 and its scope, G15 limit and its numerator, R2 renamed, the aggregation, nothing else."""
    assert told(yijiang()) == [
        ("R2", "name"), ("G13", "limit", "初中"), ("G13", "scope"), ("G15b", "limit"),
        ("G15b", "formula", "numerator"), ("RS", "aggregation"),
    ]  # fmt: skip


def test_shipped_variants_say_what_they_change_and_nothing_more() -> None:
    """VA2: Shenyang raises G7 and adds a floor and a labour course, and leaves R1 to R7; VA5: Anhui changes nothing."""
    wanted = {"cn-ah/2018": set(), "cn-ln/shenyang/2024": {("G7", "limit"), ("G2e", "added"), ("Q7b", "added")}}
    for name, lines in wanted.items():
        loaded = workspace.load(name).plan
        assert loaded
        made = set(told(loaded))
        assert lines <= made
        assert not {line for line in made if line[0] in {f"R{n}" for n in range(1, 8)}}
        assert lines or not made


def test_targets_and_timetables_are_told() -> None:
    """Two schedules over the same rules: who is to be there by when, and nothing that decides."""
    puer, nujiang = (workspace.load(f"cn-yn/{name}/2022").plan for name in ("puer", "nujiang"))
    assert puer
    assert nujiang
    found = compared(nujiang, puer)
    told_of = {(change.kind, change.rule, change.aspect) for change in found.changes}
    assert {("target", "PE25", "retired"), ("target", "NJ34", "added"), ("schedule", "", "dates")} <= told_of
    (line,) = (change for change in found.changes if change.kind == "schedule")
    assert isinstance(line.new, tuple)
    assert "\u798f\u8d21 2034" in line.new
    assert {change.effect for change in found.changes} == {found.overall.effect} == {"equal"}


def test_each_line_has_both_bases() -> None:
    lines = changes(national(), yijiang())
    assert all(change.basis[0] and change.basis[1] for change in lines if change.aspect != "name")


@pytest.mark.parametrize("name", ["cn/2012", "cn/2017"])
def test_a_translation_is_no_change(name: str) -> None:
    report = Report()
    document, glossary = parse(workspace.sources(name) or (), report)
    english = compile_ruleset([Source("en.md", format_document(document, glossary, "en"))], workspace.sources)
    plan = workspace.load(name).plan
    assert plan
    assert english.plan
    assert changes(plan, english.plan) == []


NONE: dict[str, Edit] = {
    "order of terms": (
        "体育专任教师数+音乐专任教师数+美术专任教师数+艺术专任教师数",
        "艺术专任教师数+美术专任教师数+音乐专任教师数+体育专任教师数",
    ),
    "order of factors": ("县级以上骨干教师数÷在校生数×100", "100×县级以上骨干教师数÷在校生数"),
    "words for the same sign": ("| 6000以上", "| 不低于6000"),
    "a stage column, or one limit for both": ("| 1以上 | 1以上", "| 1.0以上 | 1.00以上"),
    "order of conditions": (
        "K3为分别且合计(班级数)超过0且办学类型不为职业学校", "办学类型不为职业学校且合计(班级数)超过0且K3为分别",
    ),
    "a note": ("标准已核\uff0c算法转引\uff1b哪些称号算骨干由地方认定", "另有说明"),
    "an alias": ("| D902 |", "| D902、体艺教师 |"),
}  # fmt: skip


@pytest.mark.parametrize("edit", NONE.values(), ids=NONE)
def test_wording_and_order_are_no_change(edit: Edit) -> None:
    assert told(edited(edit)) == []


# ── variants.md §6, by number; 11, 16, 22 and 24 are not differences of two plans (see below) ──
R1 = "高于规定学历专任教师数÷在校生数×100 | 4.2以上 | 5.3以上"
KINDS: dict[str, tuple[tuple[Edit, ...], list[tuple[str, ...]]]] = {
    "1 a threshold, stricter": ((("| 6000以上", "| 8000以上"),), [("G7", "limit")]),
    "2 one stage only": ((("达到100% | 95%以上", "达到100% | 达到100%"),), [("G13", "limit", "初中")]),
    "3 a new indicator": (
        (("| G1 | 县域", "| G0 | 新标准 | New | | 县 | 人工 | | | 符合 | | | | | 第七条 | 转引 | |\n| G1 | 县域"),),
        [("G0", "added")],
    ),
    "4 a narrower numerator": (
        (("(随迁子女在公办学校就读人数+随迁子女在政府购买服务的民办学校就读人数)÷", "随迁子女在公办学校就读人数÷"),),
        [("G15b", "formula", "numerator")],
    ),
    "5 another denominator": (
        (("交流轮岗骨干教师数÷交流轮岗教师数", "交流轮岗骨干教师数÷符合交流条件教师总数"),),
        [("G11b", "formula", "denominator")],
    ),
    "6 a wider scope": (
        (("办学类型为小学教学点且在校生数不足50\uff1b在校生数等于0", "在校生数等于0"),),
        [(f"R{n}", "scope") for n in range(1, 8)],
    ),
    "7 a narrower scope": (
        (("在校生数不足50\uff1b在校生数等于0", "在校生数不足100\uff1b在校生数等于0"),),
        [(f"R{n}", "scope") for n in range(1, 8)],
    ),
    "8 aggregation": ((("R1至R7至少6项达标", "R1至R7至少5项达标"),), [("RS", "aggregation")]),
    "9 composite or each": (
        (("B1至B7的平均 | 仅报告 | 仅报告", "B1至B7的平均 | 0.50以下 | 0.45以下"),),
        [("B0", "limit", "小学"), ("B0", "force"), ("B0", "limit", "初中")],
    ),
    "10 another estimator": (
        (("差异系数(按在校生数加权)", "差异系数(不加权)"),), [(f"B{n}", "statistic") for n in range(1, 8)],
    ),
    "10 printed digits": (
        (("优质高中分配到初中的名额÷优质高中招生计划总数 | 50%以上 | | | 1 |",
          "优质高中分配到初中的名额÷优质高中招生计划总数 | 50%以上 | | | 2 |"),),
        [("G14", "rounding")],
    ),
    "12 dates": ((("施行\uff1a2017年4月19日起", "施行\uff1a2018年1月1日起"),), [("cn/2017", "dates")]),
    "15 the split of mixed schools": (
        (("| 九年一贯制学校 | 1 | 1.1 |", "| 九年一贯制学校 | 1 | 1.2 |"),), [("", "split")],
    ),
    "17 one indicator split in two": (
        (("| S1a |", "| S1c |"), ("S1a不达标", "S1c不达标")),
        [("S1c", "added"), ("S1a", "retired"), ("VS1", "formula")],
    ),
    "18 a term": ((("每百名学生拥有县级以上骨干教师数", "每百名学生拥有区级以上骨干教师数"),), [("R2", "name")]),
    "19 soft wording": (
        (("÷优质高中招生计划总数 | 50%以上 | | | 1 | |", "÷优质高中招生计划总数 | 50%以上 | | | 1 | 参考 |"),),
        [("G14", "force")],
    ),
    "20 waived, not silent": (
        (("G8b", "G8x"),),
        [("G8x", "added"), ("G8b", "retired")],
    ),
    "23 status of a parameter": (
        (("÷优质高中招生计划总数 | 50%以上 | | | 1 | | 第七条(推定) | 转引 |",
          "÷优质高中招生计划总数 | 50%以上 | | | 1 | | 第七条(推定) | 已核 |"),),
        [("G14", "status")],
    ),
    "23 status of the ruleset": ((("状态\uff1a正式", "状态\uff1a试行"),), [("cn/2017", "status")]),
    "operator": ((("| 4.2以上 | 5.3以上", "| 超过4.2 | 5.3以上"),), [("R1", "operator", "小学")]),
    "determination": (
        (("civil-servant pay | 元/年 | 县 | 计算 |", "civil-servant pay | 元/年 | 县 | 国家提供 |"),),
        [("G8a", "determination")],
    ),
    "a reading": ((("达到应配间数\uff0c还是合起来达到 | 分别 |", "达到应配间数\uff0c还是合起来达到 | 合计 |"),),
                  [("K3", "reading")]),
    "an exempted type": ((("是否计校数为否且(", "("),), [("", "merge")]),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=KINDS)
def test_a_kind_of_change(kind: str) -> None:
    edits, expected = KINDS[kind]
    assert told(edited(*edits)) == expected


def test_13_and_14_exemptions_are_relaxations() -> None:
    """A building year and a share of migrant children put a wider limit in place of 2000."""
    with_layer = workspace.load("cn/2017", ("cn/2019-guicheng",)).plan
    assert with_layer
    lines = told(with_layer)
    assert ("G4", "relaxation") in lines
    assert {aspect for _, aspect, *_ in lines} <= {"relaxation", "added", "formula", "dates", "scope"}


def test_17_the_halves_are_named_beside_the_whole() -> None:
    new = edited(*KINDS["17 one indicator split in two"][0])
    added = next(c for c in changes(national(), new) if c.aspect == "added")
    assert added.related == ("S1a",)


def test_21_parallel_regimes_share_no_rule() -> None:
    older = workspace.load("cn/2012").plan
    assert older
    aspects = {c.aspect for c in changes(older, national()) if c.kind == "rule"}
    assert aspects == {"added", "retired"}


def test_25_a_target_and_a_ceiling_are_two_rules() -> None:
    ceiling = "| G5c | 班额上限 | Cap | 人 | 班级 | 计算 | | 班级学生数 | 55以下 | | | 0 | | 第七条 | 转引 | |\n"
    before = "| G6 | 不足100名学生的学校"
    assert told(edited((before, ceiling + before))) == [("G5c", "added")]


def test_a_change_says_for_whom_and_how_it_goes() -> None:
    by_line = {(c.rule, c.aspect): c.effect for c in compared(yijiang()).changes}
    assert by_line["G13", "limit"] == by_line["RS", "aggregation"] == "stricter"
    assert by_line["R2", "name"] == "equal"


AMENDED = """# 规则集 某区

- 编号\uff1a某区/2025
- 英文名\uff1aDistrict
- 施行\uff1a2024年1月1日起
- 状态\uff1a草案
- 性质\uff1a地方规定
- 继承\uff1acn/2017

## 变更

| 动作 | 编号 | 项目 | 范围 | 原标准 | 新标准 | 依据 | 状态 |
|---|---|---|---|---|---|---|---|
| 提高 | R4 | 标准 | 初中 | 5.8以上 | 6.2以上 | 二(一) | 已核 |
| 提高 | G13 | 标准 | 初中 | 95%以上 | 达到100% | 二(四) | 已核 |
| 扩大 | G13 | 对象范围 | | 是否城镇公办非寄宿制普通学校为是 | 全部 | 二(二) | 已核 |
| 改称 | R2 | 名称 | | 县级以上骨干教师 | 区级以上骨干教师 | 二(三) | 已核 |
| 停用 | G14 | | | 50%以上 | | 三(一) | 已核 |
"""


def test_each_line_rests_on_the_row_that_changed_it() -> None:
    """Also where the rest of the rule keeps the basis that it had, and where another row changed the rest later."""
    made = compile_ruleset([Source("某区.md", AMENDED)], workspace.sources)
    assert made.plan, [str(f) for f in made.report.findings]
    there = {(c.rule, c.aspect): c.basis for c in changes(national(), made.plan) if c.kind == "rule"}
    sixth, seventh = "第六条\uff08推定\uff09", "第七条\uff08推定\uff09"
    assert there == {
        ("R2", "name"): (sixth, "二(三)"),
        ("R4", "limit"): (sixth, "二(一)"),
        ("G13", "limit"): (seventh, "二(四)"),
        ("G13", "scope"): (seventh, "二(二)"),
        ("G14", "retired"): (seventh, "三(一)"),
    }
    back = {(c.rule, c.aspect): c.basis for c in changes(made.plan, national())}
    assert back["R2", "name"] == ("二(三)", sixth)
