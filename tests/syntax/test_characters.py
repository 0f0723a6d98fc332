"""字符 · Full- and half-width forms are one token, and places stay where they were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqrules.compile import compile_ruleset
from eqrules.diagnostics.report import Report
from eqrules.plan.identity import identity
from eqrules.source import Source
from eqrules.syntax.characters import fold
from eqrules.syntax.parse import parse

PREFACE = (Path(__file__).parent.parent / "diagnostics" / "preface.md").read_text("utf-8")
HALF = """
## 指标 资源

- 编号:RES
- 对象:学段校
- 依据:第六条
- 除外:办学类型为教学点且在校生数不足50;在校生数=0

| 编号 | 指标 | 单位 | 计算 | 标准 |
|---|---|---|---|---|
| R1 | 每百名学生教师数 | 人/百名学生 | (专任教师数+0)÷在校生数×100 | 小学4.2以上;初中5.3以上 |
| R2 | 教师比例 | % | 专任教师数/在校生数 | >=4.2% |
"""
WIDE = str.maketrans({
    ":": "\uff1a", ";": "\uff1b", "(": "\uff08", ")": "\uff09", "+": "\uff0b", "=": "\uff1d", "%": "\uff05",
    **{str(d): chr(0xFF10 + d) for d in range(10)},
})  # fmt: skip


def wide(text: str) -> str:
    """The same with full-width signs and digits, but for table rules and codes."""
    return "\n".join(
        line if line.startswith("|---") else "|".join(cell if cell.strip() in ("R1", "R2") else cell.translate(WIDE)
                                                      for cell in line.split("|"))
        for line in text.split("\n")
    )  # fmt: skip


def test_full_width_text_means_the_same() -> None:
    typed = wide(HALF)
    assert "\uff1a" in typed
    assert "\uff14" in typed
    plans = [compile_ruleset([Source("t", PREFACE + text)]) for text in (HALF, typed)]
    assert [c.report.findings for c in plans] == [[], []]
    assert identity(plans[0].plan) == identity(plans[1].plan)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("\uff24\uff11\uff0e\uff15", "d1.5"),
        ("\u2267\u2a7e", "\u2265\u2265"),
        ("\u3000A\u00a0", " a "),
        ("①㎡Ⅲ…", "①㎡Ⅲ…"),
    ],
)
def test_folding_keeps_the_length(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert len(fold(typed)) == len(typed)


def test_places_point_into_the_text_as_typed() -> None:
    text = wide(PREFACE + HALF).replace("专任教师数\uff0b", "专任教师书\uff0b")
    report = Report()
    parse([Source("t", text)], report)
    (finding,) = report.findings
    assert finding.code == "EQ201"
    assert finding.span
    assert finding.span.text == "专任教师书"
    assert text[finding.span.start : finding.span.end] == "专任教师书"
    assert "专任教师数" in finding.facts["near"]


def test_the_longest_name_wins_and_a_comparison_word_may_begin_one() -> None:
    extra = "| above | 高于规定学历教师数 | | 人 | 整数 | 学段校 | |\n"
    text = (PREFACE + extra + HALF).replace("(专任教师数+0)", "高于规定学历教师数")
    assert compile_ruleset([Source("t", text)]).report.findings == []


def test_a_misspelt_name_that_begins_like_a_comparison_is_still_a_name() -> None:
    text = (PREFACE + HALF).replace("(专任教师数+0)", "高于规定学历教师书")
    (finding,) = compile_ruleset([Source("t", text)]).report.findings
    assert (finding.code, finding.facts["name"]) == ("EQ201", "高于规定学历教师书")
