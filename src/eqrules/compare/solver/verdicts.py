"""判成项 · A rule's verdict at one object as terms, one for each state it can be in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from eqrules.compare.same import form
from eqrules.compare.solver.encode import Encoder
from eqrules.compare.solver.terms import Kleene, Truth, Value, both, compared, either, negated, number, times
from eqrules.compare.states import State
from eqrules.plan.plan import Case, Limit, Relaxation, Rule

Formulas = dict[State, Truth]
_RISING = (">=", ">")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to tell apart: `floor`: the share of the limit; `deciding`: rows that do not decide are 不适用."""

    floor: str = ""
    deciding: bool = True


def states(rule: Rule, encoder: Encoder, asked: Asked) -> Formulas:
    """The states exclude each other, and one of them holds."""
    grain = rule.grain
    excluded = [encoder.condition(c, grain) for c in rule.excluded]
    cases = [case for case in rule.cases if case.limits]
    whens = [encoder.condition(c.when, grain) if c.when is not None else Kleene(True, False) for c in cases]
    out = either(*(one.yes for one in excluded))
    unsure = either(*(one.unknown for one in (*excluded, *whens)))
    several = either(*(both(a.yes, b.yes) for at, a in enumerate(whens) for b in whens[:at]))
    here = both(negated(out), negated(unsure), negated(several))
    made: Formulas = {
        "undetermined": both(negated(out), either(unsure, several)),
        "not_applicable": either(out, both(here, *(one.no for one in whens))),
    }
    for case, when in zip(cases, whens, strict=True):
        for state, truth in _case(rule, case, encoder, asked).items():
            made[state] = either(made.get(state, False), both(here, when.yes, truth))
    return made


def _case(rule: Rule, case: Case, encoder: Encoder, asked: Asked) -> Formulas:
    if asked.deciding and not case.decides:
        return {"not_applicable": True}
    limit = case.limits[0].limit
    if limit.kind == "one_of" or case.value is None:
        assert case.item is not None
        value = encoder.item(case.item)
    else:
        value = encoder.value(case.value, rule.grain)
    there = negated(value.absent)
    made: Formulas = {"not_applicable": value.none, "undetermined": value.error}
    if limit.kind in ("none", "unknown"):
        name: State = "not_applicable" if limit.kind == "none" else "undetermined"
        made[name] = either(made[name], there)
    elif limit.kind == "one_of":
        assert case.item is not None
        codes = (encoder.symbols.code(encoder.word_item(case.item), word) for word in limit.values)
        met = either(*(value.over == code for code in codes))
        made |= {"met": both(there, met), "not_met": both(there, negated(met))}
    else:
        _compared(made, rule, limit, value, encoder, asked)
    return made


def _compared(made: Formulas, rule: Rule, limit: Limit, value: Value, encoder: Encoder, asked: Asked) -> None:
    assert limit.amount is not None
    amount = encoder.value(limit.amount, rule.grain)
    there = both(negated(value.absent), negated(amount.absent))
    judged = both(there, negated(value.lone))
    made["undetermined"] = either(made["undetermined"], both(negated(value.absent), amount.absent))
    made["not_applicable"] = either(made["not_applicable"], both(there, value.lone))
    met = compared(limit.sign, value, amount)
    floor = _floor(limit, value, amount, asked)
    reached = [
        r for r in rule.relaxations if form((r.replaces.sign, r.replaces.amount)) == form((limit.sign, limit.amount))
    ]
    if reached:
        relaxed, unknown = _relaxed(rule, reached, value, encoder)
        made["undetermined"] = either(made["undetermined"], both(judged, negated(met), negated(relaxed), unknown))
        met = either(met, relaxed)
        judged = both(judged, either(met, negated(unknown)))
        floor = encoder.symbols.flag() if asked.floor else False
    made["met"] = both(judged, met)
    made["floor"] = both(judged, negated(met), floor)
    made["not_met"] = both(judged, negated(met), negated(floor))


def _floor(limit: Limit, value: Value, amount: Value, asked: Asked) -> Truth:
    """Only rising limits have a floor."""
    if not asked.floor or limit.sign not in _RISING:
        return False
    return compared(">=", value, times(amount, Value(number(Fraction(asked.floor)))))


def _relaxed(rule: Rule, reached: list[Relaxation], value: Value, encoder: Encoder) -> tuple[Truth, Truth]:
    """(met by a relaxation that applies, nobody knows)."""
    parts = []
    for one in reached:
        assert one.limit.amount is not None
        when, amount = encoder.condition(one.when, rule.grain), encoder.value(one.limit.amount, rule.grain)
        applies = both(when.yes, negated(amount.absent))
        holds = compared(one.limit.sign, value, amount)
        unknown = both(negated(when.no), either(amount.absent, both(when.unknown, holds)))
        parts.append((applies, holds, amount, unknown))
    unknown = either(*(one[3] for one in parts))
    if rule.several == "strictest":
        none_fails = both(*(either(negated(a), h) for a, h, _, _ in parts))
        return both(either(*(a for a, *_ in parts)), none_fails), unknown
    met = either(*(both(a, h) for a, h, _, _ in parts))
    if rule.several == "error":
        clash = either(
            *(
                both(a, b, negated(compared("=", x, y)))
                for at, (a, _, x, _) in enumerate(parts)
                for b, _, y, _ in parts[:at]
            )
        )
        return both(met, negated(clash)), either(unknown, clash)
    return met, unknown
