"""记性 · What was read before, so that a text that changed a little is not read again from the start.

Everything is kept by the very object it was read from: whoever edits a text hands in the same `Source` for each
part that did not change. Without a memory everything is read anew, and means the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast

from eqrules.diagnostics.report import Finding, Report
from eqrules.source import Source, Span
from eqrules.syntax.blocks import RawSection, read_blocks
from eqrules.syntax.characters import fold
from eqrules.syntax.declare import Declared, declare, declared, declaring_words
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.pieces import cut, rows_of
from eqrules.syntax.tree import Column, Lang, Row, Section

_Words = list[str]
Columns = list[Column | None]
P = TypeVar("P", Columns, Row)


@dataclass(slots=True)
class _Blocks:
    source: Source
    title: Span | None
    sections: list[RawSection]
    findings: list[Finding]
    pieces: list[tuple[int, Source]] = field(default_factory=list)


@dataclass(slots=True)
class _Names:
    """All that `declare` looks at in a chapter, and what it declares, by the language of its document."""

    section: RawSection
    words: _Words
    declared: dict[Lang, Sequence[Declared]] = field(default_factory=dict)


@dataclass(slots=True)
class _Part:
    """The head or a row of a table as read with the names of a glossary. `under`: the chapter's token, the columns."""

    raw: list[Span]
    under: str | Columns
    made: Columns | Row
    glossary: Glossary


@dataclass(slots=True)
class Read:
    """A chapter as read with the names of a glossary, and what was seen in it. `text`: its source, for comparing.

    `parts`: the heads and rows of its tables, by their ids.
    """

    raw: RawSection
    glossary: Glossary
    section: Section | None
    findings: list[Finding]
    text: str
    parts: dict[int, _Part]


