"""粘贴的表 · Rows copied out of Excel or WPS are a table: read alike, written as a table of the language."""

from __future__ import annotations

from eqrules.diagnostics.report import Report
from eqrules.source import Source
from eqrules.syntax.blocks import RawTable, read_blocks
from eqrules.syntax.format import format_document
from eqrules.syntax.parse import parse

HEAD = "# 规则集 试\n\n- 编号:test/pasted\n\n## 对象\n\n"
PIPES = HEAD + "| 编号 | 名称 | 属于 | 主键 |\n|---|---|---|---|\n| a | 甲 | | 代码 |\n| b | 乙 | 甲 | 校码 |\n"


def formatted(text: str) -> str:
    report = Report()
    document, glossary = parse([Source("a.md", text)], report)
    assert [(f.code, str(f.span), f.facts) for f in report.findings] == []
    return format_document(document, glossary, "zh")


def test_a_pasted_table_is_written_as_a_table() -> None:
    pasted = HEAD + "编号\t名称\t属于\t主键\na\t甲\t\t代码\nb\t乙\t甲\t校码\n"
    assert formatted(pasted) == formatted(PIPES)


def test_rows_pasted_below_a_table_belong_to_it() -> None:
    assert formatted(PIPES.replace("| b | 乙 | 甲 | 校码 |", "b\t乙\t甲\t校码")) == formatted(PIPES)


def test_blank_cells_at_the_end_come_and_go() -> None:
    pasted = HEAD + "编号\t名称\t主键\t属于\t\na\t甲\t代码\t\t\n\t\t\t\t\nb\t乙\t校码\t甲\t\n"
    again = HEAD + "编号\t名称\t主键\t属于\na\t甲\t代码\nb\t乙\t校码\t甲\n"
    assert formatted(pasted) == formatted(again)


def test_bars_and_quotes_in_pasted_cells() -> None:
    report = Report()
    text = '编号\t名称\t说明\na\t甲|乙\t"两句,\t一格"\n'
    _, sections = read_blocks(Source("a.md", HEAD + text), report)
    assert [f.code for f in report.findings] == ["EQ170", "EQ170", "EQ107"], "a tab inside a cell cannot be told"
    text = '编号\t名称\t说明\na\t甲|乙\t"两句"\n'
    _, sections = read_blocks(Source("a.md", HEAD + text), Report())
    table = sections[1].parts[0]
    assert isinstance(table, RawTable)
    assert [cell.text for cell in table.rows[0]] == ["a", "甲|乙", "两句"]


def test_a_tab_in_other_lines_changes_nothing() -> None:
    report = Report()
    text = "# 规则集\t试\n\n- 编号:\ttest/pasted\n\n> 一\t二\n\n\t闲话\n"
    read_blocks(Source("a.md", text), report)
    assert [f.code for f in report.findings] == ["EQ103"]
