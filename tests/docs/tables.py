"""词表 · The tables of `docs/language.md` that are taken from the grammar and the builtins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from eqrules.language.builtins import BUILTINS
from eqrules.language.comparisons import PRINTED, TOKENS
from eqrules.language.units import WORDS
from eqrules.syntax.layout import HEAD, LAYOUTS
from eqrules.syntax.words import Word, words

_PLACE = re.compile(r"<!-- table: (?P<name>\w+) -->\n(?P<rows>.*?)<!-- end -->", re.DOTALL)
_SIGNS = {
    *TOKENS,
    "PLUS",
    "MINUS",
    "TIMES",
    "DIVIDE",
    "OPEN",
    "CLOSE",
    "COMMA",
    "SEMICOLON",
    "COLON",
    "PAUSE",
    "OR_VALUE",
}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _listed(spellings: Iterable[str]) -> str:
    return " \u00b7 ".join(f"`{spelling}`" for spelling in spellings)


def _own(word: Word, ascii_letters: bool) -> list[str]:
    return [s for s in word.spellings if s.isascii() == ascii_letters and s[0].isalpha()]


def comparisons() -> str:
    def rows() -> Iterable[tuple[str, ...]]:
        for token, sign in TOKENS.items():
            word = words("keywords")[token]
            signs = [s for s in word.spellings if not s[0].isalpha()]
            side = "\u4e4b\u540e after" if token.endswith("AFTER") else "\u4e4b\u524d before"
            yield PRINTED[sign], side, _listed(_own(word, False)), _listed([*_own(word, True), *signs])

    place = "\u5728\u6570\u7684 \u00b7 the number stands"
    return _table(("\u7b26\u53f7 \u00b7 sign", place, "\u4e2d\u6587", "English"), rows())


def units() -> str:
    rows = ((_listed(u.zh), _listed(u.en), "\u662f \u00b7 yes" if u.whole else "") for u in WORDS)
    return _table(("\u4e2d\u6587", "English", "\u53ea\u80fd\u662f\u6574\u6570 \u00b7 whole"), rows)


def builtins() -> str:
    rows = ((f"`{b.zh}`", f"`{b.en}`", b.about_zh, b.about_en) for b in BUILTINS)
    return _table(("\u51fd\u6570", "function", "\u610f\u601d", "meaning"), rows)


def _token(token: str, required: tuple[str, ...] = ()) -> str:
    word = words("headings")[token]
    return word.zh + ("*" if token in required else "")


def chapters() -> str:
    head = (
        "\u6587\u4ef6\u4fe1\u606f \u00b7 header lines",
        "\u3001".join(_token(t, ("ID", "EFFECTIVE")) for t in HEAD.split()),
        "",
    )
    rows = [head]
    for token, layout in LAYOUTS.items():
        word = words("headings")[token]
        columns = [_token(t, layout.required) for t in layout.columns]
        if layout.names == "values":
            columns.append("\u5b66\u6bb5\u7b49\u5217\u8868\u503c")
        if layout.names == "any":
            columns.append("\u5df2\u58f0\u660e\u7684\u540d\u79f0")
        lines = "\u3001".join(_token(t) for t in layout.lines)
        rows.append((f"{word.zh} \u00b7 {word.en}", lines, "\u3001".join(columns)))
    return _table(("\u7ae0 \u00b7 chapter", "\u8bf4\u660e\u884c \u00b7 lines", "\u5217 \u00b7 columns"), rows)


def _spellings(file: str, skip: Iterable[str] = ()) -> str:
    rows = (
        (_listed(_own(w, False)), _listed(_own(w, True)))
        for w in words(file).values()
        if w.token not in skip and w.spellings[0][0].isalpha()
    )
    return _table(("\u4e2d\u6587", "English"), dict.fromkeys(rows))


def headings() -> str:
    return _spellings("headings")


def values() -> str:
    return _spellings("values")


def keywords() -> str:
    return _spellings("keywords", _SIGNS)


TABLES: dict[str, Callable[[], str]] = {
    made.__name__: made for made in (comparisons, units, builtins, chapters, headings, values, keywords)
}


def places(text: str) -> dict[str, str]:
    """The tables as they stand in the page."""
    return {place["name"]: place["rows"] for place in _PLACE.finditer(text)}


def renewed(text: str) -> str:
    """The page with every table taken afresh from the program."""
    return _PLACE.sub(lambda place: f"<!-- table: {place['name']} -->\n{TABLES[place['name']]()}<!-- end -->", text)
