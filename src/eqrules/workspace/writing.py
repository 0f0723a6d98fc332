"""书写 · Documents as their authors see them: read with the names they build on, tidied, translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eqrules.compile.lineage import read_lineage
from eqrules.diagnostics.report import Report
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.format import write_document, write_files
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.memory import Memory
from eqrules.syntax.parse import parse, parse_head
from eqrules.syntax.wording import Writer
from eqrules.workspace.find import files_of, sources, unknown


@dataclass(slots=True)
class Document:
    """One ruleset as written. `wanted`: which of its files were asked for; `report`: what could not be read."""

    tree: tree.Document
    glossary: Glossary
    report: Report
    sources: tuple[Source, ...]
    paths: tuple[Path, ...]
    wanted: tuple[Path, ...]


@dataclass(slots=True)
class Tidied:
    """A file and its canonical text; `old` is the text as it stands."""

    path: Path
    old: str
    new: str


@dataclass(slots=True)
class Translated:
    """`texts` file by file, `unnamed`: names that the document gives in one language only."""

    texts: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)


def document(name: str) -> Document:
    """A ruleset by id, folder or file; a file that is one chapter of a folder is read with its folder."""
    paths = files_of(name)
    texts = sources(name)
    if texts is None:
        raise unknown(name)
    wanted = paths
    if len(paths) == 1 and _is_chapter(texts[0]) and (around := files_of(str(paths[0].parent))):
        paths, texts = around, sources(str(paths[0].parent)) or texts
    report = Report()
    made, glossary = parse(texts, report, _names_below(texts))
    return Document(made, glossary, report, texts, paths, wanted)


def tidied(one: Document) -> list[Tidied]:
    """Each file that was asked for, in canonical form, in its own language."""
    writer = Writer(one.glossary, one.tree.lang, one.tree.lang)
    texts = write_files(one.tree, one.sources, writer)
    return [
        Tidied(path, source.text, text)
        for path, source, text in zip(one.paths, one.sources, texts, strict=True)
        if path in one.wanted
    ]


def translated(one: Document, lang: str, by_file: bool = False) -> Translated:
    """The document in that language: one text, or one for each of its files."""
    writer = Writer(one.glossary, one.tree.lang, lang)
    texts = write_files(one.tree, one.sources, writer) if by_file else [write_document(one.tree, writer)]
    return Translated(texts, list(writer.unnamed))


def _is_chapter(source: Source) -> bool:
    """No `# ` title of its own: the file belongs to the document that its folder is."""
    return not any(line.startswith(("# ", "\uff03 ")) for line in source.text.splitlines())


def _names_below(texts: Sequence[Source]) -> Glossary | None:
    """The names of all that a layer or a variant stands on; None where a document stands on nothing."""
    front = parse_head(texts[0], Report())
    if not front.text("APPLIES_TO") and not front.text("INHERITS"):
        return None
    return read_lineage(texts, sources, (), Report(), Memory()).glossary
