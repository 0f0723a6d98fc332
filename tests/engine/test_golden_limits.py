"""标准与底线的黄金数 · golden.md §4 thresholds, floors and floats; §5 the school verdict."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.language.numbers import decimal_text
from submissions import at_standard, decision, judge, outcome, shipped_plan, submission, verdict


def school(stage: str, pupils: int = 1000, **change: Any) -> Evaluation:
    """One school exactly at standard, but for what the test changes."""
    plan = shipped_plan("cn/2017")
    above, own = at_standard(stage, pupils)
    for name, value in change.items():
        (above if name in above else own)[name] = value
    county = submission(plan, school=[above | {"school_code": "A"}], section=[own | {"school_code": "A"}])
    return judge(plan, county)


# ── §4 ───────────────────────────────────────────────────────────
FLOORS = {
    "小学": ("3.57", "0.85", "0.765", "3.825", "6.375", "1700", "1.955"),
    "初中": ("4.505", "0.85", "0.765", "4.93", "8.67", "2125", "2.04"),
}


@pytest.mark.parametrize("stage", FLOORS)
def test_floors_are_exact_products(stage: str) -> None:
    """national-2017 §4 and FL3: 85 % of each standard, as a rational, never rounded."""
    plan = shipped_plan("cn/2017")
    (clause,) = next(c for c in plan.conclusions if c.id == "RS").clauses
    assert (clause.kind, clause.count, Fraction(clause.floor)) == ("at_least", 6, Fraction(17, 20))
    limits = [outcome(school(stage), f"R{n}").limit_value for n in range(1, 8)]
    assert [Fraction(clause.floor) * limit for limit in limits] == [Fraction(f) for f in FLOORS[stage]]  # type: ignore[operator]


@pytest.mark.parametrize(("teachers", "pupils"), [(9, 1000), (18, 2000), (27, 3000)])
def test_fl1_nine_of_a_thousand(teachers: int, pupils: int) -> None:
    """FL1 R3 9/1000 is 9/10 and 达标; binary floats say 0.8999999999999999."""
    found = outcome(school("小学", pupils, pe_teachers=teachers), "R3")
    assert (found.value, found.verdict.zh) == (Fraction(9, 10), "达标")


def test_fl2_eight_of_a_thousand_is_above_the_floor() -> None:
    """FL2 R3 0.8 ≥ 0.765: one shortfall above its floor, the school is 达标."""
    made = school("小学", pe_teachers=8)
    assert (verdict(made, "R3"), verdict(made, "RS")) == ("不达标", "达标")


@pytest.mark.parametrize(("area", "expected"), [("3825", "达标"), ("3824.99", "不达标")])
def test_fl3_floor_of_r4(area: str, expected: str) -> None:
    """FL3 R4 小学 at 3.825 exactly, where floats have 3.8249999999999997."""
    assert verdict(school("小学", teaching_area=area), "RS") == expected


@pytest.mark.parametrize(("rooms", "pupils", "expected"), [(391, 20000, "达标"), (390, 20000, "不达标")])
def test_fl3_floor_of_r7(rooms: int, pupils: int, expected: str) -> None:
    """FL3 R7 小学 at 1.955 exactly, where floats have 1.9549999999999998."""
    assert verdict(school("小学", pupils, multimedia_rooms=rooms), "RS") == expected


@pytest.mark.parametrize(("name", "stage", "teachers", "pupils", "value", "expected"), [
    ("FL4", "初中", 11, 244, "4.508197", "达标"),
    ("FL5", "初中", 5, 111, "4.504505", "不达标"),
    ("FL6", "小学", 20, 561, "3.565062", "不达标"),
])  # fmt: skip
def test_fl4_to_fl6_near_the_floor_of_r1(
    name: str, stage: str, teachers: int, pupils: int, value: str, expected: str
) -> None:
    """FL4–FL6 a floor or value rounded to two decimals gives the opposite verdict (NG3)."""
    made = school(stage, pupils, teachers_bachelor=teachers)
    assert decimal_text(outcome(made, "R1").value, 6) == value  # type: ignore[arg-type]
    assert (verdict(made, "R1"), verdict(made, "RS")) == ("不达标", expected)


def test_fl7_exactly_at_the_standard() -> None:
    """FL7 42 of 1000 is exactly 4.2; 23 rooms of 1000 exactly 2.3."""
    made = school("小学")
    assert (outcome(made, "R1").value, outcome(made, "R7").value) == (Fraction("4.2"), Fraction("2.3"))
    assert (verdict(made, "R1"), verdict(made, "R7")) == ("达标", "达标")


def test_fl8_indoor_sports_counts_once() -> None:
    """FL8 area 5000 with 500 indoor sports, ground 7000: R4 = 4.5 and R5 = 7.5, both 达标 (NG6)."""
    made = school("小学", teaching_area=5000, indoor_sports_area=500, sports_ground_area=7000)
    assert (outcome(made, "R4").value, outcome(made, "R5").value) == (Fraction("4.5"), Fraction("7.5"))
    assert (verdict(made, "R4"), verdict(made, "R5")) == ("达标", "达标")


@pytest.mark.parametrize(
    ("value", "digits", "text"), [("4.505", 2, "4.51"), ("0.505", 2, "0.51"), ("4.25", 1, "4.3"), ("0.504", 2, "0.50")]
)
def test_fl9_rounding_for_print(value: str, digits: int, text: str) -> None:
    """FL9 half up; half even would print 4.50, 0.50, 4.2."""
    assert decimal_text(Fraction(value), digits) == text
    even = {"4.505": "4.50", "0.505": "0.50", "4.25": "4.2", "0.504": "0.50"}[value]
    assert decimal_text(Fraction(value), digits, "half_even") == even


# ── §5 ───────────────────────────────────────────────────────────
@pytest.mark.parametrize(("name", "stage", "pupils", "change", "met", "expected"), [
    ("SV1 nothing changed", "小学", 1000, {}, 7, "达标"),
    ("SV2 R7 2.0", "小学", 1000, {"multimedia_rooms": 20}, 6, "达标"),
    ("SV3 R7 1.9", "小学", 1000, {"multimedia_rooms": 19}, 6, "不达标"),
    ("SV4 R6 1999, R7 2.2", "小学", 1000, {"equipment_value": "199.9", "multimedia_rooms": 22}, 5, "不达标"),
    ("SV5 R2 missing", "小学", 1000, {"backbone_teachers": None}, 6, "无法判定"),
    ("SV6 R2 missing, R7 1.9", "小学", 1000, {"backbone_teachers": None, "multimedia_rooms": 19}, 5, "不达标"),
    ("SV7 R2 missing, two short", "小学", 1000,
     {"backbone_teachers": None, "equipment_value": "199.9", "multimedia_rooms": 22}, 4, "不达标"),
    ("SV8 R1 11 of 244", "初中", 244, {"teachers_bachelor": 11}, 6, "达标"),
    ("SV9 R1 5 of 111", "初中", 111, {"teachers_bachelor": 5}, 6, "不达标"),
    ("SV10 R2 = 0 written", "小学", 1000, {"backbone_teachers": "0"}, 6, "不达标"),
    ("SV11 R2 blank", "小学", 1000, {"backbone_teachers": ""}, 6, "无法判定"),
])  # fmt: skip
def test_school_verdict(name: str, stage: str, pupils: int, change: dict[str, Any], met: int, expected: str) -> None:
    """SV1–SV11."""
    made = school(stage, pupils, **change)
    assert [verdict(made, f"R{n}") for n in range(1, 8)].count("达标") == met
    assert verdict(made, "RS") == expected


def test_sv5_says_what_would_decide() -> None:
    """SV5 the one blank cell is named."""
    plan = shipped_plan("cn/2017")
    made = school("小学", backbone_teachers=None)
    (cell,) = decision(made, "RS").missing
    column = made.submission.tables["section"].columns["backbone_teachers"]
    assert cell == column.place(0) == f"学段校!{column.letter}2"
    assert next(i.about.zh for i in plan.items if i.id == "backbone_teachers") == "县级以上骨干教师数"


def test_sv10_and_sv11_zero_is_not_blank() -> None:
    """SV10, SV11 a written 0 is a value, a blank is 未填 (NG9)."""
    assert outcome(school("小学", backbone_teachers=0), "R2").value == 0
    assert outcome(school("小学", backbone_teachers=None), "R2").value is None
