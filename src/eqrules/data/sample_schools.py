"""造学校 · Which schools a made-up county has: kinds, places, names, pupils and classes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from random import Random
from typing import Any

Facts = dict[str, Any]
"""Data item → made-up figure, in the units of the national rulesets; a bool for yes and no."""

PRIMARY, JUNIOR = "小学", "初中"
_GRADES = {PRIMARY: range(1, 7), JUNIOR: range(7, 10)}
CAP = {PRIMARY: 45, JUNIOR: 50}
_NUMERALS = "一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Kind:
    """`town`, `rural`: fewest and most pupils of the compulsory years; none where such schools do not stand."""

    name: str
    digits: str
    weight: int
    stages: tuple[str, ...]
    title: str
    town: tuple[int, int] | None
    rural: tuple[int, int] | None
    senior: bool = False


# fmt: off
KINDS = (
    Kind("小学", "21", 46, (PRIMARY,), "小学", (420, 1950), (90, 620)),
    Kind("小学教学点", "21", 12, (PRIMARY,), "教学点", None, (20, 95)),
    Kind("初级中学", "31", 20, (JUNIOR,), "初级中学", (560, 1900), (260, 900)),
    Kind("九年一贯制学校", "31", 12, (PRIMARY, JUNIOR), "学校", (900, 2300), (240, 900)),
    Kind("完全中学", "34", 4, (JUNIOR,), "中学", (500, 1050), (400, 800), senior=True),
    Kind("十二年一贯制学校", "34", 3, (PRIMARY, JUNIOR), "实验学校", (900, 2000), None, senior=True),
    Kind("特殊教育学校", "51", 1, (PRIMARY, JUNIOR), "特殊教育学校", (60, 160), None),
)
# fmt: on
_FIRST = (0, 2, 3, 1, 0, 1, 4, 6, 5, 2)
"""The kinds of the first schools, so that a county of ten has them all."""
_SITE, _SPECIAL = KINDS[1], KINDS[6]


@dataclass(slots=True)
class Section:
    """One stage of a school. `row` is its place in its sheet, as is `class_row` for its first class."""

    stage: str
    pupils: int
    classes: list[tuple[int, int]]
    """Grade and pupils of each class."""
    facts: Facts = field(default_factory=dict)
    row: int = 0
    class_row: int = 0

    def class_names(self) -> list[str]:
        seen: dict[int, int] = {}
        names = []
        for grade, _ in self.classes:
            seen[grade] = seen.get(grade, 0) + 1
            names.append(f"{_NUMERALS[grade - 1]}({seen[grade]})班")
        return names


@dataclass(slots=True)
class School:
    kind: Kind
    code: str
    name: str
    town: str
    urban: bool
    area_code: str
    private: bool
    boarding: bool
    sections: list[Section]
    senior_pupils: int = 0
    main: str = ""
    """The code of the main school of a campus or teaching site, which are not counted as schools."""
    rooms: list[tuple[str, float]] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)
    row: int = 0
    room_row: int = 0

    @property
    def special(self) -> bool:
        return self.kind is _SPECIAL

    @property
    def site(self) -> bool:
        """A teaching site: judged on its own, unlike a campus."""
        return self.kind is _SITE

    @property
    def pupils(self) -> int:
        return sum(section.pupils for section in self.sections)


def make_schools(count: int, first_serial: int, county: str, rng: Random) -> list[School]:
    """The schools of one county, by kind; the first of some kinds stand on the lines the rules draw."""
    kinds = [KINDS[i] for i in _FIRST[:count]]
    kinds += rng.choices(KINDS, [kind.weight for kind in KINDS], k=count - len(kinds))
    kinds.sort(key=KINDS.index)
    schools: list[School] = []
    seen: Counter[tuple[str, str]] = Counter()
    for serial, kind in enumerate(kinds, first_serial):
        school = _school(kind, seen["县", kind.name], count, f"{kind.digits}99{serial:06}", rng)
        place = "" if school.urban else school.town
        seen.update((("县", kind.name), (place, kind.title)))
        school.name = f"{county}{place}第{_ordinal(seen[place, kind.title])}{kind.title}"
        schools.append(school)
    if count >= 20:
        _add_campus(schools)
    _find_mains(schools, rng)
    return schools


def _school(kind: Kind, nth: int, count: int, code: str, rng: Random) -> School:
    urban = kind.rural is None or (kind.town is not None and rng.random() < 0.4)
    urban = urban or (kind.name == "九年一贯制学校" and nth == 0)
    private = urban and kind is not _SPECIAL and rng.random() < 0.12
    boarding = not urban and len(_GRADES[kind.stages[-1]]) == 3 and rng.random() < 0.6
    if urban:
        town, area = f"{_STEMS[rng.randrange(4)]}街道", rng.choice(("111", "111", "112"))
    else:
        market = rng.random() < 0.4 and kind is not _SITE
        town = f"{_STEMS[rng.randrange(10)]}{'镇' if market else '乡'}"
        area = rng.choice(("121", "122", "123")) if market else rng.choice(("210", "220"))
    pupils = _pupils(kind, nth, count, urban, rng)
    primary = round(pupils * rng.uniform(0.6, 0.68)) if len(kind.stages) == 2 else pupils
    shares = dict(zip(kind.stages, (primary, pupils - primary), strict=False))
    sections = [Section(stage, n, _classes(stage, n, kind, rng)) for stage, n in shares.items()]
    senior = rng.randrange(300, 900) if kind.senior else 0
    return School(kind, code, "", town, urban, area, private, boarding, sections, senior)


def _pupils(kind: Kind, nth: int, count: int, urban: bool, rng: Random) -> int:
    match kind.name, nth:
        case "小学教学点", 0:
            return 50
        case "小学教学点", 1:
            return 49
        case "小学", 0 if not urban and count >= 20:
            return 38
        case "九年一贯制学校", 0 if count >= 20:
            return 2400
    low, high = (kind.town if urban else kind.rural) or (60, 600)
    return round(rng.triangular(low, high, low + (high - low) / 4))


def _classes(stage: str, pupils: int, kind: Kind, rng: Random) -> list[tuple[int, int]]:
    """Classes of nearly the same size, none above the cap, every grade with at least one if pupils suffice."""
    cap = 12 if kind is _SPECIAL else CAP[stage]
    grades = _GRADES[stage][:4] if kind.name == "小学教学点" else _GRADES[stage]
    number = max(min(len(grades), pupils), ceil(pupils / (cap - rng.randrange(1, cap // 5))))
    size, more = divmod(pupils, number)
    sizes = [size + (i < more) for i in range(number)]
    for i in range(0, number - 1, 2):
        moved = min(rng.randrange(4), cap - sizes[i], sizes[i + 1] - 1)
        sizes[i] += moved
        sizes[i + 1] -= moved
    each, extra = divmod(number, len(grades))
    by_grade = [grade for i, grade in enumerate(grades) for _ in range(each + (i < extra))]
    return list(zip(by_grade, sizes, strict=True))


def _add_campus(schools: list[School]) -> None:
    """One small primary becomes a campus of another: handed in apart, counted with its main school."""
    primaries = [s for s in schools if s.kind is KINDS[0] and s.pupils < 700]
    if len(primaries) > 2:
        _, main, campus, *_ = primaries
        campus.main, campus.name = main.code, f"{main.name}(分校区)"
        campus.town, campus.urban, campus.area_code = main.town, main.urban, main.area_code
        campus.private, campus.boarding = main.private, main.boarding


def _find_mains(schools: list[School], rng: Random) -> None:
    """Every teaching site belongs to some primary school, a village one if there is any."""
    mains = [s for s in schools if s.kind is KINDS[0] and not s.main]
    mains = [s for s in mains if s.area_code.startswith("2")] or mains
    for school in schools:
        if school.site and mains:
            school.main = rng.choice(mains).code


def _ordinal(number: int) -> str:
    """1 → 一, 12 → 十二, 34 → 三十四; plain figures from a hundred on."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    word = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return word + (_NUMERALS[ones - 1] if ones else "")
