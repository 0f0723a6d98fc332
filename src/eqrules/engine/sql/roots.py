"""差异系数 · Coefficients of variation as doubles, each with how far off it can be.

CV² = a − 1 with a = Σw · Σwx² ÷ (Σwx)², in one pass. Each term is a few correctly rounded operations, then brought
to a whole number of 2⁻ᵏ; whole numbers add up exactly in any order, so the same digits come from any number of
threads. A term of size t is wrong by at most 2⁻⁵⁰·t before and one unit after that, hence a by some e, and the root
r of a − 1 by at most e ÷ max(r, √e), for |√u − √v| is at most |u − v| ÷ √u and at most √|u − v|. Where limit or
printed digit lie within that bound the group is worked out on exact rationals (exactly.py), or its county left over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from eqrules.engine.sql.dialect import DOUBLE, LONG, double
from eqrules.engine.sql.exactly import DIGITS, Question
from eqrules.engine.sql.over import Below, Order, known
from eqrules.engine.sql.ratio import Ratio, fixed, guarded, multiply, shown
from eqrules.engine.sql.terms import Root, Value, any_none
from eqrules.engine.sql.whole import Refused, Whole, carried, most_of, product
from eqrules.engine.sql.writer import Source, Writer, asking
from eqrules.plan import expressions as run

_ROOM, _MOST_ROOM = 20, 24
"""Terms are as fine as leaves room for the largest there can be, if that is no more than 2²⁴ times the usual; else
for one 2²⁰ times the usual, and a county with a larger one is left over."""
_ROUNDING = 2.0**-50
"""More than eight operations on doubles, each wrong by 2⁻⁵³ at most, can add up to."""
_FINE = 1e4
"""How many times its own error a sum is at least; else its group is left over, for errors are only added here."""


def cv(node: run.Aggregate, b: Below, order: Order, w: Writer) -> Value:
    assert b.of is not None
    x = b.of.number
    weight = b.by.number if b.by is not None and node.weighting == "weighted" else fixed(1)
    if x is None or weight is None or min(x.factor, weight.factor) < 0:
        raise Refused("cv")
    x = _never_below_zero(w.once(("read back", x), partial(_read_back, x, w)), b, w)
    weight = _never_below_zero(weight, b, w)
    first = multiply(weight, x)
    second = multiply(first, x)
    with asking() as ask:
        unknown = ask(lambda: order.count(b.unknown) if b.unknown else None)
        used = ask(lambda: order.count(b.used))
        there = ask(lambda: known(b, order.count("TRUE"), w))
        total = ask(lambda: _total(weight, order, w))
        pooled = ask(lambda: _terms(first, order, w))
        squares = ask(lambda: _terms(second, order, w))
        some = ask(lambda: None if _exact(first, order, w) else _positive(first, order, w))
    sure = [] if there == "TRUE" else [there]
    sure += [f"{unknown.text} = 0"] if unknown is not None else []
    name = f"cv{len(w.sources)}"
    lone = w.add(b.grain, f"({' AND '.join([*sure, f'{used.text} = 1'])})", f"{name}.lone")
    none = "" if order.never_none else w.add(b.grain, f"({' AND '.join([*sure, f'{used.text} = 0'])})", f"{name}.none")
    judged = [*sure, f"{used.text} > 1", f"{pooled.text} > 0e0"]
    judged += [f"{total} > 0e0"] if any(part.low < 1 for part in weight.over) else []
    relative = double(4 * _ROUNDING)
    if some is not None:
        w.irregular(b.grain, f"({some.text} > 0 AND NOT {pooled.text} >= {double(_FINE)} * {pooled.off})")
        relative = f"({relative} + 2.02e0 * {pooled.off} / NULLIF({pooled.text}, 0e0))"
    each = f" * ({used.text} / NULLIF({used.text} - 1e0, 0e0))" if node.weighting == "sample" else ""
    share = f"CASE WHEN {' AND '.join(judged)} THEN {total} / ({pooled.text} * {pooled.text}) END"
    per = w.add(b.grain, share, f"{name}.per")
    square = w.add(b.grain, f"({per} * {squares.text})", f"{name}.square")
    off = w.add(b.grain, f"(({square} * {relative} + {per} * {squares.off}){each})", f"{name}.off2")
    # `greatest` passes over NULL.
    some_root = f"WHEN {per} IS NOT NULL THEN sqrt(greatest({square} - 1e0, 0e0){each})"
    root = w.add(b.grain, f"CASE WHEN {lone} THEN 0e0 {some_root} END", name)
    off = w.add(b.grain, f"({off} / greatest({root}, sqrt({off})))", f"{name}.off")
    w.sources[name] = Source(b, weight, x, node.weighting == "sample")
    return Value(root=Root(root, off, name), kind="root", may_lack=True, none=none, lone=lone)


def _never_below_zero(ratio: Ratio, b: Below, w: Writer) -> Ratio:
    """The same ratio; a county where it is below zero somewhere is left over."""
    if all(part.low >= 0 for part in ratio.over):
        return ratio
    over = product(1, ratio.over, w.d)
    column = w.add(b.child, guarded(over.text, ratio.guards), "signed")
    w.irregular(b.child, f"({column} < 0)")
    kept = w.add(b.child, f"CASE WHEN {column} >= 0 THEN {column} END", "unsigned")
    return replace(ratio, over=(replace(over, text=kept, low=0, high=max(over.high, 0)),))


def _read_back(x: Ratio, w: Writer) -> Ratio:
    """A value from the column it is printed from, where there is one: what was handed in need not be read again.

    The nearest double of a quotient, times its divisor, is less than a half from the dividend.
    """
    column, printed = w.printed.get(x, ("", x))
    over, under = printed.numerator(w.d), printed.denominator(w.d)
    if not column or not printed.under or not printed.factor or over.most > DOUBLE // 8:
        return x
    whole = replace(over, text=w.d.floor(f"{column} * {under.text} + 0.5e0"))
    top, bottom = printed.factor.as_integer_ratio()
    bound = None if printed.bound is None else printed.bound * top
    return replace(printed, factor=x.factor / printed.factor / bottom, over=(whole,), bound=bound)


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


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum without its factor, as a double, and how far off it is at most."""

    text: str
    off: str = "0e0"


