"""样例 · Made-up submissions: the same for the same seed, sound without flaws, and open about the flaws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import small_plan

from eqrules import workspace
from eqrules.data.intake import read_submission
from eqrules.data.sample import sample_sheets, write_sample
from eqrules.data.sample_items import Filler
from eqrules.data.sample_schools import KINDS
from eqrules.data.submission import Submission
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan

DAY = date(2024, 9, 1)
Cells = dict[str, object]


@pytest.fixture(scope="module")
def national() -> Plan:
    plan = workspace.load("cn/2017").plan
    assert plan
    return plan


def judged(plan: Plan, path: Path) -> tuple[Submission, Evaluation]:
    submission = read_submission(plan, [path])
    days = plan.interval
    day = DAY if days.covers(DAY) else date.fromisoformat(max(days.start, DAY.isoformat()))
    return submission, workspace.run(plan, submission, day)


def cells(path: Path) -> Cells:
    """Every filled cell by its address, without the notes."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        if sheet.title != "说明"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def notes(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["说明"].iter_rows(values_only=True))


def listed(path: Path) -> Iterator[str]:
    """The cells that the notes name."""
    for row in notes(path):
        if len(row) > 2 and row[2]:
            yield from str(row[0]).split("、")


@pytest.mark.parametrize(("schools", "seed"), [(60, 1), (25, 2), (10, 3), (3, 4), (1, 5)])
def test_a_county_without_flaws_meets_the_national_standard(
    national: Plan, tmp_path: Path, schools: int, seed: int
) -> None:
    write_sample(national, tmp_path / "县.xlsx", 1, schools, seed, 0)
    submission, found = judged(national, tmp_path / "县.xlsx")
    short = [
        (outcome.rule, outcome.key, str(outcome.value), outcome.note)
        for outcomes in found.outcomes.values()
        for outcome in outcomes
        if outcome.verdict in (Verdict.NOT_MET, Verdict.UNDETERMINED) and outcome.decides
    ]
    assert not short
    assert [county.verdict for county in found.counties] == [Verdict.MET]
    told = {f.code for f in submission.report.findings + found.report.findings if f.level != "hint"}
    assert not told - {"EQ691", "EQ692"}, "a county of four schools has one or two of a stage"


def test_all_kinds_of_schools_stand_in_it(national: Plan, tmp_path: Path) -> None:
    write_sample(national, tmp_path / "县.xlsx", 1, 60, 1, 0)
    tables = judged(national, tmp_path / "县.xlsx")[0].tables
    school, section = tables["school"].columns, tables["section"].columns
    assert set(school["school_type"].values) == {kind.name for kind in KINDS}
    assert {"111", "210"} <= set(school["urban_rural_code"].values)
    assert {True, False} == set(school["boarding"].values) == set(school["counted_as_school"].values)
    assert "10" in school["sponsor_code"].values
    sizes = [n for n in section["pupils"].values if isinstance(n, int)]
    assert {38, 49, 50} <= set(sizes)
    assert max(sizes) > 1400


def test_flawed_county_fails(national: Plan, tmp_path: Path) -> None:
    write_sample(national, tmp_path / "县.xlsx", 1, 60, 1, 12)
    submission, found = judged(national, tmp_path / "县.xlsx")
    assert found.counties[0].verdict is Verdict.NOT_MET
    assert {f.code for f in submission.report.findings} == {"EQ641", "EQ664", "EQ672"}
    rs = [decision.verdict for decision in found.decisions["RS"]]
    assert {Verdict.NOT_MET, Verdict.UNDETERMINED} < set(rs)
    assert rs.count(Verdict.MET) > 50


@pytest.mark.parametrize("flaws", [0, 12, 40])
def test_every_flaw_is_listed_with_its_cells_and_nothing_else_differs(
    national: Plan, tmp_path: Path, flaws: int
) -> None:
    write_sample(national, tmp_path / "好.xlsx", 1, 60, 7, 0)
    write_sample(national, tmp_path / "差.xlsx", 1, 60, 7, flaws)
    sound, flawed = cells(tmp_path / "好.xlsx"), cells(tmp_path / "差.xlsx")
    changed = {place for place in sound.keys() | flawed.keys() if sound.get(place) != flawed.get(place)}
    told = list(listed(tmp_path / "差.xlsx"))
    assert set(told) == changed
    assert len(told) == len(changed)
    assert any(f"埋设的瑕疵 {flaws} 处" in str(row[0]) for row in notes(tmp_path / "差.xlsx"))


def test_same_seed_same_bytes(national: Plan, tmp_path: Path) -> None:
    for name, seed in (("一", 1), ("二", 1), ("三", 2)):
        write_sample(national, tmp_path / f"{name}.xlsx", 1, 12, seed, 3)
    first, again, other = ((tmp_path / f"{name}.xlsx").read_bytes() for name in "一二三")
    assert first == again != other


