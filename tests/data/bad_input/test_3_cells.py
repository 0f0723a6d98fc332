"""单元格 · Cases 31 to 52: what stands in a cell, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from cases import ONE, SECTION, Rows, answer, blank, book, finding, said, sections, words, wrong
from handing_in import read, value, workbook
from made_files import styled, write_rows
from openpyxl.styles import PatternFill

import submissions
from eqrules import workspace
from eqrules.data.last_year import compare
from eqrules.data.submission import Absent, State, Submission, Value
from eqrules.diagnostics.report import Report
from eqrules.report.annotated.marks import Seen
from eqrules.report.annotated.workbook import workbook as annotated

SCHOOL = ("未注明", "2134000001")


def pupils(folder: Path, cell: object) -> tuple[Value, Submission]:
    submission = book(folder, 学段校=sections([2134000001, "小学", cell, 42]))
    return value(submission, "section", "pupils", *ONE), submission


def school(folder: Path, heading: str, *cells: object) -> Submission:
    rows: Rows = [["学校标识码", heading]]
    rows += [[2134000001 + number, cell] for number, cell in enumerate(cells)]
    return book(folder, 学校=rows)


def county(folder: Path, heading: str, *cells: object) -> Submission:
    return book(folder, 县=[["行政区划代码", heading], *[[str(340203 + n), cell] for n, cell in enumerate(cells)]])


def test_case_31_full_width_digits_point_and_percent(tmp_path: Path) -> None:
    got, submission = pupils(tmp_path, "\uff11\uff10\uff10\uff10\uff0e\uff10")
    assert got == 1000
    assert said(submission) == [("A", "EQ663", "学段校!C2")]
    submission = county(tmp_path, "寄宿率", "\uff19\uff15\uff05")
    assert value(submission, "county", "boarding_rate", "340203") == Fraction(19, 20)


@pytest.mark.parametrize(
    ("cell", "meant"), [("一百零五", 105), ("两百", 200), ("壹佰贰拾", 120), ("零", 0), ("三十", 30)]
)
def test_case_31_numbers_in_chinese(tmp_path: Path, cell: str, meant: int) -> None:
    got, submission = pupils(tmp_path, cell)
    assert got == meant
    assert said(submission) == [("A", "EQ663", "学段校!C2")]


@pytest.mark.parametrize(("cell", "code", "grade"), [
    ("一", "EQ664", "Q"), ("○", "EQ630", "E"), ("两三", "EQ630", "E"), ("十几", "EQ630", "E"), ("三十多", "EQ630", "E"),
])  # fmt: skip
def test_case_31_what_may_be_a_dash_a_mark_or_a_guess_is_no_number(
    tmp_path: Path, cell: str, code: str, grade: str
) -> None:
    _, submission = pupils(tmp_path, cell)
    assert said(submission) == [(grade, code, "学段校!C2")]


@pytest.mark.parametrize("cell", ["1,234", "1 234", "1\uff0c234"])
def test_case_32_groups_of_three(tmp_path: Path, cell: str) -> None:
    got, submission = pupils(tmp_path, cell)
    assert got == 1234
    assert said(submission) == [("A", "EQ663", "学段校!C2")]
    assert "「1234」" not in words(finding(submission, "EQ663"))


def test_case_32_other_groups_are_asked(tmp_path: Path) -> None:
    got, submission = pupils(tmp_path, "1,23")
    assert got == wrong("学段校!C2")
    assert said(submission) == [("Q", "EQ664", "学段校!C2")]
    answer(tmp_path, ("更正", "学段校!C2", "123"))
    submission = read(tmp_path)
    assert value(submission, "section", "pupils", *ONE) == 123
    assert said(submission) == [("A", "EQ679", "学段校!C2")]
    assert "1,23 → 123" in words(finding(submission, "EQ679"))


@pytest.mark.parametrize("cell", ["\u00a045", "\u300045\u3000", "4\u200b5", "'45", " 45 "])
def test_case_33_blanks_and_what_nobody_sees(tmp_path: Path, cell: str) -> None:
    got, submission = pupils(tmp_path, cell)
    assert got == 45
    assert {entry[0] for entry in said(submission)} <= {"A"}


@pytest.mark.parametrize(("heading", "cell", "meant"), [
    ("教学及辅助用房面积", "4.5㎡", Fraction(9, 2)), ("高中在校生数", "45人", 45), ("教学仪器设备值", "120万元", 120),
])  # fmt: skip
def test_case_34_the_unit_in_the_cell(tmp_path: Path, heading: str, cell: str, meant: object) -> None:
    submission = school(tmp_path, heading, cell)
    assert submission.tables["school"].columns[item(heading)].values == [meant]
    assert said(submission) == [("A", "EQ641", "学校!B2")]


def item(heading: str) -> str:
    return {"教学及辅助用房面积": "teaching_area", "高中在校生数": "senior_pupils", "教学仪器设备值": "equipment"}[
        heading
    ]


def test_case_35_another_scale_in_words_is_converted_and_echoed(tmp_path: Path) -> None:
    submission = school(tmp_path, "教学仪器设备值", "1.19亿元", "9698万", 120)
    assert submission.tables["school"].columns["equipment"].values == [11900, 9698, 120]
    assert ("A", "EQ685", "学校!B2") in said(submission)
    assert "「1.19亿元」\uff0c读作 「11900」 万元" in words(finding(submission, "EQ685"))


def test_case_35_a_scale_nobody_wrote_is_told_and_never_changed(tmp_path: Path) -> None:
    submission = school(tmp_path, "教学仪器设备值", 120, 95.5, 80, 143, 1200000, 101)
    assert submission.tables["school"].columns["equipment"].values[4] == 1200000
    assert said(submission) == [("W", "EQ671", "学校!B6")]
    answer(tmp_path, ("EQ671", "学校!B6", "新校区整体搬迁"))
    submission = read(tmp_path)
    assert said(submission) == [("A", "EQ684", "学校!B6")]
    assert "新校区整体搬迁" in words(finding(submission, "EQ684"))
    whole = school(tmp_path, "教学仪器设备值", 1200000, 955000, 800000, 1430000, 1010000)
    assert finding(whole, "EQ671").count == 5


@pytest.mark.parametrize("cell", ["95%", "95\uff05", 95, "95", "百分之九十五"])
def test_case_36_percentages_as_text(tmp_path: Path, cell: object) -> None:
    submission = county(tmp_path, "寄宿率", cell)
    assert value(submission, "county", "boarding_rate", "340203") == Fraction(19, 20)
    assert {entry[0] for entry in said(submission)} <= {"A"}


def test_case_36_a_share_in_a_column_of_percentages_is_asked_once(tmp_path: Path) -> None:
    submission = county(tmp_path, "寄宿率", 95, 0.95, "0.9", 88)
    assert said(submission) == [("Q", "EQ644", "县!B3")]
    assert finding(submission, "EQ644").count == 2
    for text, meant in (("小数", Fraction(19, 20)), ("百分数", Fraction(19, 2000))):
        answer(tmp_path, ("EQ644", "县!寄宿率", text))
        submission = read(tmp_path)
        assert value(submission, "county", "boarding_rate", "340204") == meant
        assert value(submission, "county", "boarding_rate", "340203") == Fraction(19, 20)
        assert ("A", "EQ679", "县!B3") in said(submission)


@pytest.mark.parametrize("cell", [time(1, 17), "1:17", "1\uff1a17"])
def test_case_37_a_ratio_that_became_a_time(tmp_path: Path, cell: object) -> None:
    path = tmp_path / "县.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "学段校"
    for row in sections([2134000001, "小学", cell, 42]):
        sheet.append(row)
    made.save(path)
    submission = read(path)
    assert value(submission, "section", "pupils", *ONE) == wrong("学段校!C2")
    assert said(submission) == [("Q", "EQ666", "学段校!C2")]
    assert "「1:17」" in words(finding(submission, "EQ666"))


@pytest.mark.parametrize("cell", [
    "2024年9月1日", "2024.9.1", "20240901", "202409", "2024/9", 45536, "二〇二四年九月", date(2024, 9, 1),
])  # fmt: skip
def test_case_38_days(tmp_path: Path, cell: object) -> None:
    submission = school(tmp_path, "建校日期", cell)
    assert value(submission, "school", "opened", *SCHOOL) == date(2024, 9, 1)
    assert said(submission) in ([], [("A", "EQ670", "学校!B2")])


@pytest.mark.parametrize("cell", ["24.9.1", "3/4/2024", "24年9月"])
def test_case_38_unclear_days_are_asked(tmp_path: Path, cell: str) -> None:
    submission = school(tmp_path, "建校日期", cell)
    assert value(submission, "school", "opened", *SCHOOL) == wrong("学校!B2")
    assert said(submission) == [("Q", "EQ669", "学校!B2")]


@pytest.mark.parametrize("cell", ["4\u30025", "4..5", "4\u00b75", "4,5"])
def test_case_39_other_points(tmp_path: Path, cell: str) -> None:
    submission = school(tmp_path, "教学及辅助用房面积", cell)
    assert value(submission, "school", "teaching_area", *SCHOOL) == wrong("学校!B2")
    assert said(submission) == [("Q", "EQ664", "学校!B2")]
    assert "「4.5」" in words(finding(submission, "EQ664"))


@pytest.mark.parametrize("cell", ["≥550", "达标", "省标", "各1", "550以上"])
def test_case_40_a_standard_in_a_value_column(tmp_path: Path, cell: str) -> None:
    got, submission = pupils(tmp_path, cell)
    assert got == wrong("学段校!C2")
    assert said(submission) == [("E", "EQ665", "学段校!C2")]


@pytest.mark.parametrize("cell", ["约300", "45~50", "300左右", "近300人", "20多"])
def test_case_40_about_and_ranges_are_asked(tmp_path: Path, cell: str) -> None:
    got, submission = pupils(tmp_path, cell)
    assert got == wrong("学段校!C2")
    assert said(submission) == [("Q", "EQ664", "学段校!C2")]


def test_case_41_marks_for_nothing(tmp_path: Path) -> None:
    none = Absent(State.NONE, ("学校!B2",))
    for cell in ("/", "—", "——", "-", "无", "N/A", "\uff0f"):
        submission = school(tmp_path, "高中在校生数", cell)
        assert value(submission, "school", "senior_pupils", *SCHOOL) == none
        assert said(submission) == []
    got, submission = pupils(tmp_path, "/")
    assert got == wrong("学段校!C2")
    assert said(submission) == [("E", "EQ633", "学段校!C2")]
    for cell in ("……", "…"):
        submission = school(tmp_path, "教学仪器设备值", cell)
        assert value(submission, "school", "equipment", *SCHOOL) == 0
        assert said(submission) == [("W", "EQ667", "学校!B2")]
    got, submission = pupils(tmp_path, "×")
    assert said(submission) == [("E", "EQ630", "学段校!C2")]


def test_case_42_a_blank_that_verdicts_wait_for(tmp_path: Path) -> None:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    rows: Rows = [["学校标识码", "学段", "在校生数", "办学类型"], [2134000001, "小学", None, None]]
    submission = workspace.read(plan, [workbook(tmp_path / "县.xlsx", {"学段校": rows})])
    assert value(submission, "section", "pupils", *ONE) == blank("学段校!C2")
    told = [(f.level, f.cells[0]) for f in submission.report.findings if f.code == "EQ636"]
    assert ("error", "学段校!C2") in told
    seen = Seen(submission, submission.report.findings)
    copy = annotated(seen, "县.xlsx", (tmp_path / "县.xlsx").read_bytes(), "zh")
    listed = openpyxl.load_workbook(BytesIO(copy))["检查结果"]
    assert listed["J4"].value == "待补清单"
    assert "在「待补清单」一列筛选「待补」" in listed["A2"].value
    due = {(row[3], row[4]) for row in listed.iter_rows(min_row=5, values_only=True) if row[9] == "待补"}
    assert ("学段校", "C2") in due
    assert listed.auto_filter.ref.startswith("A4:J")


def test_case_43_blank_or_zero_is_asked_once_for_a_column(tmp_path: Path) -> None:
    rows = sections([2134000001, "小学", 1000, None], [2134000002, "小学", 800, 36], [2134000003, "小学", 700, None])
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == [("Q", "EQ672", "学段校!D2")]
    assert value(submission, "section", "degree_teachers", *ONE) == blank("学段校!D2")
    answer(tmp_path, ("EQ672", "学段校!高于规定学历教师数", "0"))
    submission = read(tmp_path)
    assert said(submission) == [("A", "EQ679", "学段校!D2")]
    assert submission.tables["section"].columns["degree_teachers"].values == [0, 36, 0]
    answer(tmp_path, ("EQ672", "学段校!高于规定学历教师数", "未填"))
    submission = read(tmp_path)
    assert said(submission) == [("W", "EQ636", "学段校!D2")]
    assert value(submission, "section", "degree_teachers", *ONE) == blank("学段校!D2")


def test_case_44_errors_formulas_and_links(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("学段校")
        write_rows(sheet, sections([1, "小学", None, 42], [2, "小学", "#REF!", 42], [3, "小学", "#####", 42]))
        sheet.write_formula(1, 2, "=B2/C9", None, "#DIV/0!")
        sheet.write_formula(1, 3, "='[县表.xlsx]表'!A1", None, 42)
    submission = read(path)
    assert said(submission) == [("E", "EQ634", "学段校!C2"), ("W", "EQ656", "学段校!D2")]
    assert finding(submission, "EQ634").count == 3
    assert "=B2/C9" in words(finding(submission, "EQ634"))
    made_by_program = openpyxl.Workbook()
    sheet = made_by_program.active
    sheet.title = "学段校"
    for row in sections([2134000001, "小学", "=500+500", 42]):
        sheet.append(row)
    made_by_program.save(path)
    submission = read(path)
    assert said(submission) == [("E", "EQ635", "学段校!C2")]
    assert "=500+500" in words(finding(submission, "EQ635"))


def test_case_45_numbers_in_brackets_are_asked(tmp_path: Path) -> None:
    got, submission = pupils(tmp_path, "(594)")
    assert got == wrong("学段校!C2")
    assert said(submission) == [("Q", "EQ668", "学段校!C2")]
    for text, meant in (("不计", 0), ("照数", 594)):
        answer(tmp_path, ("EQ668", "学段校!在校生数", text))
        submission = read(tmp_path)
        assert value(submission, "section", "pupils", *ONE) == meant
        assert said(submission) == [("A", "EQ679", "学段校!C2")]


@pytest.mark.parametrize("cell", ["38/42", "38(女20)", "38\uff08女20\uff09"])
def test_case_46_two_numbers_in_a_cell(tmp_path: Path, cell: str) -> None:
    got, submission = pupils(tmp_path, cell)
    assert got == wrong("学段校!C2")
    assert said(submission) == [("Q", "EQ664", "学段校!C2")]


def test_case_46_struck_out_and_in_a_comment(tmp_path: Path) -> None:
    path = styled(tmp_path / "县.xlsx", "学段校", SECTION, {"font_strikeout": True}, (1, 2))
    submission = read(path)
    assert value(submission, "section", "pupils", *ONE) == wrong("学段校!C2")
    assert said(submission).count(("Q", "EQ678", "学段校!C2")) == 1, "one cause, one message"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("学段校")
        write_rows(sheet, sections([2134000001, "小学", None, 42], [2134000002, "小学", 800, 36]))
        sheet.write_comment(1, 2, "实有1000人")
    submission = read(path)
    assert said(submission) == [("Q", "EQ672", "学段校!C2"), ("Q", "EQ687", "学段校!C2")]
    assert "实有1000人" in words(finding(submission, "EQ687"))


def test_case_47_the_number_in_the_cell_and_not_its_print_decides(tmp_path: Path) -> None:
    submission = school(tmp_path, "教学及辅助用房面积", 4.199999999999999)
    assert value(submission, "school", "teaching_area", *SCHOOL) == Fraction("4.199999999999999")


def test_case_48_a_percent_format(tmp_path: Path) -> None:
    rows: Rows = [["行政区划代码", "寄宿率"], ["340203", 0.853]]
    path = styled(tmp_path / "县.xlsx", "县", rows, {"num_format": "0.0%"}, (1, 1))
    submission = read(path)
    assert value(submission, "county", "boarding_rate", "340203") == Fraction(853, 1000)
    assert said(submission) == [("A", "EQ686", "县!B2")]
    assert "85.3%" in words(finding(submission, "EQ686"))


def test_case_49_negative_and_decimal_persons(tmp_path: Path) -> None:
    for cell, code in ((-5, "EQ632"), (12.5, "EQ631")):
        got, submission = pupils(tmp_path, cell)
        assert got == wrong("学段校!C2")
        assert said(submission) == [("E", code, "学段校!C2")]


def test_case_49_ten_times_last_year_and_more_teachers_than_pupils(tmp_path: Path) -> None:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    head = ["学校标识码", "学段", "在校生数", "在岗专任教师数", "持有教师资格证的专任教师数"]
    last = workspace.read(plan, [workbook(tmp_path / "上年.xlsx", {"学段校": [head, [1, "小学", 100, 9, 9]]})])
    now = workspace.read(plan, [workbook(tmp_path / "县.xlsx", {"学段校": [head, [1, "小学", 1000, 8, 9]]})])
    report = Report()
    compare(plan, now, last, report)
    assert [(f.level, f.code, f.cells) for f in report.findings] == [("warning", "EQ688", ("学段校!C2",))]
    assert "1000\uff08上年 100\uff09" in words(report.findings[0])
    assert value(now, "section", "pupils", "未注明", "1", "小学") == 1000
    found = workspace.examine(plan, now, date(2024, 9, 1))
    assert ("error", "EQ731") in [(f.level, f.code) for f in found]


@pytest.mark.parametrize("cell", ["√", "✓", 1, "是", "Y"])
def test_case_50_marks_for_yes(tmp_path: Path, cell: object) -> None:
    submission = school(tmp_path, "是否寄宿制学校", cell)
    assert value(submission, "school", "boarding", *SCHOOL) is True
    assert said(submission) == []


GREY, GREEN, PINK, WHITE = "BFBFBF", "C6EFCE", "F8C9C4", "FFFFFF"


def in_colours(path: Path, teachers: list[int], colours: Mapping[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(code, words, cells) of what colours give: primary schools of 1000 pupils; R2 asks for 10 backbone teachers."""
    plan = submissions.shipped_plan("cn/2017")
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "学段校"
    sheet.append(["学校标识码", "学段", "在校生数", "县级以上骨干教师数"])
    schools = made.create_sheet("学校")
    schools.append(["学校标识码", "学校名称", "办学类型", "行政区划代码"])
    for number, count in enumerate(teachers):
        sheet.append([f"{2134000001 + number}", "小学", 1000, count])
        schools.append([f"{2134000001 + number}", f"{number}小", "小学", "340203"])
    for place, colour in colours.items():
        for row in sheet[place] if ":" in place else ((sheet[place],),):
            for cell in row:
                cell.fill = PatternFill("solid", fgColor=colour)
    made.save(path)
    evaluation = workspace.run(plan, workspace.read(plan, [path]), date(2024, 9, 1))
    return [(f.code, words(f), f.cells) for f in evaluation.report.findings if f.code == "EQ695"]


