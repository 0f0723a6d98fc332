"""学校与地区 · Cases 53 to 65: which school, which area, and what is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cases import SECTION, Rows, answer, book, finding, said, sections, words, wrong
from click.testing import CliRunner
from handing_in import read, value, workbook

from eqrules import workspace
from eqrules.cli import main
from eqrules.data.submission import Absent
from eqrules.data.template import write_template
from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan

DAY = date(2024, 9, 1)
SCHOOLS: Rows = [
    ["学校标识码", "学校名称", "办学类型", "举办者类型", "行政区划代码"],
    [2134000001, "第一小学", "小学", 7, "340203"],
    [2134000002, "第二小学", "小学", 7, "340203"],
]
SECTIONS: Rows = [
    ["学校标识码", "学段", "在校生数", "县级以上骨干教师数"],
    [2134000001, "小学", 1000, 10],
    [2134000002, "小学", 800, 9],
]


@pytest.fixture(scope="module")
def national() -> Plan:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    return plan


def judged(plan: Plan, folder: Path, schools: Rows, section_rows: Rows) -> Evaluation:
    path = workbook(folder / "县.xlsx", {"学校": schools, "学段校": section_rows})
    return workspace.run(plan, workspace.read(plan, [path]), DAY)


def of(evaluation: Evaluation, code: str) -> list[Finding]:
    found = evaluation.submission.report.findings + evaluation.report.findings
    return [f for f in found if f.code == code]


def test_case_53_codes_as_numbers_and_in_scientific_notation(tmp_path: Path) -> None:
    submission = book(tmp_path, 学段校=sections([2134000001.0, "小学", 1000, 42], ["2134000002.0", "小学", 800, 36]))
    assert [key[1] for key in submission.tables["section"].keys] == ["2134000001", "2134000002"]
    assert said(submission) == []
    submission = book(tmp_path, 学段校=sections(["2.134E+09", "小学", 1000, 42]))
    assert said(submission) == [("E", "EQ628", "学段校!A2")]
    assert "2.134E+09" in words(finding(submission, "EQ628"))


def test_case_54_codes_too_long_for_a_number(tmp_path: Path) -> None:
    submission = book(tmp_path, 学段校=sections([340203199001011230, "小学", 1000, 42], *SECTION[1:]))
    assert ("E", "EQ628", "学段校!A2") in said(submission)
    assert len(submission.tables["section"].keys) == 2


@pytest.mark.parametrize(("code", "near"), [
    ("21340000O9", "2134000009"), ("2l34000009", "2134000009"), ("213400001", "213400001"),
])  # fmt: skip
def test_case_55_letters_in_codes_and_wrong_lengths(tmp_path: Path, code: str, near: str) -> None:
    rows = [[2134000001 + n, "小学", 100, 5] for n in range(7)]
    submission = book(tmp_path, 学段校=sections(*rows, [code, "小学", 100, 5]))
    assert ("E", "EQ673", "学段校!A9") in said(submission)
    assert near in words(finding(submission, "EQ673"))


def test_case_55_a_code_of_another_province_is_told_and_used(tmp_path: Path) -> None:
    rows = [[2134000001 + n, "小学", 100, 5] for n in range(10)]
    submission = book(tmp_path, 学段校=sections(*rows, [2143000099, "小学", 100, 5]))
    assert said(submission) == [("W", "EQ690", "学段校!A12")]
    assert len(submission.tables["section"].keys) == 11
    mixed = [[2143000001 + n, "小学", 100, 5] for n in range(4)]
    assert said(book(tmp_path, 学段校=sections(*rows, *mixed))) == []


def test_case_56_the_same_code_twice(tmp_path: Path) -> None:
    rows = sections([2134000001, "小学", 1000, 42], [2134000001, "小学", 900, 42], [2134000001, "初中", 500, 30])
    submission = book(tmp_path, 学段校=rows)
    assert said(submission) == [("E", "EQ621", "学段校!B2")]
    assert finding(submission, "EQ621").cells == ("学段校!B2", "学段校!B3")
    key = ("未注明", "2134000001", "小学")
    assert value(submission, "section", "pupils", *key).cells == ("学段校!C2", "学段校!C3")  # type: ignore[union-attr]


def test_case_57_a_school_without_its_code_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [
        ["学校标识码", "学校名称", "学段", "在校生数"],
        [None, "甲区一小", "小学", 1000],
        [2134000002, "第二小学", "小学", 800],
    ]
    submission = book(tmp_path, 学校=[r[:2] for r in SCHOOLS], 学段校=rows)
    assert ("Q", "EQ674", "学段校!A2") in said(submission)
    assert "「甲区一小」也许是「第一小学」2134000001" in words(finding(submission, "EQ674"))
    assert [key[1] for key in submission.tables["section"].keys] == ["2134000002"]
    answer(tmp_path, ("更正", "学段校!A2", "2134000001"))
    submission = read(tmp_path)
    assert value(submission, "section", "pupils", "未注明", "2134000001", "小学") == 1000


def test_case_57_the_town_says_which_of_two_schools_of_one_name(tmp_path: Path, national: Plan) -> None:
    schools: Rows = [
        ["学校标识码", "学校名称", "所属乡镇\uff08街道\uff09", "行政区划代码"],
        [2134000001, "中心小学", "城关镇", "340203"],
        [2134000002, "中心小学", "河口乡", "340203"],
        [2134000003, "实验小学", "城关镇", "340203"],
    ]

    def asked(town: object) -> list[Finding]:
        rows: Rows = [["学校标识码", "学校名称", "所属乡镇\uff08街道\uff09", "学段", "在校生数"]]
        path = workbook(tmp_path / "县.xlsx", {"学校": schools, "学段校": [*rows, [None, "中心校", town, "小学", 900]]})
        submission = workspace.read(national, [path])
        assert submission.tables["section"].keys == []
        return [f for f in submission.report.findings if f.code in ("EQ674", "EQ620")]

    (one,) = asked("河口乡")
    assert (one.code, one.facts["key"]) == ("EQ674", "2134000002")
    assert "「中心小学」2134000002\uff08河口乡\uff09" in words(one)
    (either,) = asked(None)
    assert either.facts["seen"].endswith("2134000001\uff08城关镇\uff09或「中心小学」2134000002\uff08河口乡\uff09")
    (nobody,) = asked("山后乡")
    assert nobody.code == "EQ620"


def test_case_58_schools_new_and_gone_since_last_year(tmp_path: Path, national: Plan) -> None:
    (tmp_path / "上年").mkdir()
    last = workbook(tmp_path / "上年" / "县.xlsx", {"学校": SCHOOLS, "学段校": SECTIONS})
    schools = [SCHOOLS[0], SCHOOLS[1], [2134000003, "第三小学", "小学", 7, "340203"]]
    now = workbook(
        tmp_path / "县.xlsx", {"学校": schools, "学段校": [SECTIONS[0], SECTIONS[1], [2134000003, "小学", 300, 3]]}
    )
    words_typed = ["validate", "cn/2017", str(now), "--last-year", str(last), "--as-of", "2024-09-01"]
    said_now = CliRunner().invoke(main, words_typed).stdout
    assert "新增 1 个\uff1a第三小学 2134000003\uff08300 人\uff09" in said_now
    assert "消失 1 个\uff1a第二小学 2134000002\uff08800 人\uff09" in said_now
    answer(tmp_path, ("EQ682", "*", "第二小学撤并到第三小学"))
    said_now = CliRunner().invoke(main, words_typed).stdout
    assert "EQ682" in said_now
    assert "第二小学撤并到第三小学" in said_now
    assert "新增" not in said_now


@pytest.mark.parametrize("stage", ["九年一贯制", "九年一贯制学校", "小学、初中", "小学+初中"])
def test_case_59_one_row_for_both_stages_is_to_be_two(tmp_path: Path, national: Plan, stage: str) -> None:
    path = workbook(tmp_path / "县.xlsx", {"学段校": [SECTIONS[0], [2134000001, stage, 1500, 10], *SECTIONS[2:]]})
    submission = workspace.read(national, [path])
    (told,) = (f for f in submission.report.findings if f.code == "EQ693")
    assert (told.level, told.cells) == ("error", ("学段校!B2",))
    assert told.facts["rows"] == ("2134000001 小学 \uff08小学部的数\uff09\uff1b2134000001 初中 \uff08初中部的数\uff09")
    assert [key[1] for key in submission.tables["section"].keys] == ["2134000002"]
    assert not of(workspace.run(national, submission, DAY), "EQ619")


@pytest.mark.parametrize("heads", [
    ["小学在校生数", "初中在校生数", "小学县级以上骨干教师数", "初中县级以上骨干教师数"],
    ["在校生数(小学)", "在校生数(初中)", "县级以上骨干教师数(小学)", "县级以上骨干教师数(初中)"],
])  # fmt: skip
def test_case_59_a_column_for_each_stage_and_the_template_with_two_rows(
    tmp_path: Path, national: Plan, heads: list[str]
) -> None:
    rows: Rows = [
        ["学校标识码", "学校名称", *heads], [2134000001, "第一学校", 900, 600, 20, 14],
        [2134000002, "第二学校", 500, 400, 12, 9],
    ]  # fmt: skip
    path = workbook(tmp_path / "县.xlsx", {"学段校": rows})
    submission = workspace.read(national, [path])
    (told,) = (f for f in submission.report.findings if f.code == "EQ698")
    assert (told.level, told.cells) == ("error", tuple(f"学段校!{letter}1" for letter in "CDEF"))
    assert "小学 在校生数 900 县级以上骨干教师数 20" in told.facts["rows"]
    assert "整张表没有读入" in words(told)
    assert not {f.code for f in submission.report.findings} & {"EQ612", "EQ616"}
    made = tmp_path / "分行.xlsx"
    write_template(national, "", made, {}, workspace.read(national, [path], stages_apart=True), figures=True)
    section = workspace.read(national, [made]).tables["section"]
    assert [key[1:] for key in section.keys] == [
        (f"213400000{n}", stage) for n in (1, 2) for stage in ("小学", "初中")
    ]  # fmt: skip
    assert section.columns["pupils"].values == [900, 600, 500, 400]
    assert section.columns["backbone_teachers"].values == [20, 14, 12, 9]


def test_case_59_the_template_has_two_rows_for_a_word_of_both_stages(tmp_path: Path, national: Plan) -> None:
    """A figure of both together belongs to neither: it is to be filled in."""
    rows: Rows = [SECTIONS[0], [2134000001, "九年一贯制", 1500, 10], *SECTIONS[2:]]
    path = workbook(tmp_path / "县.xlsx", {"学段校": rows})
    section = workspace.read(national, [path], stages_apart=True).tables["section"]
    assert [key[1:] for key in section.keys] == [("2134000001", "小学"), ("2134000001", "初中"), ("2134000002", "小学")]
    assert [str(value) for value in section.columns["pupils"].values[2:]] == ["800"]
    assert all(isinstance(value, Absent) for value in section.columns["pupils"].values[:2])


def test_case_59_a_stage_that_nobody_handed_in_and_a_word_that_is_none(tmp_path: Path, national: Plan) -> None:
    assert ("E", "EQ619", "学段校!B2") in said(book(tmp_path, 学段校=[SECTIONS[0], [2134000001, "九年级", 1500, 10]]))
    schools = [SCHOOLS[0], [2134000001, "第一学校", "九年一贯制学校", 7, "340203"]]
    found = judged(national, tmp_path, schools, [SECTIONS[0], [2134000001, "小学", 1500, 10]])
    assert [f.level for f in of(found, "EQ736")] == ["error"]


def test_case_60_no_pupils(tmp_path: Path, national: Plan) -> None:
    rows: Rows = [*SECTIONS, [2134000003, "小学", 0, 0]]
    schools = [*SCHOOLS, [2134000003, "新建小学", "小学", 7, "340203"]]
    found = judged(national, tmp_path, schools, rows)
    (warning,) = (f for f in of(found, "EQ732") if f.facts["check"] == "C19")
    assert (warning.level, warning.cells) == ("warning", ("学段校!C4",))
    outcome = next(o for o in found.outcomes["R2"] if o.key[1] == "2134000003")
    assert outcome.verdict is Verdict.NOT_APPLICABLE


def test_case_61_schools_out_of_scope_have_a_reason(tmp_path: Path, national: Plan) -> None:
    rows: Rows = [*SECTIONS, [2134000003, "小学", 20, 0]]
    schools = [*SCHOOLS, [2134000003, "山后教学点", "小学教学点", 7, "340203"]]
    found = judged(national, tmp_path, schools, rows)
    outcome = next(o for o in found.outcomes["R2"] if o.key[1] == "2134000003")
    assert (outcome.verdict, outcome.note) == (Verdict.NOT_APPLICABLE, "excluded")


def test_case_62_a_county_code_that_changed(tmp_path: Path) -> None:
    rows: Rows = [["行政区划代码", "学校标识码", "学校名称"], ["340221", 1, "甲"], ["340210", 2, "乙"]]
    answer(tmp_path, ("更正", "行政区划代码=340221", "340210"))
    submission = book(tmp_path, 学校=rows)
    assert submission.tables["county"].keys == [("340210",)]
    assert ("A", "EQ679", "学校!A2") in said(submission)
    assert "340221 → 340210" in words(finding(submission, "EQ679"))


@pytest.mark.parametrize(
    ("cell", "meant"), [("城区", "111"), (111.0, "111"), ("镇区", "121"), ("乡村", "220"), (3, "220")]
)
def test_case_63_words_and_old_codes_of_areas(tmp_path: Path, cell: object, meant: str) -> None:
    submission = book(tmp_path, 学校=[["学校标识码", "城乡分类代码"], [2134000001, cell]])
    assert submission.tables["school"].columns["urban_rural_code"].values == [meant]
    assert said(submission) in ([], [("A", "EQ675", "学校!B2")])


@pytest.mark.parametrize("cell", [100, "110", 120.0])
def test_case_63_codes_of_groups_are_asked(tmp_path: Path, cell: object) -> None:
    submission = book(tmp_path, 学校=[["学校标识码", "城乡分类代码"], [2134000001, cell]])
    assert submission.tables["school"].columns["urban_rural_code"].values == [wrong("学校!B2")]
    assert said(submission) == [("Q", "EQ664", "学校!B2")]


def test_case_64_radicals_and_private_characters(tmp_path: Path) -> None:
    rows: Rows = [["学校标识码", "学校名称"], [2134000001, "\u2f00\u5c0f"], [2134000002, "\ue5e5里小学"]]
    submission = book(tmp_path, 学校=rows)
    assert submission.tables["school"].columns["school_name"].values[0] == "一小"
    assert said(submission) == [("A", "EQ676", "学校!B2"), ("Q", "EQ677", "学校!B3")]


def test_case_65_one_section_of_a_stage_has_no_coefficient(tmp_path: Path, national: Plan) -> None:
    found = judged(national, tmp_path, SCHOOLS[:2], SECTIONS[:2])
    outcome = next(o for o in found.outcomes["B2"] if o.key[-1] == "小学")
    assert (outcome.verdict, outcome.note) == (Verdict.NOT_APPLICABLE, "single")
    (told,) = of(found, "EQ691")
    assert (told.level, told.cells) == ("warning", ("县学段!(340203 小学)",))
    assert not of(found, "EQ692")


def test_case_65_two_sections_of_a_stage_are_computed_and_told(tmp_path: Path, national: Plan) -> None:
    found = judged(national, tmp_path, SCHOOLS, SECTIONS)
    outcome = next(o for o in found.outcomes["B2"] if o.key[-1] == "小学")
    assert outcome.value is not None
    assert outcome.verdict in (Verdict.MET, Verdict.NOT_MET)
    (told,) = of(found, "EQ692")
    assert (told.level, told.facts["objects"]) == ("warning", "340203 小学")
    assert not of(found, "EQ691")
    answer(tmp_path, ("EQ692", "*", "全县只有两所小学"))
    found = workspace.run(national, workspace.read(national, [tmp_path]), DAY)
    assert not of(found, "EQ692")
    assert "全县只有两所小学" in of(found, "EQ684")[0].facts["reason"]
