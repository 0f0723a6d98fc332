"""对象 · Which objects there are, where their values come from, and what contradicts."""

import random
from pathlib import Path

from handing_in import Rows, codes, place, read, rows, value, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eqrules.data.submission import Absent, State, Submission

K1, K2 = ("340203", "2134000001"), ("340203", "2134000002")
FLAT = rows(
    """行政区划代码,县名称,学校标识码,学校名称,办学类型,教学及辅助用房面积,学段,在校生数,高于规定学历教师数
340203,甲区,2134000001,第一小学,小学,4500,小学,1000,42
340203,甲区,2134000002,第二中学,九年一贯制学校,3600.5,小学,800,36
340203,甲区,2134000002,第二中学,九年一贯制学校,3600.5,初中,500,30
"""
)


def book(tmp_path: Path, **sheets: str | Rows) -> Submission:
    made = {name: rows(text) if isinstance(text, str) else text for name, text in sheets.items()}
    return read(workbook(tmp_path / "a.xlsx", made))


def test_a_flat_sheet_is_lifted(tmp_path: Path) -> None:
    submission = book(tmp_path, Sheet1=FLAT)
    assert not codes(submission, "error")
    school = submission.tables["school"]
    assert (school.keys, school.handed_in) == ([K1, K2], True)
    assert value(submission, "school", "school_type", *K2) == "九年一贯制学校"
    assert place(submission, "school", "teaching_area", *K2) == "Sheet1!F3"
    assert value(submission, "county", "county_name", "340203") == "甲区"
    assert submission.tables["county"].handed_in is False
    assert submission.tables["county_stage"].keys == [("340203", "小学"), ("340203", "初中")]
    assert "EQ623" not in codes(submission)


def test_contradicting_repeats_are_an_error_and_blank_ones_are_not(tmp_path: Path) -> None:
    table = [list(row) for row in FLAT]
    table[3][4], table[3][5] = "", "3700"
    submission = book(tmp_path, Sheet1=table)
    assert value(submission, "school", "school_type", *K2) == "九年一贯制学校"
    area = value(submission, "school", "teaching_area", *K2)
    assert area == Absent(State.ERROR, ("Sheet1!F3", "Sheet1!F4"))
    assert codes(submission, "error") == ["EQ622"]


def test_titles_above_breaks_and_units_in_headings_and_blank_rows(tmp_path: Path) -> None:
    table = [
        ["2024年学段校基本情况表", None, None, None],
        ["填报单位\uff1a甲区教育局", None, None, None],
        [None, None, None, None],
        ["学校 标识码", "学段", "在校\n生数\uff08人\uff09", "高于规定学历教师数(名)"],
        [2134000001, "小学", 1000, 42],
        [None, None, None, None],
        [2134000002, "小学", 800, 36],
        ["合计", None, 1800, 78],
        ["注\uff1a数据截至9月1日", None, None, None],
    ]
    submission = book(tmp_path, **{"学段校 ": table})
    assert codes(submission, "error") == []
    assert codes(submission, "hint") == ["EQ629"]
    assert submission.tables["section"].columns["pupils"].values == [1000, 800]
    assert place(submission, "section", "pupils", "未注明", "2134000002", "小学") == "学段校 !C7"


def test_headings_by_code_english_name_and_alias(tmp_path: Path) -> None:
    submission = book(tmp_path, sections="school_code,Stage,学生数,degree teachers\n2134000001,primary,5,4\n")
    assert value(submission, "section", "pupils", "未注明", "2134000001", "小学") == 5
    assert codes(submission) == ["EQ617", "EQ625"]


def test_an_alias_shared_by_two_grains_follows_the_sheet(tmp_path: Path) -> None:
    submission = book(
        tmp_path,
        学段校="学校标识码,学段,学生数,高于规定学历教师数\n2134000001,小学,5,4\n",
        班级="学校标识码,学段,班级名称,学生数\n2134000001,小学,一班,5\n",
    )
    assert value(submission, "class", "class_pupils", "未注明", "2134000001", "小学", "一班") == 5
    assert codes(submission, "error") == []


