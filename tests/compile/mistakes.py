"""错例 · One-cell mistakes: rows of a page, each a change of one place in a sound document, with what is due there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eqrules.compile import Compilation
from eqrules.compile.recover import compile_on
from eqrules.diagnostics.report import Finding
from eqrules.source import Source

CORPUS = Path(__file__).parent / "corpus"
GROUNDS = {
    "sound": "test/mistakes",
    "variant": "test/variant",
    "layer": "test/layer",
    "english": "test/english",
    "english-variant": "test/county",
}
"""The sound documents that mistakes are made in: the page's name, and the id that others know it by."""


@cache
def ground(name: str) -> str:
    return (CORPUS / f"{name}.md").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Mistake:
    """`line`: from 0; `start`, `end`: where the changed words stand in it; `within`: what the finding points at."""

    ground: str
    line: int
    start: int
    end: int
    wrong: str
    code: str
    within: str

    @property
    def cell(self) -> tuple[int, int]:
        """Its line, and the how-manieth cell of it."""
        text = ground(self.ground).splitlines()[self.line]
        changed = text[self.start : self.end]
        skipped = len(changed) - len(changed.lstrip("| ")) if changed.strip("| ") else changed.rfind("|", 0, -1) + 1
        return self.line, text[: self.start + skipped].count("|")

    def __str__(self) -> str:
        return f"{self.ground} {self.line + 1} {self.wrong} {self.code}"


@cache
def mistakes() -> tuple[Mistake, ...]:
    made, of = [], ""
    for line in (CORPUS / "mistakes.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            of = line.split()[1]
        elif line.startswith("|") and not line.startswith(("|---", "| 处 |")):
            made.append(_read(of, line))
    return tuple(made)


def _read(of: str, row: str) -> Mistake:
    cells = [cell.strip().replace("\0", "|") for cell in row.replace("\\|", "\0").split("|")[1:-1]]
    where, old, wrong, code, within = cells
    lines = ground(of).splitlines()
    found = [n for n, text in enumerate(lines) if text.startswith(where) and old in text]
    assert len(found) == 1, row
    line = found[0]
    start = lines[line].index(old, len(where) - len(old) if where.endswith(old) else 0)
    return Mistake(of, line, start, start + len(old), wrong, code, within or wrong)


def with_mistakes(*made: Mistake, of: str = "") -> Compilation:
    """The sound document with these mistakes in it, compiled."""
    (name,) = {one.ground for one in made} or {of}
    lines = ground(name).splitlines(keepends=True)
    for one in sorted(made, key=lambda m: (m.line, m.start), reverse=True):
        lines[one.line] = lines[one.line][: one.start] + one.wrong + lines[one.line][one.end :]
    return compile_on([Source("made.md", "".join(lines))], fetched)


def fetched(asked: str) -> list[Source] | None:
    """The sound document of that id."""
    return next(([Source(f"{name}.md", ground(name))] for name, known in GROUNDS.items() if known == asked), None)


def at(finding: Finding, mistake: Mistake, others: Sequence[Mistake] = ()) -> bool:
    """True if the finding stands at the mistake, which others on its line may have moved."""
    if finding.code != mistake.code or finding.span is None or finding.span.source.name != "made.md":
        return False
    moved = sum(len(o.wrong) - (o.end - o.start) for o in others if o.line == mistake.line and o.start < mistake.start)
    first = finding.span.column - 1 - moved
    due = mistake.start + mistake.wrong.index(mistake.within)
    return (
        finding.span.line == mistake.line + 1
        and first < due + len(mistake.within) + 1
        and first + max(1, finding.span.end - finding.span.start) >= due
    )
