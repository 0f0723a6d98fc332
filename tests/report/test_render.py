"""呈现 · Findings: the place, the line, carets under Han characters, cells, the next step."""

from __future__ import annotations

from eqrules.diagnostics.render import as_json, render, width
from eqrules.diagnostics.report import Finding, Report
from eqrules.source import Source, Span

TEXT = "# 规则集\n| R1 | 生均用房面机\u00f7学生数 | 4.2以上 |\n"


def at(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(Source("安徽2018/资源配置.md", text), start, start + len(part))


def carets(said: str) -> tuple[int, int]:
    line = next(line for line in said.splitlines() if "^" in line)
    return line.index("^"), line.count("^")


def test_the_look_of_a_finding() -> None:
    said = render(Finding("EQ709", "error", at(TEXT, "用房面机"), {"name": "x", "reason": "y"}), "zh")
    lines = said.splitlines()
    assert lines[0].startswith("EQ709 写不了「x」")
    assert lines[1] == "  安徽2018/资源配置.md:2"
    assert lines[2] == "  | | R1 | 生均用房面机\u00f7学生数 | 4.2以上 |"
    start, length = carets(said)
    assert start == width("  | | R1 | 生均")
    assert length == 8, "four Han characters, two columns each"
    assert lines[-1].startswith("  → ")


def test_a_long_row_is_cut_around_the_place() -> None:
    text = "| " + "甲" * 120 + " 面机 " + "乙" * 120 + " |\n"
    said = render(Finding("EQ709", "error", at(text, "面机")), "zh").splitlines()
    assert width(said[2]) < 120
    place, length = carets("\n".join(said))
    front = said[2][: said[2].index("面机")]
    assert (place, length) == (width(front), 4)


def test_a_place_over_several_lines_marks_the_first() -> None:
    assert carets(render(Finding("EQ709", "error", Span(Source("a.md", "ab\ncd"), 1, 5)), "en")) == (5, 1)


def test_cells_the_first_five_and_how_many() -> None:
    report = Report()
    report.cell("EQ709", [f"学段校!F{n}" for n in range(1, 38)], "warning", name="x", reason="y")
    said = render(report.findings[0], "zh")
    assert "提醒" in said.splitlines()[0]
    assert "学段校!F1、学段校!F2、学段校!F3、学段校!F4、学段校!F5 等 37 处" in said
    assert "37 places" in render(report.findings[0], "en")


def test_as_data() -> None:
    found = as_json(Finding("EQ709", "error", at(TEXT, "4.2"), {"name": "x", "reason": "y"}))
    assert found["place"] == {
        "file": "安徽2018/资源配置.md", "line": 2, "column": 21, "end_line": 2, "end_column": 24,
    }  # fmt: skip
    assert set(found) >= {"code", "level", "text", "next", "cells", "place"}
    assert as_json(Finding("EQ709", "error"))["place"] is None
