"""差距 · The smallest whole change that meets a limit: persons and rooms rounded up, areas and money to the cent."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from eqrules.data.submission import Absent
from eqrules.engine.contract import Gap, Outcome, smallest_change
from eqrules.engine.reference.values import reader
from eqrules.engine.reference.world import World
from eqrules.language.numbers import Exact
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as run


def fill_gaps(outcomes: list[Outcome], world: World) -> None:
    """Put the gap into every failing outcome whose value is one quantity over others that stay as they are."""
    index = world.objects.index(outcomes[0].grain) if outcomes else {}
    for outcome in outcomes:
        if outcome.verdict is Verdict.NOT_MET and outcome.case and outcome.limit:
            outcome.gap = gap(outcome, index[outcome.key], world)


def gap(outcome: Outcome, i: int, world: World) -> Gap | None:
    """How much more (or less) of the numerator it takes; None where no single quantity would do it."""
    case, limit = outcome.case, outcome.limit
    if case is None or limit is None or case.value is None or outcome.limit_value is None:
        return None
    if not isinstance(outcome.value, int | Fraction):
        return None
    terms = _linear(case.value, outcome.grain, world, i)
    if terms is None or terms[1] <= 0:
        return None
    item, slope = terms
    wanted = Fraction(outcome.limit_value) - Fraction(outcome.value)
    amount = abs(wanted) / Fraction(slope)
    step = smallest_change(world.items.get(item) or world.derived.get(item))
    rounded = ceil(amount / step) * step
    strict = limit.sign in (">", "<")
    if strict and rounded == amount:
        rounded += step
    return Gap(item, rounded, "more" if wanted > 0 or (strict and limit.sign == ">") else "less")


def _linear(expression: run.Expression, grain: str, world: World, i: int) -> tuple[str, Exact] | None:
    """(item, by how much the value rises when the item grows by one) for the first item of the numerator."""
    match expression:
        case run.Item(item=item, via=via):
            if via == "share":
                part: Any = world.shares()[i]
                return None if isinstance(part, Absent) else (item, part)
            return item, 1
        case run.Aggregate(function="sum", of=run.Item(item=item)):
            return item, 1
        case run.Aggregate(function="count", grain=below):
            return below, 1
        case run.Binary(operator=sign, left=left, right=right):
            inner = _linear(left, grain, world, i)
            factor: Any = reader(right, grain, world)(i)
            if inner is not None and sign in "+-":
                return inner
            if inner is not None and not isinstance(factor, Absent) and factor and sign in "*/":
                return inner[0], inner[1] * factor if sign == "*" else Fraction(inner[1]) / factor
            if inner is None and sign == "*":
                other = _linear(right, grain, world, i)
                scale: Any = reader(left, grain, world)(i)
                return (other[0], other[1] * scale) if other and not isinstance(scale, Absent) else None
    return None
