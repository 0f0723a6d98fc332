"""造的数据 · A sample of the long run (tests/long/agree.py): made-up counties, made-up rules."""

from __future__ import annotations

from typing import Any

from agreement import differences, embedded, reference
from hypothesis import HealthCheck, Phase, given, settings
from many import counties
from test_made_laws import prepared, tables

from rulesets import rulesets
from submissions import shipped_plan, submission


def test_many_counties_on_their_limits() -> None:
    """cn/2017 on 150 counties: on limits, on ties, disturbed; most of them decided without the reference engine."""
    plan = shipped_plan("cn/2017")
    data = submission(plan, "-", **counties(7, 150))
    found = embedded(plan, data)
    assert not list(differences(plan, reference(plan, data), found.tables))
    assert found.refused == ()
    assert len(found.redone) < 50


@settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(rulesets(), tables())
def test_made_up_rules(text: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    plan, rows = prepared(text, rows)
    data = submission(plan, **rows)
    assert not list(differences(plan, reference(plan, data), embedded(plan, data).tables))
