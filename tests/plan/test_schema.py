"""计划格式 · The plan's JSON Schema is kept: a change of it is seen, and a saved plan is the same plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from eqrules import workspace
from eqrules.plan.identity import identity
from eqrules.plan.plan import Plan

KEPT = Path(__file__).parent / "plan.schema.json"


def test_the_schema_is_the_kept_one(accept: bool) -> None:
    now = json.dumps(Plan.model_json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if accept:
        KEPT.write_text(now, "utf-8")
    assert KEPT.read_text("utf-8") == now, "run pytest --accept and read the difference"


@pytest.mark.parametrize("name", ["cn/2017", "cn/2012", "cn/2019-guicheng", "cn-ah/yijiang/2024", "cn-yn/puer/2022"])
def test_a_saved_plan_is_the_same_plan(name: str, tmp_path: Path) -> None:
    loaded = workspace.load(name)
    assert loaded.plan
    saved = tmp_path / "plan.json"
    saved.write_text(loaded.plan.model_dump_json(), "utf-8")
    again = workspace.load(str(saved))
    assert again.plan == loaded.plan
    assert again.hash == loaded.hash == identity(loaded.plan)


def test_nothing_unknown_gets_into_a_plan() -> None:
    loaded = workspace.load("cn/2012")
    assert loaded.plan
    data = json.loads(loaded.plan.model_dump_json())
    data["rules"][0]["limt"] = "0.65"
    with pytest.raises(ValidationError):
        Plan.model_validate(data)
    with pytest.raises(ValidationError):
        loaded.plan.rules[0].id = "E9"


def test_a_damaged_plan_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"schema": "eqrules/plan/1", "id": "x"', "utf-8")
    with pytest.raises(workspace.CannotRun) as refused:
        workspace.load(str(broken))
    assert refused.value.finding.code == "EQ502"
