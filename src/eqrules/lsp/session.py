"""会话 · What one editor has open, in which language it is spoken to, and what was worked out for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from eqrules.compile import Compilation
from eqrules.engine.examples import ExampleResult
from eqrules.lsp import places
from eqrules.lsp.names import Index, Mention, Names
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.workspace.editing import Edited, Editing, Paper, text_at


@dataclass(slots=True)
class Open:
    """One ruleset with what requests ask of it. `stale`: changed since it was compiled.

    `tested`: of each chapter of examples that was run since, by its heading: the results, each with its row.
    """

    edited: Edited
    index: Index = field(default_factory=Index)
    stale: bool = True
    shown: set[Path] = field(default_factory=set)
    tested: dict[Span, list[tuple[Span, ExampleResult]]] = field(default_factory=dict)
    _names: tuple[Compilation, Names] | None = None

    @property
    def compilation(self) -> Compilation:
        """As of now: what changed is read first."""
        if self.stale or self.edited.compilation is None:
            self.edited.compile()
            self.stale = False
            self.tested.clear()
        assert self.edited.compilation
        return self.edited.compilation

    def chapters(self, paper: Paper) -> Iterator[tuple[tree.Section, int, int]]:
        """The chapters of one file, and where their headings begin and end in it."""
        for document in self.compilation.documents:
            for section in document.sections:
                home = self.edited.home(section.span)
                if home is not None and home[0] is paper:
                    yield section, home[1], home[2]

    @property
    def names(self) -> Names:
        compilation = self.compilation
        if self._names is None or self._names[0] is not compilation:
            self._names = (compilation, self.index.names(compilation.documents))
        return self._names[1]


@dataclass(slots=True)
class Spot:
    """A place that a request is about: its ruleset, its file, and the offset there."""

    open: Open
    paper: Paper
    offset: int

    @property
    def mention(self) -> Mention | None:
        """The name or value at this place."""
        names = self.open.names  # reads first what changed
        return names.at(*text_at(self.open.edited, self.paper, self.offset))


@dataclass(slots=True)
class Session:
    lang: str = "zh"
    editing: Editing = field(default_factory=Editing)
    rulesets: dict[int, Open] = field(default_factory=dict)
    uris: dict[Path, str] = field(default_factory=dict)

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def write(self, document_uri: str, text: str) -> Open | None:
        """A document was opened or changed."""
        path = places.path(document_uri)
        self.uris[path] = document_uri
        return self._opened(self.editing.write(path, text))

    def close(self, document_uri: str) -> Open | None:
        path = places.path(document_uri)
        self.uris.pop(path, None)
        return self._opened(self.editing.close(path))

    def _opened(self, edited: Edited | None) -> Open | None:
        self.rulesets = {id(one): self.rulesets.get(id(one)) or Open(one) for one in self.editing.rulesets}
        if edited is None:
            return None
        found = self.rulesets[id(edited)]
        found.stale = True
        return found

    def of(self, document_uri: str) -> tuple[Open, Paper] | None:
        path = places.path(document_uri)
        edited = self.editing.of(path)
        return (self.rulesets[id(edited)], edited.papers[path]) if edited else None

    def spot(self, document_uri: str, position: types.Position) -> Spot | None:
        found = self.of(document_uri)
        if found is None:
            return None
        opened, paper = found
        return Spot(opened, paper, places.offset(paper.text, position))

    def uri(self, path: Path) -> str:
        return self.uris.get(path) or places.uri(path)

    def location(self, opened: Open, span: Span) -> types.Location | None:
        """Where a place stands in the files of this ruleset, or in a file of the ruleset it builds on."""
        home = opened.edited.home(span)
        if home is not None:
            paper, start, end = home
            return types.Location(self.uri(paper.path), places.place(paper.text, start, end))
        there = opened.edited.in_chapter(span)
        file = opened.edited.file_of(there.source)
        if file is None:
            return None
        return types.Location(self.uri(file), places.place(there.source.text, there.start, there.end))
