"""结论成项 · A conclusion over a single object of each kind, as a term: met, not met, or neither."""

from __future__ import annotations

import z3

from eqrules.compare.solver.encode import Encoder
from eqrules.compare.solver.terms import Truth, both, either, negated
from eqrules.compare.solver.verdicts import Asked, Formulas, states
from eqrules.plan.plan import Clause, Conclusion, Rule


def concluded(conclusion: Conclusion, encoder: Encoder) -> Formulas:
    """Its states, counted over the rules of its clauses."""
    return _all([_clause(clause, encoder) for clause in conclusion.clauses])


def _clause(clause: Clause, encoder: Encoder) -> Formulas:
    plan = encoder.plan
    if clause.kind == "no_veto":
        return _all([vetoed(veto.id, encoder) for veto in plan.vetoes])
    if clause.kind == "all":
        return _all([part for name in clause.names for part in _named(name, encoder)])
    asked = Asked(clause.floor, deciding=False)
    parts = [_rule(name, encoder, asked) for name in clause.names]
    met, unknown = _count(parts, "met"), _count(parts, "undetermined")
    short = _count(parts, "floor") + _count(parts, "not_met")
    judged = met + unknown + short > 0
    if clause.kind == "at_most_not":
        fails = short > clause.count
        sure = short + unknown <= clause.count
        return {"met": both(judged, sure), "not_met": both(judged, fails), "not_applicable": negated(judged)}
    below = _count(parts, "not_met") > 0 if clause.floor else False
    fails = either(below, met + unknown < clause.count)
    holds = both(negated(fails), met >= clause.count, unknown == 0 if clause.floor else True)
    return {"met": both(judged, holds), "not_met": both(judged, fails), "not_applicable": negated(judged)}


def _count(parts: list[Formulas], state: str) -> z3.ArithRef:
    return z3.Sum([z3.IntVal(0), *(_one(part.get(state, False)) for part in parts)])  # type: ignore[call-overload]


def _one(truth: Truth) -> z3.ArithRef:
    return z3.IntVal(int(truth)) if isinstance(truth, bool) else z3.If(truth, z3.IntVal(1), z3.IntVal(0))


def _named(name: str, encoder: Encoder) -> list[Formulas]:
    plan = encoder.plan
    group = next((g for g in plan.groups if g.id == name), None)
    if group is not None:
        return [_rule(rule, encoder, Asked()) for rule in group.rules]
    conclusion = next((c for c in plan.conclusions if c.id == name), None)
    return [_rule(name, encoder, Asked())] if conclusion is None else [concluded(conclusion, encoder)]


def _rule(code: str, encoder: Encoder, asked: Asked) -> Formulas:
    rule = next(r for r in encoder.plan.rules if r.id == code)
    grain = next(g for g in encoder.plan.grains if g.id == rule.grain)
    there = encoder.symbols.there(grain.id, grain.may_lack)
    made = _written(rule, encoder, asked)
    if there is True:
        return made
    return {state: both(there, truth) for state, truth in made.items()} | {
        "not_applicable": either(negated(there), made["not_applicable"])
    }


def _written(rule: Rule, encoder: Encoder, asked: Asked) -> Formulas:
    key = (rule.id, asked, encoder.side if rule.id in encoder.changed.verdicts else "")
    written = encoder.symbols.written
    if key not in written:
        written[key] = states(rule, encoder, asked)
    return written[key]  # type: ignore[no-any-return]


def vetoed(code: str, encoder: Encoder) -> Formulas:
    """met: no such circumstance."""
    veto = next(v for v in encoder.plan.vetoes if v.id == code)
    if veto.when is not None:
        held = encoder.condition(veto.when, veto.grain)
        return {"met": held.no, "not_met": held.yes}
    from eqrules.plan.expressions import Item

    value = encoder.item(Item(item=veto.item))
    yes = value.over == encoder.symbols.code(veto.item, "是")
    return {"met": negated(yes), "not_met": yes}


def _all(parts: list[Formulas]) -> Formulas:
    short = either(*(either(p.get("not_met", False), p.get("floor", False)) for p in parts))
    free = both(*(either(p.get("met", False), p.get("not_applicable", False)) for p in parts))
    met = both(free, either(*(p.get("met", False) for p in parts)))
    return {"met": met, "not_met": short, "not_applicable": both(free, negated(met))}
