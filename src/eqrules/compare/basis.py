"""依据 · Which document a changed part rests on: the amendment that last set it, else the text of the rule."""

from __future__ import annotations

from dataclasses import replace

from eqrules.compare.changes import Aspect, Change
from eqrules.plan.about import About, Touch
from eqrules.syntax.words import words

_PARTS: dict[Aspect, tuple[str, ...]] = {
    "name": ("NAME_PART",), "scope": ("SCOPE_PART", "EXCEPT_PART"), "formula": ("FORMULA_PART",),
    "statistic": ("FORMULA_PART",), "aggregation": ("CLAUSES_PART",), "limit": ("LIMIT_PART",),
    "operator": ("LIMIT_PART",), "force": ("FORCE_PART",), "dates": ("DATES_PART",),
}  # fmt: skip
"""What 变更 calls the part that a line is about."""
_ASIDE = ("RESTATE", "LOOSEN")
"""Actions that leave the part itself as it was."""


def with_bases(change: Change, old: About, new: About) -> Change:
    """The line with the basis of each side's last amendment of this very part, as far as the histories tell."""
    before, after = change.basis
    return replace(change, basis=(_amended(old, change) or before, _amended(new, change) or after))


def retired(about: About) -> str:
    """The basis of the row that ended it."""
    return next((touch.basis for touch in reversed(about.history) if touch.basis), "")


def _amended(about: About, change: Change) -> str:
    table = words("values")
    parts = {table[token].zh for token in _PARTS.get(change.aspect, ())}
    aside = {table[token].zh for token in _ASIDE}
    fitting = [t for t in about.history if t.part in parts and t.action not in aside and _reaches(t, change)]
    return next((touch.basis for touch in reversed(fitting) if touch.basis), "")


def _reaches(touch: Touch, change: Change) -> bool:
    """A row for 初中 is no basis of what changed for 小学."""
    return not touch.where or not change.where or any(value in touch.where for _, value in change.where)
