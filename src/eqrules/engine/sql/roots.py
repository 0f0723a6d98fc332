"""差异系数 · Coefficients of variation as two doubles that the exact value is sure to lie between.

CV² = Σw · Σwx² ÷ (Σwx)² − 1 in one pass. Each term is one correctly rounded double, cut to a whole number of
2⁻ᵏ; whole numbers add up exactly in any order, so the same digits come from any number of threads. A term of
size t is then wrong by at most 2⁻⁵⁰·t before and one unit after the cut, which bounds the whole. Where limit or
printed digit lie within that bound the group is worked out on exact rationals (exactly.py), or its county left over.
"""

from __future__ import annotations

from dataclasses import replace

from eqrules.engine.sql.dialect import LONG, Dialect, double
from eqrules.engine.sql.exactly import DIGITS, Question
from eqrules.engine.sql.over import Below, Order, known
from eqrules.engine.sql.ratio import Ratio, fixed, guarded, multiply, shown
from eqrules.engine.sql.terms import Root, Value, any_none
from eqrules.engine.sql.whole import Refused, Whole, carried, most_of, product
from eqrules.engine.sql.writer import Source, Writer, asking
from eqrules.plan import expressions as run

_ROOM, _MOST_ROOM = 20, 24
"""Terms are cut to what leaves room for the largest there can be, if that is no more than 2²⁴ times the usual; else
for one 2²⁰ times the usual, and a county with a larger one is left over."""
_ROUNDING = 2.0**-50
"""More than eight operations on doubles, each wrong by 2⁻⁵³ at most, can add up to."""


def cv(node: run.Aggregate, b: Below, order: Order, w: Writer) -> Value:
    assert b.of is not None
    x = b.of.number
    weight = b.by.number if b.by is not None and node.weighting == "weighted" else fixed(1)
    if x is None or weight is None or min(x.factor, weight.factor) < 0:
        raise Refused("cv")
    x, weight = _never_below_zero(x, b, w), _never_below_zero(weight, b, w)
    first = multiply(weight, x)
    second = multiply(first, x)
    exact = not first.under and most_of(order.rows, first.over) <= w.d.widest
    with asking() as ask:
        unknown = ask(lambda: order.count(b.unknown) if b.unknown else None)
        used = ask(lambda: order.count(b.used))
        there = ask(lambda: known(b, order.count("TRUE"), w))
        total = ask(lambda: _total(weight, order, w))
        pooled = ask(lambda: _terms(first, order, w))
        squares = ask(lambda: _terms(second, order, w))
        some = ask(lambda: None if exact else _positive(first, order, w))
    sure = [] if there == "TRUE" else [there]
    sure += [f"{unknown.text} = 0"] if unknown is not None else []
    name = f"cv{len(w.sources)}"
    lone = w.add(b.grain, f"({' AND '.join([*sure, f'{used.text} = 1'])})", f"{name}.lone")
    none = w.add(b.grain, f"({' AND '.join([*sure, f'{used.text} = 0'])})", f"{name}.none")
    (sum1, error1), (sum2, error2) = pooled, squares
    positive = f"{sum1} > 0e0" if some is None else f"{some.text} > 0"
    judged = " AND ".join([*sure, f"{used.text} > 1", f"{total} > 0e0", positive])
    error = w.add(b.grain, f"(1.01e0 * ({error2} + 2e0 * {error1}) + {double(4 * _ROUNDING)})", f"{name}.error")
    each = ""
    if node.weighting == "sample":
        each = f" * ({used.text} / NULLIF({used.text} - 1e0, 0e0))"
    ratio = f"COALESCE({total} * {sum2} / NULLIF({sum1} * {sum1}, 0e0), 0e0)"
    square = w.add(b.grain, f"CASE WHEN {judged} THEN {ratio} END", f"{name}.square")
    ends = []
    for end, sign, turn, rest in (("low", "-", 1 - 4 * _ROUNDING, "0e0"), ("high", "+", 1 + 4 * _ROUNDING, "1e300")):
        root = f"sqrt(greatest({square} * (1e0 {sign} {error}) - 1e0, 0e0){each}) * {double(turn)}"
        cases = f"WHEN {lone} THEN 0e0 WHEN {square} IS NULL THEN NULL WHEN {error} > 1e-3 THEN {rest}"
        ends.append(w.add(b.grain, f"CASE {cases} ELSE {root} END", f"{name}.{end}"))
    w.sources[name] = Source(b, weight, x, node.weighting == "sample")
    return Value(root=Root(ends[0], ends[1], name), kind="root", may_lack=True, none=none, lone=lone)


