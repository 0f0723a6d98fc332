"""县级各项的黄金数 · golden.md §6: government, quality, recognition."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.language.numbers import shown
from eqrules.plan.plan import Plan
from submissions import (
    changed,
    county_verdict,
    decision,
    findings,
    joined,
    judge,
    outcome,
    passing_county,
    shipped_plan,
    submission,
    verdict,
    without,
)  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped_plan("cn/2017")


def county(plan: Plan, **cells: Any) -> Evaluation:
    """The county that passes, with other county figures."""
    return judge(plan, changed(passing_county(plan), plan, "county", **cells))


def test_the_county_of_these_tests_passes(plan: Plan) -> None:
    made = judge(plan, passing_county(plan))
    assert county_verdict(made).verdict.zh == "达标"
    assert findings(made) == ["EQ692"]


# ── government ───────────────────────────────────────────────────
@pytest.mark.parametrize(("code", "stage", "size", "expected"), [
    ("B", "小学", 45, "达标"), ("B", "小学", 46, "不达标"), ("D", "初中", 50, "达标"), ("D", "初中", 51, "不达标"),
])  # fmt: skip
def test_ct5_one_class_is_enough(plan: Plan, code: str, stage: str, size: int, expected: str) -> None:
    """CT5 小学 45 / 46, 初中 50 / 51; NG11 the school's average says nothing."""
    sub = passing_county(plan)
    sizes = sub.tables["class"].columns["class_pupils"].values
    keys = sub.tables["class"].keys
    first, second = ([i for i, k in enumerate(keys) if k[1] == code][n] for n in (0, 1))
    moved = size - sizes[first]  # type: ignore[operator]
    sizes[first], sizes[second] = size, sizes[second] - moved  # type: ignore[operator]
    made = judge(plan, sub)
    assert verdict(made, "G5", *keys[first][1:]) == expected
    assert verdict(made, "GOV") == expected
    assert county_verdict(made).verdict.zh == expected


@pytest.mark.parametrize(("kind", "sizes", "expected"), [
    ("小学", (2000,), "达标"), ("小学", (2001,), "不达标"),
    ("初级中学", (2000,), "达标"), ("初级中学", (2001,), "不达标"),
    ("九年一贯制学校", (1500, 1000), "达标"), ("九年一贯制学校", (1500, 1001), "不达标"),
    ("十二年一贯制学校", (1500, 1000), "达标"), ("十二年一贯制学校", (1500, 1001), "不达标"),
])  # fmt: skip
def test_ct6_school_size(plan: Plan, kind: str, sizes: tuple[int, ...], expected: str) -> None:
    """CT6 2000 / 2001; 一贯制 2500 / 2501 over the compulsory stages."""
    stages = ("初中",) if kind == "初级中学" else ("小学", "初中")
    sections = [{"school_code": "A", "stage": s, "pupils": n} for s, n in zip(stages, sizes, strict=False)]
    made = judge(plan, submission(plan, school=[{"school_code": "A", "school_type": kind}], section=sections))
    assert outcome(made, "G4", "A").value == sum(sizes)
    assert verdict(made, "G4", "A") == expected


@pytest.mark.parametrize(("migrants", "expected"), [(1100, "不达标"), (1101, "达标")])
def test_ct7_more_than_half(migrants: int, expected: str) -> None:
    """CT7 T5: half is no tolerance, one more is (strict > 50 %); 500 and 501 of 1000, at 2200 pupils."""
    plan = shipped_plan("cn/2017", "cn/2019-guicheng")
    school = {"school_code": "A", "school_type": "小学", "planned_year": 2011, "built_year": 2011, "upgrade_plan": True}
    section = {"school_code": "A", "stage": "小学", "pupils": 2200, "migrant_worker_pupils": migrants}
    found = outcome(judge(plan, submission(plan, school=[school], section=[section])), "G4", "A")
    assert found.verdict.zh == expected
    assert found.relaxations == (("T5",) if expected == "达标" else ())
    assert found.limit_value == (2400 if expected == "达标" else 2000)


def rooms(plan: Plan, classes: int, areas: dict[str, list[Any]], **readings: str) -> Evaluation:
    """One school with these special rooms."""
    made = [{"school_code": "A", "room_no": f"{kind}{n}", "room_kind": kind, "room_area": area}
            for kind, given in areas.items() for n, area in enumerate(given)]  # fmt: skip
    return judge(plan, submission(
        plan, school=[{"school_code": "A", "school_type": "小学"}],
        section=[{"school_code": "A", "stage": "小学", "pupils": 500, "classes": classes}], room=made,
    ), **readings)  # fmt: skip


