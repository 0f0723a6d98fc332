"""造县 · Made-up counties for cn/2017 as hypothesis strategies: boundaries first, shared schools included."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import strategies as st

from eqrules.data.submission import Submission
from eqrules.plan.plan import Plan
from submissions import passing_rows, shipped_plan, submission

LIMITS = {
    "小学": ("4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3"),
    "初中": ("5.3", "1", "0.9", "5.8", "10.2", "2500", "2.4"),
}
STAGES = {
    "小学": ("小学",), "小学教学点": ("小学",), "初级中学": ("初中",), "九年一贯制学校": ("小学", "初中"),
    "完全中学": ("初中",), "十二年一贯制学校": ("小学", "初中"),
}  # fmt: skip
WEIGHTS = {"小学": Fraction(1), "初中": Fraction("1.1")}
FLOOR = Fraction(17, 20)
PER_SECTION = {"teachers_bachelor": (0, 100), "backbone_teachers": (1, 100), "pe_teachers": (2, 100)}
"""Item → which of R1 to R7 (from 0), and per how many pupils."""
PER_SCHOOL = {
    "teaching_area": (3, 1, Fraction("0.01")), "sports_ground_area": (4, 1, Fraction("0.01")),
    "equipment_value": (5, 10000, Fraction("0.0001")), "multimedia_rooms": (6, 100, Fraction(1)),
}  # fmt: skip
RESOURCES = (*PER_SECTION, *PER_SCHOOL)
"""More of these can only help the school; more indoor sports area cannot (it leaves R4 for R5)."""


KINDS = st.sampled_from(["音乐", "美术", None])
AREAS = st.sampled_from([Fraction("95.99"), 96, Fraction("89.99"), 90, 0, None])
SIZES = st.sampled_from([0, 25, 45, 46, 50, 51, None])


@dataclass(frozen=True, slots=True)
class County:
    """Rows by grain; `submission` makes them into one."""

    rows: dict[str, list[dict[str, Any]]]

    def submission(self, plan: Plan) -> Submission:
        return submission(plan, **self.rows)


def near(exact: Fraction, unit: Fraction) -> st.SearchStrategy[Fraction]:
    """On a boundary or one unit off it, as a multiple of the unit, never below zero."""
    at = ceil(exact / unit)
    return st.sampled_from([at, at - 1, at + 1, at]).map(lambda n: max(n, 0) * unit)


def amounts(limit: Fraction, unit: Fraction) -> st.SearchStrategy[Fraction | None]:
    """Half on or beside the limit or its 85 % floor; the rest anywhere, zero or blank."""
    anywhere = st.integers(0, max(1, int(2 * limit / unit))).map(lambda n: n * unit)
    return st.one_of(
        near(limit, unit), near(limit, unit), near(limit * FLOOR, unit), near(limit * FLOOR, unit),
        anywhere, anywhere, st.just(Fraction(0)), st.none(),
    )  # fmt: skip


def weighted_pupils(kind: str, sections: list[dict[str, Any]], seniors: int) -> Fraction:
    """What a school's shared resources are divided by (拆分); pupils nobody handed in count as none."""
    if kind == "完全中学":
        return (sections[0]["pupils"] or 0) + seniors * Fraction("1.2")
    return sum((s["pupils"] or 0) * WEIGHTS[s["stage"]] for s in sections) + seniors * Fraction("1.32")


@st.composite
def schools(draw: st.DrawFn, code: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One school of any type, with its sections."""
    kind = draw(st.sampled_from(list(STAGES)))
    pupils = st.one_of(st.sampled_from([49, 50, 51, 0, 1, 100, 1000, 2000]), st.integers(1, 3000))
    sections = []
    for stage in STAGES[kind]:
        count = draw(pupils)
        section: dict[str, Any] = {"school_code": code, "stage": stage, "pupils": count}
        for item, (rule, per) in PER_SECTION.items():
            limit = Fraction(LIMITS[stage][rule]) * count / per
            section[item] = draw(amounts(limit, Fraction(1)))
        sections.append(section)
    seniors = draw(st.sampled_from([0, 300, 500])) if kind in ("完全中学", "十二年一贯制学校") else 0
    weighted = weighted_pupils(kind, sections, seniors)
    aim = draw(st.sampled_from(sections))["stage"]
    each = WEIGHTS[aim] if len(sections) > 1 else Fraction(1)
    school: dict[str, Any] = {
        "school_code": code,
        "school_type": kind,
        "senior_pupils": seniors,
        "indoor_sports_area": 0,
    }
    for item, (rule, per, unit) in PER_SCHOOL.items():
        school[item] = draw(amounts(Fraction(LIMITS[aim][rule]) * weighted / each / per, unit))
    return school, sections


@st.composite
def counties(draw: st.DrawFn, most: int = 4) -> County:
    """A county of a few such schools; everything else as in the county that passes."""
    plan = shipped_plan("cn/2017")
    rows = passing_rows(plan)
    model_school, model_section = rows["school"][0], rows["section"][0]
    rows["school"], rows["section"], rows["class"] = [], [], []
    for n in range(draw(st.integers(1, most))):
        school, sections = draw(schools(f"S{n}"))
        rows["school"].append(model_school | school)
        for section in sections:
            made = model_section | section
            made["teachers_college"] = made["teachers_lower"] = 0
            made["teachers"] = made["staff"] = made["teachers_bachelor"]
            rows["section"].append(made)
    codes = st.sampled_from([row["school_code"] for row in rows["school"]])
    rows["room"] = [{"school_code": draw(codes), "room_no": str(n), "room_kind": draw(KINDS), "room_area": draw(AREAS)}
                    for n in range(draw(st.integers(0, 4)))]  # fmt: skip
    for section in rows["section"]:
        section["classes"] = draw(st.sampled_from([None, 0, 1, 12, 13, 25]))
        if draw(st.integers(0, 3)) == 0:
            own = {"school_code": section["school_code"], "stage": section["stage"], "grade": 1}
            rows["class"] += [own | {"class_name": str(n), "class_pupils": draw(SIZES)} for n in range(2)]
    return County(rows)
