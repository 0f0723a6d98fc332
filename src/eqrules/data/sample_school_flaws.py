"""办学的短处 · Flaws of national-style data: too little for the pupils, classes too large, rooms too small."""

from __future__ import annotations

from eqrules.data.sample_figures import NEEDS, bands
from eqrules.data.sample_flaws import Flaw, Ground, Planter
from eqrules.data.sample_schools import CAP, School, Section


def _thin(zh: str, en: str, *shares: tuple[str, float]) -> Planter:
    """A school of one stage with only a share of what it needs of some things."""

    def planter(ground: Ground) -> Flaw | None:
        forms = [ground.form("school_code", item) for item, _ in shares]
        for school, section in ground.single():
            cells = [
                ground.put(school.code, form, school.row, item, _amount(item, share, school, section))
                for form, (item, share) in zip(forms, shares, strict=True)
                if form is not None
            ]
            return Flaw("、".join(cells), zh, en) if cells else None
        return None

    return planter


def _amount(item: str, share: float, school: School, section: Section) -> float:
    need, pupils, indoor = NEEDS[section.stage], section.pupils, school.facts["indoor_sports_area"]
    match item:
        case "equipment_value":
            return round(need.equipment * pupils / 10000 * share, 2)
        case "teaching_area":
            return round(need.area * pupils * share, 1) + float(indoor)
        case _:
            return round(need.sports * pupils * share, 1) - float(indoor)


def _backbone(ground: Ground) -> Flaw | None:
    form = ground.form("stage", "backbone_teachers", "school_code")
    for school, section in ground.single(300) if form else ():
        number = (section.pupils - 1) // 100
        if form and number * 100 >= section.pupils * 0.85:
            cell = ground.put(school.code, form, section.row, "backbone_teachers", number)
            zh, en = "骨干教师少一人，仍在标准的85%以上", "one backbone teacher short, still above 85 % of the limit"
            return Flaw(cell, zh, en)
    return None


def _blank(key_item: str, item: str, zh: str, en: str) -> Planter:
    def planter(ground: Ground) -> Flaw | None:
        form = ground.form(key_item, item, "school_code" if key_item == "stage" else "")
        for school in ground.schools() if form else ():
            assert form
            row = school.sections[0].row if key_item == "stage" else school.row
            return Flaw(ground.put(school.code, form, row, item, None), zh, en)
        return None

    return planter


def _large_class(ground: Ground) -> Flaw | None:
    """Pupils move from the second class to the first; the sum stays, and the bands follow."""
    form, above = ground.form("class_name", "class_pupils"), ground.form("stage", "band_50", "school_code")
    for school in ground.schools() if form else ():
        section, cap = school.sections[0], CAP[school.sections[0].stage]
        sizes = [size for _, size in section.classes]
        moved = cap + 2 - sizes[0]
        if form is None or len(sizes) < 2 or moved >= sizes[1]:
            continue
        before = bands(sizes)
        sizes[0], sizes[1] = cap + 2, sizes[1] - moved
        cells = [
            ground.put(school.code, form, section.class_row + nth, "class_pupils", size)
            for nth, size in enumerate(sizes[:2])
        ]
        cells += [
            ground.put(school.code, above, section.row, band, number)
            for band, number in bands(sizes).items()
            if above and number != before[band] and above.column(band) >= 0
        ]
        zh = f"班额 {sizes[0]} 人，超过 {cap} 人；同校另一个班相应减少"
        return Flaw("、".join(cells), zh, f"a class of {sizes[0]}, above {cap}, with another that much smaller")
    return None


def _small_room(ground: Ground) -> Flaw | None:
    """In a school that has no room of the kind to spare."""
    form = ground.form("room_no", "room_area")
    for school in ground.schools() if form else ():
        kinds = [kind for kind, _ in school.rooms]
        if form and kinds.count("音乐") <= -(-sum(len(s.classes) for s in school.sections) // 12):
            row = school.room_row + kinds.index("音乐")
            cell = ground.put(school.code, form, row, "room_area", 88.5)
            return Flaw(cell, "音乐教室 88.5 平方米，不足 96 平方米", "a music room of 88.5 m², below 96 m²")
    return None


def _training(ground: Ground) -> Flaw | None:
    form = ground.form("school_code", "training_budget")
    for school in ground.schools() if form else ():
        assert form
        value = round(school.facts["running_budget"] * 0.036)
        cell = ground.put(school.code, form, school.row, "training_budget", value)
        return Flaw(cell, "教师培训经费只占公用经费预算的3.6%", "training is only 3.6 % of the running budget")
    return None


def _unequal_sum(ground: Ground) -> Flaw | None:
    form = ground.form("stage", "pupils", "school_code")
    for school, section in ground.single() if form else ():
        assert form
        cell = ground.put(school.code, form, section.row, "pupils", section.pupils + 7)
        return Flaw(cell, "在校生数比各班人数之和多 7 人", "7 pupils more than the classes add up to")
    return None


def _unit_in_cell(ground: Ground) -> Flaw | None:
    form = ground.form("stage", "staff", "school_code")
    for school in ground.schools() if form else ():
        assert form
        section = school.sections[0]
        cell = ground.put(school.code, form, section.row, "staff", f"{section.facts['staff']}人")
        return Flaw(cell, "数字后面写了单位（读得懂，只提示）", "a unit behind the number (understood, only a hint)")
    return None


def _words(ground: Ground) -> Flaw | None:
    form = ground.form("stage", "teachers_bachelor", "school_code")
    for school in ground.schools() if form else ():
        assert form
        section = school.sections[-1]
        cell = ground.put(school.code, form, section.row, "teachers_bachelor", "约30")
        return Flaw(cell, "数字写成文字「约30」", "words for a number, 「约30」")
    return None


def _rotation(ground: Ground) -> Flaw | None:
    form, facts = ground.form("division_code", "rotation_teachers"), ground.county.facts
    if form is None or "rotation" in ground.spoiled:
        return None
    value = max(facts["rotation_eligible"] * 9 // 100, facts["rotation_backbone"])
    cell = ground.put("rotation", form, ground.county.row, "rotation_teachers", value)
    return Flaw(cell, "交流轮岗教师不到符合条件教师的10%", "rotated teachers are less than 10 % of those eligible")


NATIONAL: tuple[Planter, ...] = (
    _thin(
        "仪器设备值为标准的92%，只此一项不足",
        "equipment at 92 % of the limit, the only item short",
        ("equipment_value", 0.92),
    ),
    _blank("school_code", "sports_ground_area", "运动场地面积漏填", "the sports ground area is left blank"),
    _thin(
        "教学用房面积为标准的70%，低于85%的底线",
        "floor area at 70 % of the limit, below the floor of 85 %",
        ("teaching_area", 0.7),
    ),
    _large_class,
    _small_room,
    _words,
    _backbone,
    _training,
    _thin(
        "教学用房和仪器设备两项不足",
        "two items short: floor area and equipment",
        ("teaching_area", 0.95),
        ("equipment_value", 0.93),
    ),
    _unequal_sum,
    _unit_in_cell,
    _rotation,
    _blank("stage", "backbone_teachers", "县级以上骨干教师数漏填", "the number of backbone teachers is left blank"),
)
