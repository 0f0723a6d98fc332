"""丢失的字符 · What a text that lost characters on its way from a paper likely was: 〔20176号, 20249月, 45/每班."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from eqrules.source import Span

YEAR = r"(?:19|20)\d\d"
_LIKELY: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"〔({YEAR})(\d+)号"), lambda m: f"〔{m[1]}〕{m[2]}号"),
    (re.compile(rf"(?<![〔\d])({YEAR})〕(\d+)号"), lambda m: f"〔{m[1]}〕{m[2]}号"),
    (re.compile(rf"(?<!\d)({YEAR})(1[0-2]|0?[1-9])月"), lambda m: f"{m[1]}年{m[2]}月"),
    (re.compile(rf"(?<!\d)({YEAR})({YEAR})(?=年|学年|$)"), lambda m: f"{m[1]}—{m[2]}"),
    (re.compile(r"(?<![\d.])([1-9])(\d{2,3})(?=继续教育学时)"), lambda m: f"{m[1]}年{m[2]}"),
    (re.compile(r"(\d+)/每(班|生|校)"), lambda m: f"{m[1]}人/每{m[2]}" if m[2] != "生" else f"{m[1]}元/每生"),
)  # fmt: skip


def likely_originals(place: Span) -> Iterator[tuple[Span, str]]:
    """Each stretch of the text that seems to have lost characters, with what it likely was."""
    for pattern, original in _LIKELY:
        for found in pattern.finditer(place.text):
            likely = original(found)
            if likely != found[0]:
                yield Span(place.source, place.start + found.start(), place.start + found.end()), likely
