"""核验 · validate: every finding under its grade, nothing judged, 1 when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from eqrules import workspace
from eqrules.cli import main
from eqrules.data.sample import write_sample
from eqrules.diagnostics.report import Finding


def eqrules(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"EQRULES_LANG": "zh"})


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = workspace.load("cn/2017").plan
    assert plan
    return write_sample(plan, tmp_path_factory.mktemp("a") / "县.xlsx", 1, 6, 1, 0)[0]


def test_a_sound_county_has_no_errors_and_is_not_judged(county: Path) -> None:
    got = eqrules("validate", "cn/2017", str(county))
    assert got.exit_code == 0, got.output
    assert "不达标" not in got.stdout
    assert got.stdout.splitlines()[-1].startswith("核验\uff1a")


def test_findings_stand_under_their_grade_and_errors_exit_with_1(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("学段校")
        sheet.write_row(
            0, 0, ["学校标识码", "学段", "在校生数", "专任教师数", "在岗专任教师数", "持有教师资格证的专任教师数"]
        )
        sheet.write_row(1, 0, ["2134000001", "小学", 1000, "45人", 40, 41])
        sheet.write_row(2, 0, ["2134000002", "小学", "若干", 45, 40, 40])
    got = eqrules("核验", "cn/2017", str(tmp_path / "a.xlsx"), "--as-of", "2024-09-01")
    assert got.exit_code == 1
    wrong, explain, corrected = (got.stdout.index(f"【{name}】") for name in ("逻辑校验", "经验校验", "自动更正"))
    assert wrong < got.stdout.index("EQ630") < explain
    assert wrong < got.stdout.index("EQ731") < explain
    assert "学段校!E2" in got.stdout
    assert corrected < got.stdout.index("EQ641")


def test_as_data(county: Path) -> None:
    got = eqrules("validate", "cn/2017", str(county), "--format", "json")
    said = json.loads(got.stdout)
    assert said["schema"] == "eqrules/validate/1"
    assert said["ruleset"]["id"] == "cn/2017"
    assert [file["name"] for file in said["submission"]["files"]] == ["县.xlsx"]
    assert {finding["grade"] for finding in said["findings"]} <= {"W", "Q", "A"}


def test_nobody_handed_in_is_told_beside_the_reason(tmp_path: Path) -> None:
    (tmp_path / "天气.csv").write_text("日期,气温\n1,2\n", "utf-8")
    got = eqrules("validate", "cn/2017", str(tmp_path / "天气.csv"))
    assert got.exit_code == 1
    assert "EQ610" in got.stdout
    assert "EQ720" in got.stdout


def test_a_file_that_cannot_be_opened_did_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut off")
    got = eqrules("validate", "cn/2017", str(tmp_path / "a.xlsx"))
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ647")


def test_in_english_nothing_to_report(monkeypatch: pytest.MonkeyPatch, county: Path) -> None:
    found: list[Finding] = []
    monkeypatch.setattr(workspace, "examine", lambda *_: found)
    got = CliRunner().invoke(main, ["validate", "cn/2017", str(county), "--lang", "en"])
    assert (got.exit_code, got.stdout) == (0, "Checks: nothing seen\n")


def test_questions_become_a_page_and_answers_settle_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("学段校")
        sheet.write_row(0, 0, ["学校标识码", "学段", "在校生数", "教职工数", "专任教师数"])
        sheet.write_row(1, 0, ["2134000001", "小学", "(594)", 40, 45])
        sheet.write_row(2, 0, ["2134000002", "小学", "约300", 40, None])
    words = ("validate", "cn/2017", str(tmp_path / "a.xlsx"), "--as-of", "2024-09-01")
    page = tmp_path / "answers.md"
    assert eqrules(*words, "-o", str(page)).exit_code == 1
    asked = {
        tuple(part.strip() for part in line.split("|")[1:3]): line for line in page.read_text("utf-8").splitlines()
    }
    assert {("EQ668", "学段校!在校生数"), ("更正", "学段校!C3"), ("EQ672", "学段校!专任教师数"), ("C18", "*")} <= set(
        asked
    )
    text = page.read_text("utf-8")
    filled = {("EQ668", "学段校!在校生数"): "照数", ("更正", "学段校!C3"): "302", ("C18", "*"): "含走教教师"}
    for key, answer in filled.items():
        text = text.replace(asked[key], asked[key].rsplit("|", 2)[0] + f"| {answer} |")
    page.write_text(text, "utf-8")
    got = eqrules(*words, "--format", "json", "-o", str(page))
    said = {(finding["grade"], finding["code"]) for finding in json.loads(got.stdout)["findings"]}
    assert {("A", "EQ679"), ("A", "EQ684")} <= said
    assert not {code for _, code in said} & {"EQ668", "EQ664"}
    assert "C18" not in [f["text"]["zh"] for f in json.loads(got.stdout)["findings"] if f["code"] == "EQ732"]
    kept = page.read_text("utf-8")
    assert all(f"| {code} | {where} |" in kept and answer in kept for (code, where), answer in filled.items())
    told = eqrules("run", *words[1:])
    assert "含走教教师" in eqrules(*words).stdout
    assert told.exit_code == 0


def flawed(folder: Path, seed: int) -> Path:
    plan = workspace.load("cn/2017").plan
    assert plan
    return write_sample(plan, folder / "县.xlsx", 1, 8, seed, 30)[0]


def found(path: Path) -> list[dict[str, object]]:
    return list(json.loads(eqrules("validate", "cn/2017", str(path), "--format", "json").stdout)["findings"])


def test_the_workbook_comes_back_annotated_and_reads_as_the_original(tmp_path: Path) -> None:
    county = flawed(tmp_path, 3)
    before = county.read_bytes()
    copy = tmp_path / "批注.xlsx"
    got = eqrules("validate", "cn/2017", str(county), "-o", str(copy), "-o", str(tmp_path / "answers.txt.md"))
    assert got.exit_code == 1, "findings, as without -o"
    assert county.read_bytes() == before
    (tmp_path / "answers.txt.md").unlink()
    own = [finding for finding in found(copy) if finding["code"] != "EQ689"]
    told = [finding for finding in found(copy) if finding["code"] == "EQ689"]
    assert own == found(county)
    assert [(finding["level"], finding["grade"]) for finding in told] == [("hint", "A")]


def test_several_workbooks_come_back_each(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / "in" / name).mkdir(parents=True)
        flawed(tmp_path / "in" / name, 3)
    eqrules("validate", "cn/2017", str(tmp_path / "in"), "-o", str(tmp_path / "批注.xlsx"))
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["批注-乙-县.xlsx", "批注-甲-县.xlsx"]


@pytest.mark.parametrize(("name", "code"), [("县.xlsx", "EQ744"), ("县.docx", "EQ708")])
def test_what_cannot_be_written_is_said_before_anything_is_read(tmp_path: Path, name: str, code: str) -> None:
    county = flawed(tmp_path, 3)
    got = eqrules("validate", "cn/2017", str(county), "-o", str(tmp_path / name))
    assert (got.exit_code, got.stderr[:5], got.stdout) == (2, code, "")


def test_rows_without_a_workbook_cannot_be_annotated(tmp_path: Path) -> None:
    (tmp_path / "学段校.csv").write_text("学校标识码,学段,在校生数\n2134000001,小学,10\n", "utf-8")
    got = eqrules("validate", "cn/2017", str(tmp_path / "学段校.csv"), "-o", str(tmp_path / "批注.xlsx"))
    assert (got.exit_code, "EQ745" in got.stderr) == (2, True)
