"""真规则 · Reports of the shipped rules on a made-up county: the second reading agrees with the engine."""

from __future__ import annotations

import pytest

import submissions
from eqrules.engine.contract import Evaluation
from eqrules.report import figures
from eqrules.report.explain import explain
from eqrules.report.explain_rule import Steps
from eqrules.report.html import page
from eqrules.report.objects import Objects
from eqrules.report.result import dump, result


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    """One school without arts teachers, one that left a cell blank."""
    plan = submissions.shipped_plan("cn/2017")
    county = submissions.passing_county(plan)
    first, *_, last = county.tables["section"].keys
    county = submissions.changed(county, plan, "section", *first[1:], pe_teachers=0)
    county = submissions.changed(county, plan, "section", *last[1:], arts_teachers=None)
    return submissions.judge(plan, county)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_worked_again_is_the_engines(evaluation: Evaluation, lang: str) -> None:
    steps = Steps(Objects(evaluation), lang)
    for outcomes in evaluation.outcomes.values():
        for outcome in outcomes:
            said = "\n".join(steps.rule(outcome))
            assert "不一致" not in said, said
            assert "differs  " not in said, said
            if outcome.case is not None and outcome.case.value is not None:
                again = steps.workings.value(outcome.case.value, outcome.grain, outcome.key)
                assert (figures.as_number(again) is None) == (figures.as_number(outcome.value) is None), said


def test_every_verdict_is_on_the_page_and_in_the_data(evaluation: Evaluation) -> None:
    said = page(evaluation, "zh")
    for rule in evaluation.plan.rules:
        assert rule.id in said, rule.id
    assert dump(result(evaluation)).count('"grain"') >= sum(len(o) for o in evaluation.outcomes.values())


def test_the_county_is_explained_down_to_the_school_that_fails(evaluation: Evaluation) -> None:
    said = explain(evaluation, submissions.COUNTY, None, "zh")
    assert "县达标" in said
    assert "学校资源达标" in said
