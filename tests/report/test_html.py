"""页面 · One file, no network, no script; four states by word, sign and colour; hostile names stay text."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

import submissions
from eqrules import workspace
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


def test_every_link_leads_somewhere(written: str) -> None:
    wanted = set(re.findall(r'href="#([^"]+)"', written))
    assert wanted
    assert wanted <= set(re.findall(r' id="([^"]+)"', written))


def test_boxes_that_scroll_are_reached_by_keyboard(written: str) -> None:
    assert written.count('<div class="box"') == written.count('<div class="box" tabindex="0"')
    assert '<a class="skip" href="#' in written
    assert "<nav aria-label=" in written


def test_each_school_has_a_block(evaluation: Evaluation) -> None:
    said = page(evaluation, "zh")
    blocks = re.findall(r'<details class="school"( open)?><summary>(.*?)</summary>(.*?)</details>', said, re.S)
    assert len(blocks) == 5
    assert [bool(is_open) for is_open, _, _ in blocks] == [False, False, True, False, True]
    failing = blocks[2][2]
    assert "&lt;script&gt;" in blocks[2][1]
    assert '<td class="not_met strip">' in failing
    assert "98%</td>" in failing
    assert "增加 1 人" in failing
    assert "另有未达标\uff1aG5" in failing
    assert "学段校!D6" in blocks[4][2]


def test_what_is_below_the_floor_says_so(evaluation: Evaluation) -> None:
    said = page(evaluation, "zh")
    assert re.search(r'class="state not_met low"[^>]*><b>✗</b>3.00<small> 不达标 低于底线</small>', said)
    assert not re.search(r'not_met low"[^>]*><b>✗</b>4.10', said)


def test_a_percentage_never_rounds_across_the_standard(evaluation: Evaluation) -> None:
    outcome = evaluation.outcomes["R1"][2]
    outcome.value = Fraction(4199, 1000)
    assert "99.98%</td>" in page(evaluation, "zh")
    outcome.value = Fraction(85, 100) * Fraction(42, 10)
    assert "85%</td>" in page(evaluation, "zh")
    outcome.value -= Fraction(1, 1000)
    assert "84.98%</td>" in page(evaluation, "zh")


def test_a_radar_where_there_are_indicators_enough() -> None:
    plan = submissions.shipped_plan("cn/2017")
    said = page(submissions.joined(plan, "小学", 1000, multimedia_rooms=19), "zh")
    assert said.count('<svg class="radar"') == 5
    assert said.count('<use href="#ring-340203-7"/>') == 5
    assert said.count('id="ring-340203-7"') == 1
    points = re.findall(r'<polygon points="([^"]+)" class="value"/>', said)
    assert {len(p.split()) for p in points} == {7}


def test_two_hundred_schools_stay_under_two_megabytes(tmp_path: Path) -> None:
    plan = submissions.shipped_plan("cn/2017")
    workspace.sample(plan, tmp_path / "county.xlsx", 1, 200, 2, 40)
    found = workspace.run(plan, workspace.read(plan, [tmp_path / "county.xlsx"]), date(2024, 9, 1), {})
    said = page(found, "zh")
    assert said.count('<details class="school"') > 200
    assert len(said.encode()) < 2_000_000


def test_of_very_many_counties_those_that_fail_are_shown(evaluation: Evaluation) -> None:
    evaluation.counties = [CountyVerdict((f"{n:06}",), Verdict.MET) for n in range(MOST_COUNTIES + 5)]
    evaluation.counties.append(CountyVerdict((small.C,), Verdict.NOT_MET))
    said = page(evaluation, "zh")
    assert said.count('<section class="county"') == MOST_COUNTIES
    assert f'id="c-{small.C}"' in said
    assert f"下面展开其中 {MOST_COUNTIES} 个县" in said
