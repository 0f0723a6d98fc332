"""申报表 · 表Ⅰ to 表Ⅵ: official columns, marks, digits, 备注; the same in a workbook and in a document."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import submissions
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.report.county import County, counties
from eqrules.report.figures import beside
from eqrules.report.forms import Form, docx, forms, xlsx
from eqrules.report.forms.model import TO_FILL, Cell, placed
from eqrules.report.forms.reading import percent
from eqrules.report.objects import Objects
from report import office

PLAN = submissions.shipped_plan("cn/2017")


def county(evaluation: Evaluation) -> County:
    return counties(Objects(evaluation))[0]


def filled(evaluation: Evaluation) -> dict[str, Form]:
    made = forms(county(evaluation))
    assert made is not None
    return {form.code: form for form in made}


def school(evaluation: Evaluation, name: str) -> list[Cell]:
    return next(list(row) for row in filled(evaluation)["表Ⅱ-2"].rows if row[1].text == name)


@pytest.fixture(scope="module")
def passing() -> Evaluation:
    return submissions.judge(PLAN, submissions.passing_county(PLAN))


def test_the_six_forms_with_the_official_columns(passing: Evaluation) -> None:
    made = filled(passing)
    assert list(made) == ["表Ⅰ", "表Ⅱ-1", "表Ⅱ-2", "表Ⅲ", "表Ⅳ", "表Ⅴ", "表Ⅵ"]
    assert [row[0].text.split()[0] for row in made["表Ⅰ"].rows] == [f"L{n}" for n in range(1, 25)]
    heads = [cell.text.split()[0] for cell in made["表Ⅱ-2"].heads[0]]
    assert heads == [*(f"L{n}" for n in range(1, 15)), "备注"]
    assert [len(made[code].rows) for code in ("表Ⅳ", "表Ⅴ")] == [15, 9]
    assert [row[0].text for row in made["表Ⅲ"].rows] == ["小学", "差异系数", "初中", "差异系数"]
    for form in made.values():
        for rows in (form.heads, form.rows):
            seen = [(r + d, c + a) for r, c, cell in placed(rows) for d in range(cell.down) for a in range(cell.across)]
            assert sorted(seen) == [(r, c) for r in range(len(rows)) for c in range(len(form.widths))], form.code


def test_the_profile_counts_schools(passing: Evaluation) -> None:
    rows = {row[0].text: row[1].text for row in filled(passing)["表Ⅰ"].rows}
    assert rows["L1 人口总数"] == "30.00"
    assert rows["L9 小学"] == "2"
    assert rows["L19 在校生\uff08小学\uff09"] == "1500"
    short = submissions.changed(submissions.passing_county(PLAN), PLAN, "section", "A", "小学", staff=None)
    rows = {row[0].text: row[1].text for row in filled(submissions.judge(PLAN, short))["表Ⅰ"].rows}
    assert rows["L21 小学教职工"] == TO_FILL, "a sum with a hole is no sum"


def test_a_school_that_meets_everything() -> None:
    row = school(submissions.joined(PLAN, "小学", 1000), "E")
    assert [cell.text for cell in row[6:13]] == ["4.20", "1.00", "0.90", "4.50", "7.50", "2000.00", "2.30"]
    assert (row[13].text, row[14].text) == ("1", "7项均达标")
    assert not any(cell.shaded for cell in row)


@pytest.mark.parametrize(
    ("change", "mark", "said"),
    [
        (
            {"multimedia_rooms": 20},
            "1",
            "达标6项\uff1aR1、R2、R3、R4、R5、R6\uff1b未达标但达到85%\uff1aR7 2.00\uff08≥1.955\uff09",
        ),
        ({"multimedia_rooms": 19}, "", "低于85%\uff1aR7 1.90\uff08\uff1c1.955\uff09"),
        ({"backbone_teachers": None}, "待定", "缺数据\uff0c待定\uff1aR2"),
        ({"backbone_teachers": 0}, "", "低于85%\uff1aR2 0.00"),
    ],
)
def test_marks_and_remarks(change: dict[str, int], mark: str, said: str) -> None:
    row = school(submissions.joined(PLAN, "小学", 1000, **change), "E")
    assert row[13].text == mark
    assert said in row[14].text


def test_what_is_below_the_standard_is_shaded_and_says_the_gap() -> None:
    row = school(submissions.joined(PLAN, "小学", 1000, multimedia_rooms=20), "E")
    assert [cell.shaded for cell in row].index(True) == 12
    assert "≥ 2.3" in row[12].comment
    assert "3 间" in row[12].comment


def test_no_printed_figure_contradicts_its_verdict() -> None:
    """20 of 561 is 3.565062: below the floor of 3.57, which two decimals would hide."""
    row = school(submissions.joined(PLAN, "小学", 561, teachers_bachelor=20, teachers_lower=40), "E")
    assert row[6].text == "3.565"
    assert "R1 3.565\uff08\uff1c3.57\uff09" in row[14].text
    assert beside(Fraction(11, 244) * 100, [Fraction("5.3"), Fraction("4.505")], 2, "half_up") == "4.51"
    assert beside(Fraction(5, 111) * 100, [Fraction("5.3"), Fraction("4.505")], 2, "half_up") == "4.50"
    assert beside(Fraction("4.5049"), [Fraction("5.3"), Fraction("4.505")], 3, "half_up") == "4.5049"
    assert (percent(9999, 10000, "half_up"), percent(1, 1, "half_up"), percent(0, 0, "half_up")) == (
        "99.99",
        "100.0",
        "/",
    )


def test_means_and_coefficients(passing: Evaluation) -> None:
    first, second, *_ = filled(passing)["表Ⅲ"].rows
    assert [cell.text for cell in first[2:4]] == ["4.20", "1.00"]
    assert first[-1].text == "——"
    assert [len(cell.text.partition(".")[2]) for cell in second[1:]] == [3] * 8
    uneven = submissions.joined(PLAN, "小学", 1000, backbone_teachers=100)
    row = filled(uneven)["表Ⅲ"].rows[1]
    assert row[2].shaded
    assert float(row[2].text) > 0.5


def test_the_published_figures_of_a_district() -> None:
    """鸠江区 2023, primary schools: 0.501787 prints as 0.502 beside 不达标, the mean of all seven as 0.368."""
    published = ("0.297929", "0.501787", "0.401952", "0.288419", "0.375450", "0.312782", "0.394205")
    evaluation = submissions.judge(PLAN, submissions.passing_county(PLAN))
    for number, text in enumerate(published, 1):
        outcome = evaluation.outcomes[f"B{number}"][0]
        outcome.value = Fraction(text)
        outcome.verdict = Verdict.NOT_MET if outcome.value > Fraction(1, 2) else Verdict.MET
    evaluation.outcomes["B0"][0].value = sum(map(Fraction, published), Fraction(0)) / 7
    row = filled(evaluation)["表Ⅲ"].rows[1]
    assert [cell.text for cell in row[1:]] == ["0.298", "0.502", "0.402", "0.288", "0.375", "0.313", "0.394", "0.368"]
    assert [cell.shaded for cell in row[1:]] == [False, True, *[False] * 6]


def test_a_coefficient_with_a_hole_is_left_open() -> None:
    row = filled(submissions.joined(PLAN, "小学", 1000, backbone_teachers=None))["表Ⅲ"].rows[1]
    assert (row[2].text, row[1].text != TO_FILL) == (TO_FILL, True)


def test_sentences_with_their_figures(passing: Evaluation) -> None:
    said = {row[0].text: (row[2].text, row[3].text) for row in filled(passing)["表Ⅳ"].rows}
    assert said["11"][0].startswith("上一年度交流轮岗教师12人\uff0c占符合交流条件教师总数120人的10.0%")
    assert said["11"][1] == "1"
    assert said["1"][0] == "符合。有"
    bare = submissions.changed(submissions.passing_county(PLAN), PLAN, "county", submissions.COUNTY, G1_evidence=None)
    assert TO_FILL[:-1] in filled(submissions.judge(PLAN, bare))["表Ⅳ"].rows[0][2].text
    assert said["4"][0] == "应评4所\uff0c达标4所。"
    quality = filled(passing)["表Ⅴ"].rows
    assert quality[8][2].text.startswith("语文 Ⅲ、0.149")


def test_those_that_fail_are_named() -> None:
    rows = filled(submissions.joined(PLAN, "小学", 2001))["表Ⅳ"].rows
    assert "不达标1所\uff08E 2001\uff09" in rows[3][2].text
    assert (rows[3][3].text, rows[3][3].shaded) == ("", True)


def test_the_survey(passing: Evaluation) -> None:
    (row,) = filled(passing)["表Ⅵ"].rows
    assert [cell.text for cell in row] == ["计", "1000", "1000", "850", "85.0", "100", "85", "85.0"]
    county_ = submissions.changed(submissions.passing_county(PLAN), PLAN, "survey", "计", survey_valid=10000,
                                  survey_sent=10000, survey_satisfied=8499)  # fmt: skip
    (row,) = filled(submissions.judge(PLAN, county_))["表Ⅵ"].rows
    assert (row[4].text, row[4].shaded) == ("84.99", True)


def test_schools_outside_are_listed() -> None:
    made = filled(submissions.joined(PLAN, "小学", 49, school_type="小学教学点"))["表Ⅱ-2"]
    assert all(row[1].text != "E" for row in made.rows)
    assert any("未纳入的学段校 1 个\uff1aE" in note for note in made.notes)


def test_parts_of_a_school_are_told_apart(evaluation: Evaluation) -> None:
    names = [row[1].text for row in filled(evaluation)["表Ⅱ-2"].rows]
    assert names[:2] == ["实验学校\uff08小学部\uff09", "实验学校\uff08初中部\uff09"]


def test_a_ruleset_of_another_kind_has_no_such_form() -> None:
    plan = submissions.shipped_plan("cn/2012")
    made = submissions.submission(plan, county=[{"行政区划代码": submissions.COUNTY}])
    assert forms(county(submissions.judge(plan, made))) is None


# ── as files ─────────────────────────────────────────────────────
def test_the_workbook(evaluation: Evaluation) -> None:
    content = xlsx.workbook(county(evaluation))
    assert content is not None
    assert content == xlsx.workbook(county(evaluation))
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == list(filled(evaluation))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(str(cell.value).startswith("=cmd") for cell in cells), "names stay as they are"
    marks = [row[-2].value for row in book["表Ⅱ-2"].iter_rows(min_row=4, max_row=8)]
    assert marks == [1, 1, None, 1, "待定"]
    assert book["表Ⅱ-2"].page_setup.orientation == "landscape"


def test_the_document(evaluation: Evaluation) -> None:
    from docx import Document

    content = docx.document(county(evaluation))
    assert content is not None
    assert content == docx.document(county(evaluation))
    made = Document(BytesIO(content))
    assert [t.rows[0].cells[0].text for t in made.tables][:2] == ["项目", "学段"]
    schools = made.tables[2]
    assert [cell.text for cell in schools.rows[3].cells[6:8]] == ["4.10", "3.00"]
    assert 'w:fill="BFBFBF"' in schools.rows[3].cells[6]._tc.xml
    assert "<script>alert(1)</script>小学" in [cell.text for cell in schools.columns[1].cells]
    assert 'w:eastAsia="zh-CN"' in made.styles.element.xml
    assert {s.orientation for s in made.sections} == {0, 1}
    assert office.out_of_order(made) == []


@office.needed
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_office_opens_them(evaluation: Evaluation, tmp_path: Path, ending: str) -> None:
    make = xlsx.workbook if ending == "xlsx" else docx.document
    content = make(county(evaluation))
    assert content is not None
    assert office.converted(content, f"form.{ending}", "pdf", tmp_path).startswith(b"%PDF")
