"""检查结果 · The sheet of findings: a line for each place and thing seen, the worst first, linked to its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from eqrules.data.own_marks import COLOURS, NUMBERS
from eqrules.diagnostics.report import Level
from eqrules.report import words
from eqrules.report.annotated.marks import LEVELS, NEEDED, Place
from eqrules.report.annotated.styles import Styles
from eqrules.report.workbook import lines, reference

FILLS: dict[Level, str] = dict(zip(LEVELS, COLOURS, strict=True))
NAMES: dict[Level, tuple[str, str]] = {
    "error": ("错误", "Error"),
    "warning": ("提醒", "Note"),
    "hint": ("提示", "Hint"),
}
_HEADS = (
    (*NUMBERS, 6), ("级别", "Level", 8), ("编号", "Code", 9), ("工作表", "Sheet", 14), ("单元格", "Cell", 10),
    ("原文", "Original", 18), ("读作", "Read as", 14), ("问题", "What was seen", 60), ("怎么办", "What to do", 44),
    ("待补清单", "To fill in", 12),
)  # fmt: skip
_DUE = ("待补", "fill in")
_FIRST = 5
"""The row of the first finding."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LONGEST = 32_000


def sheet(
    title: str,
    name: str,
    own: Sequence[Place],
    originals: Sequence[str],
    there: Sequence[str],
    styles: Styles,
    lang: str,
) -> bytes:
    """The part of the sheet; `there`: the sheets of the book, which can be linked to."""
    heads = "".join(
        _text(4, column, words.either(lang, zh, en), styles.plain(bold=True, colour="F1F3F4"))
        for column, (zh, en, _) in enumerate(_HEADS)
    )
    body = [_row(1, _text(1, 0, _title(title, own, lang), styles.plain(bold=True, size=14)))]
    due = sum(place.due for place in own)
    zh = f"「{name}」的批注副本；原文件没有改动。点单元格一列跳到所在位置。" + (
        f"要补填的有 {due} 格：在「待补清单」一列筛选「{_DUE[0]}」。" if due else "")  # fmt: skip
    en = f"Annotated copy of {name}; the original is untouched. The cell column leads there." + (
        f" Cells to fill in: {due}; filter the last column." if due else "")  # fmt: skip
    body += [_row(2, _text(2, 0, words.either(lang, zh, en), styles.plain())), _row(4, heads)]
    links: list[str] = []
    told = [(r, p, o) for p, o in zip(own, originals, strict=True) for r in p.remarks]
    told.sort(key=lambda line: LEVELS.index(line[0].level))
    for number, (remark, place, original) in enumerate(told, 1):
        at = _FIRST + number - 1
        code = "" if remark.code == NEEDED else remark.code
        texts = (words.of(NAMES[remark.level], lang), code, place.sheet, place.cell, original, place.read, remark.why,
                 remark.what, words.of(_DUE, lang) if place.due else "")  # fmt: skip
        linked = (4 if place.cell else 3) if place.sheet in there else -1
        cells = [f'<c r="A{at}" s="{styles.plain(align="center")}"><v>{number}</v></c>']
        for column, said in enumerate(texts, 1):
            if column == 1:
                style = styles.plain(wrap=True, colour=FILLS[remark.level])
            else:
                style = styles.plain(ink="0B5CAD", line=True) if column == linked else styles.plain(wrap=True)
            cells.append(_text(at, column, said, style))
        tall = max(lines(remark.why, 58), lines(remark.what, 42), lines(original, 16))
        body.append(_row(at, "".join(cells), min(300, 15 * tall + 3)))
        if linked >= 0:
            here = f"{chr(65 + linked)}{at}"
            location = escape(reference(place.sheet, place.cell or "A1"))
            links.append(f'<hyperlink ref="{here}" location="{location}"/>')
    return _page("".join(body), links, last_row(told)).encode("utf-8")


def last_row(told: Sequence[object]) -> int:
    return max(_FIRST, _FIRST + len(told) - 1)


def names_of(title: str, last: int) -> Iterator[tuple[str, str]]:
    """The defined names that a filter and repeated headings need."""
    yield "_xlnm._FilterDatabase", reference(title, f"$A$4:$J${last}")
    yield "_xlnm.Print_Titles", reference(title, "$4:$4")


def _title(title: str, own: Sequence[Place], lang: str) -> str:
    counts = Counter(place.level for place in own)
    said = [f"{words.of(NAMES[level], lang)} {counts[level]}" for level in LEVELS if counts[level]]
    summary = words.either(lang, "，", ", ").join(said) or words.either(lang, "没有发现问题", "nothing found")
    return f"{title}：{summary}"


def _row(number: int, cells: str, high: int = 0) -> str:
    height = f' ht="{high}" customHeight="1"' if high else ""
    return f'<row r="{number}"{height}>{cells}</row>'


def _text(row: int, column: int, said: str, style: int) -> str:
    """Words as words, never a formula."""
    plain = clean(said)[:_LONGEST]
    inside = f'<is><t xml:space="preserve">{escape(plain)}</t></is>' if plain else ""
    kind = ' t="inlineStr"' if plain else ""
    return f'<c r="{chr(65 + column)}{row}" s="{style}"{kind}>{inside}</c>'


def clean(said: str) -> str:
    """Without the characters that no workbook can hold."""
    return "".join(c for c in said if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))


def _page(body: str, links: Sequence[str], last: int) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{wide}" customWidth="1"/>' for n, (*_, wide) in enumerate(_HEADS, 1)
    )
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr '
        'fitToPage="1"/></sheetPr><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="4" '
        'topLeftCell="A5" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr '
        f'defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{body}</sheetData><autoFilter ref="A4:J{last}"/>'
        f'{linked}<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3" footer="0.3"/><pageSetup '
        'paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )
