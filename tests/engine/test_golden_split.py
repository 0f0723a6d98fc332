"""拆分的黄金数 · golden.md §3: shared resources by weighted pupils, exact to the last part."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import Any

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.language.numbers import decimal_text
from submissions import FIGURES, at_standard, judge, outcome, shipped_plan, submission

ONE_EACH = {"小学": "小学", "初中": "初级中学"}


def run(name: str, kind: str, stages: dict[str, int], seniors: int | None = None, **shared: Any) -> Evaluation:
    """One school of several stages, its teachers at standard."""
    plan = shipped_plan(name)
    school = {"school_code": "A", "school_type": kind, "sponsor_code": "7", "senior_pupils": seniors,
              "indoor_sports_area": 0}  # fmt: skip
    known = {item.id for item in plan.items}
    sections = [
        {k: v for k, v in at_standard(stage, pupils)[1].items() if k in known} | {"school_code": "A"}
        for stage, pupils in stages.items()
    ]
    return judge(plan, submission(plan, school=[school | shared], section=sections))


def values(made: Evaluation, rule: str) -> dict[str, Fraction]:
    return {o.key[-1]: Fraction(o.value) for o in made.outcomes[rule]}  # type: ignore[arg-type]


# ── SP1: published, 2012 regime ──────────────────────────────────
def test_sp1_books_of_a_nine_year_school() -> None:
    """SP1 166 + 210 pupils, 23226 books: weighted pupils 397, shares exact, and they sum to the total."""
    made = run("cn/2012", "九年一贯制学校", {"小学": 166, "初中": 210}, books=23226)
    each = values(made, "E5")
    assert each == {"小学": Fraction(23226, 397), "初中": Fraction(23226 * 11, 3970)}
    assert {s: decimal_text(v, 6) for s, v in each.items()} == {"小学": "58.503778", "初中": "64.354156"}
    totals = {"小学": each["小学"] * 166, "初中": each["初中"] * 210}
    assert totals == {"小学": Fraction(3855516, 397), "初中": Fraction(5365206, 397)}
    assert {s: decimal_text(v, 4) for s, v in totals.items()} == {"小学": "9711.6272", "初中": "13514.3728"}
    assert sum(totals.values()) == 23226


def test_sp1_against_the_print() -> None:
    """SP1 note: the handout rounds on the way and prints 9711 / 13515; ±1 book against print."""
    if not FIGURES.is_dir():
        pytest.skip(f"no figures at {FIGURES}")
    rows = {r["项目"]: r["公布值"] for r in csv.DictReader(
        (FIGURES / "worked-nine-year-split.csv").open(encoding="utf-8"))}  # fmt: skip
    stages = {"小学": int(rows["小学部在校生"]), "初中": int(rows["初中部在校生"])}
    each = values(run("cn/2012", "九年一贯制学校", stages, books=int(rows["图书总册数"])), "E5")
    assert stages["小学"] + stages["初中"] * Fraction(rows["初中生权重"]) == int(rows["折算学生数"])
    for stage, name in (("小学", "小学部图书册数"), ("初中", "初中部图书册数")):
        assert abs(each[stage] * stages[stage] - int(rows[name])) <= 1


def test_weights_as_published() -> None:
    """The weights of the plan are those of the published table: 1 : 1.1, 1 : 1.2, 1 : 1.1 : 1.32."""
    if not FIGURES.is_dir():
        pytest.skip(f"no figures at {FIGURES}")
    for name in ("cn/2012", "cn/2017"):
        split = shipped_plan(name).split
        assert split
        rows = {kind: row for row in split.rows for kind in row.types}
        for line in csv.DictReader((FIGURES / "worked-split-weights.csv").open(encoding="utf-8")):
            row = rows[line["学校类别"]]
            for stage in ("小学", "初中"):
                weight = dict(row.stages).get(stage, "0")
                assert Fraction(weight) == Fraction(line[f"{stage}部权重"] or 0)
            assert Fraction(dict(row.school_items).get("senior_pupils", "0")) == Fraction(line["高中部权重"] or 0)


# ── SP2 to SP6: constructed, 2017 regime ─────────────────────────
def test_sp2_nine_year_school() -> None:
    """SP2 A=900, B=450, T=9000: 6.451613 / 7.096774, not 6.666667 for both."""
    each = values(run("cn/2017", "九年一贯制学校", {"小学": 900, "初中": 450}, teaching_area=9000), "R4")
    assert {s: decimal_text(v, 6) for s, v in each.items()} == {"小学": "6.451613", "初中": "7.096774"}
    totals = [decimal_text(each["小学"] * 900, 4), decimal_text(each["初中"] * 450, 4)]
    assert totals == ["5806.4516", "3193.5484"]
    assert each["小学"] * 900 + each["初中"] * 450 == 9000


def test_sp3_twelve_year_school() -> None:
    """SP3 A=600, B=300, C=300, T=5304: 2400 (4.0 each), 1320 (4.4 each), the rest 1584 to the seniors."""
    made = run("cn/2017", "十二年一贯制学校", {"小学": 600, "初中": 300}, 300, teaching_area=5304)
    each = values(made, "R4")
    assert each == {"小学": 4, "初中": Fraction("4.4")}
    assert 5304 - each["小学"] * 600 - each["初中"] * 300 == 1584


def test_sp4_complete_secondary() -> None:
    """SP4 B=400, C=500, T=6000: junior part 2400 (6.0 each)."""
    each = values(run("cn/2017", "完全中学", {"初中": 400}, 500, teaching_area=6000), "R4")
    assert each == {"初中": 6}


@pytest.mark.parametrize(("a", "b", "c"), [(900, 450, 0), (1, 1999, 0), (600, 300, 300), (7, 11, 13)])
def test_sp5_junior_is_one_point_one_times_primary(a: int, b: int, c: int) -> None:
    """SP5 in any 一贯制 school, junior per pupil = 1.1 × primary per pupil, exactly, in R4 to R7."""
    kind = "十二年一贯制学校" if c else "九年一贯制学校"
    shared = {"teaching_area": 7001, "sports_ground_area": 13, "equipment_value": 17, "multimedia_rooms": 19}
    made = run("cn/2017", kind, {"小学": a, "初中": b}, c, **shared)
    for rule in ("R4", "R5", "R6", "R7"):
        each = values(made, rule)
        assert each["初中"] == each["小学"] * Fraction(11, 10)


def test_sp6_teachers_are_not_split() -> None:
    """SP6 R1 to R3 count the stage's own teachers: the same as in two schools of one stage each."""
    plan = shipped_plan("cn/2017")
    together = run("cn/2017", "九年一贯制学校", {"小学": 1000, "初中": 700}, teaching_area=9000)
    schools, sections = [], []
    for stage, pupils in (("小学", 1000), ("初中", 700)):
        schools.append({"school_code": stage, "school_type": ONE_EACH[stage]})
        sections.append(at_standard(stage, pupils)[1] | {"school_code": stage})
    apart = judge(plan, submission(plan, school=schools, section=sections))
    for rule in ("R1", "R2", "R3"):
        assert values(together, rule) == values(apart, rule)


def test_ng10_the_stages_of_a_type() -> None:
    """NG10 十二年一贯制 has both rows; 完全中学 has no 小学部: a row that claims one is told and gets no share."""
    twelve = run("cn/2017", "十二年一贯制学校", {"小学": 600, "初中": 300}, 300, teaching_area=5304)
    assert set(values(twelve, "R4")) == {"小学", "初中"}
    strange = run("cn/2017", "完全中学", {"小学": 100, "初中": 400}, 500, teaching_area=6000)
    assert "EQ735" in [f.code for f in strange.report.findings]
    assert outcome(strange, "R4", "小学").value is None


def test_a_stage_nobody_handed_in_is_missing() -> None:
    """A9 a 九年一贯制 school with one row only: the other stage is there, with nothing in it, 无法判定."""
    made = run("cn/2017", "九年一贯制学校", {"小学": 600}, teaching_area=9000)
    assert "EQ736" in [f.code for f in made.report.findings]
    assert outcome(made, "R4", "初中").verdict.zh == "无法判定"
    assert outcome(made, "R4", "小学").verdict.zh == "无法判定", "its share depends on the other stage"
