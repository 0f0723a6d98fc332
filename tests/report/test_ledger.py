"""台账 · Every shortfall a line; what people wrote stays; what is solved is closed; nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import submissions
from eqrules.engine.contract import Evaluation
from eqrules.plan.plan import Plan
from eqrules.report.county import County, counties
from eqrules.report.ledger.entries import Entry, entries, gap_words
from eqrules.report.ledger.kept import NotALedger
from eqrules.report.ledger.xlsx import workbook
from eqrules.report.objects import Objects
from report import office

PLAN = submissions.shipped_plan("cn/2017")


def county(evaluation: Evaluation) -> County:
    return counties(Objects(evaluation))[0]


def short(**change: Any) -> County:
    return county(submissions.joined(PLAN, "小学", 1000, **change))


def entry(of: County, code: str) -> Entry:
    return next(e for e in entries(of) if e.id.startswith(f"{code}|"))


def table(content: bytes, of: str = "") -> list[dict[str, Any]]:
    """The lines of the ledger by heading; `of`: of indicators that begin so."""
    _, _, heads, *rows = office.sheets(content)["整改台账"]
    lines = [dict(zip(heads, row, strict=True)) for row in rows if row[0]]
    return [line for line in lines if line["编号"].startswith(of)]


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book["整改台账"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write(row: int, **theirs: Any) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        heads = [cell.value for cell in page[3]]
        for head, value in theirs.items():
            if head not in heads:
                heads.append(head)
                page.cell(3, len(heads), head)
            page.cell(row, heads.index(head) + 1, value)

    return change


# ── lines ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "change", "gap"),
    [
        ("R1", {"teachers_bachelor": 38, "teachers_lower": 22}, "4人"),
        ("R4", {"teaching_area": 4000}, "500平方米"),
        ("R6", {"equipment_value": "199.65"}, "3500元"),
        ("R7", {"multimedia_rooms": 20}, "3间"),
        ("G5", {}, ""),
    ],
)
def test_gaps_are_whole_numbers(code: str, change: dict[str, Any], gap: str) -> None:
    if code == "G5":
        made = submissions.changed(submissions.passing_county(PLAN), PLAN, "class", "A", "小学", "1班", class_pupils=47)
        found = entry(county(submissions.judge(PLAN, made)), code)
        assert found.gap is not None
        assert (gap_words(found.gap), found.gap.more) == ("2人", False)
        assert "高于标准45\uff0c需减少班级学生数2人" in found.problem
    else:
        found = entry(short(**change), code)
        assert found.gap is not None
        assert gap_words(found.gap) == gap
        assert gap in found.problem


def test_the_sentence_says_whether_the_school_passes_all_the_same() -> None:
    assert "属允许短少的余项\uff0c已达到标准的85%" in entry(short(multimedia_rooms=20), "R7").problem
    assert "余项" not in entry(short(multimedia_rooms=19), "R7").problem


def test_a_coefficient_names_the_schools_it_comes_from() -> None:
    found = entry(short(backbone_teachers=100), "B2")
    assert found.gap is None
    assert "差异主要来自\uff1aE 小学\uff08" in found.problem
    assert found.where.endswith("小学")


def test_judgements_and_vetoes() -> None:
    items = {i.judged: i.id for i in PLAN.items if i.judged and i.type != "text"}
    bad = submissions.changed(submissions.passing_county(PLAN), PLAN, "county", submissions.COUNTY,
                              **{items["G1"]: "不符合", items["V1"]: True})  # fmt: skip
    found = county(submissions.judge(PLAN, bad))
    assert "填报或认定为「不符合」" in entry(found, "G1").problem
    assert entry(found, "V1").problem == "存在一票否决情形\uff1a存在以考试方式招生。"


def test_the_responsible_unit_is_the_rulesets() -> None:
    rules = [
        r.model_copy(update={"about": r.about.model_copy(update={"responsible": "县教育局"})}) if r.id == "R7" else r
        for r in PLAN.rules
    ]
    plan: Plan = PLAN.model_copy(update={"rules": tuple(rules)})
    made = submissions.joined(plan, "小学", 1000, multimedia_rooms=20)
    content = workbook(county(made))
    assert [line["责任单位"] for line in table(content, "R")] == ["县教育局"]
    lists = load_workbook(BytesIO(content))["整改台账"].data_validations.dataValidation
    assert {rule.formula1 for rule in lists} == {'"未开始,进行中,已完成"', '"县教育局"'}


def test_the_columns(evaluation: Evaluation) -> None:
    lines = table(workbook(county(evaluation)))
    assert list(lines[0]) == ["序号", "学校", "指标", "现值", "标准", "缺口", "存在问题", "整改措施", "责任单位",
                              "责任人", "完成时限", "进展", "销号", "编号"]  # fmt: skip
    assert [line["编号"].split("|")[0] for line in lines] == ["R1", "R4", "G5", "G11a"]
    assert not [
        v for line in lines for head, v in line.items() if head in ("整改措施", "责任人", "完成时限", "进展") and v
    ]


def test_names_stay_text(evaluation: Evaluation) -> None:
    book = load_workbook(BytesIO(workbook(county(evaluation))))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any("=cmd" in str(cell.value) for cell in cells), "it waits for data, under 待补数据"


# ── month after month ────────────────────────────────────────────
def test_what_people_wrote_stays() -> None:
    first = workbook(short(multimedia_rooms=19))
    assert len(table(first, "R")) == 1
    filled = edited(first, write(4, 整改措施="=HYPERLINK(1)", 责任人="王", 完成时限=datetime(2025, 6, 30), 
                                 进展="进行中", 经费=12.5))  # fmt: skip
    again = workbook(short(multimedia_rooms=20), filled)
    (line,) = table(again, "R")
    assert (line["现值"], line["责任人"], line["进展"], line["经费"]) == ("2.00", "王", "进行中", 12.5)
    assert line["完成时限"] == datetime(2025, 6, 30)
    cells = [c for row in load_workbook(BytesIO(again))["整改台账"].iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value == "=HYPERLINK(1)"} == {"s"}
    assert workbook(short(multimedia_rooms=20), again) == workbook(short(multimedia_rooms=20), filled)


def test_what_is_solved_is_closed_and_comes_back_if_it_must() -> None:
    first = edited(workbook(short(multimedia_rooms=19, backbone_teachers=9)), write(4, 责任人="王"))
    second = workbook(short(multimedia_rooms=19), first)
    r7, r2 = table(second, "R")
    assert (r7["编号"][:2], r7["销号"]) == ("R7", None)
    assert (r2["编号"][:2], r2["销号"], r2["责任人"], r2["现值"]) == ("R2", "已销号 2024-09-01", "王", "1.00")
    assert r2["缺口"] is None
    third = workbook(short(multimedia_rooms=19, backbone_teachers=8), second)
    back = next(line for line in table(third) if line["编号"].startswith("R2"))
    assert (back["销号"], back["责任人"]) == ("重新出现 2024-09-01", "王")


def test_what_nobody_knows_is_not_closed() -> None:
    first = workbook(short(multimedia_rooms=19))
    second = workbook(short(multimedia_rooms=None), first)
    (line,) = table(second, "R")
    assert line["销号"] is None
    assert "本次数据不全\uff0c无法判定" in line["存在问题"]
    third = table(workbook(short(multimedia_rooms=None), second), "R")
    assert third[0]["存在问题"] == line["存在问题"], "said once"
    (gone,) = table(workbook(county(submissions.judge(PLAN, submissions.passing_county(PLAN))), first), "R")
    assert gone["销号"] is None, "the school is not in this submission"


def test_rows_may_be_sorted() -> None:
    first = edited(workbook(short(multimedia_rooms=19, backbone_teachers=9)), write(4, 责任人="王"))

    def turned(page: Any) -> None:
        rows = [[c.value for c in row] for row in page.iter_rows(min_row=4)]
        for at, row in enumerate(reversed(rows), 4):
            for column, value in enumerate(row, 1):
                page.cell(at, column).value = value

    again = workbook(short(multimedia_rooms=19, backbone_teachers=9), edited(first, turned))
    assert {line["编号"][:2]: line["责任人"] for line in table(again, "R")} == {"R2": "王", "R7": None}


def test_it_refuses_to_lose_what_somebody_wrote(evaluation: Evaluation) -> None:
    own = workbook(county(evaluation))
    plain = Workbook()
    out = BytesIO()
    plain.save(out)
    moved = edited(own, lambda page: page.cell(4, 14, "R1|999999/x/小学"))
    loose = edited(own, write(9, 整改措施="另一件事"))
    for content in (b"", b"PK", out.getvalue(), moved, loose):
        with pytest.raises(NotALedger):
            workbook(county(evaluation), content)


def test_dates_of_other_kinds(evaluation: Evaluation) -> None:
    filled = edited(workbook(county(evaluation)), write(4, 完成时限="年底前", 责任人=3))
    line = table(workbook(county(evaluation), filled))[0]
    assert (line["完成时限"], line["责任人"]) == ("年底前", 3)


@office.needed
def test_office_keeps_it_readable(evaluation: Evaluation, tmp_path: Path) -> None:
    """Saved by LibreOffice, it is still last month's ledger."""
    filled = edited(workbook(county(evaluation)), write(4, 责任人="王"))
    saved = office.converted(filled, "ledger.xlsx", "xlsx", tmp_path)
    assert table(workbook(county(evaluation), saved))[0]["责任人"] == "王"
