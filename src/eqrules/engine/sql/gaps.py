"""差距 · The smallest whole change that meets a limit, in steps of the item that is short."""

from __future__ import annotations

from fractions import Fraction

from eqrules.engine.contract import smallest_change
from eqrules.engine.sql.calls import rounded
from eqrules.engine.sql.dialect import double
from eqrules.engine.sql.expressions import value
from eqrules.engine.sql.judge import Judged
from eqrules.engine.sql.ratio import Ratio, add, divide, fixed, guarded, multiply
from eqrules.engine.sql.shares import share
from eqrules.engine.sql.verdict_codes import NOT_MET
from eqrules.engine.sql.whole import carried
from eqrules.engine.sql.writer import Writer
from eqrules.plan import expressions as run


def gap(made: Judged, w: Writer) -> str | None:
    """How much more (above zero) or less (below zero) of the numerator it takes, as a double; None if never."""
    rule, of, limit = made.rule, made.value, made.limit
    cases = [case for case in rule.cases if case.limits]
    if of.number is None or limit is None:
        return None
    parts: dict[str, list[int]] = {}
    for k, sign in made.signs.items():
        expression = cases[k].value
        if expression is None:
            continue
        text = _gap(expression, sign, of.number, limit, rule.grain, w)
        if text is not None:
            parts.setdefault(text, []).append(k)
    if not parts:
        return None
    if len(parts) == 1 and made.sure:
        return f"CASE WHEN {made.verdict} = {NOT_MET} THEN {next(iter(parts))} END"
    cases_text = " ".join(f"WHEN {made.state} IN ({', '.join(map(str, ks))}) THEN {text}" for text, ks in parts.items())
    return f"CASE WHEN {made.verdict} = {NOT_MET} THEN CASE {cases_text} END END"


def _gap(expression: run.Expression, sign: str, of: Ratio, limit: Ratio, grain: str, w: Writer) -> str | None:
    terms = linear(expression, grain, w)
    if terms is None:
        return None
    name, slope = terms
    step = Fraction(smallest_change(w.items.get(name) or w.derived.get(name)))
    strict = sign in (">", "<")
    sides = []
    for more in (True, False) if sign == "=" else (sign in (">=", ">"),):
        wanted = add(limit, of, w.d, "-") if more else add(of, limit, w.d, "-")
        amount = divide(wanted, multiply(slope, fixed(step)), w.d)
        if amount is None:
            return None
        steps = rounded(amount, not strict, w)
        count = f"({carried(steps, 0, w.d)} + 1e0)" if strict else carried(steps, 0, w.d)
        size = count if more else f"(-{count})"
        sides.append(f"{size} / {double(float(1 / step))}" if step != 1 else size)
    text = sides[0]
    if len(sides) == 2:
        wanted = add(limit, of, w.d, "-")
        text = f"CASE WHEN {wanted.numerator(w.d).text} > 0 THEN {sides[0]} ELSE {sides[1]} END"
    return guarded(text, (*_rising(slope, w),))


def _rising(slope: Ratio, w: Writer) -> tuple[str, ...]:
    """Only where more of the item makes the value larger."""
    if slope.factor < 0:
        return ("FALSE",)
    low = slope.numerator(w.d)
    return () if low.low > 0 else (guarded(f"{low.text} > 0", slope.guards),)


def linear(expression: run.Expression, grain: str, w: Writer) -> tuple[str, Ratio] | None:
    """(item, by how much the value rises when the item grows by one) for the first item of the numerator."""
    match expression:
        case run.Item(item=item, via="share"):
            part = share(w).number
            return (item, part) if part is not None else None
        case run.Item(item=item):
            return item, fixed(1)
        case run.Aggregate(function="sum", of=run.Item(item=item)):
            return item, fixed(1)
        case run.Aggregate(function="count", grain=below):
            return below, fixed(1)
        case run.Binary(operator=sign, left=left, right=right):
            inner = linear(left, grain, w)
            if inner is not None and sign in "+-":
                return inner
            if inner is not None:
                return _scaled(inner, sign, right, grain, w)
            other = linear(right, grain, w) if sign == "*" else None
            return _scaled(other, "*", left, grain, w) if other is not None else None
    return None


def _scaled(inner: tuple[str, Ratio], sign: str, by: run.Expression, grain: str, w: Writer) -> tuple[str, Ratio] | None:
    factor = value(by, grain, w).number
    if factor is None:
        return None
    nonzero = tuple(f"{part.text} <> 0" for part in factor.over if part.low <= 0)
    if sign == "*":
        made = multiply(inner[1], Ratio(factor.factor, factor.over, factor.under, (*factor.guards, *nonzero)))
        return (inner[0], made) if factor.factor else None
    quotient = divide(inner[1], factor, w.d)
    return (inner[0], quotient) if quotient is not None else None
