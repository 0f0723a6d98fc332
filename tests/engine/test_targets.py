"""阶段目标 · Shares of counties are exact, and an open county decides nothing that it could still turn."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eqrules.engine.targets import County, Share, kept, reached
from eqrules.language.verdicts import Verdict
from eqrules.plan.expressions import Number
from eqrules.plan.limits import Limit
from eqrules.plan.plan import Due, Plan, Target
from eqrules.report import targets as told
from submissions import shipped_plan

MET, NOT_MET, OPEN, ASIDE = Verdict
PLAN = shipped_plan("cn-xj/2025-targets")


def plan(share: str, sign: str = ">=", counties: int = 0, *schedule: Due) -> Plan:
    limit = Limit(kind="compare", sign=sign, amount=Number(value=share))  # type: ignore[arg-type]
    target = Target(id="A", year=2027, conclusion="CA", limit=limit, counties=counties)
    return PLAN.model_copy(update={"targets": (target,), "schedule": schedule})


def counties(*verdicts: Verdict, year: int = 2027) -> list[County]:
    return [County(f"9901{n:02}", f"第{n}县", date(year, 9, 1), {"CA": v}) for n, v in enumerate(verdicts)]


def verdict(made: Plan, found: list[County]) -> Verdict:
    (one,) = reached(made, found)
    return one.verdict


# ── shares ───────────────────────────────────────────────────────
def test_exactly_the_share_is_enough() -> None:
    two_of_five = counties(MET, MET, NOT_MET, NOT_MET, NOT_MET)
    assert verdict(plan("2/5"), two_of_five) is MET
    assert verdict(plan("41/100"), two_of_five) is NOT_MET
    assert verdict(plan("2/5", ">"), two_of_five) is NOT_MET


def test_open_counties_make_bounds() -> None:
    found = counties(MET, OPEN, NOT_MET, NOT_MET)
    (one,) = reached(plan("1/2"), found)
    assert one.share is not None
    assert one.share.bounds == (Fraction(1, 4), Fraction(1, 2))
    assert one.verdict is OPEN
    assert verdict(plan("1/4"), found) is MET, "whatever becomes of the open one"
    assert verdict(plan("3/4"), found) is NOT_MET


def test_counties_that_did_not_hand_in_are_open() -> None:
    assert verdict(plan("1/2", counties=4), counties(MET, MET)) is MET
    assert verdict(plan("3/4", counties=4), counties(MET, MET)) is OPEN
    assert verdict(plan("3/4", counties=0), counties(MET, MET)) is MET


def test_a_county_that_is_not_concerned_does_not_count() -> None:
    assert verdict(plan("1"), counties(MET, ASIDE)) is MET


def test_only_results_of_the_year_count_and_the_last_of_each_county() -> None:
    earlier = counties(NOT_MET, year=2026)
    assert verdict(plan("1"), earlier) is OPEN
    spring = [County("990100", "甲县", date(2027, 3, 1), {"CA": NOT_MET})]
    autumn = [County("990100", "甲县", date(2027, 9, 1), {"CA": MET})]
    assert verdict(plan("1"), [*autumn, *spring]) is MET


@given(st.lists(st.sampled_from([MET, NOT_MET, OPEN]), min_size=1, max_size=5), st.fractions(0, 1, max_denominator=6),
       st.sampled_from([">=", ">", "<=", "<"]))  # fmt: skip
def test_decided_means_decided_however_the_open_ones_turn_out(seen: list[Verdict], share: Fraction, sign: str) -> None:
    made = plan(str(share), sign)
    choices = [(MET, NOT_MET) if v is OPEN else (v,) for v in seen]
    ends = {verdict(made, counties(*one)) for one in product(*choices)}
    got = verdict(made, counties(*seen))
    assert (got is OPEN) == (len(ends) == 2)
    assert got is OPEN or ends == {got}


# ── schedules ────────────────────────────────────────────────────
def test_a_county_is_known_by_its_code_else_by_its_name() -> None:
    schedule = (
        Due(county="990101", name="别名", year=2027, conclusion="CA"),
        Due(name="思茅", year=2027, conclusion="CA"),
        Due(name="思", year=2027, conclusion="CA"),
        Due(name="没有交的县", year=2027, conclusion="CA"),
    )
    found = [
        County("990101", "甲县", date(2027, 9, 1), {"CA": MET}),
        County("990102", "思茅区", date(2027, 9, 1), {"CA": NOT_MET}),
        County("990103", "思南县", date(2027, 9, 1), {"CA": MET}),
    ]
    got = [(k.verdict, k.seen) for k in kept(plan("1", ">=", 0, *schedule), found)]
    assert got == [(MET, True), (NOT_MET, True), (OPEN, False), (OPEN, False)], "思 is two counties"


# ── print ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("share", "text"),
    [(Fraction(2, 5), "40%"), (Fraction(1, 3), "33.3\u2026%"), (Fraction(999, 1000), "99.9%"),
     (Fraction(9999, 10000), "99.9\u2026%"), (Fraction(1), "100%"), (Fraction(0), "0%")],
)  # fmt: skip
def test_a_printed_share_is_never_more_than_it_is(share: Fraction, text: str) -> None:
    assert told.percent(share) == text


def test_no_county_is_no_share() -> None:
    assert Share(0, 0, 0).bounds is None
