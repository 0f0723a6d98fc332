"""错例 · Every mistake is told at its place and alone, and no mistake in one cell hides another."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mistakes import Mistake, at, mistakes, with_mistakes

LIMITS = {"EQ115", "EQ117", "EQ123", "EQ124"}
"""While a limit cannot be read, nobody can say whether a relaxation quotes it rightly."""


def test_the_page_they_are_made_in_is_sound() -> None:
    made = with_mistakes()
    assert made.report.findings == []
    assert made.plan


@pytest.mark.parametrize("mistake", mistakes(), ids=str)
def test_one_mistake_is_told_once_where_it_is(mistake: Mistake) -> None:
    (finding,) = with_mistakes(mistake).report.findings
    assert at(finding, mistake)


@settings(max_examples=25)
@given(st.sampled_from(mistakes()), st.sampled_from(mistakes()))
def test_two_mistakes_in_different_cells_are_both_told(one: Mistake, other: Mistake) -> None:
    assume(one.cell != other.cell)
    assume({one.code, other.code} != {"EQ402"} | ({one.code, other.code} & LIMITS))
    found = with_mistakes(one, other).report.findings
    assert any(at(finding, one, (other,)) for finding in found), [(f.code, str(f.span)) for f in found]
    assert any(at(finding, other, (one,)) for finding in found), [(f.code, str(f.span)) for f in found]
