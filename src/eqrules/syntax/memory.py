"""记性 · What was read before, so that a text that changed a little is not read again from the start.

Everything is kept by the very object it was read from: whoever edits a text hands in the same `Source` for each
part that did not change. Without a memory everything is read anew, and means the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eqrules.diagnostics.report import Finding, Report
from eqrules.source import Source, Span
from eqrules.syntax.blocks import RawSection, read_blocks
from eqrules.syntax.characters import fold
from eqrules.syntax.declare import declare, declaring_words
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.tree import Lang, Section

_Words = list[str]


@dataclass(slots=True)
class _Blocks:
    source: Source
    title: Span | None
    sections: list[RawSection]
    findings: list[Finding]


@dataclass(slots=True)
class Read:
    """A chapter as read with the names of a glossary, and what was seen in it. `text`: its source, for comparing."""

    raw: RawSection
    glossary: Glossary
    section: Section | None
    findings: list[Finding]
    text: str


@dataclass(slots=True)
class Memory:
    """`old_…` is what the reading before knew: what the next one does not ask for is forgotten."""

    blocks: dict[int, _Blocks] = field(default_factory=dict)
    words: dict[int, tuple[RawSection, _Words]] = field(default_factory=dict)
    glossaries: list[tuple[Glossary, tuple[Glossary | None, Lang, list[_Words]]]] = field(default_factory=list)
    chapters: dict[int, Read] = field(default_factory=dict)
    folded: dict[int, str] = field(default_factory=dict)
    differing: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    old: Memory | None = None

    def turn(self) -> Memory:
        """The memory for the next reading."""
        self.old = None
        return Memory(old=self)

    def read_blocks(self, source: Source, report: Report) -> tuple[Span | None, list[RawSection]]:
        """As `blocks.read_blocks`; the sections belong to this memory and are not to be changed."""
        known = self.blocks.get(id(source)) or (self.old and self.old.blocks.get(id(source)))
        if not known:
            own = Report()
            known = _Blocks(source, *read_blocks(source, own), own.findings)
        self.blocks[id(source)] = known
        report.take(known.findings)
        return known.title, known.sections

    def glossary(self, sections: Sequence[RawSection], base: Glossary | None, lang: Lang) -> Glossary:
        """The names that these chapters and what they build on declare: the same object while these are the same."""
        said = (base, lang, [self._declaring(section) for section in sections])
        known = [*self.glossaries, *(self.old.glossaries if self.old else ())]
        found = next((one for one, words in known if words[0] is base and words[1:] == said[1:]), None)
        if found is None:
            found = base.copy() if base else Glossary()
            declare([RawSection(None), *sections], found, lang)
        self.glossaries.append((found, said))
        return found

    def _declaring(self, section: RawSection) -> _Words:
        """The words of a chapter that names are declared by."""
        known = self.words.get(id(section)) or (self.old and self.old.words.get(id(section)))
        if not known:
            known = (section, declaring_words(section))
        self.words[id(section)] = known
        return known[1]

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
        return known

    def keep(self, raw: RawSection, glossary: Glossary, section: Section | None, findings: list[Finding]) -> Read:
        assert raw.heading
        source = raw.heading.source
        if id(source) not in self.folded:
            self.folded[id(source)] = " ".join(fold(source.text).split())
        made = self.chapters[id(raw)] = Read(raw, glossary, section, findings, self.folded[id(source)])
        return made

    def _differing(self, one: Glossary, other: Glossary) -> set[str]:
        """The spellings that are names or values in one of them only."""
        key = (id(one), id(other))
        if key not in self.differing:
            a, b = one.entries, other.entries
            self.differing[key] = {k for k in a.keys() | b.keys() if a.get(k, {}).keys() != b.get(k, {}).keys()}
        return self.differing[key]