@pytest.mark.parametrize(("classes", "required"), [(1, 1), (12, 1), (13, 2), (24, 2), (25, 3)])
def test_ct8_rooms_required(plan: Plan, classes: int, required: int) -> None:
    """CT8 12, 13, 24, 25 classes need 1, 2, 2, 3 of each kind; at least 1."""
    enough = rooms(plan, classes, {"音乐": [96] * required, "美术": [90] * required})
    assert outcome(enough, "G3a", "A").limit_value == required
    assert (verdict(enough, "G3a", "A"), verdict(enough, "G3b", "A")) == ("达标", "达标")
    few = rooms(plan, classes, {"音乐": [96] * (required - 1), "美术": [90] * required})
    if required > 1:
        assert (verdict(few, "G3a", "A"), verdict(few, "G3b", "A")) == ("不达标", "达标")


@pytest.mark.parametrize(("rule", "kind", "area", "counted"), [
    ("G3a", "音乐", "96", 1), ("G3a", "音乐", "95.99", 0), ("G3b", "美术", "90", 1), ("G3b", "美术", "89.99", 0),
])  # fmt: skip
def test_ct8_rooms_that_count(plan: Plan, rule: str, kind: str, area: str, counted: int) -> None:
    """CT8 a music room of 96 counts, of 95.99 not; art 90 / 89.99 (NG12)."""
    found = outcome(rooms(plan, 12, {kind: [area]}), rule, "A")
    assert (found.value, found.verdict.zh) == (counted, "达标" if counted else "不达标")


def test_ct9_separate_or_pooled(plan: Plan) -> None:
    """CT9 one room each, 13 classes: separate 不达标, pooled (2 ≥ 2) 达标; both shown, one decides."""
    one_each = {"音乐": [96], "美术": [90]}
    apart, pooled = rooms(plan, 13, one_each), rooms(plan, 13, one_each, K3="合计")
    for made, deciding in ((apart, {"G3a", "G3b"}), (pooled, {"G3c"})):
        assert [verdict(made, r, "A") for r in ("G3a", "G3b", "G3c")] == ["不达标", "不达标", "达标"]
        assert {r for r in ("G3a", "G3b", "G3c") if outcome(made, r, "A").decides} == deciding
    assert apart.readings["K3"] == "分别"
    assert pooled.readings["K3"] == "合计"


@pytest.mark.parametrize(("funds", "expected"), [(92000, "不达标"), (114999, "不达标"), (115000, "达标")])
def test_ct10_small_schools_are_funded_as_100_pupils(plan: Plan, funds: int, expected: str) -> None:
    """CT10 80 pupils, quota 1150: 92000 fails, 115000 passes (92000 ÷ 80 = 1150 would pass both)."""
    made = joined(plan, "小学", 80, school_type="小学教学点", running_allocated=funds)
    assert verdict(made, "G6", "E", "小学") == expected
    assert outcome(made, "G6", "E", "小学").limit_value == 115000


@pytest.mark.parametrize(("trained", "teachers", "printed"), [(543, 544, "99.8"), (9999, 10000, "99.99")])
def test_ct11_all_teachers_means_all(plan: Plan, trained: int, teachers: int, printed: str) -> None:
    """CT11 543 of 544 and 9999 of 10000 fail; the second is never printed as 100.0."""
    sub = passing_county(plan)
    for code, stage in (("A", "小学"), ("B", "小学"), ("C", "初中"), ("D", "初中")):
        own = (trained, teachers) if code == "A" else (0, 0)
        sub = changed(sub, plan, "section", code, stage, teachers_360h=own[0], teachers=own[1], teachers_lower=0,
                      teachers_bachelor=0)  # fmt: skip
    found = outcome(judge(plan, sub), "G9")
    assert (found.value, found.verdict.zh) == (Fraction(trained, teachers), "不达标")
    assert shown(found.value * 100, found.limit_value * 100, 1) == printed  # type: ignore[operator]


@pytest.mark.parametrize(("rotated", "eligible", "backbone", "rate", "share"), [
    (12, 120, 2, "达标", "不达标"), (15, 150, 3, "达标", "达标"), (11, 120, 3, "不达标", "达标"),
])  # fmt: skip
def test_ct12_rotation(plan: Plan, rotated: int, eligible: int, backbone: int, rate: str, share: str) -> None:
    """CT12 12 of 120 is exactly 10 % and passes; 2 of 12 fails 20 %, 3 of 15 passes (NG14: ≥, not >)."""
    made = county(plan, rotation_teachers=rotated, rotation_eligible=eligible, rotation_backbone=backbone)
    assert (verdict(made, "G11a"), verdict(made, "G11b")) == (rate, share)


