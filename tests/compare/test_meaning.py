"""宽严 · Stricter, looser, neither: proved, or shown by data that the reference engine judged again."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.compare.believable import fitted, strain, within
from eqrules.compare.changes import Comparison, Counterexample
from eqrules.compare.counties import counties, simplest_between
from eqrules.compare.made_up import found_at, judged, passes
from eqrules.compare.needed import Needs, needs, sliced
from eqrules.language.verdicts import Verdict
from eqrules.plan.in_force import in_force
from submissions import plan_of

from .editing import DAY, Edit, compared, edited, national, yijiang

R1 = "高于规定学历专任教师数÷在校生数×100 | 4.2以上 | "


def of(*edits: Edit, old: tuple[Edit, ...] = ()) -> Comparison:
    return compared(edited(*edits), edited(*old) if old else None)


def shown(found: Comparison, rule: str) -> list[Counterexample]:
    return [one for one in found.counterexamples if one.rule == rule]


def rerun(found: Comparison, one: Counterexample) -> tuple[str, str]:
    """What the reference engine says of it once more."""
    made = []
    for plan in (found.old, found.new):
        evaluation = judged(plan, one.tables, DAY)
        if one.rule == "CA":
            made.append("met" if passes(evaluation.counties[0]) else "not_met")
        else:
            pair = found_at(evaluation, one.rule, one.key)
            assert pair is not None
            made.append(pair[0].value)
    return made[0], made[1]


# ── what must be seen ────────────────────────────────────────────
def test_the_floor_4_505_and_4_51() -> None:
    """85 % of 5.3 is 4.505; programs that round it say 4.51. A whole-number school lies between."""
    found = of((R1 + "5.3以上", R1 + "4.51以上"), old=((R1 + "5.3以上", R1 + "4.505以上"),))
    assert (found.rules["R1"].effect, found.rules["R1"].proof) == ("stricter", "monotone")
    (one,) = shown(found, "R1")
    assert Fraction("4.505") <= one.values[0] < Fraction("4.51")
    (section,) = one.tables["section"]
    assert section["stage"] == "初中"
    assert isinstance(section["pupils"], int)
    assert section["pupils"] <= 244
    assert rerun(found, one) == ("met", "not_met")


def test_another_floor_for_the_rest() -> None:
    found = of(("余项不低于标准的85%", "余项不低于标准的85.1%"))
    assert found.overall.effect == found.rules["RS"].effect == "stricter"
    assert rerun(found, shown(found, "RS")[0]) == ("met", "not_met")


def test_six_of_seven_and_five_of_seven() -> None:
    found = of(("R1至R7至少6项达标", "R1至R7至少5项达标"))
    assert (found.overall.effect, found.overall.holds) == ("looser", "old in new")
    for rule in ("RS", "CA"):
        (one,) = shown(found, rule)
        assert rerun(found, one) == ("not_met", "met")


CV = """
## 指标 均衡

- 编号:BAL
- 英文名:Balance
- 依据:第六条

| 编号 | 指标 | 英文 | 对象 | 计算 | 标准 |
|---|---|---|---|---|---|
| R1 | 师生比 | Teachers per pupil | 学段校 | 专任教师数÷在校生数 | 仅报告 |
| R2 | 教师人数 | Head count | 学段校 | 专任教师数÷1人 | 仅报告 |
| B1至B2 | R1至R2的差异系数 | | 县 | 差异系数(按在校生数加权) | 0.50以下 |

## 结论

