"""改法 · Ways to put a finding right, as data, and a text with them applied."""

from __future__ import annotations

from collections.abc import Iterable

from eqrules.diagnostics.report import Finding, Fix
from eqrules.source import Source, Span


def change(place: Span, text: str, *, safe: bool = False) -> Fix:
    """Write `text` there instead; nothing at all if it is empty."""
    if not text:
        return Fix(place, "", f"删去「{_seen(place)}」", f"delete “{_seen(place)}”", safe)
    return Fix(place, text, f"改成「{text}」", f"change to “{text}”", safe)


def changes(place: Span, texts: Iterable[str]) -> tuple[Fix, ...]:
    """The same place, several choices."""
    return tuple(change(place, text) for text in texts)


def insert(place: Span, text: str, zh: str, en: str, *, safe: bool = False) -> Fix:
    """Put `text` right behind a place."""
    return Fix(Span(place.source, place.end, place.end), text, zh, en, safe)


def before(place: Span, text: str, zh: str, en: str, *, safe: bool = False) -> Fix:
    """Put `text` right before a place."""
    return Fix(Span(place.source, place.start, place.start), text, zh, en, safe)


def _seen(place: Span) -> str:
    """What stands there; a character that nobody sees by its number."""
    text = place.text
    return text if text.isprintable() and text.strip() else " ".join(f"U+{ord(c):04X}" for c in text)


def applied(findings: Iterable[Finding]) -> dict[str, str]:
    """The texts of all sources that have safe fixes, with these written in; of two that overlap, the first."""
    wanted: dict[Source, list[Fix]] = {}
    for fix in dict.fromkeys(fix for finding in findings for fix in finding.fixes if fix.safe):
        wanted.setdefault(fix.span.source, []).append(fix)
    return {source.name: _written(source.text, fixes) for source, fixes in wanted.items()}


def _written(text: str, fixes: list[Fix]) -> str:
    pieces: list[str] = []
    at = 0
    for fix in sorted(fixes, key=lambda fix: (fix.span.start, fix.span.end)):
        if fix.span.start < at or (pieces and fix.span.start == fix.span.end == at):
            continue
        pieces += [text[at : fix.span.start], fix.text]
        at = fix.span.end
    return "".join([*pieces, text[at:]])
