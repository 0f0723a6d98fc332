"""回声 · Findings that are only what another mistake brings about, and go when it is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.diagnostics.report import Finding
from eqrules.source import Span
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.glossary import ends_word
from eqrules.syntax.words import spelled_by

_IN_ITS_ROW = ("EQ308", "EQ309", "EQ311", "EQ313", "EQ320")
_ELSEWHERE = ("EQ205", "EQ313", "EQ402", "EQ501")
_NAMELESS = ("EQ201", "EQ204")
_LIMIT = {"EQ102", "EQ104", "EQ115", "EQ117", "EQ123", "EQ124", "EQ125", "EQ128", "EQ201", "EQ307"}
"""Mistakes after which nobody knows what a limit was."""


def without_echoes(
    findings: Sequence[Finding], left_out: Sequence[Finding] = (), guessed: Sequence[Finding] = ()
) -> list[Finding]:
    """`left_out`: mistakes whose places were passed over, so that what speaks of their rows stands on nothing;
    `guessed`: mistakes for which something was assumed, so that nobody knows the exact limit."""
    causes = [one for one in (*left_out, *findings) if one.level == "error"]
    return [
        one
        for one in findings
        if not any(_echo(one, cause) for cause in (*causes, *(guessed if one.code == "EQ402" else ())))
    ]


def _echo(finding: Finding, cause: Finding) -> bool:
    if finding.span is None or cause.span is None or (finding.code, finding.span) == (cause.code, cause.span):
        return False
    if finding.span.source.name == cause.span.source.name and finding.span.line == cause.span.line:
        return finding.code in _IN_ITS_ROW and cause.code not in _IN_ITS_ROW
    if finding.code in _NAMELESS:
        return name_key(finding.span.text) in map(name_key, _declared(cause.span))
    if (
        finding.code not in _ELSEWHERE
        or cause.code in _ELSEWHERE
        or (finding.code == "EQ402" and cause.code not in _LIMIT)
    ):
        return False
    line = finding.span.source.line_text(finding.span.line)
    if finding.code == "EQ402":
        return any(name in _cells(line) for name in _declared(cause.span))
    return any(_speaks_of(line, name) for name in _declared(cause.span))


def _declared(place: Span) -> list[str]:
    """The code and the name that the row at a place declares; none for a row that only speaks of others."""
    source = place.source
    cells = _cells(source.line_text(place.line))
    head, at = cells, place.line
    while at > 1 and (above := _cells(source.line_text(at - 1))):
        head, at = above, at - 1
    tokens = [set(spelled_by("headings").get(name_key(cell), ())) for cell in head]
    if not any("NAME" in token for token in tokens):
        return []
    return [cell for cell, token in zip(cells, tokens, strict=False) if cell and token & {"CODE", "NAME"}]


def _cells(line: str) -> list[str]:
    folded = line.translate(FOLD).strip()
    return [cell.strip() for cell in folded.strip("|").split("|")] if folded.startswith("|") else []


def _speaks_of(line: str, name: str) -> bool:
    at = line.translate(FOLD).find(name)
    return at >= 0 and ends_word(line, at, at + len(name))
