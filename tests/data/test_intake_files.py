"""文件 · The same county in every kind of file is the same submission."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from handing_in import codes, place, read, value, workbook

from eqrules.data.intake import Unreadable
from eqrules.data.submission import Absent, State, Submission

SHEETS = {
    "县": [
        ["行政区划代码", "县名称", "交流轮岗教师数", "学业水平", "学校规划布局合理"],
        [340203, "甲区", 30, "III级", "是"],
    ],
    "学校": [
        ["学校标识码", "学校名称", "办学类型", "教学及辅助用房面积", "教学仪器设备值", "高中在校生数"],
        [2134000001, "第一小学", "小学", 4500.1, 120, "/"],
        [2134000002, "第二中学", "九年一贯制学校", 3600.35, 80.5, "/"],
    ],
    "学段校": [
        ["学校标识码", "学段", "在校生数", "高于规定学历教师数"],
        [2134000001, "小学", 1000, 42],
        [2134000002, "小学", 800, 36],
        [2134000002, "初中", 500, 30],
    ],
    "班级": [["学校标识码", "学段", "班级名称", "班额"], [2134000001, "小学", "一\uff081\uff09班", 45]],
    "专用教室": [["学校标识码", "教室编号", "教室面积"], [2134000001, "Y1", 96.5]],
}


def as_text(rows: list[list[object]]) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def folder(path: Path, encoding: str) -> Path:
    path.mkdir()
    for name, rows in SHEETS.items():
        (path / f"{name}.csv").write_bytes(as_text(rows).encode(encoding))
    return path


def parquet(path: Path) -> Path:
    path.mkdir()
    for name, (head, *rows) in SHEETS.items():
        columns = [[str(v) if isinstance(v, float) else v for v in column] for column in zip(*rows, strict=True)]
        arrays = [
            pa.array([Decimal(v) for v in c]) if all(str(v).replace(".", "").isdigit() for v in c) else pa.array(c)
            for c in columns
        ]
        pq.write_table(pa.table(dict(zip(head, arrays, strict=True))), path / f"{name}.parquet")
    return path


def check(submission: Submission) -> None:
    assert not codes(submission, "error")
    one, two = ("340203", "2134000001"), ("340203", "2134000002")
    assert submission.tables["school"].keys == [one, two]
    assert value(submission, "school", "teaching_area", *one) == Fraction(45001, 10)
    assert value(submission, "school", "teaching_area", *two) == Fraction("3600.35")
    equipment = value(submission, "school", "equipment", *one)
    assert equipment == 120
    assert type(equipment) is int
    nothing = value(submission, "school", "senior_pupils", *one)
    assert isinstance(nothing, Absent)
    assert nothing.state is State.NONE
    assert submission.tables["section"].keys == [(*one, "小学"), (*two, "小学"), (*two, "初中")]
    assert submission.tables["county_stage"].keys == [("340203", "小学"), ("340203", "初中")]
    assert value(submission, "section", "pupils", *two, "初中") == 500
    assert place(submission, "section", "pupils", *two, "初中") == "学段校!C4"
    assert value(submission, "class", "class_pupils", *one, "小学", "一\uff081\uff09班") == 45
    assert value(submission, "county", "level", "340203") == "Ⅲ级"
    assert value(submission, "county", "planning", "340203") is True
    assert submission.names[("340203",)] == "甲区"
    assert submission.names[two] == "第二中学"
    assert all(table.handed_in for table in submission.tables.values())


def test_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "甲区.xlsx", SHEETS)
    submission = read(path)
    check(submission)
    (file,) = submission.files
    assert (file.name, file.sha256) == ("甲区.xlsx", sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_folder_of_csv(tmp_path: Path, encoding: str) -> None:
    check(read(folder(tmp_path / "甲区", encoding)))


def test_a_folder_of_parquet(tmp_path: Path) -> None:
    check(read(parquet(tmp_path / "甲区")))


def test_files_one_by_one_are_recognised_by_their_headings(tmp_path: Path) -> None:
    paths = []
    for number, rows in enumerate(SHEETS.values()):
        paths.append(tmp_path / f"data{number}.csv")
        paths[-1].write_text(as_text(rows), "utf-8")
    submission = read(*paths)
    assert submission.tables["section"].columns["pupils"].place(2) == "data2!C4"
    assert not codes(submission, "error")
    assert len(submission.files) == 5


def test_traces_of_programs_are_no_files(tmp_path: Path) -> None:
    made = folder(tmp_path / "甲区", "utf-8")
    for name in ("~$学校.xlsx", "desktop.ini", ".DS_Store", "学校.tmp"):
        (made / name).write_bytes(b"")
    check(read(made))


def test_two_workbooks_with_sheets_of_one_name(tmp_path: Path) -> None:
    head, *rows = SHEETS["学段校"]
    one = workbook(tmp_path / "甲校.xlsx", {"学段校": [head, rows[0]]})
    two = workbook(tmp_path / "乙校.xlsx", {"学段校": [head, *rows[1:]]})
    submission = read(one, two)
    column = submission.tables["section"].columns["pupils"]
    assert column.values == [1000, 800, 500]
    assert [column.place(i) for i in range(3)] == [
        "[甲校.xlsx]学段校!C2",
        "[乙校.xlsx]学段校!C2",
        "[乙校.xlsx]学段校!C3",
    ]


def test_real_dates_percent_signs_and_codes_in_a_workbook(tmp_path: Path) -> None:
    head = ["学校标识码", "学校名称", "建校日期", "建成年份", "是否寄宿制学校", "教学及辅助用房面积"]
    rows = [[2134000001, "第一小学", date(2024, 9, 1), 2010, True, "4,500.5㎡"]]
    submission = read(workbook(tmp_path / "a.xlsx", {"学校": [head, *rows]}), county="340203")
    key = ("340203", "2134000001")
    assert value(submission, "school", "opened", *key) == date(2024, 9, 1)
    assert value(submission, "school", "built_year", *key) == 2010
    assert value(submission, "school", "boarding", *key) is True
    assert value(submission, "school", "teaching_area", *key) == Fraction(9001, 2)
    assert codes(submission, "hint") == ["EQ641"]


def test_error_values_are_seen_although_the_library_hides_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "学段校"
    sheet.append(["学校标识码", "学段", "在校生数", "高于规定学历教师数"])
    sheet.append([2134000001, "小学", "#DIV/0!", "=1+1"])
    book.save(path)
    submission = read(path)
    for item, code, cell in (("pupils", "EQ634", "学段校!C2"), ("degree_teachers", "EQ635", "学段校!D2")):
        got = value(submission, "section", item, "未注明", "2134000001", "小学")
        assert got == Absent(State.ERROR, (cell,))
        assert [f.cells for f in submission.report.findings if f.code == code] == [(cell,)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "EQ602"),
        ("a.xlsx", b"PK\x03\x04 cut off", "EQ647"),
        ("a.xls", b"<html><table></table></html>", "EQ604"),
        ("a.parquet", b"PAR1", "EQ604"),
        ("a.pdf", b"%PDF-1.7", "EQ649"),
        ("a.csv", "学段,在校生数\n\u951f\u65a4\u62f7,1\n".encode(), "EQ605"),
        ("a.csv", b"\xe5\xad\xa6\xff\xff\xff", "EQ605"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_and_not_guessed(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / name)
    assert caught.value.finding.code == code
    assert caught.value.finding.level == "error"