# ── quality and recognition ──────────────────────────────────────
def test_ct13_two_retention_formulas(plan: Plan) -> None:
    """CT13 F1 = 15/16 fails, F2 = 23/24 passes; F2 decides, and the contradiction is told."""
    figures = {"junior_graduates": 575, "junior_entrants": 400, "transfers_in": 200, "transfers_out": 0, "deaths": 0}
    made = county(plan, **figures)
    assert (outcome(made, "Q1").value, verdict(made, "Q1")) == (Fraction(23, 24), "达标")
    assert (outcome(made, "Q1b").value, verdict(made, "Q1b")) == (Fraction(15, 16), "不达标")
    assert (outcome(made, "Q1").decides, outcome(made, "Q1b").decides) == (True, False)
    assert findings(made) == ["EQ732", "EQ692"]
    assert verdict(made, "QUAL") == "达标"
    other = judge(plan, changed(passing_county(plan), plan, "county", **figures), K9="F1")
    assert verdict(other, "QUAL") == "不达标"


def test_ct14_one_school_below_five_percent(plan: Plan) -> None:
    """CT14 county 6 %, one school 4.9 %: fail, the school is named."""
    sub = passing_county(plan)
    for code in "BCD":
        sub = changed(sub, plan, "school", code, training_budget=7100)
    made = judge(plan, changed(sub, plan, "school", "A", training_budget=4900))
    assert outcome(made, "Q4c").value == Fraction(4900 + 3 * 7100, 400000)
    assert [o.key[1] for o in made.outcomes["Q4"] if o.verdict.zh == "不达标"] == ["A"]
    assert decision(made, "QUAL").failing == (("Q4", ("340203", "A")),)
    assert county_verdict(made).verdict.zh == "不达标"


@pytest.mark.parametrize(
    ("rate", "expected"), [("0.15", "不达标"), ("0.149", "达标"), ("0.1235", "达标"), ("12.35", "不达标")]
)
def test_ct15_difference_rate(plan: Plan, rate: str, expected: str) -> None:
    """CT15 0.15 fails (strict), 0.149 passes; 12.35 without its unit is not taken for 0.1235."""
    made = judge(plan, changed(passing_county(plan), plan, "subject", "语文", school_difference_rate=rate))
    assert verdict(made, "Q9b", "语文") == expected
    assert verdict(made, "QUAL") == expected


@pytest.mark.parametrize(("satisfied", "valid", "expected"), [(85, 100, "达标"), (8499, 10000, "不达标")])
def test_ct16_recognition(plan: Plan, satisfied: int, valid: int, expected: str) -> None:
    """CT16 85 of 100 passes; 8499 of 10000 fails, and is printed 84.99."""
    sub = passing_county(plan)
    made = judge(
        plan, changed(sub, plan, "survey", "计", survey_sent=valid, survey_valid=valid, survey_satisfied=satisfied)
    )
    found = outcome(made, "S1a")
    assert found.verdict.zh == expected
    assert shown(found.value * 100, found.limit_value * 100, 1) == ("85.0" if expected == "达标" else "84.99")  # type: ignore[operator]
    assert county_verdict(made).vetoes == (() if expected == "达标" else ("VS1",))


@pytest.mark.parametrize(("applied", "expected"), [(date(2019, 10, 25), "不达标"), (date(2019, 10, 26), "达标")])
def test_ct17_three_years(plan: Plan, applied: date, expected: str) -> None:
    """CT17 certified 2016-10-26: the third anniversary itself is enough."""
    made = county(plan, basic_certified_on=date(2016, 10, 26), applied_on=applied)
    assert (verdict(made, "PRE1"), verdict(made, "PRE")) == (expected, expected)


def test_ct18_gaps(plan: Plan) -> None:
    """CT18 R1 小学, 1000 pupils, 38 present: 4 teachers; R3, 715 pupils, 0 present: 7."""
    sub = changed(passing_county(plan), plan, "section", "A", "小学", teachers_bachelor=38)
    gap = outcome(judge(plan, sub), "R1", "A", "小学").gap
    assert gap
    assert (gap.item, gap.amount, gap.direction) == ("degree_teachers", 4, "more")
    sub = changed(passing_county(plan), plan, "section", "B", "小学", pupils=715, pe_teachers=0)
    for key in [k for k in sub.tables["class"].keys if k[1] == "B"]:
        sub = without(sub, "class", *key[1:])
    gap = outcome(judge(plan, sub), "R3", "B", "小学").gap
    assert gap
    assert (gap.item, gap.amount, gap.direction) == ("pe_arts_teachers", 7, "more")


def test_enrolment_above_100_percent_is_accepted(plan: Plan) -> None:
    """§6 loader: 101.08 % enrolment (seed 000) is real; it is told and it passes."""
    made = county(plan, disabled_total=10000, disabled_inclusive=0, disabled_special=10108, disabled_home=0)
    assert (outcome(made, "Q2").value, verdict(made, "Q2")) == (Fraction(10108, 10000), "达标")
    assert findings(made) == ["EQ732", "EQ692"]