def test_the_county_is_looked_up_in_the_school_sheet(tmp_path: Path) -> None:
    submission = book(
        tmp_path,
        学校="行政区划代码,学校标识码,学校名称\n340203,1,甲\n340207,2,乙\n",
        学段校="学校标识码,学段,在校生数\n1,小学,5\n2,小学,6\n3,小学,7\n",
    )
    assert submission.tables["section"].keys == [("340203", "1", "小学"), ("340207", "2", "小学")]
    assert submission.tables["county"].keys == [("340203",), ("340207",)]
    assert codes(submission, "error") == ["EQ624"]
    (finding,) = (f for f in submission.report.findings if f.code == "EQ624")
    assert finding.cells == ("学段校!A4",)


def test_one_county_takes_the_rows_that_name_none(tmp_path: Path) -> None:
    submission = book(
        tmp_path, 县="行政区划代码,交流轮岗教师数\n340203,5\n", 学段校="学校标识码,学段,在校生数\n1,小学,5\n"
    )
    assert submission.tables["section"].keys == [("340203", "1", "小学")]
    school = submission.tables["school"]
    assert (school.keys, school.handed_in) == ([("340203", "1")], False)
    assert value(submission, "school", "teaching_area", "340203", "1") == Absent(State.BLANK, ("学校!(未交)",))
    assert value(submission, "school", "school_code", "340203", "1") == "1"
    lacking = value(submission, "section", "degree_teachers", "340203", "1", "小学")
    assert lacking == Absent(State.BLANK, ("学段校!(缺列 高于规定学历教师数)",))
    assert place(submission, "section", "degree_teachers", "340203", "1", "小学") == "学段校!(缺列 高于规定学历教师数)"


def test_objects_that_their_sheet_does_not_list(tmp_path: Path) -> None:
    submission = book(
        tmp_path,
        县="行政区划代码,交流轮岗教师数\n340203,5\n",
        学校="行政区划代码,学校标识码,是否寄宿制学校\n340203,1,是\n340299,2,否\n",
        学段校="行政区划代码,学校标识码,学段,在校生数\n340203,1,小学,5\n340203,9,小学,6\n",
    )
    found = [f for f in submission.report.findings if f.code == "EQ623"]
    assert [(f.facts["grain"], f.facts["keys"], f.cells) for f in found] == [
        ("县", "「340299」", ("学校!A3",)),
        ("学校", "「9」", ("学段校!B3",)),
    ]
    absent = value(submission, "school", "boarding", "340203", "9")
    assert absent == Absent(State.BLANK, ("学校!(缺行 340203 9)",))


def test_a_row_handed_in_twice(tmp_path: Path) -> None:
    submission = book(tmp_path, 学段校="学校标识码,学段,在校生数,高于规定学历教师数\n1,小学,5,4\n1,小学,6,4\n")
    key = ("未注明", "1", "小学")
    assert value(submission, "section", "pupils", *key) == Absent(State.ERROR, ("学段校!C2", "学段校!C3"))
    assert value(submission, "section", "degree_teachers", *key) == 4
    assert codes(submission, "error") == ["EQ621"]


def test_two_sheets_with_different_columns_are_joined(tmp_path: Path) -> None:
    submission = book(
        tmp_path,
        学校="学校标识码,学校名称,是否寄宿制学校\n1,甲,是\n2,乙,否\n",
        设备="学校标识码,教学仪器设备值\n2,80\n1,120\n",
    )
    assert codes(submission, "error") == []
    assert submission.tables["school"].columns["equipment"].values == [120, 80]
    assert place(submission, "school", "equipment", "未注明", "1") == "设备!B3"


