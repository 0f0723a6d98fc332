"""造很多县 · Many made-up counties for cn/2017 in one submission, from a seed: on limits, on ties, odd in every way.

Half of all amounts stand on a limit, on its 85 % floor, or one unit beside; a fifth of the counties have
coefficients of exactly 0.50 and 0.45, or one unit beside; others have no pupils, a single school, blanks, `/`,
amounts that are tiny or huge, mergers, missing stages, failed checks.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from random import Random
from typing import Any

from counties import FLOOR, LIMITS, PER_SCHOOL, PER_SECTION, STAGES, WEIGHTS, weighted_pupils

from submissions import passing_rows, shipped_plan

Rows = dict[str, list[dict[str, Any]]]
KINDS = tuple(STAGES)
_CENTS = Fraction(1, 100)


def counties(seed: int, count: int) -> Rows:
    """Rows by grain, of counties 100001 and on."""
    rows: Rows = {}
    for number in range(count):
        for grain, made in _county(Random(f"{seed}/{number}"), str(100_001 + number)).items():
            rows.setdefault(grain, []).extend(made)
    return rows


_MODEL = passing_rows(shipped_plan("cn/2017"))


def _county(dice: Random, code: str) -> Rows:
    kind = dice.choices(("near", "tied", "wild"), (60, 20, 20))[0]
    own = {"division_code": code}
    rows: Rows = {grain: [row | own for row in made] for grain, made in _MODEL.items()}
    rows["school"], rows["section"], rows["class"] = [], [], []
    schools = (
        _tied(dice) if kind == "tied" else [_school(dice, f"S{n}", kind == "wild") for n in range(dice.randint(1, 12))]
    )
    for school, sections in schools:
        rows["school"].append(_MODEL["school"][0] | school | own)
        for section in sections:
            made = _MODEL["section"][0] | section | own
            made["teachers_college"] = made["teachers_lower"] = 0
            made["teachers"] = made["staff"] = made["teachers_bachelor"]
            rows["section"].append(made)
    codes = [row["school_code"] for row in rows["school"]]
    rows["room"] = [
        {"school_code": dice.choice(codes), "room_no": str(n), "room_kind": dice.choice(["音乐", "美术", None]),
         "room_area": dice.choice([Fraction("95.99"), 96, 90, 0, None])} | own for n in range(dice.randint(0, 6))
    ]  # fmt: skip
    if kind == "wild":
        _disturb(dice, rows)
    return rows


def _near(dice: Random, exact: Fraction, unit: Fraction) -> Fraction:
    """On a boundary, or one unit beside it."""
    return max(ceil(exact / unit) + dice.choice([0, 0, -1, 1]), 0) * unit


def _amount(dice: Random, limit: Fraction, unit: Fraction, wild: bool) -> Fraction | None:
    how = dice.random()
    if wild and how < 0.08:
        return dice.choice([None, Fraction(0), unit])
    if wild and how < 0.085:
        return dice.choice([10**6 * unit, 10**9 * unit])
    if how < 0.35:
        return _near(dice, limit, unit)
    if how < 0.55:
        return _near(dice, limit * FLOOR, unit)
    return ceil(limit / unit * Fraction(dice.randint(80, 180), 100)) * unit


def _school(dice: Random, code: str, wild: bool) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    kind = dice.choice(KINDS)
    sections = []
    for stage in STAGES[kind]:
        pupils = dice.choice([49, 50, 51, 1, 100, 1000, 2000, dice.randint(1, 3000), dice.randint(1, 3000)])
        pupils = dice.choice([0, pupils, None]) if wild and dice.random() < 0.2 else pupils
        section: dict[str, Any] = {"school_code": code, "stage": stage, "pupils": pupils}
        for item, (rule, per) in PER_SECTION.items():
            section[item] = _amount(dice, Fraction(LIMITS[stage][rule]) * (pupils or 0) / per, Fraction(1), wild)
        sections.append(section)
    seniors = dice.choice([0, 300, 517]) if kind in ("完全中学", "十二年一贯制学校") else 0
    weighted = weighted_pupils(kind, sections, seniors)
    aim = dice.choice(sections)["stage"]
    each = WEIGHTS[aim] if len(sections) > 1 else Fraction(1)
    school: dict[str, Any] = {
        "school_code": code,
        "school_type": kind,
        "senior_pupils": seniors,
        "indoor_sports_area": 0,
    }
    for item, (rule, per, unit) in PER_SCHOOL.items():
        school[item] = _amount(dice, Fraction(LIMITS[aim][rule]) * weighted / each / per, unit, wild)
    return school, sections


def _tied(dice: Random) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Pairs of equal schools as far above the mean as below it, so that every coefficient is on its limit."""
    found = []
    beside = dice.choice([0, 0, 1, -1])
    for stage, apart, kind in (("小学", 50, "小学"), ("初中", 45, "初级中学")):
        for n in range(2 * dice.randint(1, 4)):
            part = Fraction(100 + (apart if n % 2 else -apart), 100)
            size = 1000 * (n // 2 + 1)
            moved = beside if n == 0 else 0
            section: dict[str, Any] = {"school_code": f"T{stage}{n}", "stage": stage, "pupils": size}
            section |= dict.fromkeys(PER_SECTION, 2 * size * part / 10 + moved)
            school = {"school_code": f"T{stage}{n}", "school_type": kind, "senior_pupils": 0, "indoor_sports_area": 0}
            school |= {item: 2 * size * part + moved * unit for item, (_, _, unit) in PER_SCHOOL.items()}
            found.append((school, [section]))
    return found


def _disturb(dice: Random, rows: Rows) -> None:
    """A few cells that are blank, or `/` where that is an answer; a failed check; a campus; a missing stage."""
    for _ in range(dice.randint(0, 4)):
        grain = dice.choice([g for g in rows if rows[g]])
        row = dice.choice(rows[grain])
        item = dice.choice([i for i in row if i not in _KEYS])
        row[item] = None
    if dice.random() < 0.2:
        dice.choice(rows["school"])["indoor_sports_area"] = 10**7
    if dice.random() < 0.1 and len(rows["school"]) > 1:
        campus, main = dice.sample(rows["school"], 2)
        campus |= {"counted_as_school": False, "parent_code": main["school_code"]}
    if dice.random() < 0.1 and len(rows["section"]) > 1:
        rows["section"].pop(dice.randrange(len(rows["section"])))


_KEYS = {"division_code", "school_code", "stage", "class_name", "room_no", "subject_name", "survey_group"}
