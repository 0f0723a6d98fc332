"""施变更 · One change to the part it speaks of: which way it goes, or nothing after an error."""

from __future__ import annotations

from collections.abc import Callable

from eqrules.compile.amend.formulas import amend_formula
from eqrules.compile.amend.limits import amend_force, amend_limit
from eqrules.compile.amend.scopes import amend_exception, amend_scope
from eqrules.compile.amend.whole import add, amend_clauses, loosen, redate, rename, retire
from eqrules.compile.amendments import Change
from eqrules.compile.formulas import Scope
from eqrules.compile.parts import Parts
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.suggest import closest
from eqrules.language.effects import Effect
from eqrules.model.symbols import Group, Symbol
from eqrules.plan.plan import Conclusion, Derived, Rule, Target

Amend = Callable[[Change, Parts, Scope], Effect | None]
_BY_ACTION: dict[str, Amend] = {"ADD": add, "RETIRE": retire, "RENAME": rename, "REDATE": redate, "LOOSEN": loosen}
_BY_PART: dict[str, Amend] = {
    "LIMIT_PART": amend_limit,
    "FORCE_PART": amend_force,
    "FORMULA_PART": amend_formula,
    "SCOPE_PART": amend_scope,
    "EXCEPT_PART": amend_exception,
    "CLAUSES_PART": amend_clauses,
    "NAME_PART": rename,
    "DATES_PART": redate,
}
_OWNERS: dict[str, tuple[type, ...]] = {
    "LIMIT_PART": (Rule, Target),
    "FORCE_PART": (Rule,),
    "FORMULA_PART": (Rule, Derived),
    "SCOPE_PART": (Rule,),
    "EXCEPT_PART": (Rule, Group),
    "CLAUSES_PART": (Conclusion,),
}
"""Whose part it is."""
_WANTED = {
    "LIMIT_PART": ("指标、阶段目标", "an indicator or target"),
    "FORCE_PART": ("指标", "an indicator"),
    "FORMULA_PART": ("指标、派生项", "an indicator or a derived item"),
    "SCOPE_PART": ("指标", "an indicator"),
    "EXCEPT_PART": ("指标、指标组", "an indicator or a chapter of them"),
    "CLAUSES_PART": ("结论", "a conclusion"),
    "DATES_PART": ("放宽、阶段目标", "a relaxation or a target"),
}

_RETIRED, _NAMED = ("可以停用的条目", "anything to retire"), ("有名称的条目", "anything with a name")


def amend(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """Carry out one row for one code."""
    if not _is_there(change, parts, scope) or not _may_have_days(change, parts, scope):
        return None
    carry_out = _BY_PART[change.part] if change.part == "EXCEPT_PART" else _BY_ACTION.get(change.action)
    return (carry_out or _BY_PART[change.part])(change, parts, scope)


def _is_there(change: Change, parts: Parts, scope: Scope) -> bool:
    """EQ415 for a code that no parent has, or that has no such part."""
    if change.action == "ADD" and not change.part:
        return True
    symbols = scope.vocabulary.ruleset.symbols
    known: object = parts.get(change.code) or symbols.get(change.code)
    relaxed = change.code in _relaxations(parts)
    if change.action == "RETIRE":
        fits = relaxed or parts.get(change.code) is not None
    elif change.action == "LOOSEN":
        fits = isinstance(known, (Rule, Derived))
    elif change.part == "DATES_PART":
        fits = relaxed or change.code in parts.targets
    elif change.part in _OWNERS:
        fits = isinstance(known, _OWNERS[change.part])
    else:
        fits = change.code in symbols
    if not fits:
        others = [code for code in (*(p.id for p in parts.all()), *_relaxations(parts)) if code != change.code]
        place = [known.span] if isinstance(known, Symbol) else []
        zh, en = _RETIRED if change.action == "RETIRE" else _WANTED.get(change.part, _NAMED)
        near, cell = closest(change.code, others), change.place("CODE")
        scope.report.error("EQ415", cell, *place, rule=change.code, near="、".join(near) or "—", wanted=zh,
                           wanted_en=en, fixes=changes(cell.of_word(change.code), near))  # fmt: skip
    return fits


def _may_have_days(change: Change, parts: Parts, scope: Scope) -> bool:
    """EQ130 for days of its own on a row that changes neither a limit nor a relaxation."""
    place = next((change.place(token) for token in ("FROM", "UNTIL") if change.said(token)), None)
    limited = change.action in ("RAISE", "LOWER") and change.part == "LIMIT_PART" and change.code in parts.rules
    if place is None or change.action == "LOOSEN" or limited:
        return True
    scope.report.error("EQ130", place, text=place.text, **change.facts())
    return False


def _relaxations(parts: Parts) -> set[str]:
    found = {r.id for rule in parts.rules.values() for r in rule.relaxations}
    return found | {v.relaxation for d in parts.derived.values() for v in d.variants if v.relaxation}
