"""错例 · One-cell mistakes: rows of a page, each a change of one place in a sound ruleset, with what is due there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eqrules.compile import Compilation
from eqrules.compile.recover import compile_on
from eqrules.diagnostics.report import Finding
from eqrules.source import Source
from eqrules.syntax.characters import FOLD

CORPUS = Path(__file__).parent / "corpus"
SOUND = (CORPUS / "sound.md").read_text("utf-8")


@dataclass(frozen=True)
class Mistake:
    """`line`: from 0; `start`, `end`: where the changed words stand in it; `within`: what the finding points at."""

    line: int
    start: int
    end: int
    wrong: str
    code: str
    within: str

    @property
    def cell(self) -> tuple[int, int]:
        """Its line, and the how-manieth cell of it."""
        text = SOUND.splitlines()[self.line]
        skipped = len(text[self.start : self.end]) - len(text[self.start : self.end].lstrip("| "))
        return self.line, text[: self.start + skipped].count("|")

    def __str__(self) -> str:
        return f"{self.line + 1} {self.wrong} {self.code}"


@cache
def mistakes() -> tuple[Mistake, ...]:
    return tuple(_read(row) for row in (CORPUS / "mistakes.md").read_text("utf-8").splitlines()[7:])


def _read(row: str) -> Mistake:
    cells = [cell.strip().replace("\0", "|") for cell in row.replace("\\|", "\0").split("|")[1:-1]]
    where, old, wrong, code, within = cells
    lines = SOUND.splitlines()
    (line,) = [n for n, text in enumerate(lines) if text.startswith(where) and old in text]
    start = lines[line].index(old, len(where) - len(old) if where.endswith(old) else 0)
    return Mistake(line, start, start + len(old), wrong, code, within or wrong)


def with_mistakes(*made: Mistake) -> Compilation:
    """The sound ruleset with these mistakes in it, compiled."""
    lines = SOUND.splitlines(keepends=True)
    for one in sorted(made, key=lambda m: (m.line, m.start), reverse=True):
        lines[one.line] = lines[one.line][: one.start] + one.wrong + lines[one.line][one.end :]
    return compile_on([Source("made.md", "".join(lines))])


def at(finding: Finding, mistake: Mistake, others: tuple[Mistake, ...] = ()) -> bool:
    """True if the finding stands at the mistake, which others on its line may have moved."""
    if finding.code != mistake.code or finding.span is None:
        return False
    moved = sum(len(o.wrong) - (o.end - o.start) for o in others if o.line == mistake.line and o.start < mistake.start)
    first = finding.span.column - 1 - moved
    due = mistake.start + mistake.wrong.index(mistake.within)
    return (
        finding.span.line == mistake.line + 1
        and first < due + len(mistake.within) + 1
        and first + max(1, finding.span.end - finding.span.start) >= due
        and FOLD is not None
    )
