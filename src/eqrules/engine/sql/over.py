"""汇总 · Aggregates over the objects below: counts and sums with what is certain of them where figures lack."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from eqrules.engine.sql.profile import MOST_ROWS
from eqrules.engine.sql.ratio import Ratio, divide, fixed, multiply, there
from eqrules.engine.sql.terms import Truth, Value
from eqrules.engine.sql.whole import Refused, Whole, plus, product, summed, whole
from eqrules.engine.sql.writer import Writer, asking
from eqrules.plan import expressions as run


@dataclass(frozen=True, slots=True)
class Below:
    """What is asked of each object below: does it count, its value, its weight; as columns there."""

    grain: str
    child: str
    holds: Truth
    of: Value | None
    by: Value | None
    used: str
    """True where the object counts and has all that is asked; never NULL."""
    unknown: str
    """True where nobody knows; "" if that cannot be."""


def below(node: run.Aggregate, grain: str, w: Writer) -> Below:
    from eqrules.engine.sql.conditions import truth
    from eqrules.engine.sql.expressions import value

    child = node.grain
    holds = truth(node.where, child, w) if node.where is not None else Truth("TRUE")
    of = value(node.of, child, w) if node.of is not None else None
    by = value(node.by, child, w) if node.by is not None else None
    if any(part is not None and (part.root is not None or part.lone) for part in (of, by)):
        raise Refused("an aggregate of roots")
    unknown, used = [], [holds.text]
    if holds.may_lack:
        unknown.append(f"{holds.text} IS NULL")
        used[0] = f"COALESCE({holds.text}, FALSE)"
        if holds.none:
            w.irregular(child, f"({holds.text} IS NULL)")
    counts = used[0]
    if of is not None and of.may_lack:
        figure = _there(of, w)
        excused = f" AND NOT {of.none}" if of.none else ""
        unknown.append(f"({counts} AND {figure} IS NULL{excused})")
        used.append(f"{figure} IS NOT NULL")
    if by is not None and by.may_lack:
        figure = _there(by, w)
        unknown.append(f"({' AND '.join(used)} AND {figure} IS NULL)")
        if by.none:
            w.irregular(child, unknown[-1])
        used.append(f"{figure} IS NOT NULL")
    text = " AND ".join(part for part in used if part != "TRUE") or "TRUE"
    flag = w.add(child, f"({' OR '.join(unknown)})", f"{grain}?") if unknown else ""
    return Below(grain, child, holds, of, by, w.add(child, f"({text})", f"{grain}+") if text != "TRUE" else text, flag)


def _there(part: Value, w: Writer) -> str:
    if part.number is None:
        return part.word
    return there(part.number, w.d)


def known(b: Below, objects: Whole, w: Writer) -> str:
    """Whether it is known which objects of `child` there are: some, or the county handed in others."""
    if w.tells(b.child, b.grain):
        return "TRUE"
    return f"({objects.text} > 0 OR {handed_in(b.child, b.grain, w)})"


def handed_in(child: str, grain: str, w: Writer) -> str:
    """Whether the county of an object handed in any object of `child`."""
    if w.tells(child, grain):
        return "TRUE"
    count = w.total(w.top, child, "count(*)")
    return w.looked_up(f"(COALESCE({count}, 0) > 0)", w.top, grain)


class Order:
    """Orders totals of one aggregate; all of them at once, so that one wave brings them."""

    def __init__(self, b: Below, w: Writer) -> None:
        self.b, self.w = b, w

    @property
    def rows(self) -> int:
        return self.w.profile.rows.get(self.b.child, MOST_ROWS)

    def count(self, flag: str) -> Whole:
        text = "count(*)" if flag == "TRUE" else f"sum(CASE WHEN {flag} THEN 1 ELSE 0 END)"
        return whole(self._never_null(self.w.total(self.b.grain, self.b.child, text)), 0, self.rows, self.w.d)

    @property
    def never_none(self) -> bool:
        """Every object has some below that are used: the rows below tell the objects."""
        return self.w.tells(self.b.child, self.b.grain) and self.b.used == "TRUE"

    def _never_null(self, column: str) -> str:
        """0 for an object that has none below."""
        return column if self.never_none else f"COALESCE({column}, 0)"

    def sum(self, part: Whole) -> Whole:
        """The sum of a part over the objects that are used; 0 when there are none."""
        d = self.w.d
        low, high = min(part.low * self.rows, 0), max(part.high * self.rows, 0)
        column = self.w.total(self.b.grain, self.b.child, summed(part, max(-low, high), d, self.b.used))
        made = Whole(self._never_null(column), low, high)  # a double, or wide as every exact sum
        return whole(made.text, low, high, d) if made.carrier == 1 else made

    def extreme(self, part: Whole, function: str) -> Whole:
        text = part.text if self.b.used == "TRUE" else f"CASE WHEN {self.b.used} THEN {part.text} END"
        return Whole(self.w.total(self.b.grain, self.b.child, f"{function}({text})"), part.low, part.high, part.carrier)


def aggregate(node: run.Aggregate, grain: str, w: Writer) -> Value:
    from eqrules.engine.sql import roots

    b = below(node, grain, w)
    order = Order(b, w)
    if node.function == "cv":
        return roots.cv(node, b, order, w)
    if node.of is None and node.where is None and node.function == "count":
        return Value(Ratio(Fraction(1), (order.count("TRUE"),)))
    with asking() as ask:
        unknown = ask(lambda: order.count(b.unknown) if b.unknown else None)
        listed = ask(lambda: known(b, order.count("TRUE"), w))
        found = ask(lambda: _result(node, b, order, w))
    guards = found.guards if listed == "TRUE" else (*found.guards, listed)
    if unknown is None:
        return Value(replace(found, guards=guards), may_lack=bool(guards) or node.function in ("max", "min"))
    number = replace(found, guards=(*guards, f"{unknown.text} = 0"))
    low, high = _certain(node, found, unknown, () if listed == "TRUE" else (listed,), w)
    return Value(w.held(grain, number, f"{b.child}.{node.function}"), may_lack=True, low=low, high=high)


def _result(node: run.Aggregate, b: Below, order: Order, w: Writer) -> Ratio:
    if node.function in ("count", "share"):
        flag = f"COALESCE({b.holds.text}, FALSE)" if b.holds.may_lack else b.holds.text
        with asking() as ask:
            held = ask(lambda: order.count(flag))
            objects = ask(lambda: order.count("TRUE"))
        count = Ratio(Fraction(1), (held,))
        if node.function == "count":
            return count
        return divide(count, Ratio(Fraction(1), (objects,)), w.d) or count
    if b.of is None or b.of.number is None:
        raise Refused(node.function)
    of = b.of.number
    if node.function == "sum":
        return Ratio(of.factor, (order.sum(_whole(of, w)),))
    if node.function in ("max", "min"):
        return Ratio(of.factor, (order.extreme(_whole(of, w), node.function),))
    if node.function == "mean":
        weight = b.by.number if b.by is not None else fixed(1)
        if weight is None:
            raise Refused("mean")
        weighted = multiply(weight, of)
        with asking() as ask:
            top = ask(lambda: order.sum(_whole(weighted, w)))
            bottom = ask(lambda: _weight(weight, order, w))
        made = divide(Ratio(weighted.factor, (top,)), Ratio(weight.factor, (bottom,)), w.d)
        if made is not None:
            return made
    raise Refused(node.function)


def _weight(weight: Ratio, order: Order, w: Writer) -> Whole:
    return order.count(order.b.used) if weight.fixed else order.sum(_whole(weight, w))


def _whole(ratio: Ratio, w: Writer) -> Whole:
    """What is summed: a whole number per object, where no division is left."""
    if ratio.under:
        raise Refused("a sum of quotients")
    return product(1, ratio.over, w.d)


def _certain(
    node: run.Aggregate, found: Ratio, unknown: Whole, guards: tuple[str, ...], w: Writer
) -> tuple[Ratio | None, Ratio | None]:
    """A count or share is at least what surely counts and at most what may; a sum of what is never negative, at
    least what was handed in."""
    if node.function in ("count", "share"):
        (count,) = found.over
        low = replace(found, guards=(*found.guards, *guards))
        return low, replace(low, over=(plus(count, unknown, w.d),), bound=None)
    if node.function == "sum" and isinstance(node.of, run.Item):
        spec = w.items.get(node.of.item)
        if spec is not None and spec.minimum and Fraction(spec.minimum) >= 0:
            return Ratio(found.factor, found.over, (), guards), None
    return None, None
