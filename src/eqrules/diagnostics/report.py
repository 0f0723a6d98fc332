"""所见 · Findings as data: a code, a place, facts. Their words are on their catalogue page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from eqrules.source import Span

Level = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to put a finding right: `text` in the place of `span` (an empty span inserts).

    `safe`: there is one reading only, and `check --fix` writes it; else it is a choice that a person makes.
    """

    span: Span
    text: str
    zh: str
    en: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen. `span` is a place in a ruleset, `cells` are places in a submission ("学段校!F12")."""

    code: str
    level: Level
    span: Span | None = None
    facts: dict[str, str] = field(default_factory=dict)
    others: tuple[Span, ...] = ()
    cells: tuple[str, ...] = ()
    count: int = 1
    fixes: tuple[Fix, ...] = ()


@dataclass(slots=True)
class Report:
    """Where every pass puts what it saw. All problems of one pass are found before the story stops."""

    findings: list[Finding] = field(default_factory=list)

    def error(self, code: str, span: Span | None, *others: Span, fixes: Iterable[Fix] = (), **facts: str) -> None:
        self._add(Finding(code, "error", span, facts, others, fixes=tuple(fixes)))

    def warn(self, code: str, span: Span | None, *others: Span, fixes: Iterable[Fix] = (), **facts: str) -> None:
        self._add(Finding(code, "warning", span, facts, others, fixes=tuple(fixes)))

    def hint(self, code: str, span: Span | None, *others: Span, fixes: Iterable[Fix] = (), **facts: str) -> None:
        self._add(Finding(code, "hint", span, facts, others, fixes=tuple(fixes)))

    def _add(self, finding: Finding) -> None:
        """The same thing at the same place is said once, however many rows meet it."""
        if finding not in self.findings:
            self.findings.append(finding)

    def take(self, findings: Iterable[Finding]) -> None:
        """What another report holds."""
        for finding in findings:
            self._add(finding)

    def cell(
        self, code: str, cells: Iterable[str], level: Level = "error", count: int | None = None, **facts: str
    ) -> None:
        """Something seen in a submission: one message per cause, with all its cells; people are shown the first."""
        places = tuple(cells)
        self.findings.append(Finding(code, level, None, facts, (), places, count or max(1, len(places))))

    @property
    def has_errors(self) -> bool:
        return any(finding.level == "error" for finding in self.findings)
