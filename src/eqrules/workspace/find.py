"""寻找 · Where rulesets are, and their texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eqrules.diagnostics.report import Finding, Report
from eqrules.plan.plan import Interval
from eqrules.shipped import shipped
from eqrules.source import Source


class CannotRun(Exception):
    """Something that stops a command before it has a result; the command line exits with 2."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Shipped:
    """One line of `eqrules list`."""

    id: str
    zh: str
    en: str
    document: str
    interval: Interval
    kind: str
    state: str
    applies_to: str
    parents: tuple[str, ...] = ()


def folder_of(name: str) -> Path:
    path = Path(name)
    return path if path.exists() else shipped("rulesets") / name


def sources(name: str) -> tuple[Source, ...] | None:
    """The files of a ruleset by id or path, in order; None if there is no such ruleset.

    Raises `CannotRun` (EQ111) for a file that is not UTF-8 text.
    """
    return tuple(source_at(file) for file in files_of(name)) or None


def files_of(name: str) -> tuple[Path, ...]:
    """The paths of the files of a ruleset by id or path, in the order they are read."""
    folder = folder_of(name)
    return (folder,) if folder.is_file() else tuple(sorted(folder.glob("*.md")))


def source_at(path: Path) -> Source:
    roots = [shipped("rulesets"), Path.cwd()]
    shown = next((str(path.resolve().relative_to(root)) for root in roots
                  if path.resolve().is_relative_to(root)), path.name)  # fmt: skip
    try:
        return Source(shown, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, OSError) as problem:
        raise CannotRun(Finding("EQ111", "error", facts={"file": shown})) from problem


def digest(texts: Sequence[Source]) -> str:
    return hashlib.sha256("\0".join(f"{s.name}\0{s.text}" for s in texts).encode()).hexdigest()


def _known() -> Iterator[str]:
    root = shipped("rulesets")
    for file in sorted(root.rglob("*.md")):
        folder = file.parent
        if folder.name != "cases" and folder != root:
            yield str(folder.relative_to(root))


def unknown(name: str) -> CannotRun:
    from eqrules.diagnostics.suggest import closest

    near = "、".join(closest(name, dict.fromkeys(_known()))) or "—"
    return CannotRun(Finding("EQ405", "error", facts={"name": name, "near": near}))


def rulesets() -> list[Shipped]:
    """Every shipped ruleset, by id."""
    from eqrules.compile import head
    from eqrules.compile.lineage import parents_of
    from eqrules.syntax.parse import parse_head

    found = []
    for name in dict.fromkeys(_known()):
        texts = sources(name)
        if texts is None:
            continue
        document = parse_head(texts[0], Report())
        names, papers = head.about_document(document), head.paper(document)
        days = head.in_force(document, Report())
        found.append(
            Shipped(document.text("ID"), names.zh, names.en, papers.document, days, papers.kind,
                    papers.state, document.text("APPLIES_TO"),
                    tuple(parent.id for parent in parents_of(document, Report())))
        )  # fmt: skip
    return found
