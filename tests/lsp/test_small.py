"""小处 · Pinyin, positions, and the line under the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eqrules.lsp.lines import around
from eqrules.lsp.pinyin import spells
from eqrules.lsp.places import Lines, offset, position


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zaixiaoshengshu", "在校生数"),
        ("zxss", "在校生数"),
        ("zaixs", "在校生数"),
        ("zaijiao", "在校生数"),
        ("zaix", "在校生数"),
        ("cyrs", "重要人数"),
        ("zhongyao", "重要人数"),
        ("lvhua", "绿化面积"),
        ("r1", "R1"),
        ("mryt", "每人(元)台"),
    ],
)
def test_letters_that_spell_a_name(typed: str, name: str) -> None:
    assert spells(typed, name)


@pytest.mark.parametrize("typed", ["zaixiaos2", "sx", "aixiao", "zaixiaoshengshuu", "zhss"])
def test_letters_that_spell_another_name(typed: str) -> None:
    assert not spells(typed, "在校生数")


@given(st.text("a\u4e2d\U00020bb7\n|", max_size=30), st.data())
def test_positions_there_and_back(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    place = position(text, at)
    assert offset(text, place) == at
    assert Lines(text).position(at) == place
    before = text[:at].split("\n")
    assert (place.line, place.character) == (len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)


HEAD = "# 规则集 试\n\n- 编号\uff1a甲\n\n## 指标 乙\n\n- 依据\uff1a丙\n\n"
TEXT = HEAD + "| 编号 | 指标 |\n|---|---|\n| R1 | 丁 |\n\nR2\t戊\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("编号\uff1a", ("line", "", "编号", 0)),
        ("甲", ("line", "", "甲", 1)),
        ("指标 乙", ("heading", "INDICATORS", "指标 乙", 0)),
        ("丙", ("line", "INDICATORS", "丙", 1)),
        ("指标 |", ("head", "INDICATORS", "指标", 1)),
        ("丁", ("row", "INDICATORS", "丁", 1)),
        ("R1", ("row", "INDICATORS", "R1", 0)),
        ("戊", ("head", "INDICATORS", "戊", 1)),
    ],
)
def test_the_line_under_the_cursor(words: str, expected: tuple[object, ...]) -> None:
    line = around(TEXT, TEXT.index(words))
    assert (line.kind, line.chapter, line.cell, line.column) == expected
    assert TEXT[line.start :].startswith(line.cell)
