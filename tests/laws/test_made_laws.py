"""任何规则的定律 · The laws of order and of blanks on made-up rules and made-up data."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_laws import compare, results

from eqrules.plan.plan import Plan
from rulesets import rulesets
from submissions import changed, judge, plan_of, submission

numbers = st.sampled_from([None, 0, 1, 2, 5, 100, Fraction("0.5"), Fraction("4.2"), Fraction(1, 3)])
whole = st.sampled_from([None, 0, 1, 2, 5, 100, 1000])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Two counties of a few schools; values from a handful, so that ties are common."""
    rows: dict[str, list[dict[str, Any]]] = {"county": [], "school": [], "section": []}
    for county in ("甲县", "乙县")[: draw(st.integers(1, 2))]:
        rows["county"].append(
            {"county_name": county, "zeta": draw(numbers), "V1": draw(st.sampled_from([False, True, None]))}
        )
        for name in "甲乙丙"[: draw(st.integers(1, 3))]:
            school = {"county_name": county, "school_name": name, "delta": draw(numbers), "epsilon": draw(numbers)}
            school["kind"] = draw(st.sampled_from(["红", "绿", "蓝", None]))
            school["grade"] = draw(st.sampled_from(["低", "中", "高", "/", None]))
            school["flag"] = draw(st.sampled_from([True, False, None]))
            rows["school"].append(school)
            for stage in draw(st.sampled_from([("小学",), ("初中",), ("小学", "初中"), ()])):
                section = {"county_name": county, "school_name": name, "stage": stage}
                rows["section"].append(section | {"alpha": draw(numbers), "beta": draw(whole), "gamma": draw(numbers)})
    return rows


def prepared(text: str, rows: dict[str, list[dict[str, Any]]]) -> tuple[Plan, dict[str, list[dict[str, Any]]]]:
    """The plan, and the rows with the conclusions of people, where the rules ask for them."""
    plan = plan_of(text)
    judged = [i.id for i in plan.items if i.judged and i.type == "list" and i.grain == "school"]
    schools = [row | dict.fromkeys(judged, ("符合", "不符合", None)[n % 3]) for n, row in enumerate(rows["school"])]
    return plan, rows | {"school": schools}


@settings(max_examples=40)
@given(rulesets(), tables(), st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter(text: str, rows: dict[str, list[dict[str, Any]]], seed: int) -> None:
    plan, rows = prepared(text, rows)
    dice = random.Random(seed)
    shuffled = {grain: dice.sample(given_rows, len(given_rows)) for grain, given_rows in rows.items()}
    assert results(judge(plan, submission(plan, **rows))) == results(judge(plan, submission(plan, **shuffled)))


@settings(max_examples=60)
@given(rulesets(), tables(), st.data())
def test_a_blank_never_flips_a_verdict(text: str, rows: dict[str, list[dict[str, Any]]], data: st.DataObject) -> None:
    """Whatever is certain without a cell is so with it."""
    plan, rows = prepared(text, rows)
    sub = submission(plan, **rows)
    keys = {grain.key_item for grain in plan.grains}
    before = judge(plan, sub)
    for grain, table in sub.tables.items():
        for item in table.columns.keys() - keys:
            if table.keys:
                at = data.draw(st.integers(0, len(table.keys) - 1))
                blanked = changed(sub, plan, grain, *table.keys[at], **{item: None})
                compare(before, judge(plan, blanked), f"{grain}.{item} at {table.keys[at]}")
