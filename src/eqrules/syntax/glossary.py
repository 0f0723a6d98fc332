"""词汇 · Every name a ruleset declares, in both languages, found longest first.

Chinese needs no spaces between words, so the lexer asks here what the longest declared name at a place is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from eqrules.diagnostics.suggest import closest
from eqrules.syntax.characters import name_key

Kind = Literal["name", "value"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling. `zh` and `en` are the full names, "" where the document gives none."""

    kind: Kind
    zh: str
    en: str
    typed: str = ""


@dataclass(slots=True)
class Glossary:
    """`entries`: folded spelling → what it names; a word may be both a name and a list value."""

    entries: dict[str, dict[Kind, Entry]] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)
    _by_first: dict[str, list[str]] = field(default_factory=dict)
    _sorted: set[str] = field(default_factory=set)

    def copy(self) -> Glossary:
        """The same names, to add others to."""
        entries = {key: dict(kinds) for key, kinds in self.entries.items()}
        return Glossary(entries, {}, {first: list(keys) for first, keys in self._by_first.items()})

    def add(self, kind: Kind, zh: str, en: str, *others: str) -> None:
        """Declare a name by both its names and any codes and aliases."""
        self._near.clear()
        for spelling in (zh, en, *others):
            key = name_key(spelling)
            if not key:
                continue
            known = self.entries.setdefault(key, {})
            if not known:
                self._by_first.setdefault(key[0], []).append(key)
                self._sorted.discard(key[0])
            named = spelling in (zh, en)
            entry = Entry(kind, zh if named else "", en if named else "", spelling)
            if kind not in known or (named and not (known[kind].zh or known[kind].en)):
                known[kind] = entry

    def longest(self, folded: str, at: int) -> str | None:
        """The longest declared spelling that starts at this place and does not cut an ASCII word."""
        first = folded[at]
        keys = self._by_first.get(first, [])
        if first not in self._sorted:
            keys.sort(key=len, reverse=True)
            self._sorted.add(first)
        for key in keys:
            if folded.startswith(key, at) and ends_word(folded, at, at + len(key)):
                return key
        return None

    def kinds(self, text: str) -> set[Kind]:
        return set(self.entries.get(name_key(text), ()))

    def translate(self, text: str, kind: Kind, lang: str) -> str | None:
        """The name in that language; the text itself if it is a code or alias; None if there is no name."""
        entry = self.entries.get(name_key(text), {}).get(kind)
        if entry is None:
            return None
        if not entry.zh and not entry.en:
            return text
        return (entry.zh if lang == "zh" else entry.en) or None

    def near(self, typed: str) -> list[str]:
        """The names and values closest to a word that is none of them, worked out once."""
        if typed not in self._near:
            self._near[typed] = closest(typed, [*self.spellings("name"), *self.spellings("value")])
        return self._near[typed]

    def spellings(self, kind: Kind) -> Iterator[str]:
        """All names of a kind as they were declared, for suggestions."""
        for kinds in self.entries.values():
            if entry := kinds.get(kind):
                yield from filter(None, (entry.zh, entry.en) if entry.zh or entry.en else (entry.typed,))


def ends_word(folded: str, start: int, end: int) -> bool:
    """False if cutting here would split an ASCII word or number."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (_ascii_word(before) and _ascii_word(folded[start])) and not (
        _ascii_word(folded[end - 1]) and _ascii_word(after)
    )


def _ascii_word(character: str) -> bool:
    return character == "_" or (character.isascii() and character.isalnum())
