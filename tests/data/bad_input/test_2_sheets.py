"""表与表头 · Cases 16 to 30: which sheet, which heading, which rows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter
from cases import ONE, SECTION, TWO, Rows, answer, book, finding, said, sections, words, wrong
from handing_in import read, value
from made_files import with_dimension, write_rows

import submissions
from eqrules import workspace
from eqrules.data.asking import answers_page
from eqrules.data.template import write_template

ALL_BUT_NAMES = [1000, 800]


def test_case_16_sheets_by_trimmed_name_or_by_headings(tmp_path: Path) -> None:
    for name in ("学段校 ", "Sheet1", "学段校(2)"):
        submission = book(tmp_path, **{name: SECTION})
        assert submission.tables["section"].columns["pupils"].values == ALL_BUT_NAMES
        assert said(submission) == []
    other = sections([2134000001, "小学", 1000, 42], [2134000002, "小学", 801, 36])
    submission = book(tmp_path, **{"学段校": SECTION, "学段校(2)": other})
    assert ("Q", "EQ648", "学段校") in said(submission)
    assert value(submission, "section", "pupils", *ONE) == 1000
    answer(tmp_path, ("EQ648", "学段校", "学段校(2)"))
    submission = read(tmp_path)
    assert value(submission, "section", "pupils", *TWO) == 801


def test_case_17_titles_above_and_a_unit_for_all(tmp_path: Path) -> None:
    head: Rows = [["甲区学校基本情况表"], ["填报单位\uff1a甲区教育局", None, "单位\uff1a元"], []]
    rows: Rows = [["学校标识码", "学校名称", "教学仪器设备值"], [2134000001, "第一小学", 1200000]]
    submission = book(tmp_path, 学校=[*head, *rows])
    assert said(submission) == [("E", "EQ618", "学校!C4")]
    assert value(submission, "school", "equipment", "未注明", "2134000001") == wrong("学校!C5")
    head[1][2] = "单位\uff1a人、万元"
    submission = book(tmp_path, 学校=[*head, *rows])
    assert said(submission) == []
    assert value(submission, "school", "equipment", "未注明", "2134000001") == 1200000


def two_levels(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("学段校")
        for column, text in enumerate(("学校标识码", "学段")):
            sheet.merge_range(0, column, 1, column, text)
        sheet.merge_range(0, 2, 0, 3, "在校生数")
        sheet.write_row(1, 2, ["指标值", "标准"])
        sheet.merge_range(0, 4, 0, 5, "教师")
        sheet.write_row(1, 4, ["高于规定学历教师数", "其他"])
        sheet.write_row(2, 0, [2134000001, "小学", 1000, "≥550", 42, 3])
    return path


def test_case_18_merged_headings_have_path_names(tmp_path: Path) -> None:
    submission = read(two_levels(tmp_path / "县.xlsx"))
    assert value(submission, "section", "pupils", *ONE) == 1000
    assert value(submission, "section", "degree_teachers", *ONE) == 42
    unknown = [f.facts["column"] for f in submission.report.findings if f.code == "EQ612"]
    assert unknown == ["在校生数/标准", "教师/其他"]
    mapping = tmp_path / "mapping.md"
    mapping.write_text(
        "| 表头 | 名称 |\n|---|---|\n| 教师/其他 | 高于规定学历教师数 |\n| 高于规定学历教师数 | 在校生数 |\n", "utf-8"
    )
    mapped = read(tmp_path / "县.xlsx", mapping=mapping)
    assert value(mapped, "section", "degree_teachers", *ONE) == 3


def test_case_19_breaks_and_blanks_in_headings(tmp_path: Path) -> None:
    rows = [["学校 标识码", "学\n段", "在校\n 生数\n\uff08人\uff09", "高于规定\u3000学历教师数"], *SECTION[1:]]
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == []
    assert submission.tables["section"].columns["pupils"].values == ALL_BUT_NAMES


def test_case_20_synonyms_and_another_measure(tmp_path: Path) -> None:
    rows = [["学校标识码", "学段", "学生数", "高于规定学历教师数"], *SECTION[1:]]
    assert said(book(tmp_path, 学段校=rows)) == []
    rows[0][2] = "在籍学生数"
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == [("Q", "EQ658", "学段校!C1")]
    answer(tmp_path, ("EQ658", "学段校!在籍学生数", "是"))
    submission = read(tmp_path)
    assert said(submission) == []
    assert value(submission, "section", "pupils", *ONE) == 1000


def test_case_21_two_columns_of_one_name(tmp_path: Path) -> None:
    rows: Rows = [[*SECTION[0], "在校生数"], [2134000001, "小学", 1000, 42, 990], [2134000002, "小学", 800, 36, 800]]
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == [("E", "EQ622", "学段校!C2"), ("Q", "EQ613", "学段校!C1")]
    assert "C「在校生数」1000、800\uff1bE「在校生数」990、800" in words(finding(submission, "EQ613"))
    assert value(submission, "section", "pupils", *TWO) == 800
    answer(tmp_path, ("EQ613", "学段校!在校生数", "E"))
    submission = read(tmp_path)
    assert said(submission) == []
    assert value(submission, "section", "pupils", *ONE) == 990


def test_case_22_columns_moved_added_missing(tmp_path: Path) -> None:
    rows: Rows = [["在校生数", "备用", "学段", "学校标识码"], [1000, "x", "小学", 2134000001]]
    submission = book(tmp_path, 学段校=rows)
    assert value(submission, "section", "pupils", *ONE) == 1000
    assert said(submission) == [("W", "EQ612", "学段校!B1")]
    assert finding(submission, "EQ615").facts["columns"] == "高于规定学历教师数"


def test_case_23_the_template_of_another_ruleset(tmp_path: Path) -> None:
    submission = book(tmp_path, 说明=[["规则集 · Ruleset", "cn/2012"]], 学段校=SECTION)
    assert said(submission) == [("A", "EQ681", "说明!A1")]
    assert value(submission, "section", "pupils", *ONE) == 1000


def test_case_23_an_earlier_template_of_the_same_ruleset(tmp_path: Path) -> None:
    """The template as it is written today is silent; with an item that is gone since, and without one that is new, it
    is told, and its columns are asked about."""
    plan = submissions.shipped_plan("cn/2017")
    path = tmp_path / "县.xlsx"
    write_template(plan, "sha256:0", path, {})
    assert not {f.code for f in workspace.read(plan, [path]).report.findings} & {"EQ681", "EQ694", "EQ697"}
    made = openpyxl.load_workbook(path)
    for row in made["说明"].iter_rows():
        if row[1].value == "县级以上骨干教师数":
            row[1].value = "市级骨干教师数"
    made["学段校"].append(["2134000001"] + [None] * 60)
    for cell in made["学段校"][1]:
        if str(cell.value).startswith("县级以上骨干教师数"):
            cell.value = "市级骨干教师数"
            made["学段校"].cell(2, cell.column).value = 12
    made.save(path)
    found = {f.code: f for f in workspace.read(plan, [path]).report.findings}
    assert (found["EQ697"].facts["gone"], found["EQ697"].facts["new"]) == ("市级骨干教师数", "县级以上骨干教师数")
    assert found["EQ694"].facts["column"] == "市级骨干教师数"
    assert "EQ612" not in found


def test_case_23_an_old_column_is_asked_about_once_and_the_answer_is_kept(tmp_path: Path) -> None:
    old: Rows = [["学校标识码", "学段", "在校学生总数", "旧列"], [2134000001, "小学", 1000, 7]]
    submission = book(tmp_path, 学段校=old, 说明=[["规则集 · Ruleset", "cn/2012"]])
    assert said(submission) == [("A", "EQ681", "说明!A1"), ("Q", "EQ694", "学段校!C1"), ("Q", "EQ694", "学段校!D1")]
    page = answers_page(submission.report.findings, submission.answers, "zh")
    assert "| EQ694 | 学段校!在校学生总数 |" in page
    answer(tmp_path, ("EQ694", "学段校!在校学生总数", "在校生数"), ("EQ694", "学段校!旧列", "不用"))
    for pupils in (1000, 1100):
        old[1][2] = pupils
        submission = book(tmp_path, 学段校=old, 说明=[["规则集 · Ruleset", "cn/2012"]])
        assert said(submission) == [("A", "EQ679", "学段校!C1"), ("A", "EQ681", "说明!A1")]
        assert value(submission, "section", "pupils", *ONE) == pupils
    answer(tmp_path, ("EQ694", "学段校!在校学生总数", "在校师数"), ("EQ694", "学段校!旧列", "不用"))
    submission = book(tmp_path, 学段校=old, 说明=[["规则集 · Ruleset", "cn/2012"]])
    assert ("E", "EQ608", "学段校!C1") in said(submission)


def test_case_24_a_table_on_its_side_is_asked_about_and_not_guessed(tmp_path: Path) -> None:
    turned = [list(column) for column in zip(*SECTION, strict=True)]
    turned[3][2] = "约36"
    submission = book(tmp_path, 学段校=turned)
    assert said(submission) == [("Q", "EQ659", "学段校!A1")]
    assert submission.tables["section"].keys == []
    answer(tmp_path, ("EQ659", "学段校", "转置"))
    submission = read(tmp_path)
    assert said(submission) == [("A", "EQ679", "学段校"), ("Q", "EQ664", "学段校!C4")]
    assert submission.tables["section"].columns["pupils"].values == ALL_BUT_NAMES
    assert submission.tables["section"].columns["pupils"].place(1) == "学段校!C3"
    assert value(submission, "section", "degree_teachers", *TWO) == wrong("学段校!C4")


def test_case_24_a_sheet_for_each_school_is_one_question(tmp_path: Path) -> None:
    forms: dict[str, Rows] = {
        f"学校{n}": [["学校基本情况表"], *([head, cell] for head, cell in zip(SECTION[0], SECTION[n], strict=True))]
        for n in (1, 2)
    }
    submission = book(tmp_path, **forms)
    assert said(submission) == [("Q", "EQ659", "学校1!A1")]
    assert finding(submission, "EQ659").facts["where"] == "*"
    answer(tmp_path, ("EQ659", "*", "转置"))
    submission = read(tmp_path)
    assert [value(submission, "section", "pupils", *key) for key in (ONE, TWO)] == ALL_BUT_NAMES
    assert submission.tables["section"].columns["pupils"].place(0) == "学校1!B4"


def test_case_25_merged_keys_fill_down_and_merged_numbers_do_not(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "县.xlsx") as made:
        sheet = made.add_worksheet("学段校")
        sheet.write_row(0, 0, SECTION[0])
        sheet.merge_range(1, 0, 2, 0, 2134000001)
        sheet.write_column(1, 1, ["小学", "初中"])
        sheet.merge_range(1, 2, 2, 2, 1500)
        sheet.write_column(1, 3, [42, 30])
    submission = read(tmp_path / "县.xlsx")
    assert said(submission) == [("A", "EQ660", "学段校!A2"), ("E", "EQ642", "学段校!C2")]
    assert value(submission, "section", "pupils", *ONE) == wrong("学段校!C2")
    assert value(submission, "section", "degree_teachers", *ONE[:2], "初中") == 30


def test_case_26_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("封面")
        sheet = made.add_worksheet("学段校")
        write_rows(sheet, SECTION)
        sheet.autofilter(0, 0, 2, 3)
        sheet.filter_column(0, "x == 2134000001")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        away = made.add_worksheet("学校")
        write_rows(away, [["学校标识码", "学校名称"], [2134000001, "第一小学"]])
        away.hide()
    submission = read(path)
    assert said(submission) == [("W", "EQ657", "学校"), ("W", "EQ657", "学段校!A3")]
    assert submission.tables["section"].columns["pupils"].values == ALL_BUT_NAMES
    assert submission.names["未注明", "2134000001"] == "第一小学"
    answer(tmp_path, ("EQ657", "学段校", "不计入"))
    submission = read(path)
    assert ("A", "EQ679", "学段校!A3") in said(submission)
    assert submission.tables["section"].columns["pupils"].values == [1000]


def test_case_27_totals_are_left_out_and_used(tmp_path: Path) -> None:
    rows = [*SECTION, ["合计", None, 1900, 78], ["其中\uff1a城区", None, 1000, 42], ["平均", None, 900, 39]]
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == [("A", "EQ629", "学段校!A4"), ("W", "EQ662", "学段校!C4")]
    assert "1900" in words(finding(submission, "EQ662"))
    assert "1800" in words(finding(submission, "EQ662"))
    assert submission.tables["section"].columns["pupils"].values == ALL_BUT_NAMES


def test_case_27_subtotals_count_what_stands_above_them(tmp_path: Path) -> None:
    first: Rows = [[1, "小学", 10, 1], ["小计", None, 10, 1], [2, "小学", 20, 2], [3, "小学", 30, 3]]
    rows = sections(*first, ["小计", None, 51, 5], ["合计", None, 60, 6])
    submission = book(tmp_path, 学段校=rows)
    assert [entry for entry in said(submission) if entry[0] == "W"] == [("W", "EQ662", "学段校!C6")]


def test_case_28_notes_and_a_second_table_below(tmp_path: Path) -> None:
    rows = [
        *SECTION,
        [],
        ["注\uff1a数据截至9月1日"],
        ["填表人\uff1a张三", None, "电话\uff1a1234567"],
        ["学校名称", "办学类型", "教学仪器设备值"],
        ["第一小学", "小学", 120],
    ]
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == [("A", "EQ629", "学段校!A5"), ("W", "EQ661", "学段校!A7")]
    assert len(submission.tables["section"].keys) == 2


def test_case_28_headings_printed_on_every_page_are_no_rows(tmp_path: Path) -> None:
    submission = book(tmp_path, 学段校=[*SECTION[:2], SECTION[0], *SECTION[2:]])
    assert said(submission) == []
    assert submission.tables["section"].columns["pupils"].values == ALL_BUT_NAMES


def test_case_29_blank_rows_between_schools(tmp_path: Path) -> None:
    submission = book(tmp_path, 学段校=[*SECTION[:2], *[[]] * 40, *SECTION[2:]])
    assert said(submission) == []
    assert submission.tables["section"].columns["pupils"].place(1) == "学段校!C43"


def test_case_30_thousands_of_formatted_empty_rows(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "学段校"
    for row in SECTION:
        sheet.append(row)
    for number in range(4, 20_000):
        for column in (1, 3):
            sheet.cell(number, column).number_format = "0.00"
    made.save(path)
    with_dimension(path, "A1:D1048576")
    submission = read(path)
    assert said(submission) == []
    assert len(submission.tables["section"].keys) == 2
