"""绊脚处 · Where a cell cannot be read: a word nobody declared, or one that does not fit here."""

from __future__ import annotations

import re

from lark import Token, UnexpectedToken

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.language.comparisons import TOKENS
from eqrules.source import Span
from eqrules.syntax.characters import FULL, fold
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.lexer import CellText
from eqrules.syntax.words import spelled_by, words


def report_range(start: str, cell: CellText, place: Span, report: Report) -> bool:
    """True after reporting a 范围 that is one word nobody declared (EQ133); names of figures are no help there."""
    if start != "within" or len(cell.unknown) != 1 or str(cell.unknown[0]) != place.text.strip():
        return False
    near = closest(place.text, cell.glossary.spellings("value"))
    report.error("EQ133", place, text=place.text, near="、".join(near) or "—", fixes=changes(place, near))
    return True


def report_unknown(cell: CellText, place: Span, glossary: Glossary, report: Report) -> bool:
    """True after reporting names that nobody declared (EQ201), or words that should be numbers (EQ117)."""
    unknown = [token for token in cell.unknown if token.type == "NAME"]  # values: whose list knows better
    for token in unknown:
        where = _within(place, token)
        if _NUMERAL.search(fold(str(token))):
            report.error("EQ117", where, text=str(token))
            continue
        compared = [s for t in TOKENS for s in words("keywords")[t].spellings if len(s) > 1]
        near = closest(str(token), [*glossary.spellings("name"), *glossary.spellings("value"), *compared])
        report.error("EQ201", where, name=str(token), near="、".join(near) or "—", fixes=changes(where, near))
    return bool(unknown)


_NUMERAL = re.compile(r"^[.\d]|左右$|^约|^[一二三四五六七八九十百千万亿两〇]+(?:名|人|所|项|个|年|间|班)?$")
"""Numbers as people say them, and vague ones: none of them a name, none of them a number that decides."""


def report_syntax(stop: UnexpectedToken, place: Span, report: Report) -> None:
    """The word that does not fit (EQ102), or that the cell ends too early (EQ104)."""
    table = words("keywords")
    expected = sorted(stop.accepts or stop.expected or ())
    kinds = [_KINDS[kind] for kind in _KINDS if kind in expected]
    spelled = [table[t] for t in table if t in expected and t != "OR_VALUE"]
    zh = "、".join([*(zh for zh, _ in kinds), *(_quoted(w.zh.translate(FULL), "「」") for w in spelled)][:8]) or "—"
    en = ", ".join([*(en for _, en in kinds), *(_quoted(w.en, "“”") for w in spelled)][:8]) or "—"
    token = stop.token
    if token.type == "$END":
        report.error("EQ104", Span(place.source, place.end, place.end), wanted=zh, wanted_en=en)
    else:
        where, rest = _within(place, token), place.text[token.end_pos or 0 :]
        near = [
            s for s in closest(str(token), [s for w in spelled for s in w.spellings], 1) if not _turned(token, s, rest)
        ]
        last = [""] if "$END" in expected and where.end == place.end else []  # it is whole without
        report.error("EQ102", where, seen=str(token), wanted=zh, wanted_en=en, fixes=changes(where, near + last))


def _quoted(word: str, marks: str) -> str:
    """A sign in quotation marks, so that it is not taken for one of the sentence."""
    return word if word[0].isalnum() else f"{marks[0]}{word}{marks[1]}"


def _turned(token: Token, other: str, rest: str) -> bool:
    """True if it would say something else, 超过 for 不超过, or run into the rest, 项达标 before 不达标."""
    known = spelled_by("keywords")
    if ("不" in token) != ("不" in other) or (other.startswith(fold(str(token))) and rest[:1].isalnum()):
        return True
    return set(TOKENS) >= {*known.get(fold(str(token)), ("",)), *known.get(fold(other), ("",))}


_KINDS = {
    "NAME": ("名称", "a name"),
    "NUMBER": ("数", "a number"),
    "PERCENT": ("百分数", "a percentage"),
    "RATIO": ("比", "a ratio"),
    "VALUE": ("取值", "a value"),
    "$END": ("到此为止", "nothing more"),
}


def _within(place: Span, token: Token) -> Span:
    return Span(place.source, place.start + (token.start_pos or 0), place.start + (token.end_pos or 0))
