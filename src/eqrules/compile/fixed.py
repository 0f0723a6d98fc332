"""定词 · Cells whose words are fixed (`grammar/values.lark`): which word stands there."""

from __future__ import annotations

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.source import Span
from eqrules.syntax.characters import name_key
from eqrules.syntax.words import spelled_by, words


def fixed(text: str, allowed: tuple[str, ...], place: Span, report: Report) -> str | None:
    """The token of `text` among those allowed; None for an empty cell, or after an error."""
    if not text:
        return None
    owners = spelled_by("values").get(name_key(text), ())
    found = next((token for token in owners if token in allowed), None)
    if found is None:
        lang = "en" if text.isascii() else "zh"
        near = [words("values")[token].spelled(lang) for token in allowed]
        report.error(
            "EQ203", place, name=text, near="、".join(near), fixes=changes(place, closest(text, near) or near[:4])
        )
    return found
