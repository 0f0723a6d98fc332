"""错例齐不齐 · Every chapter, column, line, word and kind of sentence has a mistake whose message was read.

What there is comes from the program, and what a mistake touches from the sound page it is made in: nobody keeps a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from lark import Token, Tree
from mistakes import GROUNDS, Mistake, fetched, ground, mistakes, with_mistakes

from eqrules.compile.lineage import read_lineage
from eqrules.diagnostics.report import Report
from eqrules.source import Source, Span
from eqrules.syntax import cells, parse, tree
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.layout import HEAD, LAYOUTS
from eqrules.syntax.lexer import CellText
from eqrules.syntax.memory import Memory
from eqrules.syntax.words import spelled_by, words

FREE = {
    "OTHER_EN": "a translation", "OTHER_ZH": "a translation", "TIME": "for people", "SOURCE": "for people",
    "NOTE": "for people", "QUESTION": "for people", "PROMISE": "for people", "RESPONSIBLE": "for people",
    "BASIS": "the article as the paper numbers it", "CASE": "whatever rows have in common",
    "COUNTY_CODE": "checked against the data, not by the compiler", "COUNTY_NAME": "as the paper writes it",
}  # fmt: skip
"""Columns whose cells may hold anything, and why: one mistake in a cell or the heading, in some chapter, is enough."""
FREE_LINES = {
    "TITLE_EN": "a translation", "TITLE_ZH": "a translation", "DOCUMENT": "the paper's own words",
    "NUMBER": "the paper's own words", "ISSUED": "the paper's own words", "STATE": "the paper's own words",
    "KIND": "the paper's own words", "NOTE_LINE": "for people", "BASIS": "the article as the paper numbers it",
}  # fmt: skip
"""Lines of the head and of chapters likewise."""


@dataclass(frozen=True, slots=True)
class Touched:
    """`kind`: head, line, column, heading, start, sentence, word or value. `chapter`: "" for the head."""

    kind: str
    chapter: str
    token: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.chapter, self.token)))


@dataclass(slots=True)
class Page:
    """A sound page as it was read: its document, and each cell's start rule and parse tree by where it begins."""

    document: tree.Document
    starts: dict[int, tuple[str, Tree[Token] | Token]] = field(default_factory=dict)


@cache
def page(name: str) -> Page:
    read: dict[tuple[str, int], tuple[str, Any]] = {}
    lexed = cells.read_cell

    def remember(start: str, place: Span, glossary: Glossary, report: Report) -> Any:
        parsed = cells._parser().parse(CellText(place.text, glossary), start=start)  # type: ignore[arg-type]
        read[place.source.name, place.start] = start, parsed
        return lexed(start, place, glossary, report)

    own = Source("own.md", ground(name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "read_cell", remember)
        lineage = read_lineage([own], fetched, [], Report(), Memory())
    document = next(d for d in lineage.documents if d.text("ID") == GROUNDS[name])
    return Page(
        document, {start: found for (source, start), found in read.items() if source == document.span.source.name}
    )


# ── what there is ────────────────────────────────────────────────
def everything() -> set[Touched]:
    parser = cells._parser()
    shown = {rule.alias or rule.origin.name for rule in parser.rules if rule.alias or not rule.options.expand1}
    found = {Touched("head", "", token) for token in HEAD.split()} | {Touched("heading", "", t) for t in LAYOUTS}
    for chapter, layout in LAYOUTS.items():
        found |= {Touched("line", chapter, token) for token in layout.lines}
        found |= {Touched("column", chapter, token) for token in layout.columns}
        found |= {Touched("column", chapter, "")} if layout.names != "none" else set()
    found |= {Touched("start", "", start) for start in cells.STARTS}
    found |= {Touched("sentence", "", str(rule)) for rule in shown if not str(rule).startswith("_")}
    found |= {Touched("word", "", terminal.name) for terminal in parser.terminals}
    return found | {Touched("value", "", token) for token in words("values")}


def free(one: Touched) -> bool:
    return one.token in (FREE if one.kind == "column" else FREE_LINES if one.kind in ("head", "line") else ())


# ── what a mistake touches ───────────────────────────────────────
def touched(mistake: Mistake) -> Iterator[Touched]:
    read = page(mistake.ground)
    source = read.document.span.source
    first = source.line_start(mistake.line + 1) + mistake.start
    last = first + mistake.end - mistake.start
    line, cell = mistake.cell

    def here(place: Span) -> bool:
        return place.source.name == source.name and place.start < last and first < place.end

    def inside(place: Span) -> Iterator[Touched]:
        if place.start in read.starts:
            start, parsed = read.starts[place.start]
            yield Touched("start", "", start)
            yield from _grammar(parsed, first - place.start, last - place.start)
        for part in re.finditer(r"[^\u3001,;()]+", place.text.translate(FOLD)):
            if place.start + part.start() < last and first < place.start + part.end():
                yield from (Touched("value", "", owner) for owner in spelled_by("values").get(name_key(part[0]), ()))

    for part in read.document.head:
        if isinstance(part, tree.Line) and here(part.span):
            yield Touched("head", "", part.token)
            yield from inside(part.content.span if part.content else part.span)
    for section in read.document.sections:
        if here(section.span):
            yield Touched("heading", "", section.token)
        for token, written in section.lines.items():
            if here(written.span):
                yield Touched("line", section.token, token)
                yield from inside(written.content.span if written.content else written.span)
        for table in (part for part in section.parts if isinstance(part, tree.Table)):
            if source.line_of(table.span.start) == line + 1:
                yield Touched("column", section.token, table.columns[cell - 1].token)
            for row in table.rows:
                if source.line_of(row.span.start) == line + 1:
                    yield Touched("column", section.token, row.cells[cell - 1].column.token)
                    yield from inside(row.cells[cell - 1].span)


def _grammar(parsed: Tree[Token] | Token, first: int, last: int) -> Iterator[Touched]:
    """The kinds of sentence that the change stands in, and the words that it reaches."""
    if isinstance(parsed, Token):
        start, end = parsed.start_pos or 0, parsed.end_pos or 0
        if start < last and first < end:
            yield Touched("word", "", parsed.type)
        return
    meta = parsed.meta
    if not getattr(meta, "empty", True) and meta.start_pos < last and first < meta.end_pos:
        yield Touched("sentence", "", str(parsed.data))
        for child in parsed.children:
            if child is not None:
                yield from _grammar(child, first, last)


# ── the law ──────────────────────────────────────────────────────
@cache
def covered() -> frozenset[Touched]:
    return frozenset(one for mistake in mistakes() for one in touched(mistake))


def test_everything_that_can_be_written_has_a_mistake_that_was_read() -> None:
    missing = {one for one in everything() if not free(one)} - covered()
    assert not missing, "\n".join(["no mistake is made in:", *sorted(map(str, missing))])


def test_what_may_hold_anything_has_one_somewhere() -> None:
    some = {(one.kind, one.token) for one in covered()}
    missing = {(one.kind, one.token) for one in everything() if free(one)} - some
    assert not missing, f"no mistake is made in a cell or the heading of: {sorted(missing)}"


@pytest.mark.parametrize("name", GROUNDS)
def test_the_pages_they_are_made_in_are_sound(name: str) -> None:
    made = with_mistakes(of=name)
    assert made.report.findings == []
    assert made.plan
