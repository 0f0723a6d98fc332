"""造学校的数 · What a made-up school has: enough of everything for the national limits, and unevenly spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from eqrules.data.sample_schools import JUNIOR, PRIMARY, Facts, School, Section

Weights = Mapping[str, Mapping[str, float]]
"""School type → stage (or 高中) → weight, by which what a school has in common is split."""
SENIOR = "高中"
QUOTA = {PRIMARY: 720, JUNIOR: 940}


@dataclass(frozen=True, slots=True)
class Need:
    """What the 2017 measures ask of a stage, per 100 pupils or per pupil."""

    degree: float
    backbone: float
    arts: float
    area: float
    sports: float
    equipment: int
    media: float


NEEDS = {
    PRIMARY: Need(4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3),
    JUNIOR: Need(5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4),
}
_BANDS = (25, 30, 35, 40, 45, 50, 55, 60, 65)
_LEAST_ROOM = {"音乐": 96, "美术": 90}


def fill_school(school: School, weights: Weights, rng: Random) -> None:
    """Write the figures of a school and its sections into their `facts`."""
    for section in school.sections:
        section.facts = _section(school, section, rng)
    school.rooms = _rooms(school, rng)
    own = _identity(school, rng) | _premises(school, weights, rng) | _money(school, rng)
    school.facts = added_up([section.facts | {"pupils": section.pupils} for section in school.sections]) | own


def added_up(parts: Sequence[Facts]) -> Facts:
    """Whole numbers that all parts have, for rulesets that ask for them one level up."""
    whole = [{name for name, fact in part.items() if type(fact) is int} for part in parts]
    return {name: sum(part[name] for part in parts) for name in sorted(set[str].intersection(*whole))} if parts else {}


def _plenty(rng: Random) -> float:
    """How much of what is needed there is: at least all; one time in twelve exactly that."""
    return 1.0 if rng.random() < 0.08 else 1.02 + rng.betavariate(1.4, 3.2)


def _up(value: float) -> int:
    """The next whole number; what is whole but for binary rounding stays."""
    return ceil(value - 1e-6)


def _identity(school: School, rng: Random) -> Facts:
    staff = sum(section.facts["staff"] for section in school.sections) + school.senior_pupils // 11
    return {
        "school_code": school.code,
        "school_name": school.name,
        "parent_code": school.main or "/",
        "campus_no": "/",
        "school_type": school.kind.name,
        "sponsor_code": "10" if school.private else "7",
        "urban_rural_code": school.area_code,
        "counted_as_school": not school.main and not school.site,
        "boarding": school.boarding,
        "school_state": "正常",
        "town": school.town,
        "vocational_attached": False,
        "senior_pupils": school.senior_pupils or "/",
        "kindergarten_pupils": "/",
        "inclusive_pupils": 0 if school.special else school.pupils // 260,
        "special_class_pupils": 0,
        "home_taught_pupils": rng.randrange(4, 9) if school.special else 0,
        "posts_approved": staff,
        "posts_filled": staff - min(rng.randrange(3), staff - 1),
        "off_quota_teachers": 0,
        "charter": True,
        "digital_management": True,
        "moral_culture_grade": "良好以上",
        "planned_year": (year := rng.randrange(1985, 2018)),
        "built_year": year + 1,
        "rural_small": not school.urban and school.pupils < 100,
        "dense_centre": False,
        "converted_sports_area": 0,
        "leased_sports_area": 0,
        "walk_minutes": "/",
        "lease_evidence": "/",
        "upgrade_plan": False,
    }


def _section(school: School, section: Section, rng: Random) -> Facts:
    pupils, need = section.pupils, NEEDS[section.stage]

    def enough(per_hundred: float) -> int:
        return max(1, _up(per_hundred * pupils / 100 * _plenty(rng)))

    degree, arts, backbone = enough(need.degree), enough(need.arts), enough(need.backbone)
    degree = max(degree, len(section.classes), backbone, arts)
    below = rng.randrange(degree // 9 + 1)
    college, lower = (degree // 6, below) if section.stage == PRIMARY else (below, 0)
    master = degree // 25
    teachers = degree + below
    pe, music = _up(arts * 0.45), arts // 4
    migrants = pupils * rng.randrange(2, 30) // 100 if school.urban else pupils // 60
    town_day = not (school.boarding or school.private or school.special or school.area_code.startswith("2"))
    near = pupils if section.stage == PRIMARY else pupils - pupils * rng.randrange(5) // 100
    return {
        "stage": section.stage,
        "grades": len({grade for grade, _ in section.classes}),
        "classes": len(section.classes),
        "pupils": pupils,
        "migrant_pupils": migrants,
        "migrant_worker_pupils": migrants * 4 // 5,
        "catchment_pupils": near if town_day else "/",
        **bands([size for _, size in section.classes]),
        "staff": teachers + 1 + teachers // 14,
        "teachers": teachers,
        "teachers_phd": 0,
        "teachers_master": master,
        "teachers_bachelor": degree - master - (college if section.stage == PRIMARY else 0),
        "teachers_college": college,
        "teachers_lower": lower,
        "titled_teachers": teachers * rng.randrange(45, 70) // 100,
        "backbone_teachers": backbone,
        "pe_teachers": pe,
        "music_teachers": music,
        "art_teachers": arts - pe - music,
        "arts_teachers": 0,
        "visiting_pe": 0,
        "visiting_music": 0,
        "visiting_art": 0,
        "visiting_arts": 0,
        "certified_teachers": teachers,
        "teachers_on_post": teachers,
        "teachers_360h": teachers,
        "running_allocated": _allocated(school, section, rng),
    }


def bands(sizes: list[int]) -> dict[str, int]:
    found = dict.fromkeys((*(f"band_{top}" for top in _BANDS), "band_66"), 0)
    for size in sizes:
        found[f"band_{next((top for top in _BANDS if size <= top), 66)}"] += 1
    return found


def _allocated(school: School, section: Section, rng: Random) -> int:
    """Yuan; a school of fewer than 100 pupils gets the money of 100."""
    counted = max(section.pupils, _up(100 * section.pupils / school.pupils))
    return round(QUOTA[section.stage] * counted * rng.uniform(1, 1.1)) + 1


def _premises(school: School, weights: Weights, rng: Random) -> Facts:
    """What the sections share. Split by weight, every section must still have enough for its pupils."""
    weight = weights.get(school.kind.name, {})
    counts = {section.stage: section.pupils for section in school.sections}
    weighted = sum(weight.get(stage, 1) * n for stage, n in counts.items())
    weighted += weight.get(SENIOR, 0) * school.senior_pupils

    def enough(need: str) -> float:
        per_weight = max(getattr(NEEDS[stage], need) / weight.get(stage, 1) for stage in counts)
        return float(per_weight * weighted * _plenty(rng))

    indoor = rng.randrange(300, 1200) if school.urban and school.pupils > 700 else 0
    return {
        "teaching_area": _up(10 * enough("area")) / 10 + indoor,
        "indoor_sports_area": indoor,
        "sports_ground_area": max(_up(10 * enough("sports")) / 10 - indoor, 200),
        "equipment_value": _up(enough("equipment") / 100) / 100,
        "multimedia_rooms": _up(enough("media") / 100),
        "computers": _up(school.pupils * rng.uniform(0.1, 0.17)),
        "books": _up(school.pupils * rng.uniform(24, 42)),
    }


def _money(school: School, rng: Random) -> Facts:
    budget = sum(QUOTA[s.stage] * s.pupils for s in school.sections) + 1200 * school.senior_pupils
    budget = round(budget * rng.uniform(1, 1.15) / 100) * 100
    actual = round(budget * rng.uniform(0.96, 1))
    return {
        "running_budget": budget,
        "training_budget": _up(budget * rng.uniform(0.05, 0.065)),
        "running_actual": actual,
        "training_actual": _up(actual * rng.uniform(0.05, 0.062)),
    }


def _rooms(school: School, rng: Random) -> list[tuple[str, float]]:
    """One room of each kind for every twelve classes begun; some schools have one more."""
    due = max(1, ceil(sum(len(section.classes) for section in school.sections) / 12))
    return [
        (kind, least + rng.randrange(0, 300) / 10)
        for kind, least in _LEAST_ROOM.items()
        for _ in range(due + (rng.random() < 0.15))
    ]
