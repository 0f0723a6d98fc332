"""对照工作簿 · The comparison as a workbook: 对照, 两份规则集, 反例, 影响; words are words, never formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eqrules.compare.changes import Comparison, Effect
from eqrules.report.diff import sheets
from eqrules.report.diff.sentences import Sentences
from eqrules.report.workbook import Book, lines, text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (30, 18, 46, 46, 12, 18)
_EDGE: dict[str, Any] = {"border": 1, "border_color": "#B8C0C8", "text_wrap": True, "font_size": 10, "valign": "top"}
_COLOURS: dict[Effect, tuple[str, str]] = {
    "stricter": ("#8A3B00", "#FDEFE2"), "looser": ("#0B5CAD", "#E8F1FB"), "incomparable": ("#6B2FA0", "#F3EAFB"),
    "unproven": ("#7A4F00", "#FFF4D9"), "equal": ("#5A646E", "#F1F3F4"),
}  # fmt: skip


def workbook(found: Comparison, lang: str) -> bytes:
    write = Sentences(found, lang)
    say = write.say
    book = Book(say("新旧条文对照表", "Old and new"), f"eqrules {found.old.id} {found.new.id}")
    _changes(book, book.sheet(say("对照", "Changes"), landscape=True), write)
    _list(book, book.sheet(say("规则集", "Rulesets")), ["", say("旧", "Old"), say("新", "New")],
          sheets.rulesets(write), (18, 60, 60))  # fmt: skip
    if found.counterexamples:
        _examples(book, book.sheet(say("反例", "Counterexamples"), landscape=True), write)
    if found.impact is not None:
        reach = book.sheet(say("影响", "Impact"), landscape=True)
        _list(book, reach, sheets.reach_heads(write), sheets.reach_rows(write, found.impact), (44, 20, 36, 50))
        rows = sheets.switch_rows(write, [*found.impact.counties, *found.impact.switches], 100_000)
        listed = book.sheet(say("结论改变的对象", "Objects that change"), landscape=True)
        _list(book, listed, sheets.switch_heads(write), rows, (40, 30, 34, 14, 14, 12, 12))
    return book.content()


def _changes(book: Book, page: Worksheet, write: Sentences) -> None:
    overall = write.found.overall
    text(page, 0, 0, f"{write.id('old')} → {write.id('new')}", book.style(bold=True, font_size=16))
    page.set_row(0, 28)
    ink, _ = _COLOURS[overall.effect]
    said = f"{write.overall()}{write.say('：', ': ')}{write.judgement(overall)}"
    text(page, 1, 0, said, book.style(bold=True, font_color=ink))
    head = book.style(**_EDGE, bold=True, bg_color="#F1F3F4")
    for column, (name, wide) in enumerate(zip(sheets.heads(write), _WIDTHS, strict=True)):
        page.set_column(column, column, wide)
        text(page, 2, column, name, head)
    title = ""
    for place, line in enumerate(sheets.lines(write), 3):
        title = line.title or title
        cells = (title, line.aspect, line.old, line.new)
        for column, cell in enumerate(cells):
            text(page, place, column, cell, book.style(**_EDGE, bold=not column))
        ink, wash = _COLOURS[line.effect]
        effect = sheets.effect_words(line.effect, write.lang) if line.decides else ""
        colours = {"font_color": ink, "bg_color": wash} if line.decides else {}
        text(page, place, 4, effect, book.style(**_EDGE, **colours))
        text(page, place, 5, line.basis, book.style(**_EDGE))
        page.set_row(place, 15 * max(lines(c, w - 2) for c, w in zip(cells, _WIDTHS, strict=False)) + 3)
    page.freeze_panes(3, 1)
    page.repeat_rows(2)


def _list(
    book: Book, page: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    for column, (name, wide) in enumerate(zip(heads, widths, strict=True)):
        page.set_column(column, column, wide)
        text(page, 0, column, name, book.style(**_EDGE, bold=True, bg_color="#F1F3F4"))
    plain = book.style(**_EDGE)
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            text(page, place, column, cell, plain)
        page.set_row(place, 15 * max(lines(c, w - 2) for c, w in zip(row, widths, strict=True)) + 3)
    page.freeze_panes(1, 0)


def _examples(book: Book, page: Worksheet, write: Sentences) -> None:
    """Each example: what it shows, then its sheets, ready to be copied into a submission."""
    place, plain = 0, book.style(**_EDGE)
    page.set_column(0, 40, 16)
    for one in write.found.counterexamples:
        text(page, place, 0, write.counterexample(one), book.style(bold=True))
        for sheet, heads, rows in write.sheets(one):
            place += 1
            text(page, place, 0, sheet, book.style(italic=True, font_color="#5A646E"))
            for row in (heads, *rows):
                place += 1
                for column, cell in enumerate(row):
                    text(page, place, column, cell, plain)
        place += 2
