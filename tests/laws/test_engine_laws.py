"""引擎的定律 · What must hold of every county: more never hurts, order does not matter, blanks never flip."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from counties import LIMITS, RESOURCES, County, counties
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from submissions import changed, judge, passing_rows, shipped_plan, submission

PLAN = shipped_plan("cn/2017")
MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
Result = dict[tuple[str, tuple[str, ...]], tuple[Any, ...]]


def results(made: Evaluation) -> Result:
    """Everything an evaluation says, without where the cells stand."""
    found: Result = {}
    for rule, outcomes in made.outcomes.items():
        for o in outcomes:
            gap = (o.gap.item, o.gap.amount, o.gap.direction) if o.gap else None
            found[rule, o.key] = (o.verdict, value(o.value), o.limit_value, o.note, o.relaxations, gap, len(o.missing))
    for name, decisions in made.decisions.items():
        for d in decisions:
            found[name, d.key] = (d.verdict, frozenset(d.failing), len(d.missing))
    for c in made.counties:
        found["", c.county] = (c.verdict, c.vetoes, len(c.missing))
    return found


def value(of: Any) -> Any:
    """Roots with their terms in one order."""
    return (of.rational, sorted(of.terms)) if hasattr(of, "terms") else of


def verdicts(made: Evaluation) -> Iterator[tuple[tuple[str, tuple[str, ...]], Verdict]]:
    for at, (verdict, *_) in results(made).items():
        yield at, verdict


# ── b ────────────────────────────────────────────────────────────
@given(county=counties(3), data=st.data())
def test_more_never_hurts(county: County, data: st.DataObject) -> None:
    """Raising a resource never turns 达标 into 不达标 at the same school's R items or its RS."""
    item = data.draw(st.sampled_from(RESOURCES))
    grain = "section" if item in county.rows["section"][0] else "school"
    row = data.draw(st.sampled_from(county.rows[grain]))
    assume(row[item] is not None)
    before = judge(PLAN, county.submission(PLAN))
    more = data.draw(st.sampled_from([1, 2, 10, 1000]))
    key = (row["school_code"], row["stage"]) if grain == "section" else (row["school_code"],)
    raised = {item: row[item] + more}
    if item == "teachers_bachelor":
        raised |= {"teachers": row[item] + more, "staff": row[item] + more}
    after = judge(PLAN, changed(county.submission(PLAN), PLAN, grain, *key, **raised))
    was = dict(verdicts(before))
    for (rule, at), verdict in verdicts(after):
        if rule in (*(f"R{n}" for n in range(1, 8)), "RS") and at[1] == row["school_code"]:
            assert (was[rule, at], verdict) != (MET, NOT_MET), f"{rule} at {at} after {raised}"


# ── c (in memory; through files in test_intake_laws.py) ──────────
@given(county=counties(), seed=st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter(county: County, seed: int) -> None:
    dice = random.Random(seed)
    shuffled = {grain: dice.sample(rows, len(rows)) for grain, rows in county.rows.items()}
    assert results(judge(PLAN, county.submission(PLAN))) == results(judge(PLAN, submission(PLAN, **shuffled)))


# ── d ────────────────────────────────────────────────────────────
KEYS = {grain.key_item for grain in PLAN.grains} | {"school_code"}


@settings(max_examples=100)
@given(county=counties(), data=st.data())
def test_a_blank_never_flips_a_verdict(county: County, data: st.DataObject) -> None:
    """Emptying a cell turns no 达标 into 不达标 and no 不达标 into 达标, at any level."""
    sub = county.submission(PLAN)
    grain = data.draw(st.sampled_from([g for g in sub.tables if sub.tables[g].keys]))
    table = sub.tables[grain]
    item = data.draw(st.sampled_from([i for i in table.columns if i not in KEYS]))
    at = data.draw(st.integers(0, len(table.keys) - 1))
    blanked = changed(sub, PLAN, grain, *table.keys[at], **{item: None})
    compare(judge(PLAN, sub), judge(PLAN, blanked), f"{grain}.{item} at {table.keys[at]}")


def compare(before: Evaluation, after: Evaluation, what: str) -> None:
    was = dict(verdicts(before))
    for at, verdict in verdicts(after):
        if at in was:
            assert {was[at], verdict} != {MET, NOT_MET}, f"{at}: {was[at]} → {verdict} without {what}"


@given(data=st.data())
def test_a_blank_never_flips_a_county_that_passes(data: st.DataObject) -> None:
    """The same from the county in which everything is 达标: one blank leaves 达标 or 无法判定."""
    sub = submission(PLAN, **passing_rows(PLAN))
    grain = data.draw(st.sampled_from(list(sub.tables)))
    table = sub.tables[grain]
    item = data.draw(st.sampled_from([i for i in table.columns if i not in KEYS]))
    at = data.draw(st.integers(0, len(table.keys) - 1))
    after = judge(PLAN, changed(sub, PLAN, grain, *table.keys[at], **{item: None}))
    compare(judge(PLAN, sub), after, f"{grain}.{item} at {table.keys[at]}")
    (county,) = after.counties
    assert county.verdict is not NOT_MET
    assert bool(county.missing) == (county.verdict is Verdict.UNDETERMINED)


# ── h ────────────────────────────────────────────────────────────
@given(county=counties(2))
def test_missing_is_never_zero(county: County) -> None:
    """A section with a blank numerator has no value; one with 0 has 0."""
    made = judge(PLAN, county.submission(PLAN))
    found = results(made)
    for row in county.rows["section"]:
        key = ("340203", row["school_code"], row["stage"])
        for rule, item in (("R2", "backbone_teachers"), ("R3", "pe_teachers")):
            verdict, got, *_, note, _, _, missing = found[rule, key]
            if note == "excluded":
                continue
            if row[item] is None:
                assert (verdict, got, missing) == (Verdict.UNDETERMINED, None, 1)
            else:
                assert got == row[item] * 100 / row["pupils"]


@given(
    veto=st.sampled_from([True, False, None]),
    layout=st.sampled_from(["符合", "不符合", None]),
    order=st.sampled_from(["符合", "不符合", None]),
)
def test_veto_then_fail_then_unknown_then_pass(veto: bool | None, layout: str | None, order: str | None) -> None:
    """一票否决 before 不达标 before 无法判定 before 达标; a veto nobody answered blocks a pass."""
    sub = changed(submission(PLAN, **passing_rows(PLAN)), PLAN, "county", V1=veto, G1=layout, Q8=order)
    (county,) = judge(PLAN, sub).counties
    expected = (
        NOT_MET if veto or "不符合" in (layout, order)
        else Verdict.UNDETERMINED if None in (veto, layout, order)
        else MET
    )  # fmt: skip
    assert (county.vetoes, county.verdict) == (("V1",) if veto else (), expected)


def test_the_limits_of_the_generator_are_those_of_the_plan() -> None:
    """The strategies aim at real boundaries."""
    for n, rule in enumerate(f"R{i}" for i in range(1, 8)):
        cases = next(r for r in PLAN.rules if r.id == rule).cases
        amounts = {c.limits[0].limit.text for c in cases}
        assert amounts == {f"{LIMITS[stage][n]}以上" for stage in LIMITS}
