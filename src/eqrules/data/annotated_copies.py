"""批注副本 · A workbook and its annotated copy in one folder are one submission: which of the two is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import PurePosixPath

from eqrules.data.own_marks import says_what_was_found
from eqrules.data.raw import Row, Sheet, is_blank, shown
from eqrules.diagnostics.report import Report

_NAMED = re.compile(r"「(.+)」的批注副本|Annotated copy of (.+?); the original")
_Books = Mapping[str, Sequence[Sheet]]


def leave_out_copies(sheets: Sequence[Sheet], report: Report) -> list[Sheet]:
    """EQ696: the copy says nothing new and is left out. Where somebody typed into one of them both stay, as versions
    of one table about which people are asked (EQ648)."""
    books: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        books.setdefault(sheet.file, []).append(sheet)
    lists = {name: page for name, book in books.items() for page in book if says_what_was_found(page)}
    out: set[str] = set()
    for copy, page in lists.items():
        original = _original(copy, page, {name: book for name, book in books.items() if name not in lists})
        if original is None:
            continue
        if _differ(books[copy], books[original]):
            for sheet in books[copy]:
                sheet.copy_of = original
        else:
            out.add(copy)
            report.cell("EQ696", [copy], "hint", 1, file=copy, original=original)
    return [sheet for sheet in sheets if sheet.file not in out]


def _original(copy: str, page: Sheet, books: _Books) -> str | None:
    """The file that the copy says it was made from, in the same folder if there are several of that name."""
    said = _NAMED.search(str(page.rows[1][0])) if len(page.rows) > 1 and page.rows[1] else None
    name = next(filter(None, said.groups()), "") if said else ""
    same = [file for file in books if PurePosixPath(file).name == PurePosixPath(name).name]
    return next((f for f in same if PurePosixPath(f).parent == PurePosixPath(copy).parent), next(iter(same), None))


def _differ(copy: Sequence[Sheet], original: Sequence[Sheet]) -> bool:
    """Whether any cell that somebody can see is not the same in both."""
    ours = {sheet.name: sheet for sheet in copy if not says_what_was_found(sheet)}
    return set(ours) != {s.name for s in original} or any(_unlike(ours[s.name].rows, s.rows) for s in original)


def _unlike(one: Sequence[Row], other: Sequence[Row]) -> bool:
    nothing: Row = []
    return list(one) != list(other) and any(
        shown(a) != shown(b)
        for left, right in zip_longest(one, other, fillvalue=nothing)
        for a, b in zip_longest(left, right)
        if not (is_blank(a) and is_blank(b))
    )