def _exact(ratio: Ratio, order: Order, w: Writer) -> bool:
    return not ratio.under and most_of(order.rows, ratio.over) <= w.d.widest


def _terms(ratio: Ratio, order: Order, w: Writer) -> _Sum:
    """The sum over the objects. Single terms may be wrong by 2⁻⁵⁰ of their size on top of `off`."""
    if not ratio.under and not ratio.over:
        return _Sum(carried(order.count(order.b.used), 0, w.d))
    if _exact(ratio, order, w):
        return _Sum(carried(order.sum(product(1, ratio.over, w.d)), 0, w.d))
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
    text = guarded(w.d.nearest(f"{quotient} * {double(2.0**shift)}"), ratio.guards)
    with asking() as ask:
        total = ask(lambda: order.sum(Whole(text, 0, LONG)))
        count = ask(lambda: order.count(order.b.used))
    unit = double(2.0**-shift)
    return _Sum(f"({carried(total, 0, w.d)} * {unit})", f"({carried(count, 0, w.d)} * {unit})")


def several(function: str, parts: list[Value], w: Writer) -> Value:
    """The mean of several roots."""
    if function != "mean":
        raise Refused(function)
    roots = [part.root or Root(_shown(part, w), "0e0") for part in parts]
    n = double(float(len(parts)))
    value = f"(({' + '.join(root.value for root in roots)}) / {n})"
    off = f"(({' + '.join(f'COALESCE({root.off}, 0e0)' for root in roots)}) / {n})"
    off = f"({off} + {value} * {double(8 * len(parts) * _ROUNDING)})"
    none = any_none(parts)
    lone = " OR ".join(part.lone for part in parts if part.lone)
    return Value(root=Root(value, off), kind="root", may_lack=any(p.may_lack for p in parts),
                 none=none, lone=f"({lone} AND {value} IS NOT NULL)" if lone else "")  # fmt: skip


def _shown(part: Value, w: Writer) -> str:
    assert part.number is not None
    return shown(part.number, w.d)[0]


def compare(sign: str, root: Root, amount: Ratio, grain: str, w: Writer) -> str:
    """The comparison with an amount; where the two are too near to tell, the reference engine is asked."""
    text, near = _near(root, amount, grain, w)
    w.irregular(grain, near)
    return f"({root.value} {sign} {text})"


def _near(root: Root, amount: Ratio, grain: str, w: Writer) -> tuple[str, str]:
    """The amount as a double; whether it is too near to the root to tell which is larger."""
    text = w.add(grain, shown(amount, w.d)[0], "limit.shown")
    return text, f"(abs({root.value} - {text}) <= {root.off})"


def _printed(root: Root, times: int, grain: str, w: Writer) -> tuple[str, str]:
    """The value rounded half up to six decimals; and whether it is not sure which digits those are."""
    scale = double(float(times * 10**DIGITS))
    scaled = w.add(grain, f"({root.value} * {scale})", "scaled")
    vague = f"(abs({scaled} - {w.d.floor(scaled)} - 0.5e0) <= {root.off} * {scale})"
    return f"({w.d.floor(f'{scaled} + 0.5e0')} / {double(float(10**DIGITS))})", vague


def settled(
    sign: str | None, root: Root, amount: Ratio | None, times: int, grain: str, w: Writer
) -> tuple[str, str]:  # fmt: skip
    """(the comparison with a limit, the value for print), both exact: near groups are worked out one by one."""
    value, vague = _printed(root, times, grain, w)
    holds, doubtful = "NULL", [vague]
    if sign is not None and amount is not None:
        limit, near = _near(root, amount, grain, w)
        holds, doubtful = f"({root.value} {sign} {limit})", [near, vague]
    source = w.sources.get(root.source)
    if source is None or source.below.grain != grain or not w.decides:
        for doubt in doubtful:
            w.irregular(grain, doubt)
        return holds, value
    flag = w.add(grain, f"COALESCE({' OR '.join(doubtful)}, FALSE)", "near.flag")
    side, digits = w.exactly(grain, source.below.child, _asked(flag, source, amount, times, grain, w))
    if sign is not None:
        holds = f"COALESCE({side} {sign} 0, {holds})"
    return holds, f"COALESCE({digits}, {value})"


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
