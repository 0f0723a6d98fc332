"""回声 · Findings that are only what another mistake brings about, and go when it is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.diagnostics.report import Finding
from eqrules.source import Span
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.glossary import ends_word
from eqrules.syntax.words import spelled_by, words

_IN_ITS_ROW = ("EQ308", "EQ309", "EQ311", "EQ313", "EQ320")
_ELSEWHERE = ("EQ205", "EQ313", "EQ402", "EQ501")
_EMPTIED = ("EQ202", "EQ316")
"""Mistakes that are read on from as if nothing stood in their cell."""
_NAMELESS = ("EQ201", "EQ204")
_OF_HALVES = ("EQ102", "EQ201", "EQ204")
_OF_PARENT = ("EQ106", "EQ133", "EQ201", "EQ204", "EQ312", "EQ401", "EQ413", "EQ415", "EQ425", "EQ430")
"""What cannot be known while nobody knows the parent."""
_OF_DAYS = ("EQ424", "EQ407")
_OF_ACTION = ("EQ120", "EQ410", "EQ414", "EQ415", "EQ416", "EQ417", "EQ418", "EQ420", "EQ422", "EQ423", "EQ425")
"""What a row of 变更 is told because of what it does; nothing of it is known while the action is not."""


def without_echoes(
    findings: Sequence[Finding], left_out: Sequence[Finding] = (), guessed: Sequence[Finding] = ()
) -> list[Finding]:
    """`left_out`: mistakes whose places were passed over, so that what speaks of their rows stands on nothing;
    `guessed`: mistakes for which something was assumed, so that nobody knows the exact limit."""
    causes = [one for one in (*left_out, *findings) if one.level == "error"]
    limits = [one for one in guessed if one.span is not None and _in_limit(one.span)]
    actions = [one for one in (*guessed, *causes) if one.code == "EQ203" and one.span and _of_action(one.span)]
    order = {id(one): number for number, one in enumerate(findings)}
    return [one for one in findings
            if not any(_echo(one, cause) and not (_echo(cause, one) and order[id(one)] < order.get(id(cause), -1))
                       for cause in (*causes, *(limits if one.code == "EQ402" else ())))
            and not (one.code in _OF_ACTION and any(_same_row(one, cause) for cause in actions))]  # fmt: skip


def without_halves(findings: Sequence[Finding]) -> list[Finding]:
    """Without what is said of half a name whose own row is mistaken: 达标 does not fit where 学校达标 is not known."""
    rows = [one.span for one in findings if one.level == "error" and one.span is not None]
    return [one for one in findings if one.code not in _OF_HALVES or one.span is None
            or not any(_within_name(one.span, name) for row in rows if row.line != one.span.line
                       for name in _declared(row))]  # fmt: skip


def _echo(finding: Finding, cause: Finding) -> bool:
    if finding.span is None or cause.span is None or (finding.code, finding.span) == (cause.code, cause.span):
        return False
    if cause.code == "EQ405" and _stands_on(cause.span):
        return finding.code in _OF_PARENT or (finding.code == "EQ110" and finding.facts["name"] == "附加于")
    if finding.code == "EQ110" and finding.facts.get("name") in [fix.text for fix in cause.fixes]:
        return cause.code in ("EQ105", "EQ106")
    if finding.code == "EQ501" and _in_chapter(cause.span, finding.span):
        return True
    if _same_row(finding, cause):
        if finding.code in _OF_DAYS and cause.code == "EQ114":
            return True
        if finding.code == "EQ120" and (cause.code in _EMPTIED or _under(cause.span, finding.facts["name"])):
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


def _same_row(one: Finding, other: Finding) -> bool:
    if one.span is None or other.span is None:
        return False
    return (one.span.source.name, one.span.line) == (other.span.source.name, other.span.line)


def _within_name(place: Span, name: str) -> bool:
    """True if a place is part of the name, as 达标 of 学校达标, read as something else while nobody declares it."""
    line, start = place.source.line_text(place.line).translate(FOLD), place.column - 1
    first = line.find(name, max(0, start - len(name) + 1))
    return 0 <= first <= start and start + len(place.text) <= first + len(name)


def _declared(place: Span) -> list[str]:
    """The code and the name that the row at a place declares; none for a row that only speaks of others."""
    cells, tokens = _cells(place.source.line_text(place.line)), _heads(place)
    if not any("NAME" in token for token in tokens) or any("YEAR" in token for token in tokens):
        return []
    return [cell for cell, token in zip(cells, tokens, strict=False) if cell and token & {"CODE", "NAME"}]


def _stands_on(place: Span) -> bool:
    """True in a 继承 or 附加于 line."""
    key = place.source.line_text(place.line).translate(FOLD).lstrip("- ").partition(":")[0]
    return not {"INHERITS", "APPLIES_TO"}.isdisjoint(spelled_by("headings").get(name_key(key), ()))


def _in_chapter(place: Span, heading: Span) -> bool:
    """True if the place is below this heading and above the next."""
    if place.source.name != heading.source.name or place.line <= heading.line:
        return False
    return not any(place.source.line_text(n).startswith("#") for n in range(heading.line + 1, place.line))


def _of_action(place: Span) -> bool:
    return "ACTION" in (_column(place) or ())


def _in_limit(place: Span) -> bool:
    """True for a cell under 标准, or under a list value such as 小学."""
    tokens = _column(place)
    return tokens is not None and (not tokens or "LIMIT" in tokens)


def _column(place: Span) -> set[str] | None:
    """The heading words of the column that a place is in; None outside a table."""
    line, heads = place.source.line_text(place.line).translate(FOLD), _heads(place)
    column = line[: place.column - 1].count("|") - 1
    return heads[column] if 0 <= column < len(heads) else None


def _under(place: Span, heading: str) -> bool:
    """True in the column of that Chinese heading."""
    return any(words("headings")[token].zh == heading for token in _column(place) or ())


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
