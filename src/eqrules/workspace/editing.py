"""编辑 · Rulesets while somebody types: open texts over files on disk, read chapter by chapter.

A file is handed to the compiler as one source per chapter. A chapter that did not change stays the same object, so
that it is read once, and its places stay right wherever in its file it moves to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.compile.memory import Memory
from eqrules.source import Source, Span
from eqrules.syntax.memory import Memory as Texts
from eqrules.undisturbed import undisturbed
from eqrules.workspace.find import digest, folder_of, sources

if TYPE_CHECKING:
    from eqrules.compile import Compilation

_TITLE = re.compile(r"^[#\uff03]\s+(规则集|ruleset)\b", re.I)
_CUT = re.compile(r"^[ \t]*<!--|-->|^[#\uff03]{2}\s", re.M)


@dataclass(slots=True)
class Paper:
    """One file as it stands in the editor. `starts`: where each of its chapters begins.

    `instead`: new chapter (by its id) → the one that was compiled last in its place.
    """

    path: Path
    text: str = ""
    chapters: list[Source] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    instead: dict[int, Source] = field(default_factory=dict)

    def write(self, text: str) -> None:
        """Take the new text; chapters that read as before stay what they were."""
        known: dict[str, list[Source]] = {}
        for chapter in self.chapters:
            known.setdefault(chapter.text, []).append(chapter)
        self.text, self.starts = text, list(_cuts(text))
        before, self.chapters = self.chapters, []
        for start, end in zip(self.starts, [*self.starts[1:], len(text)], strict=True):
            own = text[start:end]
            kept = known.get(own)
            self.chapters.append(kept.pop(0) if kept else Source(self.path.name, own))
        gone = [chapter for chapter in before if not any(chapter is one for one in self.chapters)]
        new = [chapter for chapter in self.chapters if not any(chapter is one for one in before)]
        waiting = {id(chapter): self.instead[id(chapter)] for chapter in self.chapters if id(chapter) in self.instead}
        for chapter in new:
            waiting.pop(id(chapter), None)
        in_place = zip(new, gone, strict=False)
        self.instead = waiting | {id(chapter): self.instead.get(id(old), old) for chapter, old in in_place}


def _cuts(text: str) -> Iterator[int]:
    """Where chapters begin: at headings that stand in no comment."""
    yield 0
    within = False
    for found in _CUT.finditer(text):
        if found[0].endswith("<!--"):
            within = True
        elif found[0] == "-->":
            within = False
        elif not within and found.start():
            yield found.start()


@dataclass(slots=True)
class Edited:
    """One ruleset in the editor: its files, and how far it compiles."""

    papers: dict[Path, Paper]
    memory: Memory = field(default_factory=lambda: Memory(Texts(rows=True)))
    fetched: dict[str, tuple[str, tuple[Source, ...]]] = field(default_factory=dict)
    compilation: Compilation | None = None
    _homes: dict[int, tuple[Paper, int]] = field(default_factory=dict)

    def compile(self) -> Compilation:
        """Read what changed, and compile."""
        from eqrules.compile import compile_ruleset

        written = [chapter for paper in self.papers.values() for chapter in paper.chapters]
        self._homes = {
            id(chapter): (paper, number)
            for paper in self.papers.values()
            for number, chapter in enumerate(paper.chapters)
        }
        self.memory = self.memory.turn(
            {new: old for paper in self.papers.values() for new, old in paper.instead.items()}
        )
        with undisturbed():
            self.compilation = compile_ruleset(written, self._fetch, memory=self.memory)
        for paper in self.papers.values():
            paper.instead = {}
        return self.compilation

    def _fetch(self, name: str) -> tuple[Source, ...] | None:
        """Another ruleset as it stands on disk; the same objects as long as its text is the same."""
        found = sources(name)
        if found is None:
            return None
        mark = digest(found)
        known = self.fetched.get(name)
        if known is None or known[0] != mark:
            known = self.fetched[name] = (mark, found)
        return known[1]

    def in_chapter(self, span: Span) -> Span:
        """A place in a row, as a place in the chapter of the row."""
        chapter, start = self.memory.texts.home(span.source)
        return Span(chapter, start + span.start, start + span.end)

    def home(self, span: Span) -> tuple[Paper, int, int] | None:
        """The file of a place, and its offsets there; None for a place in another ruleset."""
        place = self.in_chapter(span)
        found = self._homes.get(id(place.source))
        if found is None:
            return None
        paper, number = found
        start = paper.starts[number]
        return paper, start + place.start, start + place.end

    def file_of(self, source: Source) -> Path | None:
        """The file on disk of a text of another ruleset."""
        for name, (_, texts) in self.fetched.items():
            if any(text is source for text in texts):
                folder = folder_of(name)
                return folder if folder.is_file() else folder / source.name.rpartition("/")[2]
        return None


@dataclass(slots=True)
class Editing:
    """Everything that is open. `texts`: what the editor holds; it goes before what is on disk."""

    texts: dict[Path, str] = field(default_factory=dict)
    rulesets: list[Edited] = field(default_factory=list)

    def write(self, path: Path, text: str) -> Edited | None:
        """A file was opened or changed; the ruleset it belongs to, not compiled again yet."""
        self.texts[path] = text.replace("\r\n", "\n")
        return self._settle(path)

    def close(self, path: Path) -> Edited | None:
        """From now on the text on disk counts."""
        self.texts.pop(path, None)
        return self._settle(path) if path.exists() else None

    def of(self, path: Path) -> Edited | None:
        return next((one for one in self.rulesets if path in one.papers), None)

    def _settle(self, path: Path) -> Edited | None:
        files = self._together(path)
        known = self.of(path)
        if known is not None and tuple(known.papers) != files:
            self.rulesets.remove(known)
            known = None
        if not files:
            return None
        if known is None:
            known = Edited({file: Paper(file) for file in files})
            self.rulesets.append(known)
        for file, paper in known.papers.items():
            text = self._text(file)
            if text != paper.text or not paper.chapters:
                paper.write(text)
        return known

    def _together(self, path: Path) -> tuple[Path, ...]:
        """The files of the ruleset that this one belongs to: a folder is one ruleset, unless its files have titles."""
        if path.parent.name == "cases":
            return ()
        opened = [other for other in self.texts if other.parent == path.parent]
        files = sorted({path, *path.parent.glob("*.md"), *opened})
        titled = [file for file in files if _TITLE.match(self._text(file))]
        return tuple(files) if len(titled) == 1 else (path,)

    def _text(self, path: Path) -> str:
        if path in self.texts:
            return self.texts[path]
        try:
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return ""


def trial(edited: Edited, texts: Mapping[Path, str]) -> Compilation:
    """How the ruleset would compile with these texts in place of its own."""
    copy = Edited({path: Paper(path) for path in edited.papers}, fetched=edited.fetched)
    for path, paper in copy.papers.items():
        paper.write(texts.get(path, edited.papers[path].text))
    return copy.compile()


def text_at(edited: Edited, paper: Paper, offset: int) -> tuple[Source, int]:
    """The row or chapter that holds a place of a file, and the place within it."""
    number = max(n for n, start in enumerate(paper.starts) if start <= offset)
    return edited.memory.texts.at(paper.chapters[number], offset - paper.starts[number])
