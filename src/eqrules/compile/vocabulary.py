"""名物表 · From documents to symbols: what every declared name stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.language.comparisons import Sign
from eqrules.model.ruleset import Ruleset
from eqrules.model.symbols import Grain, Item, Names, Symbol
from eqrules.source import Span
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import split_list
from eqrules.syntax.tree import Row

S = TypeVar("S", bound="Symbol")


@dataclass(slots=True)
class Vocabulary:
    """`by_name`: folded name, code or alias → symbol. `signs`: what the 用语 line says of comparison words."""

    ruleset: Ruleset
    by_name: dict[str, Symbol] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)
    values: dict[str, tuple[str, str]] = field(default_factory=dict)

    def declare(self, symbol: Symbol, report: Report) -> None:
        names = symbol.names
        known = self.ruleset.symbols.get(names.code)
        if known is not None:
            report.error("EQ202", symbol.span, known.span, name=names.code)
            return
        self.ruleset.symbols[names.code] = symbol
        for word in (names.code, names.zh, names.en, *names.aliases):
            if not word:
                continue
            other = self.by_name.setdefault(name_key(word), symbol)
            if other is not symbol:
                report.error("EQ202", symbol.span.of_word(word), other.span.of_word(word), name=word)

    def declare_values(self, values: list[tuple[str, str]], place: Span, report: Report) -> None:
        """One word of a closed list has one twin in the other language, in every list."""
        for pair in values:
            for word in filter(None, pair):
                known = self.values.setdefault(name_key(word), pair)
                if known != pair and all((*known, *pair)):
                    report.error("EQ210", place, name=word, one="=".join(known), other="=".join(pair))

    def find(self, text: str, kind: type[S], place: Span, report: Report, wanted: str) -> S | None:
        """The symbol of that name and kind, or None after an error."""
        symbol = self.by_name.get(name_key(text))
        if isinstance(symbol, kind):
            return symbol
        english = text.isascii() and any(c.islower() for c in text)
        names = [s.names.shown_en if english else s.names.shown
                 for s in self.ruleset.symbols.values() if isinstance(s, kind)]  # fmt: skip
        code = "EQ201" if symbol is None else "EQ204"
        near = closest(text, names) or (names[:5] if kind is Grain else [])
        report.error(code, place, name=text, near="、".join(near) or "—", wanted=wanted, fixes=changes(place, near))
        return None

    def all(self, kind: type[S]) -> Iterator[S]:
        return (symbol for symbol in self.ruleset.symbols.values() if isinstance(symbol, kind))

    def value(self, text: str) -> str:
        """A list value in the form plans know: the Chinese word where there is one."""
        folded = name_key(text)
        for item in self.all(Item):
            for zh, en in item.values:
                if folded in (name_key(zh), name_key(en)):
                    return zh or en
        return text


def names_of(row: Row, lang: str, code: str = "") -> Names:
    own, other = row.text("NAME"), row.text("OTHER_EN" if lang == "zh" else "OTHER_ZH")
    zh, en = (own, other) if lang == "zh" else (other, own)
    return Names(code or row.text("CODE"), zh, en, tuple(split_list(row.text("ALIASES"))))