@dataclass(slots=True)
class Memory:
    """`old` is what the reading before knew: what the next one does not ask for is forgotten.

    `rows`: each row of a table is a source of its own, and kept by itself. `instead`: new source (by its id) → the
    one that stood in its place before, whose rows it may take over. `homes`: row → its chapter, where it begins there.
    """

    rows: bool = False
    instead: Mapping[int, Source] = field(default_factory=dict)
    homes: dict[int, tuple[Source, int]] = field(default_factory=dict)
    parts: dict[int, _Part] = field(default_factory=dict)
    blocks: dict[int, _Blocks] = field(default_factory=dict)
    names: dict[int, _Names] = field(default_factory=dict)
    glossaries: list[tuple[Glossary, tuple[Glossary | None, Lang, list[_Words]]]] = field(default_factory=list)
    chapters: dict[int, Read] = field(default_factory=dict)
    folded: dict[int, str] = field(default_factory=dict)
    differing: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    old: Memory | None = None

    def turn(self, instead: Mapping[int, Source]) -> Memory:
        """The memory for the next reading."""
        self.old = None
        return Memory(self.rows, instead, old=self)

    def home(self, source: Source) -> tuple[Source, int]:
        """The chapter that a row stands in, and where it begins there; of a chapter, itself."""
        return self.homes.get(id(source), (source, 0))

    def at(self, chapter: Source, offset: int) -> tuple[Source, int]:
        """The row that covers, or ends at, this place of a chapter, and the place in it; else the chapter."""
        known = self.blocks.get(id(chapter))
        for start, piece in known.pieces if known else ():
            if start <= offset <= start + len(piece.text):
                return piece, offset - start
        return chapter, offset

    def read_blocks(self, source: Source, report: Report) -> tuple[Span | None, list[RawSection]]:
        """As `blocks.read_blocks`; the sections belong to this memory and are not to be changed."""
        known = self.blocks.get(id(source)) or (self.old and self.old.blocks.get(id(source)))
        if not known:
            own = Report()
            known = _Blocks(source, *read_blocks(source, own), own.findings)
            if self.rows:
                before = self.old.blocks.get(id(self.instead.get(id(source)))) if self.old else None
                known.pieces = cut(known.sections, before.sections if before else ())
        self.blocks[id(source)] = known
        self.homes |= {id(piece): (source, start) for start, piece in known.pieces}
        report.take(known.findings)
        return known.title, known.sections

    def glossary(self, sections: Sequence[RawSection], base: Glossary | None, lang: Lang) -> Glossary:
        """The names that these chapters and what they build on declare: the same object while these are the same."""
        said = (base, lang, [self._declaring(section).words for section in sections])
        known = [*self.glossaries, *(self.old.glossaries if self.old else ())]
        found = next((one for one, words in known if words[0] is base and words[1:] == said[1:]), None)
        if found is None:
            found = base.copy() if base else Glossary()
            declare(sections, found, lang, partial(self._declared, lang))
        self.glossaries.append((found, said))
        return found

    def _declaring(self, section: RawSection) -> _Names:
        """What names are declared by in a chapter."""
        known = self.names.get(id(section)) or (self.old and self.old.names.get(id(section)))
        if not known:
            known = _Names(section, declaring_words(section))
        self.names[id(section)] = known
        return known

    def _declared(self, lang: Lang, section: RawSection) -> Sequence[Declared]:
        """What a chapter declares, worked out once."""
        known = self.names[id(section)].declared
        if lang not in known:
            known[lang] = declared(section, lang)
        return known[lang]

    def chapter(self, raw: RawSection, glossary: Glossary) -> Read | None:
        """The chapter as read before, unless a name in it has come, gone or changed its kind since."""
        known = self.chapters.get(id(raw)) or (self.old and self.old.chapters.get(id(raw)))
        if not known:
            return None
        if known.glossary is not glossary:
            changed = self._differing(known.glossary, glossary)
            if known.findings or any(key in known.text for key in changed):
                return None
            known.glossary = glossary
        self.chapters[id(raw)] = known
        self.parts |= known.parts
        return known

    def keep(self, raw: RawSection, glossary: Glossary, section: Section | None, findings: list[Finding]) -> Read:
        assert raw.heading
        source = raw.heading.source
        if id(source) not in self.folded:
            self.folded[id(source)] = " ".join(fold(source.text).split())
        parts = {id(row): self.parts[id(row)] for row in rows_of(raw) if id(row) in self.parts}
        made = self.chapters[id(raw)] = Read(raw, glossary, section, findings, self.folded[id(source)], parts)
        return made

    def once(
        self, raw: list[Span], under: str | Columns, glossary: Glossary, report: Report, read: Callable[[Report], P]
    ) -> P:
        """The head or a row of a table as read before, unless a name in it has changed; or read now.

        What brings findings is read again every time.
        """
        if not self.rows:
            return read(report)
        known = self.parts.get(id(raw)) or (self.old.parts.get(id(raw)) if self.old else None)
        alike = known is not None and (known.under is under or (isinstance(under, str) and known.under == under))
        if known is not None and alike and self._stands(known, glossary):
            known.glossary = glossary
        else:
            own = Report()
            known = _Part(raw, under, read(own), glossary)
            report.take(own.findings)
            if own.findings:
                return cast(P, known.made)
        self.parts[id(raw)] = known
        return cast(P, known.made)

    def _stands(self, known: _Part, glossary: Glossary) -> bool:
        if known.glossary is glossary:
            return True
        changed = self._differing(known.glossary, glossary)
        text = " ".join(fold(known.raw[0].source.text).split()) if changed else ""
        return not any(key in text for key in changed)

    def _differing(self, one: Glossary, other: Glossary) -> set[str]:
        """The spellings that are names or values in one of them only."""
        key = (id(one), id(other))
        if key not in self.differing:
            a, b = one.entries, other.entries
            self.differing[key] = {k for k in a.keys() | b.keys() if a.get(k, {}).keys() != b.get(k, {}).keys()}
        return self.differing[key]
