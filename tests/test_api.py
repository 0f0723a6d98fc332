"""Python 入口 · What a script sees: load, compile, run."""

from __future__ import annotations

from pathlib import Path

import pytest

import eqrules
from eqrules import workspace
from eqrules.language.verdicts import Verdict


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = eqrules.load("cn/2017").compile()
    (path,) = workspace.sample(plan, tmp_path_factory.mktemp("api") / "county.xlsx", 1, 12, 1, 0)
    return path


def test_a_script_in_three_lines(workbook: Path) -> None:
    plan = eqrules.load("cn/2017").compile(as_of="2024-09-01")
    evaluation = eqrules.run(plan, [workbook], as_of="2024-09-01")
    assert [county.verdict for county in evaluation.counties] == [Verdict.MET]


def test_a_layer_adds_relaxations_and_a_date_takes_them_away() -> None:
    ruleset = eqrules.load("cn/2017", layers=["cn/2019-guicheng"])
    both = [ruleset.compile(as_of=day) for day in ("2024-09-01", "2018-09-01")]
    assert [any(rule.relaxations for rule in plan.rules) for plan in both] == [True, False]


def test_the_same_run_gives_the_same_bytes(workbook: Path) -> None:
    from eqrules.report.result import dump, result

    plan = eqrules.load("cn/2017").compile()
    first, second = (dump(result(eqrules.run(plan, [workbook], as_of="2024-09-01"))) for _ in range(2))
    assert first == second


def test_a_ruleset_with_errors_says_where(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_text("# 规则集 甲\n\n- 编号:a\n- 施行:去年\n", "utf-8")
    with pytest.raises(ValueError, match="EQ114"):
        eqrules.load(str(tmp_path / "rules.md")).compile()


def test_two_rulesets_side_by_side(tmp_path: Path) -> None:
    national = eqrules.load("cn/2017").compile()
    assert eqrules.diff(national, "cn/2017").changes == []
    texts = {s.name: s.text for s in workspace.sources("cn/2017") or ()}
    for name, text in texts.items():
        (tmp_path / Path(name).name).write_text(text.replace("6000以上", "8000以上"), "utf-8")
    found = eqrules.diff(national, str(tmp_path), as_of="2024-09-01")
    assert [(c.rule, c.aspect, c.effect) for c in found.changes] == [("G7", "limit", "stricter")]
    assert found.overall.holds == "new in old"
    assert eqrules.diff("cn/2017", str(tmp_path), as_of="2024-09-01").asked == ("cn/2017", str(tmp_path))
