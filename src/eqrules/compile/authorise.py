"""授权 · What a ruleset lets its children change: 下级可提高 R1至R7;不得降低."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eqrules.compile.amendments import Change
from eqrules.compile.formulas import Scope
from eqrules.language.effects import Effect
from eqrules.source import Span
from eqrules.syntax.characters import FOLD
from eqrules.syntax.declare import expand_codes, split_list
from eqrules.syntax.permit import read_permit
from eqrules.syntax.tree import Document, Text
from eqrules.syntax.words import words

_DIRECTION: dict[str, tuple[Effect, ...]] = {
    "RAISE": ("stricter",), "LOWER": ("looser",), "WIDEN": ("wider",), "NARROW": ("narrower",), "RETIRE": ("looser",),
}  # fmt: skip
"""Whatever the row is called, its effect counts: 不得降低 also forbids a 改汇总 that loosens."""


@dataclass(frozen=True, slots=True)
class Permission:
    """`codes` empty: every rule. `granted` False: forbidden; True: of this action, only these codes."""

    granted: bool
    action: str
    codes: tuple[str, ...]
    origin: str
    span: Span


def permissions(document: Document, scope: Scope) -> list[Permission]:
    """The 授权 line of a document, sentence by sentence."""
    line = document.line("AUTHORISES")
    if line is None or not isinstance(line.content, Text):
        return []
    made = []
    for sentence in line.content.text.translate(FOLD).split(";"):
        permit = read_permit(sentence)
        if permit is None:
            scope.report.error("EQ426", line.content.span, text=sentence.strip())
            continue
        listed = tuple(code for entry in split_list(permit.codes) for code in expand_codes(entry))
        made.append(Permission(permit.granted, permit.action, listed, document.text("ID"), line.content.span))
    return made


def allowed(change: Change, effect: Effect, permit: Permission, scope: Scope) -> None:
    """EQ417 for a change that a parent forbids; EQ423 where nobody can tell from two figures."""
    if change.action in ("RESTATE", "RENAME") or effect == "equal":
        return
    covers = change.code in permit.codes or not permit.codes
    does = change.action == permit.action or effect in _DIRECTION.get(permit.action, ())
    table = words("values")[permit.action]
    facts: dict[str, Any] = {"action": table.zh, "action_en": table.en, "rule": change.code, "origin": permit.origin,
             "said": permit.span.text}  # fmt: skip
    if does and covers != permit.granted:
        scope.report.error("EQ417", change.row.span, permit.span, **facts)
    elif not permit.granted and covers and effect == "undecided" and permit.action in _DIRECTION:
        scope.report.warn("EQ423", change.row.span, permit.span, **facts)
