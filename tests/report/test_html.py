"""页面 · One file, no network, no script; four states by word, sign and colour; hostile names stay text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from eqrules.engine.contract import CountyVerdict, Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.report.html import MOST_COUNTIES, page
from report import small

VOID = {"meta", "br"}


class Nesting(HTMLParser):
    """Every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(params=["zh", "en"])
def written(request: pytest.FixtureRequest, evaluation: Evaluation) -> str:
    evaluation.submission.report.cell("EQ709", ["<i>!A1"], name="<b>x</b>", reason="&")
    return page(evaluation, request.param)


def test_it_is_well_formed_and_runs_nothing(written: str) -> None:
    nesting = Nesting()
    nesting.feed(written)
    assert nesting.open == []
    assert not nesting.seen & {"script", "img", "link", "iframe", "b/", "i!"}
    assert not re.search(r"(src|href)=\"(?!#)", written)
    assert "url(" not in written
    assert "<script>alert" not in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written
    assert "<b>x" not in written


def test_it_says_which_language_it_speaks(evaluation: Evaluation) -> None:
    assert '<html lang="zh-CN">' in page(evaluation, "zh")
    assert '<html lang="en">' in page(evaluation, "en")


def test_states_are_word_sign_and_colour(evaluation: Evaluation) -> None:
    said = page(evaluation, "zh")
    assert re.search(r'class="state not_met"[^>]*><b>✗</b>4.10<small> 不达标</small>', said)
    assert re.search(r'class="state met"[^>]*><b>✓</b>6.67<small class="sr"> 达标</small>', said)
    assert re.search(r'class="state undetermined"[^>]*><b>\?</b><small> 无法判定</small>', said)


def test_everything_is_on_the_page(evaluation: Evaluation) -> None:
    said = page(evaluation, "zh", "sha256:whole")
    for part in (
        "县达标",
        "学段校",
        "校际差异系数",
        "差距",
        "待补的单元格",
        "回执",
        "sha256:whole",
        "ab" * 32,
        "K3 分别达到",
    ):
        assert part in said, part
    assert "0.215 <span>(≤ 0.5)</span>" in said


def test_of_very_many_counties_those_that_fail_are_shown(evaluation: Evaluation) -> None:
    evaluation.counties = [CountyVerdict((f"{n:06}",), Verdict.MET) for n in range(MOST_COUNTIES + 5)]
    evaluation.counties.append(CountyVerdict((small.C,), Verdict.NOT_MET))
    said = page(evaluation, "zh")
    assert said.count('<section class="county"') == MOST_COUNTIES
    assert f'id="c-{small.C}"' in said
    assert f"下面展开其中 {MOST_COUNTIES} 个县" in said
