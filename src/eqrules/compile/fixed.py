"""定词 · Cells whose words are fixed (`grammar/values.lark`): which word stands there."""

from __future__ import annotations

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.source import Span
from eqrules.syntax.characters import name_key
from eqrules.syntax.words import spelled_by, words

_COMMON = {
    "改名": "RENAME", "更名": "RENAME", "调高": "RAISE", "提升": "RAISE", "上调": "RAISE",
    "下调": "LOWER", "调低": "LOWER", "取消": "RETIRE", "废止": "RETIRE", "增加": "ADD",
}  # fmt: skip
"""What else people call an action, of which likeness in writing knows nothing."""


def fixed(text: str, allowed: tuple[str, ...], place: Span, report: Report) -> str | None:
    """The token of `text` among those allowed; None for an empty cell, or after an error."""
    if not text:
        return None
    owners = spelled_by("values").get(name_key(text), ())
    found = next((token for token in owners if token in allowed), None)
    if found is None:
        lang = "en" if text.isascii() else "zh"
        near = [words("values")[token].spelled(lang) for token in allowed]
        meant = _COMMON.get(name_key(text))
        likely = [words("values")[meant].spelled(lang)] if meant in allowed else closest(text, near) or near[:4]
        report.error("EQ203", place, name=text, near="、".join(near), fixes=changes(place, likely))
    return found
