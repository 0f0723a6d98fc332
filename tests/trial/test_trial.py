"""试验 · What examples leave out, the rows that fill it, and the changes that nobody would notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eqrules.cli import main
from eqrules.report import trial_words
from eqrules.trial.boundaries import Proposal
from eqrules.trial.mutate import changes
from eqrules.trial.points import Point
from eqrules.workspace import trying

RULES = (Path(__file__).parent.parent / "report" / "said.md").read_text("utf-8")
ROWS = """
## 示例 师生比

| 说明 | 学段 | 在校生数 | 教师数 | 是否乡村 | R1 |
|---|---|---|---|---|---|
| 初中恰好 | 初中 | 100 | 5 | 否 | 达标 |
"""
VERDICTS = ("达标", "不达标", "无法判定")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.md"
    path.write_text(
        RULES.replace("| R1 | 3%以上 | 2024年 | 2025年 | 试 |", "| R1 | 3%以上 | 2027年 | 2027年 | 试 |") + ROWS,
        "utf-8",
    )
    return path


def missing(path: Path) -> list[Point]:
    found = trying.trials(str(path))
    assert found.plan
    return trying.coverage(found.plan, found.trials).missing


def proposals(path: Path) -> list[Proposal]:
    found = trying.trials(str(path))
    assert found.plan
    return trying.boundaries(found.plan, missing(path))[0]


def test_one_row_looks_at_two_points_of_its_limit(own: Path) -> None:
    left = missing(own)
    assert Point("met", "R1", 1) not in left
    assert Point("equal", "R1", 1) not in left
    assert {p for p in left if p.code == "R1"} == {
        Point("met", "R1", 0), Point("not_met", "R1", 0), Point("equal", "R1", 0), Point("missing", "R1", 0),
        Point("not_met", "R1", 1), Point("missing", "R1", 1), Point("dated", "R1", 0, "2027-01-01"),
        Point("relaxation", "R1", word="T1"),
    }  # fmt: skip


def test_points_in_policy_words(own: Path) -> None:
    found = trying.trials(str(own))
    assert found.plan
    lines = trial_words.unseen(found.plan, missing(own), "zh")
    assert "R1 师生比\uff0c初中\uff1a没有达不到标准的例子\uff1b没有缺数据的例子〔第六条(一)〕" in lines
    assert "RES 资源\uff1a没有除外对象的例子" in lines
    assert "V1 弄虚作假\uff1a没有无此情形的例子\uff1b没有有此情形的例子〔第十条〕" in lines
    assert any(line.startswith("R1 teachers per pupil: nobody looks at the relaxation T1")
               for line in trial_words.unseen(found.plan, missing(own), "en"))  # fmt: skip


def test_rows_just_below_at_just_above_and_left_blank(own: Path) -> None:
    rows = [row for row in proposals(own) if row.rule == "R1"]
    assert [
        (row.values["stage"], row.side, row.values["teachers"], row.values["pupils"], row.verdict) for row in rows
    ] == [
        ("小学", "below", "41", "1000", "not_met"),
        ("小学", "equal", "42", "1000", "not_met"),
        ("小学", "above", "43", "1000", "met"),
        ("小学", "missing", "", "1000", "undetermined"),
        ("初中", "below", "49", "1000", "not_met"),
        ("初中", "equal", "50", "1000", "met"),
        ("初中", "above", "51", "1000", "met"),
        ("初中", "missing", "", "1000", "undetermined"),
    ]


def test_the_rows_fill_the_gap_once_somebody_confirms_them(own: Path, tmp_path: Path) -> None:
    made = tmp_path / "rows.md"
    run = CliRunner().invoke(main, ["test", str(own), "--boundaries", "-o", str(made)])
    assert run.exit_code == 0, run.output
    text = made.read_text("utf-8")
    assert "R1 小学恰好等于标准 4.2%\uff1a程序算得不达标\uff0c请确认" in text
    own.write_text(own.read_text("utf-8") + "\n" + text, "utf-8")
    assert "R1 小学没有填教师数\uff1a程序算得无法判定\uff0c请确认" in text
    before = missing(own)
    assert Point("equal", "R1", 0) in before, "nothing is confirmed yet"
    confirmed = [
        line[:-2] + next(f"{word} |" for word in VERDICTS if f"程序算得{word}" in line) if "请确认" in line else line
        for line in own.read_text("utf-8").splitlines()
    ]
    own.write_text("\n".join(confirmed) + "\n", "utf-8")
    assert CliRunner().invoke(main, ["test", str(own)]).exit_code == 0
    assert {p.kind for p in missing(own) if p.code == "R1"} == {"dated", "relaxation"}


def test_changes_that_nobody_notices_are_those_without_a_row(own: Path) -> None:
    found = trying.trials(str(own))
    assert found.plan
    tried = trying.mutate(found.plan, found.trials, 60, lambda done, total: None)
    assert tried.left == 0
    unnoticed = {(one.what, one.code, one.at, one.new) for one in tried.unnoticed}
    junior = {change for change in unnoticed if change[1:3] == ("R1", 1)}
    assert junior == {("limit", "R1", 1, "1/25")}, "a lower limit would pass; a higher one and a strict sign would not"
    assert ("veto", "V1", 0, "") in unnoticed
    assert tried.noticed + len(tried.unnoticed) == len(list(changes(found.plan)))


def test_time_is_up(own: Path) -> None:
    found = trying.trials(str(own))
    assert found.plan
    tried = trying.mutate(found.plan, found.trials, 0, lambda done, total: None)
    assert tried.left == len(list(changes(found.plan)))


def test_the_command_says_it_in_words(own: Path) -> None:
    run = CliRunner().invoke(main, ["示例", str(own), "--coverage", "--mutate", "--lang", "zh"])
    assert run.exit_code == 0
    assert "看点" in run.stdout
    assert "R1 师生比\uff0c初中\uff1a标准由 5% 改成 4%〔第六条(一)〕" in run.stdout
    assert "V1 弄虚作假\uff1a去掉这一条〔第十条〕" in run.stdout


def test_examples_that_disagree_come_first(own: Path) -> None:
    own.write_text(own.read_text("utf-8").replace("| 否 | 达标 |", "| 否 | 不达标 |"), "utf-8")
    run = CliRunner().invoke(main, ["test", str(own), "--mutate", "--lang", "zh"])
    assert run.exit_code == 1
    assert "应为 不达标" in run.stdout
    assert "处改动" not in run.stdout


def test_a_gap_of_blanks_only_gets_the_blank_row_only(own: Path) -> None:
    found = trying.trials(str(own))
    assert found.plan
    rows, beyond = trying.boundaries(found.plan, [Point("missing", "R1", 1)])
    assert [(row.side, row.values["teachers"]) for row in rows] == [("missing", "")]
    assert not beyond


def test_rows_without_a_verdict_are_told_and_where(own: Path) -> None:
    lines = "".join(f"| 待写{n} | 初中 | 100 | {n} | 否 | |\n" for n in range(5))
    own.write_text(own.read_text("utf-8") + lines, "utf-8")
    first = own.read_text("utf-8").splitlines().index("| 待写0 | 初中 | 100 | 0 | 否 | |") + 1
    zh, en = (CliRunner().invoke(main, ["test", str(own), "--lang", lang]).stdout for lang in ("zh", "en"))
    places = [f"own.md:{first + n}:3" for n in range(3)]
    assert "1 条示例\uff0c1 条相符" in zh
    assert f"5 行没有写应得的结论\uff0c没有检验\uff1a{'、'.join(places)}等" in zh
    assert f"rows without a verdict, not tested: 5, at {', '.join(places)} …" in en


def test_a_case_with_a_verdict_in_one_of_its_rows_is_not_silent(own: Path) -> None:
    run = CliRunner().invoke(main, ["test", str(own), "--lang", "zh"])
    assert "没有检验" not in run.stdout
