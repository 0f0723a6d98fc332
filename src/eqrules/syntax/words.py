"""单词表 · The words of `grammar/*.lark`: token → spellings, read from the very lines Lark reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from eqrules.shipped import shipped
from eqrules.syntax.characters import fold

_LINE = re.compile(r'^(?P<token>[A-Z_]+):\s*(?P<spellings>".*)$', re.M)
_SPELLING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Word:
    """One token with all its spellings; the first of each language is the one the formatter writes."""

    token: str
    spellings: tuple[str, ...]

    @property
    def zh(self) -> str:
        return self.spellings[0]

    @property
    def en(self) -> str:
        return next((s for s in self.spellings if s.isascii()), self.spellings[0])

    def spelled(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    def twin(self, spelling: str, lang: str) -> str:
        """The word of the same rank in that language; signs such as ≥ are the same in both."""
        words = [s for s in self.spellings if fold(s)[0].isalpha()]
        if spelling not in words:
            return spelling
        own = [s for s in words if s.isascii() == spelling.isascii()]
        other = [s for s in words if s.isascii() == (lang == "en")]
        rank = own.index(spelling)
        return other[rank] if rank < len(other) else self.spelled(lang)


@cache
def words(file: str) -> MappingProxyType[str, Word]:
    """All tokens of `grammar/<file>.lark` in file order."""
    text = (shipped("grammar") / f"{file}.lark").read_text("utf-8")
    found = (Word(line["token"], tuple(_SPELLING.findall(line["spellings"]))) for line in _LINE.finditer(text))
    return MappingProxyType({word.token: word for word in found})


@cache
def spelled_by(file: str) -> MappingProxyType[str, tuple[str, ...]]:
    """Folded spelling → the tokens that own it, for `grammar/<file>.lark`."""
    owners: dict[str, tuple[str, ...]] = {}
    for word in words(file).values():
        for spelling in word.spellings:
            owners[fold(spelling)] = (*owners.get(fold(spelling), ()), word.token)
    return MappingProxyType(owners)


def spell(token: str, lang: str) -> str:
    """The canonical spelling of a heading or keyword token."""
    for file in ("keywords", "headings"):
        if token in words(file):
            return words(file)[token].spelled(lang)
    raise KeyError(token)


_HEADING = re.compile(r"^#+ *(\S)", re.M)


def language_of(text: str) -> Literal["zh", "en"]:
    """Of a file of rules, by the first heading: `# ruleset`, or a chapter's."""
    found = _HEADING.search(text)
    return "en" if found and found[1].isascii() else "zh"
