"""造填报 · Small submissions written in the test that needs them, and the verdicts that come out.

    county = submission(plan, school=[{"school_code": "A", "办学类型": "小学"}],
                        section=[{"school_code": "A", "学段": "小学", "在校生数": 1000}])
    verdict(judge(plan, county), "R1", "A", "小学")  # 无法判定

Cells are exact values, or text read as intake reads it (`"4.2"`, `"是"`, `"/"`); None and what is not
named are 未填, with the address the cell would have had. Objects above the ones named are implied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.data.cells import Corrected, Trouble, reader
from eqrules.data.raw import letter
from eqrules.data.submission import Absent, Column, State, Submission, Table, Value
from eqrules.engine.contract import CountyVerdict, Decision, Evaluation, Outcome
from eqrules.plan.plan import Grain, ItemSpec, Plan
from eqrules.source import Source

COUNTY = "340203"
DAY = date(2024, 9, 1)
FIGURES = Path(__file__).resolve().parents[2] / "shared" / "domain" / "figures"
"""Published figures beside the repository; tests that need them are skipped where they are not."""
Row = Mapping[str, Any]


# ── plans ────────────────────────────────────────────────────────
@cache
def shipped_plan(name: str, *layers: str) -> Plan:
    """The plan of a shipped ruleset; it must compile without an error."""
    loaded = workspace.load(name, layers)
    assert loaded.plan is not None, "\n".join(str(f) for f in loaded.report.findings)
    return loaded.plan


def plan_of(text: str, name: str = "case.md") -> Plan:
    """A ruleset written in a test."""
    made = compile_ruleset([Source(name, text)])
    assert made.plan is not None, "\n".join(f"{f.code} {f.span}: {f.facts}" for f in made.report.findings)
    return made.plan


# ── submissions ──────────────────────────────────────────────────
def submission(plan: Plan, code: str = COUNTY, **tables: Sequence[Row]) -> Submission:
    """A submission from rows per grain. A table that is not named was not handed in."""
    grains = {grain.id: grain for grain in plan.grains}
    unknown = set(tables) - set(grains)
    assert not unknown, f"no such grain: {unknown}"
    parts = {part: grain.key_item for grain in plan.grains for part in grain.keys[-1:]}
    specs = {item.id: item for item in plan.items}
    rows: dict[str, dict[tuple[str, ...], Row]] = {grain.id: {} for grain in plan.grains}
    known: dict[str, str] = {}
    for name, given in tables.items():
        for row in given:
            named = {known.get(key) or known.setdefault(key, _item(plan, key)): value for key, value in row.items()}
            key = tuple(_key(part, specs[parts[part]], named, code) for part in grains[name].keys)
            assert key not in rows[name], f"{name} {key} twice"
            rows[name][key] = named
    for name in tables:
        for key in rows[name]:
            for grain in plan.grains:
                if set(grain.keys) < set(grains[name].keys):
                    own = tuple(key[grains[name].keys.index(part)] for part in grain.keys)
                    rows[grain.id].setdefault(own, {})
    made = {grain.id: _table(plan, grain, rows[grain.id], grain.id in tables) for grain in plan.grains}
    return Submission(made)


def _item(plan: Plan, name: str) -> str:
    for item in plan.items:
        if name in (item.id, item.about.zh, item.about.en, *item.about.aliases):
            return item.id
    raise AssertionError(f"no such item: {name}")


def _key(part: str, spec: ItemSpec, row: Row, code: str) -> str:
    value = row.get(spec.id, code if part == "county" else None)
    assert value is not None, f"{spec.about.zh} is part of the key"
    return str(value)


def _table(plan: Plan, grain: Grain, rows: Mapping[tuple[str, ...], Row], handed_in: bool) -> Table:
    sheet = grain.about.zh or grain.id
    items = [item for item in plan.items if item.grain == grain.id]
    table = Table(grain.id, list(rows), {}, handed_in)
    for number, item in enumerate(items):
        at = letter(number)
        values = [
            _value(item, row.get(item.id, key[-1] if item.id == grain.key_item else None), f"{sheet}!{at}{i}")
            for i, (key, row) in enumerate(rows.items(), 2)
        ]
        table.columns[item.id] = Column(values, sheet, at, range(2, len(rows) + 2))
    return table


def _value(item: ItemSpec, value: Any, cell: str) -> Value:
    """The value of a cell: exact as given, or text as intake reads it."""
    if isinstance(value, Absent):
        return value
    assert not isinstance(value, float), "exact values only: an int, a Fraction, or text"
    if value is None:
        return Absent(State.BLANK, (cell,))
    if isinstance(value, str):
        value = reader(item)(value)
        if isinstance(value, Corrected):
            return value.value
        if isinstance(value, Trouble):
            state = State.NONE if value.code == "none" and item.may_be_none else State.ERROR
            return Absent(State.BLANK if not value.code else state, (cell,))
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def changed(county: Submission, plan: Plan, grain: str, *key: str, **cells: Any) -> Submission:
    """A copy in which the object whose key ends like `key` has other cells; None empties a cell."""
    made = Submission(deepcopy(county.tables), county.files, county.report, county.names)
    table = made.tables[grain]
    specs = {item.id: item for item in plan.items}
    for name, value in cells.items():
        item = specs[_item(plan, name)]
        column = table.columns[item.id]
        for i in positions(table.keys, key):
            column.values[i] = _value(item, value, column.place(i))
    return made


def without(county: Submission, grain: str, *key: str) -> Submission:
    """A copy without the object whose key ends like `key`."""
    made = Submission(deepcopy(county.tables), county.files, county.report, county.names)
    table = made.tables[grain]
    for i in sorted(positions(table.keys, key), reverse=True):
        del table.keys[i]
        for column in table.columns.values():
            column.rows = [row for at, row in enumerate(column.rows) if at != i]
            del column.values[i]
    return made


def positions(keys: Sequence[tuple[str, ...]], ending: Sequence[str]) -> list[int]:
    """Where the keys are that end like this; there must be one at least."""
    found = [i for i, key in enumerate(keys) if key[len(key) - len(ending) :] == tuple(ending)]
    assert found, f"no object …{ending} among {list(keys)[:5]}"
    return found


# ── verdicts ─────────────────────────────────────────────────────
def judge(plan: Plan, county: Submission, day: date = DAY, **readings: str) -> Evaluation:
    """What the reference engine says."""
    return workspace.run(plan, county, day, readings, "reference")


def outcome(evaluation: Evaluation, rule: str, *key: str) -> Outcome:
    """The one outcome of a rule at the object whose key ends like `key`."""
    made = evaluation.outcomes[rule]
    found = positions([o.key for o in made], key)
    assert len(found) == 1, f"{rule} at …{key}: {[made[i].key for i in found]}"
    return made[found[0]]


def decision(evaluation: Evaluation, name: str, *key: str) -> Decision:
    """The one decision of a conclusion, group or veto at the object whose key ends like `key`."""
    made = evaluation.decisions[name]
    found = positions([d.key for d in made], key)
    assert len(found) == 1, f"{name} at …{key}: {[made[i].key for i in found]}"
    return made[found[0]]


def verdict(evaluation: Evaluation, name: str, *key: str) -> str:
    """The verdict of a rule or decision, as the officer reads it: 达标, 不达标, 无法判定, 不适用."""
    find = outcome if name in evaluation.outcomes else decision
    return find(evaluation, name, *key).verdict.zh


def county_verdict(evaluation: Evaluation) -> CountyVerdict:
    (only,) = evaluation.counties
    return only


def findings(evaluation: Evaluation) -> list[str]:
    """Codes of what the engine reported."""
    return [finding.code for finding in evaluation.report.findings]


# ── cn/2017: a school at standard, a county that passes ──────────
def at_standard(stage: str, pupils: int = 1000) -> tuple[dict[str, Any], dict[str, Any]]:
    """Items of the school and of the section whose R1 to R7 are exactly at standard (counts rounded up)."""
    high = stage == "初中"
    degree, area, sports, money, rooms = ("5.3", "5.8", "10.2", "0.25", "2.4") if high else (
        "4.2", "4.5", "7.5", "0.2", "2.3")  # fmt: skip
    school = {
        "school_type": "初级中学" if high else "小学",
        "teaching_area": Fraction(area) * pupils, "indoor_sports_area": 0,
        "sports_ground_area": Fraction(sports) * pupils,
        "equipment_value": Fraction(money) * pupils,
        "multimedia_rooms": ceil(Fraction(rooms) * pupils / 100),
    }  # fmt: skip
    section = {
        "stage": stage, "pupils": pupils,
        "teachers_phd": 0, "teachers_master": 0, "teachers_college": 0,
        "teachers_bachelor": ceil(Fraction(degree) * pupils / 100),
        "backbone_teachers": ceil(Fraction(pupils, 100)),
        "pe_teachers": ceil(Fraction("0.9") * pupils / 100),
        "music_teachers": 0, "art_teachers": 0, "arts_teachers": 0,
    }  # fmt: skip
    return school, section


SCHOOLS = (("A", "小学", 1000, 25), ("B", "小学", 500, 13), ("C", "初中", 1000, 20),
           ("D", "初中", 600, 12))  # fmt: skip
"""Code, stage, pupils, classes of the schools in `passing_rows`."""


def passing_rows(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Rows of a whole small county for cn/2017 (with or without its layer) in which everything is 达标.

    Two primary and two junior schools; A, C exactly at the resource standards; every cell is filled.
    """
    rows: dict[str, list[dict[str, Any]]] = {g: [] for g in ("school", "section", "class", "room")}
    for code, stage, pupils, classes in SCHOOLS:
        school, section = at_standard(stage, pupils)
        rows["school"].append(_plain_school(code) | school)
        section["teachers_lower"] = 60 - section["teachers_bachelor"]
        rows["section"].append(_plain_section(code, pupils, classes) | section)
        sizes = [pupils // classes + (n < pupils % classes) for n in range(classes)]
        rows["section"][-1] |= {f"band_{b}": sum(_band(size) == b for size in sizes) for b in BANDS}
        for n, size in enumerate(sizes):
            rows["class"].append({"school_code": code, "stage": stage, "class_name": f"{n + 1}班",
                                  "grade": 7 if stage == "初中" else 1, "class_pupils": size})  # fmt: skip
        for n in range(ceil(Fraction(classes, 12))):
            for kind, area in (("音乐", 96), ("美术", 90)):
                rows["room"].append({"school_code": code, "room_no": f"{kind}{n + 1}", "room_kind": kind,
                                     "room_area": area})  # fmt: skip
    rows["county_stage"] = [{"stage": s, "quota_per_pupil": 1150} for s in ("小学", "初中")]
    rows["subject"] = [{"subject_name": s, "achievement_level": "Ⅲ", "school_difference_rate": "0.149"}
                       for s in ("语文", "数学", "科学", "体育", "艺术", "德育")]  # fmt: skip
    rows["survey"] = [{"survey_group": "计", "survey_sent": 1000, "survey_valid": 1000, "survey_satisfied": 850,
                       "visits": 100, "visits_satisfied": 85}]  # fmt: skip
    rows["county"] = [_county(plan)]
    known = {item.id for item in plan.items}
    return {g: [{k: v for k, v in row.items() if k in known} for row in made] for g, made in rows.items()}


def passing_county(plan: Plan) -> Submission:
    """`passing_rows` as a submission."""
    return submission(plan, **passing_rows(plan))


def _plain_school(code: str) -> dict[str, Any]:
    zero = ("senior_pupils kindergarten_pupils inclusive_pupils special_class_pupils home_taught_pupils "
            "posts_approved posts_filled off_quota_teachers converted_sports_area leased_sports_area")  # fmt: skip
    return dict.fromkeys(zero.split(), 0) | {
        "school_code": code, "school_name": f"{code}校", "parent_code": "/", "campus_no": "/", "sponsor_code": "7",
        "urban_rural_code": "111", "counted_as_school": True, "boarding": False, "school_state": "正常",
        "town": "甲镇", "vocational_attached": False, "running_budget": 100000, "training_budget": 5000,
        "running_actual": 100000, "training_actual": 5000, "charter": True, "digital_management": True,
        "moral_culture_grade": "良好以上", "planned_year": 2015, "built_year": 2016, "rural_small": False,
        "dense_centre": False, "walk_minutes": 0, "lease_evidence": False, "upgrade_plan": False,
    }  # fmt: skip


def _plain_section(code: str, pupils: int, classes: int) -> dict[str, Any]:
    zero = "migrant_pupils migrant_worker_pupils visiting_pe visiting_music visiting_art visiting_arts"
    return dict.fromkeys(zero.split(), 0) | {
        "school_code": code, "grades": 3, "classes": classes, "catchment_pupils": pupils,
        "staff": 80, "teachers": 60, "certified_teachers": 60, "teachers_on_post": 60,
        "teachers_360h": 60, "running_allocated": 1150 * pupils,
    }  # fmt: skip


def joined(plan: Plan, stage: str, pupils: int, **change: Any) -> Evaluation:
    """The verdicts on the county that passes, and one school E more, at standard but for the changes."""
    rows = passing_rows(plan)
    school, section = at_standard(stage, pupils)
    model_school, model_section = rows["school"][0], rows["section"][0]
    for name, value in change.items():
        (section if name in model_section else school)[name] = value
    rows["school"].append(model_school | school | {"school_code": "E"})
    rows["section"].append(model_section | section | {"school_code": "E"})
    return judge(plan, submission(plan, **rows))


BANDS = (25, 30, 35, 40, 45, 50, 55, 60, 65, 66)


def _band(size: int) -> int:
    return next((band for band in BANDS if size <= band), 66)


def _county(plan: Plan) -> dict[str, Any]:
    judged = {i.id: "符合" if i.type == "list" else "有" if i.type == "text" else False
              for i in plan.items if i.judged}  # fmt: skip
    return judged | {
        "basic_certified_on": date(2016, 10, 26), "applied_on": date(2019, 10, 26), "monitoring_results": "好",
        "special_running": 60, "special_pupils": 100, "inclusive_disabled": 0, "teacher_pay": 90000,
        "civil_pay": 90000, "rotation_teachers": 12, "rotation_eligible": 120, "rotation_backbone": 3,
        "eligible_definition": "满六年", "senior_places": 1000, "senior_places_allocated": 500,
        "senior_places_rural": 250, "migrant_eligible": 100, "migrant_public": 80, "migrant_purchased": 5,
        "migrant_definition": "居住证", "junior_graduates": 380, "junior_entrants": 400, "transfers_in": 0,
        "transfers_out": 0, "deaths": 0, "disabled_total": 100, "disabled_inclusive": 0, "disabled_special": 95,
        "disabled_home": 0, "population": 30, "farm_population": 10, "towns": 5, "villages": 50, "gdp_per_head": 60000,
        "revenue_per_head": 5000, "farm_income": 20000, "urban_income": 40000,
    }  # fmt: skip
