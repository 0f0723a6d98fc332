"""算式 · Expressions as SQL values: the same cases as engine/reference/values.py, a column at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from eqrules.engine.sql import over
from eqrules.engine.sql.arithmetic import binary
from eqrules.engine.sql.calls import call, several
from eqrules.engine.sql.items import item
from eqrules.engine.sql.ratio import Ratio, fixed
from eqrules.engine.sql.terms import Value
from eqrules.engine.sql.whole import Refused, Whole
from eqrules.engine.sql.writer import Writer, each
from eqrules.plan import expressions as run


def value(expression: run.Expression, grain: str, w: Writer) -> Value:
    """The value of an expression at objects of `grain`."""
    match expression:
        case run.Number(value=text):
            return Value(fixed(Fraction(text)))
        case run.Item():
            return item(expression, grain, w)
        case run.Result(rule=rule):
            from eqrules.engine.sql.judge import judged

            own = w.rules[rule].grain
            return w.looked_up(judged(rule, w).value, own, grain)
        case run.Rank(of=of, order=order):
            inner = item(of, grain, w)
            places = " ".join(f"WHEN {w.d.word(v)} THEN {w.d.literal(i)}" for i, v in enumerate(order))
            column = w.add(grain, f"CASE {inner.word} {places} END", f"rank.{of.item}")
            return Value(Ratio(Fraction(1), (Whole(column, 0, len(order)),)), may_lack=inner.may_lack, none=inner.none)
        case run.Binary():
            left, right = each(lambda part: value(part, grain, w), (expression.left, expression.right))
            return binary(expression.operator, plain_number(left), plain_number(right), w)
        case run.Call(function=function, arguments=arguments):
            return call(function, each(lambda a: value(a, grain, w), arguments), grain, w)
        case run.Aggregate():
            return w.once((expression, grain, w.blocking), lambda: over.aggregate(expression, grain, w))
        case run.Several(function=function, values=values):
            return several(function, each(lambda v: value(v, grain, w), values), w)
        case _:
            assert_never(expression)


def plain_number(part: Value) -> Value:
    if part.number is None:
        raise Refused("arithmetic on a root")
    return part
