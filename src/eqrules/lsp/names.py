"""名处 · Where each declared name stands in a ruleset: where it is declared, where it is used, what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import is_list_type, split_list, split_values
from eqrules.syntax.walk import nodes

DECLARING = ("GRAINS", "ITEMS", "DERIVED", "READINGS", "CHECKS", "INDICATORS", "VETOES", "CONCLUSIONS")
_NAMING = {"NAME", "OTHER_EN", "OTHER_ZH"}
_NAMES_IN = {"GRAIN", "PARENT", "KEY"}
Kind = Literal["name", "value"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a list value at one place. `key`: folded, as the glossary knows it."""

    kind: Kind
    key: str
    span: Span
    declares: bool = False


@dataclass(slots=True)
class Entity:
    """What a row declares. `token` is its chapter's; `row` None for a group of indicators (then `section` is it)."""

    token: str
    code: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    span: Span
    section: tree.Section
    row: tree.Row | None = None

    @property
    def shown(self) -> str:
        return self.zh or self.en or self.code

    @property
    def keys(self) -> set[str]:
        return {name_key(word) for word in (self.code, self.zh, self.en, *self.aliases) if word}


@dataclass(slots=True)
class Names:
    """The names of a ruleset and of what it builds on. `values`: folded list value → where its list is declared."""

    entities: list[Entity] = field(default_factory=list)
    by_key: dict[str, Entity] = field(default_factory=dict)
    values: dict[str, Span] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    def at(self, source: object, offset: int) -> Mention | None:
        """The smallest mention that covers, or ends at, this place of a row or chapter."""
        here = [m for m in self.mentions if m.span.source is source and m.span.start <= offset <= m.span.end]
        return min(here, key=lambda m: (m.span.end - m.span.start, m.span.end == offset), default=None)

    def of(self, mention: Mention) -> list[Mention]:
        """Every mention of the same thing, by whatever name."""
        entity = self.by_key.get(mention.key) if mention.kind == "name" else None
        keys = entity.keys if entity else {mention.key}
        return [m for m in self.mentions if m.kind == mention.kind and m.key in keys]


@dataclass(slots=True)
class Index:
    """Names worked out chapter by chapter; chapters that were not read again are not looked through again."""

    known: dict[int, tuple[tree.Section, list[Entity], list[Mention]]] = field(default_factory=dict)

    def names(self, documents: Iterable[tree.Document]) -> Names:
        made, kept = Names(), {}
        for document in documents:
            for section in document.sections:
                found = self.known.get(id(section))
                if found is None:
                    found = (section, list(_entities(section, document.lang)), list(_mentions(section)))
                kept[id(section)] = found
                made.entities += found[1]
                made.mentions += found[2]
        self.known = kept
        for entity in made.entities:
            for key in entity.keys:
                made.by_key.setdefault(key, entity)
        for mention in made.mentions:
            if mention.kind == "value" and mention.declares:
                made.values.setdefault(mention.key, mention.span)
        return made


def _entities(section: tree.Section, lang: str) -> Iterator[Entity]:
    if section.token == "INDICATORS":
        own, other = section.title, section.text("TITLE_EN" if lang == "zh" else "TITLE_ZH")
        zh, en = (own, other) if lang == "zh" else (other, own)
        yield Entity("INDICATORS", section.text("ID"), zh, en, (), section.span, section)
    if section.token not in DECLARING:
        return
    seen: set[str] = set()
    for row in section.rows:
        code, own = row.text("CODE"), row.text("NAME")
        if not code or code in seen:
            continue  # a further row of the same
        seen.add(code)
        other = row.text("OTHER_EN" if lang == "zh" else "OTHER_ZH")
        zh, en = (own, other) if lang == "zh" else (other, own)
        aliases = tuple(split_list(row.text("ALIASES")))
        place = row.place("NAME") if own else row.place("CODE")
        yield Entity(section.token, code, zh, en, aliases, place, section, row)


# ── mentions ─────────────────────────────────────────────────────
def _mentions(section: tree.Section) -> Iterator[Mention]:
    if section.token == "INDICATORS" and section.title:
        end = section.span.start + len(section.span.text.rstrip())
        yield _mention("name", Span(section.span.source, end - len(section.title), end), declares=True)
    for part in section.parts:
        match part:
            case tree.Line(token, content) if isinstance(content, tree.Text):
                if token in _NAMES_IN or (token in ("ID", "TITLE_EN", "TITLE_ZH") and section.token == "INDICATORS"):
                    yield _mention("name", content.span, declares=token not in _NAMES_IN)
            case tree.Line(_, content) if content is not None:
                yield from _in_node(content)
            case tree.Table(columns, rows):
                for column in columns:
                    if column.name:
                        yield _heading(column, section)
                for row in rows:
                    for cell in row.cells:
                        yield from _in_cell(cell, section)
            case _:
                continue


def _heading(column: tree.Column, section: tree.Section) -> Mention:
    end = column.span.start + len(column.span.text.rstrip())
    place = Span(column.span.source, end - len(column.name), end)
    return _mention("name" if section.token == "EXAMPLES" and not column.token else "value", place)


def _in_cell(cell: tree.Cell, section: tree.Section) -> Iterator[Mention]:
    token, content = cell.column.token, cell.content
    declares = section.token in DECLARING
    if not isinstance(content, tree.Text):
        yield from _in_node(content)
    elif token == "CODE":
        yield _mention("name", content.span, declares=declares)
    elif token in _NAMING and declares:
        yield _mention("name", content.span, declares=True)
    elif token == "ALIASES":
        for alias, place in _parts(content.span, split_list(content.text)):
            yield Mention("name", name_key(alias), place, True)
    elif token in _NAMES_IN:
        yield _mention("name", content.span)
    elif (token == "TYPE" and is_list_type(content.text)) or token == "OPTIONS":
        words = [word for pair in split_values(content.text)[0] for word in pair if word]
        for word, place in _parts(content.span, words):
            yield Mention("value", name_key(word), place, True)
    elif token == "DEFAULT" or (not token and section.token in ("EXAMPLES", "SPLIT")):
        yield _mention("value", content.span)


def _parts(place: Span, words: Iterable[str]) -> Iterator[tuple[str, Span]]:
    """The places of some words that follow one another in a cell."""
    at = 0
    for word in words:
        found = place.text.find(word, at)
        if found >= 0:
            at = found + len(word)
            yield word, Span(place.source, place.start + found, place.start + at)


def _in_node(content: object) -> Iterator[Mention]:
    for node in nodes(content):
        match node:
            case tree.Name(_, span):
                yield _mention("name", span)
            case tree.Value(_, span):
                yield _mention("value", span)
            case _:
                continue


def _mention(kind: Kind, place: Span, declares: bool = False) -> Mention:
    return Mention(kind, name_key(place.text), place, declares)
