"""回答 · What people answered once, kept beside the submission: `| 编号 | 位置 | 问题 | 回答 |` in answers.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from eqrules.data.names import heading_key
from eqrules.data.read_csv import decode
from eqrules.diagnostics.report import Finding, Report

FILES = ("answers.md", "回答.md")
_CORRECTION = frozenset(("更正", "correction", "fix"))
_EVERYWHERE = frozenset(("", "*", "全部", "all"))


@dataclass(slots=True)
class Answer:
    """One row. `code` is that of a finding or of a check; 更正 for one cell, or one word of one column."""

    code: str
    where: str
    text: str
    place: str
    used: bool = False


@dataclass(slots=True)
class Answers:
    """All rows that have an answer, in order; the last of several counts."""

    rows: list[Answer] = field(default_factory=list)

    def to(self, code: str, *where: str) -> str:
        """The answer to a question at one of these places, "" if there is none."""
        keys = {heading_key(place) for place in where}
        found = ""
        for answer in self.rows:
            if answer.code == code and (heading_key(answer.where) in keys or answer.where in _EVERYWHERE):
                answer.used, found = True, answer.text
        return found

    def of(self, code: str) -> list[Answer]:
        return [answer for answer in self.rows if answer.code == code]

    @property
    def corrections(self) -> list[Answer]:
        return [answer for answer in self.rows if answer.code.lower() in _CORRECTION]


def read_answers(paths: Iterable[Path]) -> Answers:
    """The answers beside each file, or in each folder; each file of answers once."""
    found = Answers()
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    for file in (folder / name for folder in folders for name in FILES):
        if file.is_file():
            for number, line in enumerate(decode(file.name, file.read_bytes()).splitlines(), 1):
                parts = [part.strip().replace("\\|", "|") for part in _cells(line)]
                if len(parts) >= 3 and parts[-1] and not set(parts[-1]) <= set("-: "):
                    found.rows.append(Answer(parts[0], parts[1], parts[-1], f"{file.name}:{number}"))
    found.rows = [a for a in found.rows if a.code.lower() not in ("编号", "code")]
    return found


def _cells(line: str) -> list[str]:
    text = line.strip()
    if not text.startswith("|"):
        return []
    return (
        text.removeprefix("|").removesuffix("|").replace("\\|", "\0").replace("|", "\n").replace("\0", "|").split("\n")
    )


# ── explanations ──────────────────────────────────────────────
def explained(found: list[Finding], answers: Answers) -> list[Finding]:
    """What is out of the ordinary and explained in writing is no longer asked; the explanation is printed."""
    told: list[Finding] = []
    for finding in found:
        code = finding.facts.get("check", finding.code)
        if finding.level != "warning" or not answers.of(code):
            told.append(finding)
            continue
        reasons = {cell: reason for cell in finding.cells or ("",) if (reason := answers.to(code, cell, *_row(cell)))}
        rest = [cell for cell in finding.cells if cell not in reasons]
        if rest or not reasons:
            told.append(finding)
        if reasons:
            said = "；".join(dict.fromkeys(reasons.values()))
            facts = {"check": code, "reason": said, "n": str(len(reasons))}
            told.append(Finding("EQ684", "hint", None, facts, (), tuple(reasons), len(reasons)))
    return told


def _row(cell: str) -> tuple[str, ...]:
    """The sheet of a cell: an explanation may be given for all of it."""
    return (cell.partition("!")[0],)


def say_unused(answers: Answers, report: Report) -> None:
    """Answers that nothing asked for: a cell that is not there, a question that is settled."""
    unused = [a for a in answers.rows if (not a.used and a.code.upper().startswith("EQ6")) or
              (not a.used and a.code.lower() in _CORRECTION)]  # fmt: skip
    if unused:
        rows = "、".join(f"{a.code} {a.where}" for a in unused[:3])
        report.cell("EQ680", [a.place for a in unused[:5]], "hint", len(unused), n=str(len(unused)), rows=rows)
