"""数的定律 · Exact sums, roots against limits, and print that never contradicts."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eqrules.language.numbers import Roots, decimal_text, exact_root, exact_sum, plain_text, shown, simplest

ratios = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
positive = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**6)
decimals = st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 8)).map(lambda p: Fraction(p[0], 10 ** p[1]))
digits = st.integers(0, 8)


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded away from zero at a half, by integers alone."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


# ── sums ─────────────────────────────────────────────────────────
@given(st.lists(st.one_of(st.integers(-(10**12), 10**12), ratios), max_size=60))
def test_exact_sum_is_the_sum(values: list[int | Fraction]) -> None:
    assert exact_sum(values) == sum(values, Fraction(0))


@given(st.lists(st.integers(1, 2000), min_size=200, max_size=600))
def test_exact_sum_of_many_denominators(sizes: list[int]) -> None:
    assert exact_sum([Fraction(1, n) for n in sizes]) == sum((Fraction(1, n) for n in sizes), Fraction(0))


@given(ratios)
def test_simplest_is_equal(value: Fraction) -> None:
    assert simplest(value) == value
    assert isinstance(simplest(value), int) == (value.denominator == 1)


# ── print ────────────────────────────────────────────────────────
@given(ratios, digits)
@example(Fraction("4.505"), 2)
@example(Fraction("-0.005"), 2)
@example(Fraction("0.50049999999"), 3)
def test_decimal_text_is_half_up(value: Fraction, places: int) -> None:
    text = decimal_text(value, places)
    assert Fraction(text) == half_up(value, places)
    assert len(text.partition(".")[2]) == places


@given(st.integers(-(10**9), 10**9), digits)
def test_ties_go_up(n: int, places: int) -> None:
    """Exactly half a last digit: up in half up, to even in half even."""
    tie = Fraction(2 * n + 1, 2 * 10**places)
    up, even = Fraction(decimal_text(tie, places)), Fraction(decimal_text(tie, places, "half_even"))
    assert up == Fraction(n + 1 if n >= 0 else n, 10**places)
    assert (even * 10**places) % 2 == 0
    assert abs(even - tie) == abs(up - tie)


@given(ratios, digits)
def test_both_roundings_are_within_half_a_digit(value: Fraction, places: int) -> None:
    for text in (decimal_text(value, places), decimal_text(value, places, "half_even")):
        assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**places)


@st.composite
def near_a_limit(draw: st.DrawFn) -> tuple[Fraction, Fraction]:
    """A limit and a value on it or a hair off."""
    limit = draw(decimals)
    off = Fraction(draw(st.integers(-5, 5)), 10 ** draw(st.integers(0, 14)))
    return limit + off, limit


@given(near_a_limit(), digits)
@example((Fraction("0.501787"), Fraction("0.5")), 2)
@example((Fraction("99.99"), Fraction(100)), 1)
@example((Fraction("84.99"), Fraction(85)), 1)
@example((Fraction(5, 111) * 100, Fraction("4.505")), 2)
def test_shown_never_contradicts(pair: tuple[Fraction, Fraction], places: int) -> None:
    """Printed above, on or below the limit exactly as the value is; no more digits than that takes."""
    value, limit = pair
    text = shown(value, limit, places)
    printed = Fraction(text)
    assert (printed > limit, printed == limit, printed < limit) == (value > limit, value == limit, value < limit) or (
        value == limit and printed == half_up(value, places)
    )
    more = len(text.partition(".")[2])
    assert more >= places
    if value != limit and more > places:
        fewer = half_up(value, more - 1)
        assert fewer == limit or (fewer > limit) != (value > limit)


@given(ratios, digits)
def test_shown_without_a_limit_is_rounded(value: Fraction, places: int) -> None:
    assert shown(value, None, places) == decimal_text(value, places)


@given(decimals)
def test_plain_text_keeps_a_decimal_whole(value: Fraction) -> None:
    assert Fraction(plain_text(value)) == value


@given(ratios)
def test_plain_text_of_a_ratio(value: Fraction) -> None:
    text = plain_text(value)
    assert Fraction(text) in (value, half_up(value, 6))


# ── roots ────────────────────────────────────────────────────────
@given(positive)
def test_exact_root(value: Fraction) -> None:
    assert exact_root(value * value) == value
    found = exact_root(value)
    assert found is None or found * found == value


def precise(radicands: list[Fraction], coefficients: list[Fraction], rational: Fraction) -> Decimal:
    """The sum to 80 digits."""
    with localcontext() as context:
        context.prec = 90
        total = Decimal(rational.numerator) / rational.denominator
        for c, r in zip(coefficients, radicands, strict=True):
            root = (Decimal(r.numerator) / r.denominator).sqrt()
            total += Decimal(c.numerator) / c.denominator * root
        return total


def summed(radicands: list[Fraction], coefficients: list[Fraction], rational: Fraction) -> Roots:
    total = Roots(rational)
    for c, r in zip(coefficients, radicands, strict=True):
        total += Roots.root(r).scaled(c)
    return total


sums = st.integers(1, 8).flatmap(
    lambda n: st.tuples(
        st.lists(positive, min_size=n, max_size=n),
        st.lists(positive, min_size=n, max_size=n),
        st.sampled_from([Fraction(0), Fraction(1, 3)]),
    )
)


@given(sums, st.integers(0, 40))
def test_sums_of_roots_against_limits_close_by(
    given_: tuple[list[Fraction], list[Fraction], Fraction], cut: int
) -> None:
    """`compare` agrees with 80 digits, however near the limit is."""
    exact, roots = precise(*given_), summed(*given_)
    with localcontext() as context:
        context.prec = 90
        for step in (-1, 0, 1):
            limit = Fraction(exact.quantize(Decimal(1).scaleb(-cut))) + Fraction(step, 10**cut)
            gap = exact - Decimal(limit.numerator) / Decimal(limit.denominator)
            if abs(gap) > Decimal(1).scaleb(-70):
                assert roots.compare(limit) == (1 if gap > 0 else -1)


@given(st.lists(positive, min_size=1, max_size=8), st.lists(positive, min_size=8, max_size=8))
def test_sums_of_whole_roots_tie_exactly(values: list[Fraction], coefficients: list[Fraction]) -> None:
    """√(4/9) + √(1/4) = 7/6, exactly, whatever the coefficients."""
    pairs = list(zip(values, coefficients, strict=False))
    total = summed([v * v for v, _ in pairs], [c for _, c in pairs], Fraction(0))
    exact = sum((v * c for v, c in pairs), Fraction(0))
    assert total.compare(exact) == 0
    assert total.compare(exact + Fraction(1, 10**30)) == -1
    assert total.compare(exact - Fraction(1, 10**30)) == 1


@given(st.integers(2, 10**6), st.integers(1, 50))
def test_the_same_root_twice(n: int, times: int) -> None:
    """√n + √n … against a rational: by squares, at any closeness."""
    assume(isqrt(n) ** 2 != n)
    total = Roots()
    for _ in range(times):
        total += Roots.root(n)
    below = Fraction(isqrt(n * times * times * 10**40), 10**20)
    assert total.compare(below) == 1
    assert total.compare(below + Fraction(1, 10**20)) == -1


@pytest.mark.parametrize("share", [Fraction(0)])
def test_a_root_that_counts_nothing(share: Fraction) -> None:
    """A term of weight zero leaves the rest: 1/2 + 0·√2 is 1/2."""
    assert (Roots(Fraction(1, 2)) + Roots.root(2).scaled(share)).compare(Fraction(1, 2)) == 0


@given(positive, st.integers(0, 20))
def test_decimal_of_a_root_is_cut(value: Fraction, places: int) -> None:
    found = Roots.root(value).decimal(places)
    assert found * found <= value
    assert (found + Fraction(1, 10**places)) ** 2 > value