| 编号 | 结论 | 英文 | 对象 | 条件 |
|---|---|---|---|---|
| CA | 县达标 | county met | 县 | 均衡全部达标 |
"""
PREFACE = (Path(__file__).parents[1] / "diagnostics" / "preface.md").read_text("utf-8")


def test_weighted_and_unweighted_coefficients() -> None:
    """Neither is stricter: big schools far apart, or small ones."""
    weighted, unweighted = (plan_of(PREFACE + text) for text in (CV, CV.replace("按在校生数加权", "不加权")))
    found = compared(unweighted, weighted)
    assert found.rules["B1"].effect == "incomparable"
    assert sorted(rerun(found, one) for one in shown(found, "B1")) == [("met", "not_met"), ("not_met", "met")]


def test_0_50_and_0_505_rounded_to_two_digits() -> None:
    """Rounding first lets everything below 0.505 pass: looser, with a coefficient between."""
    found = of(("0.50以下", "低于0.505"))
    assert found.overall.holds == "old in new"
    assert {found.rules[f"B{n}"].effect for n in range(1, 8)} == {"looser"}
    for one in shown(found, "B2"):
        assert rerun(found, one) == ("not_met", "met")
        assert one.values[0].compare(Fraction("0.50")) > 0 > one.values[0].compare(Fraction("0.505"))


def test_a_ratio_rounded_before_it_is_compared() -> None:
    """The same with the rounding written out: 50 % against ⌊100x + ½⌋ ÷ 100."""
    ratio = "优质高中分配到初中的名额÷优质高中招生计划总数"
    found = of((f"| {ratio} | 50%以上", f"| 向下取整({ratio}×100+0.5)÷100 | 50%以上"))
    assert (found.rules["G14"].effect, found.rules["G14"].proof) == ("looser", "solver")
    (one,) = shown(found, "G14")
    assert Fraction("0.495") <= one.values[0] < Fraction("0.5")


def test_a_sign_that_changes_with_its_number_has_no_effect_of_its_own() -> None:
    found = of((R1, R1.replace("4.2以上", "超过4.1")))
    told = {change.aspect: change.effect for change in found.changes}
    assert told == {"operator": "equal", "limit": "looser"}


def test_at_least_and_more_than() -> None:
    found = of((R1, R1.replace("4.2以上", "超过4.2")))
    assert found.rules["R1"].effect == "stricter"
    (one,) = shown(found, "R1")
    assert one.values == (Fraction("4.2"), Fraction("4.2"))


def test_national_to_yijiang_is_stricter() -> None:
    """G13 needs the experience check that no school has more nearby pupils than pupils."""
    found = compared(yijiang())
    assert (found.overall.effect, found.overall.holds, found.overall.assumes) == ("stricter", "new in old", "checks")
    assert {code: one.effect for code, one in found.rules.items()} == dict.fromkeys(("G13", "G15b", "RS"), "stricter")
    (county,) = shown(found, "CA")
    assert rerun(found, county) == ("met", "not_met")


def test_a_figure_only_diff_would_miss_the_numerator() -> None:
    """VA4: 95 % public and purchased, 80 % public: 达标 by the national rule, 不达标 by Yijiang's."""
    county = {"division_code": "999901", "migrant_eligible": 100, "migrant_public": 80, "migrant_purchased": 15}
    verdicts = [
        found_at(judged(plan, {"county": [county]}, DAY), "G15b", ("999901",)) for plan in (national(), yijiang())
    ]
    assert [pair[0] for pair in verdicts if pair] == [Verdict.MET, Verdict.NOT_MET]


# ── the rest ─────────────────────────────────────────────────────
def test_one_up_and_one_down_is_neither() -> None:
    found = of(("| 6000以上", "| 8000以上"), ("| 10%以上", "| 9%以上"))
    assert (found.overall.effect, found.overall.proof) == ("incomparable", "witness")
    assert {rerun(found, one) for one in shown(found, "CA")} == {("met", "not_met"), ("not_met", "met")}


def test_whole_persons_make_9_and_10_the_same() -> None:
    """More than 2000 pupils, or 2001 and more: no school lies between."""
    found = of(("义务教育阶段在校生数 | 2500以下", "义务教育阶段在校生数 | 低于2501"))
    assert (found.rules["G4"].effect, found.rules["G4"].holds) == ("equal", "both")
    assert (found.overall.effect, found.counterexamples) == ("equal", [])


@pytest.mark.parametrize(("edit", "effect"), [
    (("且办学类型不为职业学校 | 班级学生数", "且办学类型不为职业学校或特殊教育学校 | 班级学生数"), "looser"),
    (("S1a不达标或K10为均须达到且S1b不达标", "S1a不达标"), "looser"),
], ids=["a scope that shrinks", "a veto that holds less often"])  # fmt: skip
def test_scopes_and_vetoes(edit: Edit, effect: str) -> None:
    assert {one.effect for one in of(edit).rules.values()} == {effect}


def test_a_new_rule_is_stricter_and_one_that_goes_is_looser() -> None:
    before = "| G6 | 不足100名学生的学校"
    more = edited(
        (before, "| G5c | 上限 | Cap | 人 | 班级 | 计算 | | 班级学生数 | 40以下 | | | 0 | | 条 | 转引 | |\n" + before)
    )
    assert compared(more).rules["G5c"].effect == "stricter"
    assert compared(national(), more).rules["G5c"].effect == "looser"


def test_the_simplest_fraction_between() -> None:
    assert simplest_between(Fraction("0.5"), Fraction("0.505")) == Fraction(51, 101)
    assert simplest_between(Fraction(0), Fraction(1)) == Fraction(1, 2)
    assert simplest_between(Fraction("4.505"), Fraction("4.51")) == Fraction(230, 51)


# ── what is told where only one way is known ─────────────────────
WIDER: Edit = (
    "合计(在校生数:是否城镇公办非寄宿制普通学校为是)超过0 | 合计(家庭住址在划片范围内的学生数"
    ":是否城镇公办非寄宿制普通学校为是)÷合计(在校生数:是否城镇公办非寄宿制普通学校为是)",
    "合计(在校生数)超过0 | 合计(家庭住址在划片范围内的学生数)÷合计(在校生数)",
)


@pytest.fixture(scope="module")
def wider() -> Comparison:
    """G13 for all schools, and more floor area: the county is refuted one way, and open the other way."""
    return of(WIDER, ("÷在校生数 | 4.5以上 | 5.8以上", "÷在校生数 | 4.5以上 | 6.2以上"))


def test_a_counterexample_one_way_is_no_silence_about_it(wider: Comparison) -> None:
    assert (wider.overall.effect, wider.overall.passes) == ("unproven", "old")
    assert [(one.passes, one.fails) for one in shown(wider, "CA")] == [("old", "new")]