@pytest.mark.parametrize(("colours", "cells"), [
    ({"D3": GREY}, ()),  # as computed: the second school falls short
    ({"D2": GREY}, ("D2", "D3")),  # the first is met, and the second has no colour
    ({"D3": GREY, "D4": GREY}, ("D4",)),
    ({"D3": GREEN}, ("D3",)), ({"D2": GREEN}, ()),
    ({"C2": GREY}, ()),  # pupils are in every indicator: a colour there says nothing about one
    ({"D2:D5": GREY}, ()), ({"A2:D2": GREY, "A4:D4": GREY}, ()),  # a whole column, whole rows: how a sheet looks
    ({"D2": PINK}, ()), ({"D2": WHITE}, ()),  # our own annotated copy; white
])  # fmt: skip
def test_case_50_colours_are_compared_with_the_verdict(
    tmp_path: Path, colours: Mapping[str, str], cells: tuple[str, ...]
) -> None:
    found = in_colours(tmp_path / "县.xlsx", [11, 9, 12, 20], colours)
    assert [place for _, _, places in found for place in places] == [f"学段校!{cell}" for cell in cells]
    for _, told, _ in found:
        assert "R2" in told
        assert "骨干教师数" in told


def test_case_50_the_verdict_rests_on_the_figure_and_a_reason_waives_the_question(tmp_path: Path) -> None:
    ((_, told, _),) = in_colours(tmp_path / "县.xlsx", [11, 9, 12, 20], {"D2": GREY, "D3": GREY})
    assert "学段校!D2 算得达标" in told
    answer(tmp_path, ("EQ695", "学段校!D2", "底色是去年留下的"))
    plan = submissions.shipped_plan("cn/2017")
    evaluation = workspace.run(plan, workspace.read(plan, [tmp_path]), date(2024, 9, 1))
    codes = {f.code for f in evaluation.report.findings if "D2" in "".join(f.cells)}
    assert "EQ684" in codes
    assert "EQ695" not in codes
    first = next(o for o in evaluation.outcomes["R2"] if o.key[1] == "2134000001")
    assert first.verdict.value == "met"


