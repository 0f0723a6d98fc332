"""计划的定律 · Plans survive JSON with their identity; identity sees the meaning and not the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from eqrules import workspace
from eqrules.plan.identity import identity
from eqrules.plan.plan import About, Limit, Plan
from rulesets import rulesets
from submissions import plan_of, shipped_plan

SHIPPED = [(r.id, ()) for r in workspace.rulesets()] + [("cn/2017", ("cn/2019-guicheng",))]


def again(plan: Plan) -> Plan:
    return Plan.model_validate_json(plan.model_dump_json())


@pytest.mark.parametrize(("name", "layers"), SHIPPED)
def test_shipped_plans_survive_json(name: str, layers: tuple[str, ...]) -> None:
    plan = shipped_plan(name, *layers)
    assert again(plan) == plan
    assert identity(again(plan)) == identity(plan)


def test_a_kept_plan_is_the_compiled_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache saves time and nothing else; a damaged entry is no entry."""
    monkeypatch.setenv("EQRULES_CACHE", str(tmp_path))
    first, second = workspace.load("cn/2017"), workspace.load("cn/2017")
    assert (first.compilation is None, second.compilation is None) == (False, True)
    assert (first.plan, first.hash) == (second.plan, second.hash)
    for entry in tmp_path.iterdir():
        entry.write_bytes(entry.read_bytes()[:-40])
    assert workspace.load("cn/2017").plan == first.plan


@settings(max_examples=25)
@given(rulesets())
def test_made_plans_survive_json(text: str) -> None:
    plan = plan_of(text)
    assert again(plan) == plan
    assert identity(again(plan)) == identity(plan)


def test_compiling_twice_gives_one_plan() -> None:
    for name, layers in SHIPPED:
        one, other = (workspace.compile_named(name, layers)[0].plan for _ in range(2))
        assert one == other


@settings(max_examples=25)
@given(rulesets())
def test_words_for_people_do_not_change_the_identity(text: str) -> None:
    """Another order of rows, another gist, another title: the same rules."""
    other = (
        text.replace("说明文字", "别的说明")
        .replace("# 规则集 生成的规则", "# 规则集 改了名字")
        .replace("Made rules", "Renamed")
    )
    rows = "| delta | 丁数 | delta | 小数 | 学校 | | |\n", "| epsilon | 戊数 | epsilon | 小数 | 学校 | | |\n"
    other = other.replace(rows[0] + rows[1], rows[1] + rows[0])
    assert other != text
    assert identity(plan_of(other)) == identity(plan_of(text))


@settings(max_examples=25)
@given(rulesets())
def test_a_number_changes_the_identity(text: str) -> None:
    assert identity(plan_of(text.replace("| 5.5以上 |", "| 5.6以上 |"))) != identity(plan_of(text))
    assert identity(plan_of(text.replace("| 5.5以上 |", "| 超过5.5 |"))) != identity(plan_of(text))


def test_every_shipped_ruleset_has_an_identity_of_its_own() -> None:
    found = [identity(shipped_plan(name, *layers)) for name, layers in SHIPPED]
    plans = {n for n, _ in SHIPPED}
    assert len(set(found)) >= len(plans) - 1, "a layer alone compiles to its base with the layer"


def test_frozen_and_closed() -> None:
    """Nobody changes a plan, and nothing unknown gets in."""
    plan = shipped_plan("cn/2017")
    with pytest.raises(ValueError):
        plan.rules[0].about.zh = "x"  # type: ignore[misc]
    with pytest.raises(ValueError):
        About(title="x")  # type: ignore[call-arg]
    with pytest.raises(ValueError):
        Limit(kind="near")  # type: ignore[arg-type]
