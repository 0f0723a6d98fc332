"""沿革 · Which document set which part of a rule: written into its About, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eqrules.compile.amend.limits import about_of
from eqrules.compile.amendments import Change
from eqrules.compile.formulas import Scope
from eqrules.compile.parts import Part, Parts
from eqrules.language.effects import Effect
from eqrules.plan.about import About, Touch
from eqrules.plan.plan import Conclusion, Interval, Rule, Target, Veto
from eqrules.syntax import tree


def relaxed_by(code: str, parts: Parts) -> set[str]:
    """The rules that a relaxation of this name reaches."""
    return {rule.id for rule in parts.rules.values() if any(r.id == code for r in rule.relaxations)}


def told(change: Change, effect: Effect, parts: Parts, reached: set[str]) -> None:
    """The row, in the history of whatever it changed: a rule, all rules of a chapter, or those `reached`."""
    if change.action == "ADD" and not change.part:
        return  # an addition is told anyway
    basis = about_of(About(), change)
    touch = Touch(
        origin=change.origin, action=change.word(change.action), part=change.word(change.part),
        where=change.said("WITHIN"), old=change.said("OLD_LIMIT"), new=change.said("NEW"), effect=effect,
        basis=basis.basis, status=basis.status, since=change.days.start,
    )  # fmt: skip
    parts.retired = [_with(part, touch) if part.id == change.code else part for part in parts.retired]
    for part in parts.all():
        if part.id == change.code or part.id in reached or (isinstance(part, Rule) and part.group == change.code):
            parts.put(_with(part, touch))


def noted(before: Mapping[str, Rule], parts: Parts, document: tree.Document, days: Interval, scope: Scope) -> None:
    """Dated limits and relaxations that a document's own tables have brought."""
    name = document.text("ID")
    for rule in list(parts.rules.values()):
        old = before.get(rule.id)
        if old is None or old is rule:
            continue
        for relaxation in rule.relaxations[len(old.relaxations) :]:
            if relaxation.about.origin != rule.about.origin:
                parts.put(_with(parts.rules[rule.id], Touch(
                    origin=name, action="放宽", part="标准", where=relaxation.id, old=relaxation.replaces.text,
                    new=relaxation.limit.text, effect="looser", basis=relaxation.about.basis,
                    status=relaxation.about.status, since=relaxation.interval.start)))  # fmt: skip


def _with(part: Part, touch: Touch) -> Part:
    told = part.about.model_copy(update={"history": (*part.about.history, touch)})
    return part.model_copy(update={"about": told})


def with_additions(parts: Parts, root: str, intervals: Mapping[str, Interval]) -> None:
    """What a document declares over its parents is an addition, listed among its changes or not."""
    added: Iterable[Part] = [p for p in parts.all() if isinstance(p, Rule | Conclusion | Veto | Target)]
    for part in added:
        origin = part.about.origin
        if origin and origin != root:
            touch = Touch(origin=origin, action="新增", basis=part.about.basis, status=part.about.status,
                          since=intervals[origin].start if origin in intervals else "")  # fmt: skip
            told = part.about.model_copy(update={"history": (touch, *part.about.history)})
            parts.put(part.model_copy(update={"about": told}))