def test_merged_keys_hold_for_every_row(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet("学段校")
        sheet.write_row(0, 0, ["学校标识码", "学段", "在校生数"])
        sheet.merge_range(1, 0, 2, 0, 2134000001)
        sheet.write_column(1, 1, ["小学", "初中"])
        sheet.write_column(1, 2, [5, 6])
    submission = read(tmp_path / "a.xlsx")
    assert [key[1:] for key in submission.tables["section"].keys] == [
        ("2134000001", "小学"),
        ("2134000001", "初中"),
    ]
    assert codes(submission, "error") == []


def test_a_mapping_turns_any_table_into_a_submission(tmp_path: Path) -> None:
    path = tmp_path / "mapping.md"
    path.write_text(
        "# 对照\n\n| 表头 | 名称 | 表 |\n|---|---|---|\n"
        "| 人数 | 在校生数 | 小学表 |\n| 代码 | 学校标识码 | |\n"
        "| 小学表 | 学段校 | |\n| =小学 | 学段 | 小学表 |\n",
        "utf-8",
    )
    made = workbook(tmp_path / "a.xlsx", {"小学表": [["代码", "人数"], [1, 5]]})
    submission = read(made, mapping=path)
    assert value(submission, "section", "pupils", "未注明", "1", "小学") == 5
    assert place(submission, "section", "stage", "未注明", "1", "小学") == "mapping.md!(=小学)"
    assert codes(submission, "error") == []


def test_only_one_county(tmp_path: Path) -> None:
    made = workbook(tmp_path / "a.xlsx", {"学校": rows("行政区划代码,学校标识码\n340203,1\n340207,2\n,3\n")})
    assert read(made, county="340203").tables["school"].keys == [("340203", "1"), ("340203", "3")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_rows_and_columns_in_any_order_mean_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    head, *body = FLAT
    order = chance.sample(range(len(head)), len(head))
    mixed = [[row[i] for i in order] for row in (head, *chance.sample(body, len(body)))]
    plain, turned = book(tmp_path, Sheet1=FLAT), book(tmp_path, Sheet1=mixed)
    assert codes(plain) == codes(turned)
    for grain, table in plain.tables.items():
        assert sorted(table.keys) == sorted(turned.tables[grain].keys)
        for key in table.keys:
            for item in table.columns:
                one, other = value(plain, grain, item, *key), value(turned, grain, item, *key)
                assert one == other or (isinstance(one, Absent) and isinstance(other, Absent))
    assert plain.names == turned.names


def test_sheets_named_after_stages_say_the_stage(tmp_path: Path) -> None:
    submission = book(tmp_path, 小学="学校标识码,在校生数\n1,5\n", 初中="学校标识码,在校生数\n1,6\n")
    assert [key[2] for key in submission.tables["section"].keys] == ["小学", "初中"]
    assert submission.tables["section"].columns["pupils"].values == [5, 6]
    assert place(submission, "section", "pupils", "未注明", "1", "初中") == "初中!B2"


def test_a_note_sheet_is_no_data_and_a_template_may_repeat_its_header(tmp_path: Path) -> None:
    submission = book(
        tmp_path,
        说明="规则集,test/small\n请填写,各表\n",
        学段校="学校标识码,学段,在校生数,高于规定学历教师数\nschool_code,stage,pupils,degree_teachers\n1,小学,5,4\n",
    )
    assert submission.tables["section"].columns["pupils"].values == [5]
    assert codes(submission) == ["EQ617", "EQ625"]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.text(max_size=8).filter(lambda text: text.isprintable() and not text.startswith(("=", "{"))),
    st.sampled_from(["340203", "2134000001", "小学", "初中", "/", "合计", "1,234", "45人", "#DIV/0!", "注\uff1a"]),
)
HEADINGS = st.sampled_from([*FLAT[0], "班级名称", "班额", "教室编号", "教室面积", "学业水平", "别的", "建校日期"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.lists(HEADINGS, min_size=1, max_size=8),
    body=st.lists(st.lists(CELLS, max_size=8), max_size=8),
    name=st.sampled_from(["学段校", "学校", "县", "小学", "x"]),
)
def test_whatever_stands_in_the_cells_nothing_raises(
    tmp_path: Path, head: list[str], body: list[list[object]], name: str
) -> None:
    submission = book(tmp_path, **{name: [head, *body]})
    for table in submission.tables.values():
        assert len(set(table.keys)) == len(table.keys)
        for column in table.columns.values():
            assert len(column.values) == len(table.keys)
            assert all("?" not in column.place(i) for i in range(len(table.keys)))
