"""行 · Lines to blocks: headings, header lines, tables, quotes, comments. Nothing else may stand in a ruleset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from eqrules.diagnostics.fixes import change, insert
from eqrules.diagnostics.report import Fix, Report
from eqrules.source import Source, Span
from eqrules.syntax.characters import FOLD, UNSEEN
from eqrules.syntax.pasted import pasted_cells, widen

_HEADING = re.compile(r"(?P<marks>#{1,2})\s+(?P<text>\S.*?)\s*$")
_BULLET = re.compile(r"\s*[-+]\s+(?P<key>[^:\uff1a]+?)\s*[:\uff1a]\s*(?P<value>.*?)\s*$")
_UNSPACED = re.compile(r"(?P<marks>#{1,2}(?=[^#\s])|[-+](?=[^-+\s:][^:]*:)).*")
_LOOSE_HEADING = re.compile(_HEADING.pattern.replace(r"\s+", "", 1))
_LOOSE_BULLET = re.compile(_BULLET.pattern.replace(r"[-+]\s+", "[-+]", 1))
_QUOTE = re.compile(r">\s?(?P<text>.*?)\s*$")
_OTHER = re.compile(r"\s*(#{1,2}\s|>|[-+]\s+[^:]+:)")
"""Lines that stay what they are though there is a tab in them."""
_RULE = re.compile(r"\|?(\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$")
_CELL = re.compile(r"(?:\\.|[^|\\])*")


@dataclass(slots=True)
class RawLine:
    key: Span
    value: Span


@dataclass(slots=True)
class RawTable:
    """`pasted`: numbers (from 0, the heading's) of lines with tabs between the cells, as copied from a sheet."""

    header: list[Span]
    rows: list[list[Span]]
    span: Span
    pasted: set[int] = field(default_factory=set)


@dataclass(slots=True)
class RawText:
    """A quote or a comment."""

    kind: str
    text: str
    span: Span


@dataclass(slots=True)
class RawSection:
    """`heading` is None for what stands before the first `##`."""

    heading: Span | None
    parts: list[RawLine | RawTable | RawText] = field(default_factory=list)


def read_blocks(source: Source, report: Report) -> tuple[Span | None, list[RawSection]]:
    """The `#` heading (None if the file has none) and the sections, the one before any `##` first."""
    title: Span | None = None
    sections = [RawSection(None)]
    table: list[list[Span]] | None = None
    comment_start: int | None = None
    offset = 0
    for text in source.text.splitlines(keepends=True):
        line, start = text.rstrip("\r\n"), offset
        offset += len(text)
        parts = sections[-1].parts
        whole = Span(source, start, start + len(line))
        _hidden_characters(line, whole, report)
        folded = line.translate(FOLD)
        if comment_start is not None or line.lstrip().startswith("<!--"):
            comment_start = start if comment_start is None else comment_start
            if "-->" in line:
                end = start + line.index("-->")
                body = source.text[source.text.index("<!--", comment_start) + 4 : end]
                parts.append(RawText("comment", body.strip(), Span(source, comment_start, end + 3)))
                if line[end + 3 - start :].strip():
                    _stray(Span(source, end + 3, start + len(line)), report)
                comment_start = None
            table = None
        elif folded.lstrip().startswith("|"):
            if table is None:
                table = []
                parts.append(RawTable([], table, whole))
            table.append(_cells(source, line, folded, start))
        elif table is not None and "\t" in line and not line.strip():
            continue  # an empty row of a sheet
        elif "\t" in (line.strip() if table is None else line) and (table is not None or not _OTHER.match(folded)):
            if table is None:
                table = []
                parts.append(RawTable([], table, whole))
            cast(RawTable, parts[-1]).pasted.add(len(table))
            table.append(pasted_cells(whole, report))
        else:
            table = None
            loose = _UNSPACED.match(folded)
            if loose:  # said at its place, and read as it was meant
                _stray(whole, report)
            if heading := _HEADING.match(folded) or (loose and _LOOSE_HEADING.match(folded)):
                where = Span(source, start + heading.start("text"), start + heading.end("text"))
                if heading["marks"] == "##":
                    sections.append(RawSection(where))
                elif title is None and len(sections) == 1 and not parts:
                    title = where
                else:
                    _stray(whole, report)
            elif bullet := _BULLET.match(folded) or (loose and _LOOSE_BULLET.match(folded)):
                key = Span(source, start + bullet.start("key"), start + bullet.end("key"))
                parts.append(RawLine(key, Span(source, start + bullet.start("value"), start + bullet.end("value"))))
            elif quote := _QUOTE.match(folded):
                parts.append(RawText("quote", line[quote.start("text") : quote.end("text")], whole))
            elif line.strip():
                _stray(whole, report)
    if comment_start is not None:
        _stray(Span(source, comment_start, comment_start + 4), report)
    for section in sections:
        for part in section.parts:
            if isinstance(part, RawTable):
                _settle(part, report)
    return title, sections


_NEARLY = (
    (
        re.compile(r"#+"),
        "标题只有「# 」和「## 」两级，井号后面空一格。",
        "Headings are “# ” and “## ” only, with a space behind.",
    ),
    (
        re.compile(r"[-+*×]"),
        "说明行写成「- 名称：内容」，短横后面空一格。",
        "Header lines are “- key: value”, with a space behind the dash.",
    ),
)
_WORDS = (
    "要给人看的话写成以 > 开头的引文，或放进 <!-- --> 批注。",
    "Write words for people as a quote starting with > or inside <!-- -->.",
)


def _stray(place: Span, report: Report) -> None:
    text = place.text.strip()
    zh, en = next(((zh, en) for looks, zh, en in _NEARLY if looks.match(text.translate(FOLD))), _WORDS)
    report.error("EQ103", place, text=text, hint=zh, hint_en=en, fixes=_stray_fixes(place, text))


def _stray_fixes(place: Span, text: str) -> list[Fix]:
    """A mark without its space gets it; words for people become a quote or a comment."""
    if spaced := _UNSPACED.fullmatch(text.translate(FOLD)):
        at = len(spaced["marks"])
        return [change(place, f"{spaced['marks']} {text[at:]}", safe=True)]
    if any(looks.match(text.translate(FOLD)) for looks, _, _ in _NEARLY):
        return []
    return [change(place, f"> {text}"), change(place, f"<!-- {text} -->")]


def _cells(source: Source, line: str, folded: str, start: int) -> list[Span]:
    cells: list[Span] = []
    position = folded.index("|") + 1
    while position < len(folded.rstrip()):
        match = _CELL.match(folded, position)
        assert match
        raw = line[match.start() : match.end()]
        left = match.start() + len(raw) - len(raw.lstrip())
        right = max(left, match.start() + len(raw.rstrip()))
        cells.append(Span(source, start + left, start + right))
        position = match.end() + 1
    return cells


def _settle(table: RawTable, report: Report) -> None:
    """The first line heads the columns, the second is the rule, the rest are rows."""
    lines = table.rows
    for number in sorted(table.pasted):
        widen(lines[number], len(lines[0]) if number else 0)
    is_rule = len(lines) > 1 and all(_RULE.fullmatch(cell.text.translate(FOLD)) for cell in lines[1])
    if not is_rule and 0 not in table.pasted:
        rule = "\n|" + "---|" * len(lines[0])
        fix = insert(table.span, rule, "在表头下面加这一行", "add the line below the header", safe=True)
        report.error("EQ112", lines[0][0].to(lines[0][-1]) if lines[0] else table.span, fixes=[fix])
    table.header = lines[0]
    table.rows = lines[2:] if is_rule else lines[1:]
    for row in table.rows:
        if len(row) != len(table.header):
            place, fixes = _uneven(row, table)
            report.error("EQ107", place, wanted=str(len(table.header)), given=str(len(row)), fixes=fixes)


def _uneven(row: Sequence[Span], table: RawTable) -> tuple[Span, list[Fix]]:
    """The row that is too short, or the cells that are too many; and what would make it even."""
    wide = len(table.header)
    if not row:
        return table.span, []
    if len(row) < wide:
        place, short = row[0].to(row[-1]), wide - len(row)
        added = f"在行末补 {short} 个空格子", f"add {short} empty cells at the end"
        return place, [insert(place, " |" * short, *added)]
    more = row[wide].to(row[-1])
    gone = Span(more.source, row[wide - 1].end, more.end)
    return more, [Fix(gone, "", f"删去多出的「{more.text}」", f"delete the extra “{more.text}”")]


def _hidden_characters(line: str, whole: Span, report: Report) -> None:
    for found in UNSEEN.finditer(line):
        if whole.start + found.start() or found[0] != "\ufeff":
            place = Span(whole.source, whole.start + found.start(), whole.start + found.end())
            private = 0xE000 <= ord(found[0]) <= 0xF8FF  # it may stand for a character that somebody can see
            report.error("EQ101", place, point=f"U+{ord(found[0]):04X}", fixes=[change(place, "", safe=not private)])