def test_no_school_has_more_nearby_pupils_than_pupils(wider: Comparison) -> None:
    """C24, though its level is experience; so the larger share is at most 100 %."""
    for one in shown(wider, "G13"):
        assert all(row["catchment_pupils"] <= row["pupils"] for row in one.tables["section"])
        assert rerun(wider, one) in {("not_met", "met"), ("not_applicable", "not_met")}
    assert {one.passes for one in shown(wider, "G13")} == {"old", "new"}


def test_parts_and_wholes_come_from_checks_and_percentages() -> None:
    pairs = within([national()])
    assert ("catchment_pupils", "pupils") in pairs
    assert ("senior_places_allocated", "senior_places") in pairs
    rows: list[dict[str, object]] = [{"catchment_pupils": 200, "pupils": 4}, {"catchment_pupils": 1, "pupils": None}]
    assert strain({"section": rows}, pairs) == 1
    fitted(rows, pairs)
    assert rows[0] == {"catchment_pupils": 4, "pupils": 4}
    assert strain({"section": rows}, pairs) == 0


def test_rulesets_of_other_items_and_objects_can_be_compared() -> None:
    """One without split schools, and a rule of another object: neither side's items are asked of the other."""
    found = compared(plan_of(PREFACE + CV))
    assert found.overall.effect != "equal"
    assert {one.rule for one in found.counterexamples}


# ── whole counties of several schools ────────────────────────────
@pytest.mark.parametrize(("edit", "effect"), [
    (("差异系数(按在校生数加权)", "差异系数(不加权)"), "incomparable"), (("0.50以下", "0.45以下"), "stricter"),
], ids=["unweighted", "0.45"])  # fmt: skip
def test_a_county_in_which_only_the_coefficients_differ(edit: Edit, effect: str) -> None:
    found = of(edit)
    assert found.overall.effect == effect
    assert shown(found, "CA")
    for one in shown(found, "CA"):
        assert len(one.tables["section"]) > 1
        assert rerun(found, one) == (("met", "not_met") if one.passes == "old" else ("not_met", "met"))
        runs = [judged(plan, one.tables, DAY) for plan in (found.old, found.new)]
        sides = [{(code, o.key): o.verdict for code in run.outcomes for o in run.outcomes[code]} for run in runs]
        assert {code[0] for (code, _), _ in sides[0].items() ^ sides[1].items()} == {"B"}


# ── what other rules are counted by ──────────────────────────────
def test_rooms_that_meet_a_lower_limit_are_no_fewer() -> None:
    """G3a counts the music rooms that meet G3m: proved object by object, then for the count."""
    found = of(("专用教室面积 | 96以上", "专用教室面积 | 90以上"))
    assert (found.rules["G3a"].effect, found.rules["G3a"].proof) == ("looser", "solver")
    assert rerun(found, shown(found, "G3a")[0]) == ("not_met", "met")
    assert [(change.rule, change.effect) for change in found.changes] == [("G3m", "looser")]


@pytest.fixture(scope="module")
def layered() -> Comparison:
    """A city that takes the seven relaxations of a layer."""
    plan = workspace.load("cn-ln/shenyang/2024").plan
    assert plan is not None
    return compared(plan)


def test_a_relaxation_is_looser_where_both_can_judge(layered: Comparison) -> None:
    """Whoever leaves the walk to a rented hall open has no verdict; everyone else loses nothing."""
    assert (layered.rules["R5"].effect, layered.rules["R5"].assumes) == ("looser", "determined")
    assert (layered.rules["R3"].effect, layered.rules["R3"].assumes) == ("looser", "")
    assert {layered.rules[code].effect for code in ("G3a", "G3b", "G4", "RS")} == {"looser"}


def test_a_veto_on_a_verdict_that_never_changes_is_the_same(layered: Comparison) -> None:
    """S1b only counts now, and did not before; its verdict is what it was."""
    assert "VS1" not in layered.rules


@pytest.mark.parametrize("code", ["R5", "G3a", "G4"])
def test_what_is_proved_of_a_layer_is_never_refuted(layered: Comparison, code: str) -> None:
    """Shares, counts and relaxations on made-up counties: all of them judged under both."""
    plans = in_force(layered.old, DAY), in_force(layered.new, DAY)
    each = [needs(plan, code) for plan in plans]
    wanted = Needs(*(getattr(each[0], f.name) | getattr(each[1], f.name) for f in fields(Needs)))
    slices = [sliced(plan, one).model_copy(update={"checks": ()}) for plan, one in zip(plans, each, strict=True)]
    seen = set()
    for made in counties(plans, wanted, range(7000, 7120), code):
        old, new = ({o.key: o.verdict for o in judged(plan, made, DAY).outcomes[code]} for plan in slices)
        seen |= {(old[key], new[key]) for key in old}
    assert layered.rules[code].holds == "old in new"
    assert (Verdict.MET, Verdict.NOT_MET) not in seen
    assert {Verdict.MET, Verdict.NOT_MET} <= {verdict for verdict, _ in seen}
