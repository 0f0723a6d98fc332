"""错例 · Every mistake is told at its place and alone, and no mistake in one cell hides another."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mistakes import Mistake, at, ground, mistakes, with_mistakes

from eqrules.compile.recover import compile_on
from eqrules.source import Source

QUOTED = {"EQ402"}
"""While a limit cannot be read, nobody can say whether a relaxation quotes it rightly."""
PARENTLESS = {"EQ405"}
"""While the parent is not known, nothing that changes it can be looked at; nor, in a row, while the action is not."""


def test_the_page_they_are_made_in_is_sound() -> None:
    made = with_mistakes(of="sound")
    assert made.report.findings == []
    assert made.plan


@pytest.mark.parametrize("mistake", mistakes(), ids=str)
def test_one_mistake_is_told_once_where_it_is(mistake: Mistake) -> None:
    (finding,) = with_mistakes(mistake).report.findings
    assert at(finding, mistake)


def lines_of(*made: Mistake) -> set[str]:
    """What stands first in the rows they are made in."""
    return {ground(one.ground).splitlines()[one.line].strip("| -").partition(" |")[0] for one in made}


@settings(max_examples=25)
@given(st.sampled_from(mistakes()), st.sampled_from(mistakes()))
def test_two_mistakes_in_different_cells_are_both_told(one: Mistake, other: Mistake) -> None:
    assume(one.ground == other.ground and one.cell != other.cell)
    codes = {one.code, other.code}
    assume(not codes & PARENTLESS and not (codes & QUOTED and "R1" in lines_of(one, other)))
    assume(one.line != other.line or codes not in ({"EQ407", "EQ114"}, {"EQ203", "EQ410"}))
    found = with_mistakes(one, other).report.findings
    assert any(at(finding, one, (other,)) for finding in found), [(f.code, str(f.span)) for f in found]
    assert any(at(finding, other, (one,)) for finding in found), [(f.code, str(f.span)) for f in found]


def test_a_chapter_without_its_code_is_still_that_chapter() -> None:
    """Its own mistakes are told as they are, and nothing of it is taken for the chapter above."""
    text = ground("sound").replace("- 编号:RES\n", "", 1).replace("| 4.2以上", "| 4.2左右", 1)
    assert text != ground("sound")
    found = compile_on([Source("sound.md", text)]).report.findings
    assert sorted(f.code for f in found) == ["EQ110", "EQ123"]


def test_an_extra_cell_and_a_second_declaration_hide_nothing() -> None:
    """The extra cell is left aside, the second name taken for another, and everything behind them is told."""
    lines = ground("sound").splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("| R1 ") and "4.2以上" in line]
    lines[at] = lines[at].replace("÷在校生数×100", "÷在校生数") + " 多出来的 |"
    (item,) = [n for n, line in enumerate(lines) if line.startswith("| teachers |")]
    lines.insert(item + 1, lines[item])
    found = {f.code for f in compile_on([Source("sound.md", "\n".join(lines) + "\n")]).report.findings}
    assert {"EQ107", "EQ202", "EQ303"} <= found
    assert not found & {"EQ120"}
