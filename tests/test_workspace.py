"""工作台 · What cannot run is refused in words; what passes for something else is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.plan.plan import Plan

DAY = date(2024, 9, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    loaded = workspace.load("cn/2017")
    assert loaded.plan
    return loaded.plan


def code_of(refused: Callable[[], object]) -> str:
    with pytest.raises(workspace.CannotRun) as problem:
        refused()
    return problem.value.finding.code


def test_a_saved_plan_takes_no_layer(plan: Plan, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    saved.write_text(plan.model_dump_json(), "utf-8")
    assert code_of(lambda: workspace.load(str(saved), ["cn/2019-guicheng"])) == "EQ503"


def test_a_mistyped_layer_is_named(plan: Plan) -> None:
    assert code_of(lambda: workspace.load("cn/2017", ["cn/2019-guichen"])) == "EQ405"


def test_a_changed_copy_does_not_pass_for_the_shipped_rules(tmp_path: Path) -> None:
    copy = tmp_path / "mine.md"
    text = "\n".join(source.text for source in workspace.sources("cn/2012") or ())
    copy.write_text(text.replace("0.65", "0.60"), "utf-8")
    assert [f.code for f in workspace.check(str(copy)).findings] == ["EQ409"]
    copy.write_text(text.replace("cn/2012", "my/2024"), "utf-8")
    assert workspace.check(str(copy)).findings == []


def test_an_empty_submission_is_no_result(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "学校.csv").write_text("学校标识码,行政区划代码\n", "utf-8")
    submission = workspace.read(plan, [tmp_path])
    assert code_of(lambda: workspace.run(plan, submission, DAY)) == "EQ720"


def test_a_merged_campus_and_a_damaged_row_go_together(plan: Plan, tmp_path: Path) -> None:
    """An object that only another sheet speaks of has no row of its own to point at."""
    from eqrules.data.intake import read_sheets
    from eqrules.data.sample import sample_sheets
    from eqrules.diagnostics.report import Report

    sheets = sample_sheets(plan, 60, 1)
    section = next(sheet for sheet in sheets if sheet.name == "学段校")
    section.rows[3][2] = "中学"
    evaluation = workspace.run(plan, read_sheets(plan, sheets, Report()), DAY)
    assert "EQ734" in [finding.code for finding in evaluation.report.findings]
    assert len(evaluation.counties) == 1


def test_an_own_folder_is_no_shipped_ruleset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """EQ409 warns of a copy of a shipped ruleset; two versions of one's own are nobody's copy."""
    monkeypatch.chdir(tmp_path)
    for folder, limit in (("某区/2024", "4.2"), ("改后", "4.3")):
        (tmp_path / folder).mkdir(parents=True)
        text = (Path(__file__).parent / "diagnostics" / "preface.md").read_text("utf-8")
        text = text.replace("test/page", "某区/2024").replace("# 规则集 样张", f"# 规则集 样张{limit}")
        (tmp_path / folder / "规则.md").write_text(text, "utf-8")
    assert "EQ409" not in [f.code for f in workspace.load("改后").report.findings]
