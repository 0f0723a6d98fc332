"""分词 · Cells to tokens: numbers, units, keywords and declared names, the longest match first.

The lexer asks the parser which tokens may come next, so that 高于 is a comparison only where one can stand,
and part of a (perhaps misspelled) name elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from lark import Token
from lark.lexer import Lexer

from eqrules.language import units
from eqrules.syntax.characters import fold
from eqrules.syntax.glossary import Glossary, ends_word
from eqrules.syntax.words import spelled_by, words

_NUMBER = re.compile(r"\d+(\.\d+)?")
_RATIO = re.compile(r"\d+(\.\d+)?:0*[1-9]\d*(\.\d+)?")
_SIGNS = set('()+-×÷/,;:、<>=≥≤~%|!?"')
_UNIT = re.compile("(?:{0})(?:/(?:{0}))?".format("|".join(re.escape(fold(s)) for s in units.SPELLINGS if s != "%")))
_KEYWORDS: dict[str, list[str]] = {}
for _spelling in spelled_by("keywords"):
    if ord(_spelling[0]) > 8:
        _KEYWORDS.setdefault(_spelling[0], []).append(_spelling)
for _bucket in _KEYWORDS.values():
    _bucket.sort(key=len, reverse=True)
_OR = {fold(s) for s in words("keywords")["OR"].spellings}


@dataclass(slots=True)
class CellText:
    """What is lexed: one cell as typed, the glossary, and the unknown names met on the way."""

    text: str
    glossary: Glossary
    unknown: list[Token] = field(default_factory=list)


class CellLexer(Lexer):
    """A Lark lexer over `CellText`."""

    __future_interface__ = 2

    def __init__(self, conf: Any) -> None:
        del conf

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        cell: CellText = lexer_state.text
        folded = fold(cell.text)
        at, previous = 0, ""
        while True:
            while at < len(folded) and folded[at] == " ":
                at += 1
            if at >= len(folded):
                return
            accepted = parser_state.parse_conf.states[parser_state.position]
            kind, end = _next(cell, folded, at, previous, accepted)
            token = Token(kind, cell.text[at:end], start_pos=at, end_pos=end)
            if kind in ("NAME", "VALUE") and not cell.glossary.kinds(token):
                cell.unknown.append(token)
            yield token
            at, previous = end, kind


def _next(cell: CellText, folded: str, at: int, previous: str, accepted: Collection[str]) -> tuple[str, int]:
    """The kind and the end of the token that starts here."""
    if previous == "NUMBER" and "UNIT" in accepted and (unit := _UNIT.match(folded, at)):
        return "UNIT", unit.end()
    name = cell.glossary.longest(folded, at)
    word = _keyword(folded, at)
    kinds = [kind.upper() for kind in sorted(cell.glossary.kinds(name))] if name else []
    fits = [kind for kind in kinds if kind in accepted]
    if name and fits and len(name) >= len(word):
        return fits[0], at + len(name)
    if "RATIO" in accepted and (ratio := _RATIO.match(folded, at)):
        return "RATIO", ratio.end()
    if number := _NUMBER.match(folded, at):
        percent = folded.startswith("%", number.end())
        return ("PERCENT", number.end() + 1) if percent else ("NUMBER", number.end())
    if word:
        owners = spelled_by("keywords")[word]
        fitting = [token for token in owners if token in accepted]
        if word in _OR and "OR_VALUE" in accepted and _value_follows(cell, folded, at + len(word)):
            return "OR_VALUE", at + len(word)
        if fitting:
            return fitting[0], at + len(word)
    if name and len(name) >= len(word):
        return kinds[0], at + len(name)
    end = _unknown_end(folded, at)
    if end > at and ("NAME" in accepted or "VALUE" in accepted):
        return ("NAME" if "NAME" in accepted else "VALUE"), end
    if word:
        return spelled_by("keywords")[word][0], at + len(word)
    return "STRAY", max(end, at + 1)


def _keyword(folded: str, at: int) -> str:
    for spelling in _KEYWORDS.get(folded[at], ()):
        if folded.startswith(spelling, at) and ends_word(folded, at, at + len(spelling)):
            return spelling
    return ""


def _value_follows(cell: CellText, folded: str, at: int) -> bool:
    while at < len(folded) and folded[at] == " ":
        at += 1
    if at >= len(folded):
        return False
    name = cell.glossary.longest(folded, at)
    if name is None and _unknown_end(folded, at) == len(folded.rstrip()):
        return True  # nothing is said of it, so it is no name
    return folded[at].isdigit() or (name is not None and cell.glossary.kinds(name) == {"value"})


def _unknown_end(folded: str, at: int) -> int:
    """Where a word that nobody declared ends: at a sign, or where a keyword begins."""
    end = at
    while end < len(folded) and folded[end] not in _SIGNS:
        behind_code = folded[at:end].isascii() and not folded[end].isascii()
        if end > at and (word := _keyword(folded, end)) and (len(word) > 1 or word in "且或为" or behind_code):
            break
        end += 1
    return at + len(folded[at:end].rstrip())
