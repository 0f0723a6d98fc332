"""找例 · A smallest example with one object of each kind, on which old and new differ in a wanted way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import z3

from eqrules.compare.believable import within
from eqrules.compare.changes import Row
from eqrules.compare.made_up import COUNTY
from eqrules.compare.solver.ask import Question, checks_of, kept_by
from eqrules.compare.solver.conclude import concluded, vetoed
from eqrules.compare.solver.encode import Encoder
from eqrules.compare.solver.terms import Truth, both, compared, either, number
from eqrules.compare.solver.verdicts import Asked, Formulas, states
from eqrules.plan.plan import Conclusion, ItemSpec, Plan, Rule, Veto

_EFFORT = 20_000_000
"""Steps to find an example at all, about a second at worst."""
_LESS = 250_000
"""Steps to find each smaller one."""
_ROUNDS = 16
_FEW = 12
"""Amounts of which the sum is made as small as it goes; of more each is kept below the first bound that can be."""
_BOUNDS = (5, 20, 100, 500, 2500)
Made = dict[str, list[Row]]


@dataclass(slots=True)
class Scene:
    """One object of each kind and what both sides make of it, written once for every question about it."""

    question: Question
    sides: tuple[Formulas, Formulas]
    """Of the new and of the old ruleset."""
    solver: z3.Solver
    experience: Truth
    """What the experience checks ask."""
    plain: Truth
    whole: Truth
    fitting: Truth


def scene(question: Question, codes: tuple[Any, Any]) -> Scene:
    """`codes` are the rules, conclusions or vetoes (old, new)."""
    absent: Formulas = {"not_applicable": True}
    sides = [
        _states(one, encoder) if one is not None else absent
        for encoder, one in zip(question.encoders(), reversed(codes), strict=True)
    ]
    checks = checks_of(question)
    every = kept_by(question, checks)
    logical = kept_by(question, [check for check in checks if check.level == "logical"])
    plain, whole = (both(*_whole_schools(question, ordinary)) for ordinary in (True, False))
    fitting = both(*_within(question))
    solver = z3.Solver()
    solver.set("random_seed", 7)
    for fact in (*logical, *question.symbols.facts, question.symbols.present.get(question.grain, True)):
        if fact is not True:
            solver.add(fact)
    return Scene(question, (sides[0], sides[1]), solver, both(*every), plain, whole, fitting)


def example(seen: Scene, looser: bool, experience: bool, known: Made | None = None) -> Made | None:
    """Rows by grain on which only new is harmless (`looser`), or only old; with `experience` the checks of that
    level hold too.

    `known`: rows that are to be kept, of an example for a part of it.
    """
    good, bad = seen.sides if looser else reversed(seen.sides)
    wanted = both(_harmless(good), _short(bad), either(good.get("met", False), bad.get("not_met", False)))
    preferred = both(good.get("met", False), _short(bad))
    goals = (
        both(preferred, seen.plain, seen.fitting), both(preferred, seen.plain), both(preferred, seen.whole),
        both(wanted, seen.whole),
    )  # fmt: skip
    solver = seen.solver
    solver.push()
    for fact in (seen.experience if experience else True, *_kept(seen.question, known or {})):
        if fact is not True:
            solver.add(fact)
    made = next(filter(None, (_made(seen, goal) for goal in dict.fromkeys(goals) if goal is not False)), None)
    solver.pop()
    return made


def passing(seen: Scene, under: frozenset[str], known: Made, times: int | None) -> tuple[Made, int] | None:
    """Rows on which both pass, and how many times the amounts of `known` rows (but those in `under`) they are."""
    new, old = seen.sides
    count = z3.IntVal(times) if times is not None else z3.Int("times")
    solver = seen.solver
    solver.push()
    solver.add(count >= 1, *(fact for fact in _kept(seen.question, known, count, under) if fact is not True))
    found = None
    for goal in (both(new["met"], old["met"], seen.plain, seen.experience), both(new["met"], old["met"], seen.whole)):
        solver.set("rlimit", _EFFORT)
        solver.push()
        solver.add(goal)
        model = _smallest(solver, seen.question)
        solver.pop()
        if model is not None:
            found = rows(seen.question, model), model.eval(count, model_completion=True).as_long()
            break
    solver.pop()
    return found


def _made(seen: Scene, goal: Truth) -> Made | None:
    solver = seen.solver
    solver.set("rlimit", _EFFORT)
    solver.push()
    if goal is not True:
        solver.add(goal)
    model = _smallest(solver, seen.question)
    solver.pop()
    return rows(seen.question, model) if model is not None else None


def _kept(
    question: Question, known: Made, times: z3.ArithRef | None = None, under: frozenset[str] = frozenset()
) -> Iterator[Truth]:
    """The amounts and words of rows that are there already; amounts so many times, but for those in `under`."""
    values = {(grain, item): value for grain, given in known.items() for row in given for item, value in row.items()}
    for key, spec in question.symbols.specs.items():
        value = values.get((spec.grain, spec.id))
        if value is None or isinstance(value, date) or spec.type == "text":
            continue
        term = question.symbols.items[key]
        if spec.type in ("list", "yes_no"):
            word = value if isinstance(value, str) else "是" if value else "否"
            yield term.over == question.symbols.code(spec.id, word)
        else:
            exact = number(Fraction(value * term.under))
            whole = times is None or spec.id in under or spec.type == "year"
            yield term.over == (exact if whole else exact * times)


def _within(question: Question) -> Iterator[Truth]:
    """No part larger than its whole."""
    for part, whole in within(question.plans):
        for side in ("", "old", "new"):
            a, b = (question.symbols.items.get((side, item)) for item in (part, whole))
            if a is not None and b is not None:
                yield either(a.none, b.none, compared("<=", a, b))


def _states(one: Rule | Conclusion | Veto, encoder: Encoder) -> Formulas:
    match one:
        case Rule():
            return states(one, encoder, Asked())
        case Conclusion():
            return concluded(one, encoder)
    return vetoed(one.id, encoder)


def _harmless(side: Formulas) -> Truth:
    return either(side.get("met", False), side.get("not_applicable", False))


def _short(side: Formulas) -> Truth:
    return either(side.get("not_met", False), side.get("floor", False))


def _whole_schools(question: Question, ordinary: bool) -> list[Truth]:
    """A school with one stage is of a type that has just this one: nothing is split, and no stage is missing.

    Unless it must be `ordinary`, it can be of a type that is never split.
    """
    made: list[Truth] = []
    for encoder in question.encoders():
        split = encoder.plan.split
        if split is None or ("", split.type_item) not in question.symbols.items:
            continue
        stage = next(g.key_item for g in encoder.plan.grains if g.id == split.section_grain)
        spec = encoder.items[stage]
        assert isinstance(spec, ItemSpec)
        kind = question.symbols.items["", split.type_item].over
        at = question.symbols.item(("", stage), spec.model_copy(update={"may_be_none": False}), False).over
        code = question.symbols.code
        split_types = [word for row in split.rows for word in row.types]
        made.append(
            either(
                False if ordinary else both(*(kind != code(split.type_item, word) for word in split_types)),
                *(both(kind == code(split.type_item, word), at == code(stage, row.stages[0][0]))
                  for row in split.rows if len(row.stages) == 1 and not row.school_items for word in row.types),
            )
        )  # fmt: skip
    return made


def _smallest(solver: z3.Solver, question: Question) -> z3.ModelRef | None:
    """A model whose amounts add up to little: halved as long as that goes."""
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    sizes = [v.over for k, v in question.symbols.items.items()
             if k in question.symbols.specs and question.symbols.specs[k].type == "integer"]  # fmt: skip
    if len(sizes) > _FEW:
        return _bounded(solver, sizes) or model
    if not sizes:
        return model
    total = z3.Sum(sizes)
    solver.set("rlimit", _LESS)
    low, high = Fraction(0), _fraction(model.eval(total, model_completion=True))
    for _ in range(_ROUNDS):
        if high - low <= 1:
            break
        middle = (low + high) // 2
        solver.push()
        solver.add(total <= z3.IntVal(middle))
        answer = solver.check()
        if answer == z3.sat:
            model = solver.model()
            high = _fraction(model.eval(total, model_completion=True))
        else:
            low = Fraction(middle)
        solver.pop()
        if answer == z3.unknown:
            break
    return model


def _bounded(solver: z3.Solver, sizes: list[Any]) -> z3.ModelRef | None:
    solver.set("rlimit", _LESS)
    for bound in _BOUNDS:
        solver.push()
        solver.add(*(size <= bound for size in sizes))
        model = solver.model() if solver.check() == z3.sat else None
        solver.pop()
        if model is not None:
            return model
    return None


def _fraction(value: Any) -> Fraction:
    if z3.is_algebraic_value(value):
        value = value.approx(20)
    return Fraction(value.as_long()) if z3.is_int_value(value) else value.as_fraction()


# ── from a model to rows ─────────────────────────────────────────
def rows(question: Question, model: z3.ModelRef) -> Made:
    """One row for each grain that the rule looks at, with its own key and those of what it belongs to."""
    old, new = question.plans
    grains = {grain.id: grain for plan in (old, new) for grain in plan.grains}
    cells: dict[str, dict[str, Any]] = {}
    for key, spec in question.symbols.specs.items():
        if isinstance(key, tuple) and not any(g.key_item == spec.id for g in grains.values()):
            cells.setdefault(spec.grain, {})[spec.id] = _cell(question, model, key, spec)
    for grain, flag in question.symbols.present.items():
        if not z3.is_true(model.eval(flag, model_completion=True)):
            cells.pop(grain, None)
    made: Made = {}
    own = {g.keys[-1]: g.key_item for g in grains.values()}
    for name in grains:
        if name in cells or name in _ruled(question):
            keys = {own[part]: _key(question, model, part, own[part], new) for part in grains[name].keys}
            made[name] = [keys | cells.get(name, {})]
    return made


def _ruled(question: Question) -> set[str]:
    """Grains that rows are judged at even where no item of theirs is read."""
    return set() if not question.grain else {question.grain}


def _key(question: Question, model: z3.ModelRef, part: str, item: str, plan: Plan) -> str:
    if ("", item) in question.symbols.specs:
        return str(_cell(question, model, ("", item), question.symbols.specs["", item]))
    spec = next((i for i in plan.items if i.id == item), None)
    if spec is not None and spec.values:
        return spec.values[0]
    return COUNTY if part == plan.top.keys[-1] else f"{spec.about.zh if spec else part}1"


def _cell(question: Question, model: z3.ModelRef, key: Any, spec: ItemSpec) -> Any:
    value = question.symbols.items[key]
    if value.none is not False and z3.is_true(model.eval(value.none, model_completion=True)):
        return None
    found = _fraction(model.eval(value.over, model_completion=True)) / value.under
    exact = found.numerator if found.denominator == 1 else found
    match spec.type:
        case "integer" | "decimal" | "year":
            return exact
        case "date":
            return date(int(found), 1, 1)
        case "yes_no":
            return _word(question, spec, found) == "是"
    return _word(question, spec, found)


def _word(question: Question, spec: ItemSpec, number: Fraction) -> str:
    words = {code: word for word, code in question.symbols.words.get(spec.id, {}).items()}
    return words.get(int(number), "其他")