def _never_below_zero(ratio: Ratio, b: Below, w: Writer) -> Ratio:
    """The same ratio; a county where it is below zero somewhere is left over."""
    if all(part.low >= 0 for part in ratio.over):
        return ratio
    over = product(1, ratio.over, w.d)
    column = w.add(b.child, guarded(over.text, ratio.guards), "signed")
    w.irregular(b.child, f"({column} < 0)")
    kept = w.add(b.child, f"CASE WHEN {column} >= 0 THEN {column} END", "unsigned")
    return replace(ratio, over=(replace(over, text=kept, low=0, high=max(over.high, 0)),))


def _total(weight: Ratio, order: Order, w: Writer) -> str:
    """Σw, exact, as a double."""
    if weight.fixed:
        return carried(order.count(order.b.used), 0, w.d)
    if weight.under:
        raise Refused("weights that are quotients")
    return carried(order.sum(product(1, weight.over, w.d)), 0, w.d)


def _positive(ratio: Ratio, order: Order, w: Writer) -> Whole:
    above = " AND ".join(f"{part.text} > 0" for part in ratio.over) or "TRUE"
    if not ratio.factor:
        above = "FALSE"
    used = "" if order.b.used == "TRUE" else f"{order.b.used} AND "
    return order.count(f"{used}{above}" if above != "TRUE" or used else "TRUE")


def _terms(ratio: Ratio, order: Order, w: Writer) -> tuple[str, str]:
    """(the sum over the objects without the factor, as a double; its relative error)."""
    if not ratio.under:
        if not ratio.over:
            return carried(order.count(order.b.used), 0, w.d), "0e0"
        if most_of(order.rows, ratio.over) <= w.d.widest:
            return carried(order.sum(product(1, ratio.over, w.d)), 0, w.d), "0e0"
    top = " * ".join(carried(part, 0, w.d) for part in ratio.over)
    bottom = " * ".join(carried(part, 0, w.d) for part in ratio.under)
    size, usual = ratio.most.bit_length(), ratio.usual.bit_length()
    if size > usual + _MOST_ROOM:
        size = usual + _ROOM
    quotient = f"({top} / ({bottom}))" if bottom else f"({top})"
    if size < ratio.most.bit_length():
        w.irregular(order.b.child, guarded(f"({quotient} >= {double(2.0**size)})", ratio.guards))
        quotient = guarded(quotient, (f"{quotient} < {double(2.0**size)}",))
    shift = 61 - size
    text = guarded(w.d.cast(w.d.floor(f"{quotient} * {double(2.0**shift)}"), w.d.long), ratio.guards)
    with asking() as ask:
        total = ask(lambda: order.sum(Whole(text, 0, LONG)))
        count = ask(lambda: order.count(order.b.used))
    cut = carried(total, 0, w.d)
    error = f"({double(_ROUNDING)} + COALESCE({carried(count, 0, w.d)} / NULLIF({cut}, 0e0), 1e0))"
    return f"({cut} * {double(2.0**-shift)})", error


def several(function: str, parts: list[Value], w: Writer) -> Value:
    """The mean of several roots."""
    if function != "mean":
        raise Refused(function)
    lows, highs = [], []
    for part in parts:
        if part.root is not None:
            lows.append(part.root.low)
            highs.append(part.root.high)
        else:
            assert part.number is not None
            text, _ = shown(part.number, w.d)
            lows.append(text)
            highs.append(text)
    turn = 8 * len(parts) * _ROUNDING
    n = float(len(parts))
    low = f"(({' + '.join(lows)}) / {double(n)} * {double(1 - turn)})"
    high = f"(({' + '.join(highs)}) / {double(n)} * {double(1 + turn)})"
    none = any_none(parts)
    lone = " OR ".join(part.lone for part in parts if part.lone)
    return Value(root=Root(low, high), kind="root", may_lack=any(p.may_lack for p in parts),
                 none=none, lone=f"({lone} AND {low} IS NOT NULL)" if lone else "")  # fmt: skip