def test_case_51_parts_that_do_not_make_the_whole(tmp_path: Path) -> None:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    degrees = ["博士研究生", "硕士研究生", "本科", "专科", "高中阶段及以下"]
    head = ["学校标识码", "学段", "专任教师数", *[f"{degree}学历专任教师数" for degree in degrees]]
    rows: Rows = [head, [2134000001, "小学", 42, 0, 2, 31, 10, 1]]
    submission = workspace.read(plan, [workbook(tmp_path / "县.xlsx", {"学段校": rows})])
    found = [f for f in workspace.examine(plan, submission, date(2024, 9, 1)) if f.code == "EQ731"]
    assert found
    assert {"学段校!C2", "学段校!D2", "学段校!G2"} <= set(found[0].cells)


def test_case_52_list_words_with_blanks_and_old_words(tmp_path: Path) -> None:
    submission = school(tmp_path, "办学类型", "小学 ", "\u3000初级中学")
    assert submission.tables["school"].columns["school_type"].values == ["小学", "初级中学"]
    assert said(submission) == []
    submission = school(tmp_path, "城乡分类代码", "县镇", "农村", 111)
    assert submission.tables["school"].columns["urban_rural_code"].values == ["121", "220", "111"]
    assert said(submission) == [("A", "EQ675", "学校!B2")]
    school(tmp_path, "办学类型", "中心完小")
    answer(tmp_path, ("更正", "办学类型=中心完小", "小学"))
    submission = read(tmp_path)
    assert submission.tables["school"].columns["school_type"].values == ["小学"]
