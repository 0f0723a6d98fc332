"""造县 · One made-up county: its schools and its own figures, which agree with those of the schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

from eqrules.data.sample_figures import QUOTA, SENIOR, Weights, added_up, fill_school
from eqrules.data.sample_schools import JUNIOR, PRIMARY, Facts, School, make_schools
from eqrules.plan.plan import Plan

_NUMERALS = "一二三四五六七八九"
_UNMONITORED = ("体育", "艺术")


@dataclass(slots=True)
class County:
    """`row`: its place in the sheet of counties."""

    code: str
    name: str
    schools: list[School]
    facts: Facts = field(default_factory=dict)
    row: int = 0


def make_county(plan: Plan, number: int, schools: int, first_serial: int, rng: Random) -> County:
    """The county with this number, from 1; its code and names stand for no real place."""
    name = f"样例{_NUMERALS[number - 1] if 1 < number < 10 else number if number > 9 else ''}县"
    county = County(_code(number), name, make_schools(schools, first_serial, name, rng))
    weights = _weights(plan)
    for school in county.schools:
        fill_school(school, weights, rng)
    own = {"county_name": name} | _figures(county.code, county.schools, rng)
    county.facts = added_up([school.facts for school in county.schools]) | own
    return county


def _code(number: int) -> str:
    return str(999900 + number if number < 100 else 990000 + number)


def _weights(plan: Plan) -> Weights:
    """School type → stage → weight, as the plan splits what a school has in common."""
    found: dict[str, dict[str, float]] = {}
    for row in plan.split.rows if plan.split else ():
        weights = {stage: float(Fraction(weight)) for stage, weight in row.stages}
        weights[SENIOR] = max((float(Fraction(weight)) for _, weight in row.school_items), default=0)
        found |= dict.fromkeys(row.types, weights)
    return found


def _figures(code: str, schools: Sequence[School], rng: Random) -> Facts:
    sections = [section for school in schools for section in school.sections]
    pupils = sum(section.pupils for section in sections)
    teachers = sum(section.facts["teachers"] for section in sections)
    special = sum(school.pupils for school in schools if school.special) or 36
    inclusive = sum(school.facts["inclusive_pupils"] for school in schools)
    home = sum(school.facts["home_taught_pupils"] for school in schools)
    public, private = (
        sum(s.facts["migrant_pupils"] for school in schools if school.private is owned for s in school.sections)
        for owned in (False, True)
    )
    juniors = sum(section.pupils for section in sections if section.stage == JUNIOR) // 3 + 60
    leavers, arrivals = juniors // 60, juniors // 80
    return {
        "division_code": code,
        "basic_certified_on": date(2015, 12, rng.randrange(1, 29)),
        "applied_on": date(2023, rng.randrange(3, 11), rng.randrange(1, 29)),
        "monitoring_results": "样例：历年监测结论均为较高水平",
        "special_running": round(special * rng.uniform(0.62, 0.85) + 0.1, 2),
        "special_pupils": special,
        "inclusive_disabled": inclusive,
        "teacher_pay": (pay := rng.randrange(92_000, 118_000)),
        "civil_pay": pay - rng.randrange(0, 2_500),
        **_teachers(teachers, rng),
        "senior_places": (places := juniors * 2 // 5),
        "senior_places_allocated": (allocated := places - places * rng.randrange(30, 46) // 100),
        "senior_places_rural": allocated * rng.randrange(35, 50) // 100,
        "migrant_eligible": public + private + (public + private) // 40,
        "migrant_public": public,
        "migrant_purchased": private,
        "migrant_definition": "样例：在本县居住满半年的进城务工人员随迁子女",
        "junior_entrants": juniors,
        "transfers_in": arrivals,
        "transfers_out": leavers,
        "deaths": 0,
        "junior_graduates": juniors + arrivals - leavers - juniors // 100,
        "disabled_inclusive": inclusive,
        "disabled_special": special,
        "disabled_home": home,
        "disabled_total": inclusive + special + home + (inclusive + special + home) // 60,
        "population": round(pupils / 950, 2),
        "farm_population": round(pupils / 1700, 2),
        "towns": 10,
        "villages": 120 + rng.randrange(60),
        "gdp_per_head": rng.randrange(48_000, 96_000),
        "revenue_per_head": rng.randrange(3_200, 7_800),
        "farm_income": rng.randrange(17_000, 28_000),
        "urban_income": rng.randrange(36_000, 52_000),
        "government_score": round(rng.uniform(88, 97), 1),
        "satisfaction": round(rng.uniform(88, 97), 1),
    }


def _teachers(number: int, rng: Random) -> Facts:
    """Rotation: a tenth or more of those who may move, a fifth or more of them backbone teachers."""
    eligible = number * 3 // 5 + 10
    rotated = eligible // 10 + 1 + rng.randrange(eligible // 30 + 1)
    return {
        "rotation_eligible": eligible,
        "rotation_teachers": rotated,
        "rotation_backbone": rotated // 5 + 1 + rng.randrange(rotated // 20 + 1),
        "eligible_definition": "样例：在同一所学校连续任教满六年的专任教师",
    }


def stage_facts(stage: str) -> Facts:
    """The county's figures for one stage."""
    return {"stage": stage, "quota_per_pupil": QUOTA.get(stage, QUOTA[PRIMARY])}


def subject_facts(subject: str, rng: Random) -> Facts:
    """What the State says of one monitored subject; some were not monitored."""
    if subject in _UNMONITORED:
        return {"achievement_level": "/", "school_difference_rate": "/"}
    level, rate = rng.choice(("Ⅲ", "Ⅳ")), round(rng.uniform(0.06, 0.145), 3)
    return {"achievement_level": level, "school_difference_rate": rate}


def survey_facts(group: str, rng: Random) -> Facts:
    """Questionnaires and visits, nine in ten of them content."""
    sent = 2000 if group == "计" else 1200
    valid = sent - rng.randrange(20, 120)
    visits = sent // 20
    return {
        "survey_sent": sent,
        "survey_valid": valid,
        "survey_satisfied": valid * rng.randrange(90, 98) // 100,
        "visits": visits,
        "visits_satisfied": visits * rng.randrange(90, 99) // 100,
    }
