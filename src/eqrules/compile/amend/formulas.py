"""改算法 · A formula replaced, for all objects or, deemed the same (视同), for some."""

from __future__ import annotations

from eqrules.compile.amend.cases import parted, within
from eqrules.compile.amend.limits import about_of, refuse_old
from eqrules.compile.amendments import Change
from eqrules.compile.formulas import Scope, Typed, elaborate
from eqrules.compile.items import both, fits_unit, variant_of
from eqrules.compile.parts import Parts
from eqrules.language import units
from eqrules.language.effects import Effect
from eqrules.model.symbols import Indicator, Item
from eqrules.plan import expressions as run
from eqrules.plan.plan import Case, Variant
from eqrules.syntax import tree

_FORMULA = tree.Name | tree.Number | tree.Binary | tree.Call


def amend_formula(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """The new formula where the old one stands; one that is only deemed the same says for whom."""
    if change.action == "DEEM" and change.where is None:
        name = scope.vocabulary.ruleset.symbols[change.code].names.shown
        scope.report.error("EQ427", change.row.span, name=name, **change.facts())
        return None
    return _of_item(change, parts, scope) if change.code in parts.derived else _of_rule(change, parts, scope)


def _of_rule(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    rule, symbol = parts.rules[change.code], scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Indicator)
    read, where = within(change, symbol.grain, scope)
    if not read:
        return None
    cases: list[Case] = []
    found = same = False
    for case in rule.cases:
        old, new = (_typed(content, case, symbol, scope) for content in (change.old, change.new))
        if old is None or new is None:
            return None
        inside, outside = parted(case, where, scope) if old.run in (case.value, case.item) else (None, case)
        cases += [c for c in (outside,) if c is not None]
        if inside is not None:
            if not fits_unit(new.unit, symbol.unit or units.PURE, change.place("NEW"), symbol.unit_word, scope):
                return None
            found, same = True, old.run == new.run
            told = inside.about if change.action == "RESTATE" else about_of(inside.about, change)
            cases.append(inside.model_copy(update={"value": new.run, "about": told}))
    if not found:
        refuse_old(change, parts.formulas.get(change.code, ()), parts, scope)
        return None
    parts.rules[rule.id] = rule.model_copy(update={"cases": tuple(cases)})
    return _done(change, parts, same)


def _typed(content: tree.Content | None, case: Case, symbol: Indicator, scope: Scope) -> Typed | None:
    """差异系数(不加权) of B1 is that of R1: a call with no subject takes the one the row had."""
    if isinstance(content, tree.Call) and all(isinstance(a, tree.Weighting) for a in content.arguments):
        subject = case.value.of if isinstance(case.value, run.Aggregate) else None
        if isinstance(subject, run.Result):
            name = tree.Name(subject.rule, content.span)
            content = tree.Call(content.function, (name, *content.arguments), content.span)
    if not isinstance(content, _FORMULA):
        scope.report.error("EQ306", symbol.span if content is None else content.span, name=symbol.names.shown)
        return None
    return elaborate(content, symbol.grain, scope)


def _of_item(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    item, symbol = parts.derived[change.code], scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Item)
    read, where = within(change, symbol.grain, scope)
    old = variant_of(symbol, None, change.old, change.place("OLD_LIMIT"), scope)
    new = variant_of(symbol, None, change.new, change.place("NEW"), scope)
    if not read or old is None or new is None:
        return None
    variants: list[Variant] = []
    found = False
    for one in item.variants:
        if (one.value, one.holds) != (old.value, old.holds):
            variants.append(one)
            continue
        found = True
        made = one.model_copy(update={"value": new.value, "holds": new.holds, "when": both(one.when, where)})
        variants += [made] if where is None else [made, one]
    if not found:
        refuse_old(change, parts.formulas.get(change.code, ()), parts, scope)
        return None
    told = item.about if change.action == "RESTATE" else about_of(item.about, change)
    parts.derived[item.id] = item.model_copy(update={"variants": tuple(variants), "about": told})
    return _done(change, parts, (old.value, old.holds) == (new.value, new.holds))


def _done(change: Change, parts: Parts, same: bool) -> Effect:
    """A formula has no direction of its own."""
    known = parts.formulas.setdefault(change.code, [])
    if not same:
        parts.formulas[change.code] = [*(f for f in known if f != change.said("OLD_LIMIT")), change.said("NEW")]
    return "equal" if same else "undecided"