def test_one_workbook_per_county_in_a_folder_and_one_for_all_in_a_file(national: Plan, tmp_path: Path) -> None:
    apart = write_sample(national, tmp_path / "各县", 3, 10, 1, 5)
    assert [path.name for path in apart] == ["999901.xlsx", "999902.xlsx", "999903.xlsx"]
    (together,) = write_sample(national, tmp_path / "三县.xlsx", 3, 10, 1, 5)
    folder, file = read_submission(national, [tmp_path / "各县"]), read_submission(national, [together])
    for grain, table in folder.tables.items():
        assert sorted(table.keys) == sorted(file.tables[grain].keys)
    assert [len(list(listed(path))) > 0 for path in apart].count(True) >= 1
    codes = [key[1] for key in file.tables["school"].keys]
    assert len(set(codes)) == 30
    assert {len(code) for code in codes} == {10}


def test_the_notes_say_that_all_is_invented(national: Plan, tmp_path: Path) -> None:
    (path,) = write_sample(national, tmp_path / "县.xlsx", 1, 10, 42, 2)
    text = "\n".join(str(cell) for row in notes(path) for cell in row if cell)
    assert "全部数据均为虚构" in text
    assert "All data in this workbook are invented" in text
    assert all(word in text for word in ("cn/2017", "sha256:", "42"))
    assert openpyxl.load_workbook(path).sheetnames[-1] == "说明"


def test_a_workbook_people_can_read(national: Plan, tmp_path: Path) -> None:
    (path,) = write_sample(national, tmp_path / "县.xlsx", 1, 10, 1, 0)
    book = openpyxl.load_workbook(path)
    section, county = book["学段校"], book["县"]
    headings = [cell.value for cell in section[1]]
    assert headings[:3] == ["行政区划代码", "学校标识码", "学段"]
    assert "在校生数(人)" in headings
    assert section.freeze_panes == "D2"
    code = section["B2"]
    assert (code.data_type, code.number_format, len(code.value)) == ("s", "@", 10)
    days = [cell for cell in county[2] if isinstance(cell.value, datetime)]
    assert {cell.number_format for cell in days} == {"yyyy-mm-dd"}


@pytest.mark.parametrize("name", [shipped.id for shipped in workspace.rulesets()])
def test_every_shipped_ruleset_has_samples(name: str, tmp_path: Path) -> None:
    plan = workspace.load(name).plan
    if plan is None or not plan.items:
        pytest.skip(f"{name} does not compile alone")
    write_sample(plan, tmp_path / "县.xlsx", 2, 12, 1, 0)
    submission, found = judged(plan, tmp_path / "县.xlsx")
    assert not [(f.code, f.facts) for f in submission.report.findings if f.level == "error"]
    assert len(found.counties) == 2


def test_items_nobody_has_a_recipe_for(tmp_path: Path) -> None:
    plan = small_plan.PLAN
    write_sample(plan, tmp_path / "县.xlsx", 1, 5, 1, 0)
    submission = read_submission(plan, [tmp_path / "县.xlsx"])
    assert [f.code for f in submission.report.findings] == []
    assert len(submission.tables["room"].keys) == 10
    write_sample(plan, tmp_path / "差.xlsx", 1, 5, 1, 6)
    assert {f.level for f in read_submission(plan, [tmp_path / "差.xlsx"]).report.findings} >= {"error"}


def test_figures_follow_the_unit_of_the_plan(national: Plan) -> None:
    from random import Random

    item = next(item for item in national.items if item.id == "equipment_value")
    in_yuan = item.model_copy(update={"unit": "元"})
    filler = Filler(national)
    assert filler.writer(item, Random(1))({"equipment_value": 12.5}) == 12.5
    assert filler.writer(in_yuan, Random(1))({"equipment_value": 12.5}) == 125000


def test_sheets_in_memory_are_those_of_the_file(national: Plan, tmp_path: Path) -> None:
    from eqrules.data.files import read_files
    from eqrules.diagnostics.report import Report

    (path,) = write_sample(national, tmp_path / "县.xlsx", 1, 8, 3, 0)
    read = {sheet.name: sheet.rows for sheet in read_files([path], Report())[0]}
    for sheet in sample_sheets(national, 8, 3):
        assert sheet.rows == read[sheet.name]


def test_what_sections_have_is_there_one_level_up(tmp_path: Path) -> None:
    """A ruleset of one's own may ask for the pupils of a school, or of the county."""
    plan = workspace.load("cn/2017").plan
    assert plan
    up = {"pupils": "school", "teachers": "county"}
    moved = tuple(i.model_copy(update={"grain": up.get(i.id, i.grain)}) for i in plan.items)
    sheets = {sheet.name: sheet.rows for sheet in sample_sheets(plan.model_copy(update={"items": moved}), 9, 1)}
    own = {sheet.name: sheet.rows for sheet in sample_sheets(plan, 9, 1)}

    def sum_of(rows: Sequence[Sequence[object]], heading: str) -> float:
        at = next(n for n, cell in enumerate(rows[0]) if str(cell).startswith(heading))
        return sum(float(str(row[at])) for row in rows[1:])

    for heading, sheet in (("在校生数(", "学校"), ("专任教师数(", "县")):
        assert sum_of(sheets[sheet], heading) == sum_of(own["学段校"], heading) > 0
