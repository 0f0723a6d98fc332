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
_EMPTIED = ("EQ202", "EQ316")
"""Mistakes that are read on from as if nothing stood in their cell."""
_NAMELESS = ("EQ201", "EQ204")


def without_echoes(
    findings: Sequence[Finding], left_out: Sequence[Finding] = (), guessed: Sequence[Finding] = ()
) -> list[Finding]:
    """`left_out`: mistakes whose places were passed over, so that what speaks of their rows stands on nothing;
    `guessed`: mistakes for which something was assumed, so that nobody knows the exact limit."""
    causes = [one for one in (*left_out, *findings) if one.level == "error"]
    limits = [one for one in guessed if one.span is not None and _in_limit(one.span)]
    return [one for one in findings
            if not any(_echo(one, cause) for cause in (*causes, *(limits if one.code == "EQ402" else ())))]  # fmt: skip


def _echo(finding: Finding, cause: Finding) -> bool:
    if finding.span is None or cause.span is None or (finding.code, finding.span) == (cause.code, cause.span):
        return False
    if finding.span.source.name == cause.span.source.name and finding.span.line == cause.span.line:
        if finding.code == "EQ120" and cause.code in _EMPTIED:
            return True
        return finding.code in _IN_ITS_ROW and cause.code not in _IN_ITS_ROW
    if finding.code in _NAMELESS:
        return name_key(finding.span.text) in map(name_key, _declared(cause.span))
    if finding.code not in _ELSEWHERE or cause.code in _ELSEWHERE:
        return False
    line = finding.span.source.line_text(finding.span.line)
    if finding.code == "EQ402":
        return any(name in _cells(line) for name in _declared(cause.span))
    return any(_speaks_of(line, name) for name in _declared(cause.span))


def _declared(place: Span) -> list[str]:
    """The code and the name that the row at a place declares; none for a row that only speaks of others."""
    cells, tokens = _cells(place.source.line_text(place.line)), _heads(place)
    if not any("NAME" in token for token in tokens):
        return []
    return [cell for cell, token in zip(cells, tokens, strict=False) if cell and token & {"CODE", "NAME"}]


def _in_limit(place: Span) -> bool:
    """True for a cell under 标准, or under a list value such as 小学."""
    line, tokens = place.source.line_text(place.line).translate(FOLD), _heads(place)
    column = line[: place.column - 1].count("|") - 1
    return 0 <= column < len(tokens) and (not tokens[column] or "LIMIT" in tokens[column])


def _heads(place: Span) -> list[set[str]]:
    """The heading words of the table that a place is in, column by column."""
    source, at = place.source, place.line
    head = _cells(source.line_text(at))
    while at > 1 and (above := _cells(source.line_text(at - 1))):
        head, at = above, at - 1
    return [set(spelled_by("headings").get(name_key(cell), ())) for cell in head]


def _cells(line: str) -> list[str]:
    folded = line.translate(FOLD).strip()
    return [cell.strip() for cell in folded.strip("|").split("|")] if folded.startswith("|") else []


def _speaks_of(line: str, name: str) -> bool:
    at = line.translate(FOLD).find(name)
    return at >= 0 and ends_word(line, at, at + len(name))
