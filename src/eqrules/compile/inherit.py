"""继承 · Document by document, parents first: what each changes, whether it may, and who changed what when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eqrules.compile import dated
from eqrules.compile.amend import amend
from eqrules.compile.amendments import Change, changes
from eqrules.compile.authorise import allowed, permissions
from eqrules.compile.formulas import Scope
from eqrules.compile.history import noted, relaxed_by, told
from eqrules.compile.lineage import Lineage
from eqrules.compile.memory import RowIn
from eqrules.compile.parts import Parts
from eqrules.language.effects import Effect
from eqrules.model.amendment import Amendment
from eqrules.plan.plan import Interval
from eqrules.source import Span
from eqrules.syntax import tree

Slot = tuple[str, str]
_AGAINST: dict[str, tuple[Effect, ...]] = {
    "RAISE": ("looser",), "LOWER": ("stricter",), "WIDEN": ("narrower",), "NARROW": ("wider",),
}  # fmt: skip
"""Effects that an action word contradicts."""
_SILENT = ("RENAME", "RESTATE", "ADD", "DEEM")
"""Actions that need not change the meaning."""


@dataclass(slots=True)
class _Book:
    """`written`: (code, part) → who changed it, in order. `clashes`: where two parents say different things."""

    written: dict[Slot, list[Change]] = field(default_factory=dict)
    clashes: dict[Slot, tuple[Change, Change]] = field(default_factory=dict)


def inherit(lineage: Lineage, intervals: Mapping[str, Interval], parts: Parts, scope: Scope) -> None:
    """Carry out the dated limits, relaxations and changes of every document, in order, on `parts`."""
    book = _Book()
    for document in lineage.documents:
        name = document.text("ID")
        before = dict(parts.rules)
        parts.rules = dated.dated(parts.rules, _rows(document, "PERIODS"), scope)
        dated.relax(_rows(document, "RELAXATIONS"), parts.rules, parts.derived, scope)
        noted(before, parts, document, intervals[name], scope)
        if document is lineage.own:
            permissions(document, scope)  # says what its children could not read
        permits = [p for a in sorted(lineage.ancestors(name)) for p in permissions(lineage.document(a), scope)]
        for change in changes(document, intervals[name], name in lineage.layers, scope):
            reached = relaxed_by(change.code, parts)
            if _clashes(change, lineage, book):
                told(change, "", parts, reached)
                continue
            effect = amend(change, parts, scope)
            if effect is None:
                continue
            _check_direction(change, effect, scope)
            for permit in permits:
                allowed(change, effect, permit, scope)
            book.written.setdefault((change.code, change.part), []).append(change)
            told(change, effect, parts, reached)
            scope.vocabulary.ruleset.amendments.append(_amendment(change, effect))
        _warn_idle(before, parts, document, scope)
    for one, other in book.clashes.values():
        place = lineage.own.line("INHERITS")
        scope.report.error("EQ419", place.span if place else lineage.own.span, one.row.span, other.row.span,
                           rule=one.code, one=one.said("NEW") or one.word(one.action), origin=one.origin,
                           other=other.said("NEW") or other.word(other.action), other_origin=other.origin)  # fmt: skip


def _rows(document: tree.Document, token: str) -> list[RowIn]:
    return [(row, document.lang, document.text("ID"), s) for s in document.all(token) for row in s.rows]


def _clashes(change: Change, lineage: Lineage, book: _Book) -> bool:
    """True if another parent, which this document does not stand on, has said something else of the same part.

    A document that stands on both settles it. Who only says the nation's words again, or adds another exception,
    contradicts nobody.
    """
    slot = (change.code, change.part)
    above = lineage.ancestors(change.origin)
    known = book.clashes.get(slot)
    if known and {c.origin for c in known} <= above:
        del book.clashes[slot]
        return False
    for other in book.written.get(slot, ()):
        if other.origin == change.origin or other.origin in above or other.action == "RESTATE":
            continue
        if change.action == "RESTATE" or (other.new == change.new and other.old == change.old):
            return True
        places = {other.said("WITHIN"), change.said("WITHIN")}
        if (len(places) == 1 or "" in places) and not isinstance(change.old, tree.Extent):
            book.clashes[slot] = (other, change)
            return True
    return False


def _check_direction(change: Change, effect: Effect, scope: Scope) -> None:
    """The action word against the meaning: EQ414 if they contradict, EQ418 if nothing changes."""
    place, facts = change.row.span, change.facts()
    if effect in _AGAINST.get(change.action, ()):
        scope.report.error("EQ414", place, **facts)
    elif effect == "equal" and change.action not in _SILENT:
        scope.report.error("EQ418", place, **facts)
    elif effect == "undecided" and change.action in _AGAINST:
        scope.report.hint("EQ422", place, **facts)


def _amendment(change: Change, effect: Effect) -> Amendment:
    place: Span = change.row.span
    return Amendment(change.code, change.action, change.part, change.said("WITHIN"), change.said("OLD_LIMIT"),
                     change.said("NEW"), effect, change.origin, place)  # fmt: skip


def _warn_idle(before: Mapping[str, object], parts: Parts, document: tree.Document, scope: Scope) -> None:
    """A relaxation of a limit that this document has replaced no longer reaches anybody (EQ424)."""
    for rule in parts.rules.values():
        if rule is before.get(rule.id):
            continue
        held = {(d.limit.sign, d.limit.amount) for case in rule.cases for d in case.limits}
        for relaxation in rule.relaxations:
            if (relaxation.replaces.sign, relaxation.replaces.amount) not in held:
                rows = [a.span for a in scope.vocabulary.ruleset.amendments if a.code == rule.id]
                scope.report.warn("EQ424", rows[-1] if rows else document.span, rule=rule.id, name=relaxation.id,
                                  old=relaxation.replaces.text, new=relaxation.limit.text)  # fmt: skip
