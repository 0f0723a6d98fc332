"""同时成立 · Whether conditions can all hold at one object of one plan, and at which."""

from __future__ import annotations

from collections.abc import Sequence

import z3

from eqrules.compare.changed import Changed
from eqrules.compare.solver.ask import Question, ready
from eqrules.compare.solver.find import rows
from eqrules.compare.solver.terms import both
from eqrules.language.numbers import plain_text
from eqrules.plan.expressions import Condition
from eqrules.plan.plan import Plan

_FIRST = 5
"""Items that an example tells."""


def together(plan: Plan, grain: str, conditions: Sequence[Condition]) -> tuple[tuple[str, str], ...] | None:
    """(item, value) of an object at which all hold; None if there is none, or the solver gave up."""
    question, solver = _asked(plan, grain, conditions, single=True)
    if solver.check() != z3.sat:
        return None
    made = rows(question, solver.model())
    used = {spec.id for spec in question.symbols.specs.values()}
    cells = [(item, value) for row in made.values() for item, value in row[0].items() if item in used]
    shown = [(item, "/" if v is None else v if isinstance(v, str) else _text(v)) for item, v in cells]
    return tuple(dict(shown).items())[:_FIRST]


def never(plan: Plan, grain: str, conditions: Sequence[Condition]) -> bool:
    """Whether they surely never all hold, whatever the data."""
    _, solver = _asked(plan, grain, conditions, single=False)
    return bool(solver.check() == z3.unsat)


def _asked(plan: Plan, grain: str, conditions: Sequence[Condition], single: bool) -> tuple[Question, z3.Solver]:
    question = Question((plan, plan), Changed(), single=single, grain=grain)
    question.symbols.any_reading = True
    encoder = question.encoders()[0]
    wanted = both(*(encoder.condition(condition, grain).yes for condition in conditions))
    solver = ready(question)
    if wanted is not True:
        solver.add(wanted)
    return question, solver


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    from fractions import Fraction

    return plain_text(Fraction(value)) if isinstance(value, int | Fraction) else str(value)
