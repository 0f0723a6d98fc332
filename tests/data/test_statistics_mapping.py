"""统计报表 · An export of the statistics forms is read with the mapping that comes along."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from handing_in import value

from eqrules import workspace
from eqrules.cli import main
from eqrules.data.mapping import read_mapping, shipped_mapping
from eqrules.data.names import Names
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Plan

Path_ = tuple[str, ...]
KEYS: list[Path_] = [("统计三级",), ("学校\uff08机构\uff09标识码",), ("学校\uff08机构\uff09名称",)]
AREA, DEGREES, COURSES = "占地面积\uff08平方米\uff09", "#按学历分", "#按授课课程分"
SHEETS: dict[str, tuple[list[Path_], list[object]]] = {
    "教基1001": ([("办学类型",), ("是否计校数",), ("主校标识码",), ("驻地城乡类型代码",)], ["小学", "是", None, 121]),
    "教基3112": ([("在校生数", "合计"), ("在校生数", "其中\uff1a女")], [1000, 480]),
    "教基4155": (
        [
            ("专任教师", "合计"),
            ("专任教师", DEGREES, "博士研究生"),
            ("专任教师", DEGREES, "本科"),
            ("专任教师", COURSES, "体育与健康"),
            ("专任教师", COURSES, "艺术", "计"),
        ],
        [58, 0, 41, 5, 6],
    ),
    "教基5170": ([("教学及辅助用房", "计"), ("教学及辅助用房", "室内体育用房")], [5200.5, 700]),
    "教基5176": (
        [(AREA, "其中", "运动场地面积"), ("固定资产总值", "教学仪器设备资产值\uff08万元\uff09"), ("网络多媒体教室",)],
        [8000, 210.4, 26],
    ),
}


@pytest.fixture(scope="module")
def national() -> Plan:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    return plan


def export(path: Path) -> Path:
    """One row for a school under headings that are merged as deep as they go."""
    with xlsxwriter.Workbook(path) as book:
        for name, (paths, figures) in SHEETS.items():
            sheet = book.add_worksheet(name)
            columns = [*KEYS, *paths]
            depth = max(map(len, columns))
            for column, steps in enumerate(columns):
                for level, text in enumerate(steps):
                    last = depth - 1 if level == len(steps) - 1 else level
                    alike = [c for c, other in enumerate(columns) if other[: level + 1] == steps[: level + 1]]
                    if column != alike[0]:
                        continue
                    if (last, alike[-1]) == (level, column):
                        sheet.write_string(level, column, text)
                    else:
                        sheet.merge_range(level, column, last, alike[-1], text)
            sheet.write_row(depth, 0, ["甲区", "2134000001", "第一小学", *figures])
    return path


def test_the_names_in_it_are_names_of_the_national_items(national: Plan) -> None:
    report = Report()
    path = shipped_mapping("统计报表")
    assert path is not None
    read_mapping(path, Names(national), report)
    assert [f.facts for f in report.findings] == []


def test_an_export_is_read_by_its_heading_paths(national: Plan, tmp_path: Path) -> None:
    path = export(tmp_path / "统计.xlsx")
    submission = workspace.read(national, [path], shipped_mapping("statistics"), "340203")
    school, section = ("340203", "2134000001"), ("340203", "2134000001", "小学")
    for item, meant in {
        "pupils": 1000, "teachers": 58, "teachers_phd": 0, "teachers_bachelor": 41, "pe_teachers": 5,
        "arts_teachers": 6,
    }.items():  # fmt: skip
        assert value(submission, "section", item, *section) == meant, item
    for item, figure in {
        "teaching_area": Fraction("5200.5"), "indoor_sports_area": 700, "sports_ground_area": 8000,
        "equipment_value": Fraction("210.4"), "multimedia_rooms": 26, "counted_as_school": True,
        "urban_rural_code": "121", "school_type": "小学",
    }.items():  # fmt: skip
        assert value(submission, "school", item, *school) == figure, item
    assert submission.names["340203",] == "甲区"
    errors = {f.code for f in submission.report.findings if f.level == "error"}
    assert errors <= {"EQ636"}, [f for f in submission.report.findings if f.level == "error"]


def test_the_command_line_knows_it_by_name(tmp_path: Path) -> None:
    path = export(tmp_path / "统计.xlsx")
    words = ["validate", "cn/2017", str(path), "--mapping", "统计报表", "--county", "340203"]
    got = CliRunner().invoke(main, words)
    assert got.exit_code in (0, 1), got.output
    assert "EQ608" not in got.output
    assert "EQ610" not in got.output
