"""数字 · A printed figure never contradicts its verdict."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eqrules.engine.contract import Evaluation, Outcome
from eqrules.language.numbers import Roots
from eqrules.language.verdicts import Verdict
from eqrules.report import figures
from eqrules.report.objects import Objects
from report import small


def outcome(evaluation: Evaluation, rule: str, value: object, limit: str) -> Outcome:
    key = (small.C, "小学") if rule.startswith("B") else (small.C,)
    found = next(o for o in evaluation.outcomes[rule] if o.key == key)
    found.value, found.limit_value = value, Fraction(limit)  # type: ignore[assignment]
    return found


@pytest.mark.parametrize(
    ("rule", "value", "limit", "shown"),
    [
        ("B1", Fraction("0.501787"), "0.50", "0.502"),  # J4: never 0.50
        ("B1", Roots.root(Fraction("0.504") ** 2 + Fraction(1, 10**12)), "0.50", "0.504"),
        ("B1", Roots.root(Fraction(81, 400)), "0.45", "0.450"),
        ("B1", Roots.root(Fraction(1, 4) + Fraction(1, 10**30)), "0.50", "0.5" + "0" * 28 + "1"),
        ("G11a", Fraction(9999, 10000), "1", "99.99%"),  # CT11: never 100.0
        ("G11a", Fraction(543, 544), "1", "99.82%"),
        ("G11a", Fraction(8499, 10000), "0.85", "84.99%"),  # CT16
    ],
)
def test_as_many_digits_as_it_takes(evaluation: Evaluation, rule: str, value: object, limit: str, shown: str) -> None:
    found = outcome(evaluation, rule, value, limit)
    digits = 3 if rule == "B1" else None
    assert figures.value_text(Objects(evaluation), found, "zh", digits) == shown


@given(
    value=st.fractions(min_value=0, max_value=2, max_denominator=10**9),
    limit=st.fractions(min_value=0, max_value=2, max_denominator=10**3),
    root=st.booleans(),
)
def test_print_and_verdict_always_agree(value: Fraction, limit: Fraction, root: bool) -> None:
    number = Roots.root(value) if root else value
    side = number.compare(limit) if isinstance(number, Roots) else (value > limit) - (value < limit)
    for text in (figures.rounded(number, limit, 2), figures.machine(number, limit)):
        printed = Fraction(text)
        assert ((printed > limit) - (printed < limit) == side) or side == 0


@pytest.mark.parametrize(
    ("value", "limit", "near"),
    [("4.2", "4.2", True), ("4.159", "4.2", True), ("4.15", "4.2", False), ("4.25", "4.2", False)],
)
def test_near_is_within_one_per_cent(evaluation: Evaluation, value: str, limit: str, near: bool) -> None:
    assert figures.near(outcome(evaluation, "G11a", Fraction(value), limit)) is near
    assert figures.near(outcome(evaluation, "B1", Roots.root(Fraction(value) ** 2), limit)) is near


def test_a_limit_that_nobody_reached_is_still_named(evaluation: Evaluation) -> None:
    blank = next(o for o in evaluation.outcomes["R1"] if o.verdict is Verdict.UNDETERMINED)
    blank.limit_value = None
    assert figures.limit_text(Objects(evaluation), blank, "zh") == "≥ 5.3"


def test_exact_values_are_written_as_they_are() -> None:
    assert figures.exact(Fraction(41, 10)) == "41/10"
    assert figures.exact(Roots.root(Fraction(81, 400))) == "9/20"
    assert figures.exact(Roots.root(2).scaled(Fraction(1, 7)) + Roots(1)) == "1 + 1/7·√(2)"
    assert figures.lossless(Fraction(1, 3)) == "1/3"
