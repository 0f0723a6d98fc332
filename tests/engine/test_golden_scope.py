"""范围的黄金数 · golden.md §6 CT1–CT4, CT19: who is in, who is out, what one section alone means; 博湖 2023."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eqrules.language.numbers import Roots, decimal_text
from eqrules.plan.plan import Plan
from submissions import (
    at_standard,
    county_verdict,
    findings,
    joined,
    judge,
    outcome,
    passing_county,
    passing_rows,
    shipped_plan,
    submission,
    verdict,
)  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return shipped_plan("cn/2017")


# ── scope ────────────────────────────────────────────────────────
@pytest.mark.parametrize(("pupils", "expected"), [(49, "不适用"), (50, "达标"), (51, "达标")])
def test_ct1_small_teaching_site(plan: Plan, pupils: int, expected: str) -> None:
    """CT1 教学点 with 49 pupils is out, with 50 in, as a row of its own."""
    made = joined(plan, "小学", pupils, school_type="小学教学点")
    assert {verdict(made, f"R{n}", "E", "小学") for n in range(1, 8)} == {expected}
    assert verdict(made, "RS", "E", "小学") == expected


@pytest.mark.parametrize("kind", ["特殊教育学校", "职业学校"])
def test_ct2_special_and_vocational_schools_are_out(plan: Plan, kind: str) -> None:
    """CT2 out of R and of the CV: with nothing at all they change no coefficient."""
    made = joined(plan, "小学", 1000, school_type=kind, backbone_teachers=0, teaching_area=0)
    plain = judge(plan, passing_county(plan))
    for n in range(1, 8):
        assert verdict(made, f"R{n}", "E", "小学") == "不适用"
        assert outcome(made, f"B{n}", "小学").value == outcome(plain, f"B{n}", "小学").value


def test_ct3_private_schools(plan: Plan) -> None:
    """CT3 民办 is in (2017): judged, and in the coefficient."""
    made = joined(plan, "小学", 1000, sponsor_code="10", backbone_teachers=0)
    assert verdict(made, "R2", "E", "小学") == "不达标"
    assert outcome(made, "B2", "小学").value != outcome(judge(plan, passing_county(plan)), "B2", "小学").value


def test_ct3_private_schools_in_2012() -> None:
    """CT3 民办 is out of 表Ⅱ (2012)."""
    plan = shipped_plan("cn/2012")
    known = {item.id for item in plan.items}
    schools, sections = [], []
    for code, sponsor in (("A", "7"), ("B", "10")):
        school, section = at_standard("小学")
        schools.append({k: v for k, v in school.items() if k in known} | {"school_code": code, "sponsor_code": sponsor})
        sections.append({k: v for k, v in section.items() if k in known} | {"school_code": code})
    made = judge(plan, submission(plan, school=schools, section=sections))
    assert (verdict(made, "STD1", "A", "小学"), verdict(made, "STD1", "B", "小学")) == ("无法判定", "不适用")
    assert outcome(made, "E1", "A", "小学").value == Fraction("4.5")
    assert outcome(made, "E1", "B", "小学").note == "excluded"


def test_ct4_section_without_pupils(plan: Plan) -> None:
    """CT4 0 pupils: 不适用, listed, no division, not in the CV, and told."""
    made = joined(plan, "小学", 0, backbone_teachers=3, catchment_pupils=0, running_allocated=0)
    for n in range(1, 8):
        found = outcome(made, f"R{n}", "E", "小学")
        assert (found.verdict.zh, found.value) == ("不适用", None)
    assert verdict(made, "RS", "E", "小学") == "不适用"
    assert verdict(made, "B2", "小学") == "达标"
    assert "EQ732" in findings(made)


def test_ct19_one_section_only(plan: Plan) -> None:
    """CT19 a stage with one section: value marked, limit test 不适用, the county is not hurt."""
    rows = passing_rows(plan)
    rows = {g: [r for r in made if r.get("school_code") != "B"] for g, made in rows.items()}
    made = judge(plan, submission(plan, **rows))
    for n in range(8):
        found = outcome(made, f"B{n}", "小学")
        assert (found.verdict.zh, found.note) == ("不适用", "single")
    assert county_verdict(made).verdict.zh == "达标"


def test_a_stage_without_any_section_has_no_row(plan: Plan) -> None:
    """national-2017 §8: no section in a stage, no CV row."""
    rows = passing_rows(plan)
    rows = {g: [r for r in made if r.get("school_code") not in ("C", "D") and r.get("stage") != "初中"]
            for g, made in rows.items()}  # fmt: skip
    made = judge(plan, submission(plan, **rows))
    assert [o.key[-1] for o in made.outcomes["B1"]] == ["小学"]
    assert county_verdict(made).verdict.zh == "达标"


# ── 博湖 2023 ────────────────────────────────────────────────────
def test_bohu_2023(plan: Plan) -> None:
    """§6 seven schools = 1 初中 + 6 小学; every 初中 CV test is 不适用 (仅1所)."""
    primary, teachers = [603] * 4 + [602] * 2, [65] * 1 + [64] * 5
    assert (sum(primary), sum(teachers)) == (3616, 385)
    rows = [{"school_code": f"P{i}", "stage": "小学", "pupils": n, "teachers": t, "staff": s}
            for i, (n, t, s) in enumerate(zip(primary, teachers, [92] * 2 + [91] * 4, strict=True))]  # fmt: skip
    rows.append({"school_code": "J", "stage": "初中", "pupils": 1673, "teachers": 159, "staff": 198})
    schools = [
        {"school_code": r["school_code"], "school_type": "小学" if r["stage"] == "小学" else "初级中学"} for r in rows
    ]
    totals = {
        s: [sum(r[i] for r in rows if r["stage"] == s) for i in ("pupils", "teachers", "staff")]
        for s in ("小学", "初中")
    }  # type: ignore[misc]
    assert totals == {"小学": [3616, 385, 548], "初中": [1673, 159, 198]}
    assert decimal_text(Fraction(385 * 100, 3616), 6) == "10.647124"
    assert decimal_text(Fraction(159 * 100, 1673), 6) == "9.503885"
    assert decimal_text(Fraction(3616, 6), 2) == "602.67"
    full = [at_standard(r["stage"], r["pupils"])[1] | r for r in rows]  # type: ignore[arg-type]
    made = judge(plan, submission(plan, school=schools, section=full))
    assert verdict(made, "G4", "J") == "达标"
    for n in range(1, 4):
        junior, small = outcome(made, f"B{n}", "初中"), outcome(made, f"B{n}", "小学")
        assert (junior.verdict.zh, junior.note) == ("不适用", "single")
        assert isinstance(small.value, Roots)
        assert small.verdict.zh == "达标"
