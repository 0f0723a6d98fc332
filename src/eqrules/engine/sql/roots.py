"""差异系数 · Coefficients of variation as two doubles that the exact value is sure to lie between.

CV² = Σw · Σwx² ÷ (Σwx)² − 1 in one pass. Each term is one correctly rounded double, cut to a whole number of
2⁻ᵏ; whole numbers add up exactly in any order, so the same digits come from any number of threads. A term of
size t is then wrong by at most 2⁻⁵⁰·t before and one unit after the cut, which bounds the whole. Where limit or
printed digit lie within that bound the reference engine decides the county on exact rationals.
"""

from __future__ import annotations

from eqrules.engine.sql.over import Below, Order, known
from eqrules.engine.sql.ratio import Ratio, fixed, guarded, multiply, shown
from eqrules.engine.sql.terms import Root, Value
from eqrules.engine.sql.whole import Refused, Whole, carried, most_of, product
from eqrules.engine.sql.writer import Writer, asking
from eqrules.plan import expressions as run

_ROUNDING = 2.0**-50
"""More than eight operations on doubles, each wrong by 2⁻⁵³ at most, can add up to."""
DIGITS = 6
"""Decimals of a root in a table of verdicts."""


def cv(node: run.Aggregate, b: Below, order: Order, w: Writer) -> Value:
    assert b.of is not None
    x = b.of.number
    weight = b.by.number if b.by is not None and node.weighting == "weighted" else fixed(1)
    if (
        x is None
        or weight is None
        or any(part.low < 0 for part in (*x.over, *weight.over))
        or min(x.factor, weight.factor) < 0
    ):
        raise Refused("cv")
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
    name = f"cv{len(w.memo)}"
    lone = w.add(b.grain, f"({' AND '.join([*sure, f'{used.text} = 1'])})", f"{name}.lone")
    none = w.add(b.grain, f"({' AND '.join([*sure, f'{used.text} = 0'])})", f"{name}.none")
    (sum1, error1), (sum2, error2) = pooled, squares
    positive = f"{sum1} > 0e0" if some is None else f"{some.text} > 0"
    judged = " AND ".join([*sure, f"{used.text} > 1", f"{total} > 0e0", positive])
    error = w.add(b.grain, f"(1.01e0 * ({error2} + 2e0 * {error1}) + {4 * _ROUNDING!r})", f"{name}.error")
    each = ""
    if node.weighting == "sample":
        each = f" * ({used.text} / NULLIF({used.text} - 1e0, 0e0))"
    square = w.add(
        b.grain, f"CASE WHEN {judged} THEN {total} * {sum2} / NULLIF({sum1} * {sum1}, 0e0) END", f"{name}.square"
    )
    ends = []
    for end, sign, turn, rest in (("low", "-", 1 - 4 * _ROUNDING, "0e0"), ("high", "+", 1 + 4 * _ROUNDING, "1e300")):
        inner = f"greatest({square} * (1e0 {sign} {error}) - 1e0, 0e0){each}"
        root = f"CASE WHEN {error} > 1e-3 OR {square} IS NULL THEN {rest} ELSE sqrt({inner}) * {turn!r} END"
        ends.append(w.add(b.grain, f"CASE WHEN {lone} THEN 0e0 WHEN {judged} THEN {root} END", f"{name}.{end}"))
    return Value(root=Root(*ends), kind="root", may_lack=True, none=none, lone=lone)


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
    size = ratio.most.bit_length()
    narrow = size <= 66
    shift = (61 if narrow else 100) - min(size, 70)
    quotient = f"({top} / ({bottom}))" if bottom else f"({top})"
    if size > 70:
        quotient = guarded(quotient, (f"{quotient} < {2.0**70!r}",))
        w.irregular(order.b.child, guarded(f"({quotient} >= {2.0**70!r})", ratio.guards))
    cut = w.d.floor(f"{quotient} * {2.0**shift!r}")
    cut = w.d.cast(cut, w.d.long) if narrow else w.d.widen(cut) or w.d.cast(cut, w.d.wide)
    text = guarded(cut, ratio.guards)
    bits = 2**63 - 1 if narrow else 2**101
    with asking() as ask:
        total = ask(lambda: order.sum(Whole(text, 0, bits)))
        count = ask(lambda: order.count(order.b.used))
    double = carried(total, 0, w.d)
    error = f"({_ROUNDING!r} + COALESCE({carried(count, 0, w.d)} / NULLIF({double}, 0e0), 1e0))"
    return f"({double} * {2.0**-shift!r})", error


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
    low = f"(({' + '.join(lows)}) / {n!r} * {1 - turn!r})"
    high = f"(({' + '.join(highs)}) / {n!r} * {1 + turn!r})"
    none = " OR ".join(part.none for part in parts if part.none)
    lone = " OR ".join(part.lone for part in parts if part.lone)
    return Value(root=Root(low, high), kind="root", may_lack=any(p.may_lack for p in parts),
                 none=f"({none})" if none else "", lone=f"({lone} AND {low} IS NOT NULL)" if lone else "")  # fmt: skip


def compare(sign: str, root: Root, amount: Ratio, grain: str, w: Writer) -> str:
    """The comparison where the bounds decide it; where they do not, the reference engine is asked."""
    text, _ = shown(amount, w.d)
    text = w.add(grain, text, "limit.shown")
    slack = f"abs({text}) * {4 * _ROUNDING!r}"
    least, most = f"({text} - {slack})", f"({text} + {slack})"
    sure = {
        "<=": (f"{root.high} <= {least}", f"{root.low} > {most}"),
        "<": (f"{root.high} < {least}", f"{root.low} >= {most}"),
        ">=": (f"{root.low} >= {most}", f"{root.high} < {least}"),
        ">": (f"{root.low} > {most}", f"{root.high} <= {least}"),
        "=": ("FALSE", f"{root.high} < {least} OR {root.low} > {most}"),
    }[sign]
    made = w.add(grain, f"CASE WHEN {sure[0]} THEN TRUE WHEN {sure[1]} THEN FALSE END", "near")
    w.irregular(grain, f"({made} IS NULL AND {root.low} IS NOT NULL AND {text} IS NOT NULL)")
    return made


def printed(root: Root, times: int, grain: str, w: Writer) -> str:
    """The value rounded half up to six decimals, once it is sure which digits those are."""
    scale = float(times * 10**DIGITS)
    low = w.d.floor(f"{root.low} * {scale * (1 - 2 * _ROUNDING)!r} + 0.5e0")
    high = w.d.floor(f"{root.high} * {scale * (1 + 2 * _ROUNDING)!r} + 0.5e0")
    w.irregular(grain, f"({low} <> {high})")
    return f"({low} / {float(10**DIGITS)!r})"