def _sure(sign: str, root: Root, amount: str) -> tuple[str, str]:
    """When the comparison surely holds, and when it surely fails; `amount` is a column with the nearest double."""
    slack = f"abs({amount}) * {double(4 * _ROUNDING)}"
    least, most = f"({amount} - {slack})", f"({amount} + {slack})"
    return {
        "<=": (f"{root.high} <= {least}", f"{root.low} > {most}"),
        "<": (f"{root.high} < {least}", f"{root.low} >= {most}"),
        ">=": (f"{root.low} >= {most}", f"{root.high} < {least}"),
        ">": (f"{root.low} > {most}", f"{root.high} <= {least}"),
        "=": ("FALSE", f"{root.high} < {least} OR {root.low} > {most}"),
    }[sign]


def compare(sign: str, root: Root, amount: Ratio, grain: str, w: Writer) -> str:
    """The comparison where the bounds decide it; where they do not, the reference engine is asked."""
    made, near = _compared(sign, root, amount, grain, w)
    w.irregular(grain, near)
    return made


def _compared(sign: str, root: Root, amount: Ratio, grain: str, w: Writer) -> tuple[str, str]:
    """The comparison, NULL where it is too near to tell; and whether it is."""
    text = w.add(grain, shown(amount, w.d)[0], "limit.shown")
    holds, fails = _sure(sign, root, text)
    made = w.add(grain, f"CASE WHEN {holds} THEN TRUE WHEN {fails} THEN FALSE END", "near")
    return made, f"({made} IS NULL AND {root.low} IS NOT NULL AND {text} IS NOT NULL)"


def _printed(root: Root, times: int, d: Dialect) -> tuple[str, str]:
    """The value rounded half up to six decimals; and whether it is not sure which digits those are."""
    scale = float(times * 10**DIGITS)
    low = d.floor(f"{root.low} * {double(scale * (1 - 2 * _ROUNDING))} + 0.5e0")
    high = d.floor(f"{root.high} * {double(scale * (1 + 2 * _ROUNDING))} + 0.5e0")
    return f"({low} / {double(float(10**DIGITS))})", f"({low} <> {high})"


def settled(
    sign: str | None, root: Root, amount: Ratio | None, times: int, grain: str, w: Writer
) -> tuple[str, str]:  # fmt: skip
    """(the comparison with a limit, the value for print), both exact: near groups are worked out one by one."""
    holds, near = ("NULL", "FALSE") if sign is None or amount is None else _compared(sign, root, amount, grain, w)
    value, vague = _printed(root, times, w.d)
    source = w.sources.get(root.source)
    if source is None or source.below.grain != grain or not w.decides:
        w.irregular(grain, vague)
        if near != "FALSE":
            w.irregular(grain, near)
        return holds, value
    flag = w.add(grain, f"COALESCE({near} OR {vague}, FALSE)", "near.flag")
    side, digits = w.exactly(grain, source.below.child, _asked(flag, source, amount, times, grain, w))
    if sign is not None:
        holds = f"CASE WHEN {flag} THEN {side} {sign} 0 ELSE {holds} END"
    return holds, f"CASE WHEN {flag} THEN {digits} ELSE {value} END"


def _asked(flag: str, source: Source, amount: Ratio | None, times: int, grain: str, w: Writer) -> Question:
    b = source.below
    null = w.d.cast("NULL", w.d.double)
    limit = (null, null) if amount is None else (
        w.add(grain, guarded(amount.numerator(w.d).text, amount.guards), "limit.top"),
        w.add(grain, amount.denominator(w.d).text, "limit.bottom"),
    )  # fmt: skip
    weight = product(1, source.weight.over, w.d)
    over, under = source.value.numerator(w.d), source.value.denominator(w.d)
    return Question(flag, limit, b.used, weight.text, over.text, under.text, source.sample, times)
