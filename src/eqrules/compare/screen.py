"""先看一眼 · Which conditions exclude each other at first sight, and how large a value can be: exact, no solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from eqrules.compare.same import Form, conjuncts, form, parts_of, product
from eqrules.language.comparisons import TESTS
from eqrules.plan import expressions as e
from eqrules.plan.plan import Check, ItemSpec, Plan
from eqrules.plan.walk import items_in


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`; None is open. `closed`: whether the ends belong to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    closed: tuple[bool, bool] = (True, True)

    def meets(self, other: Span) -> bool:
        """Whether some number is in both."""
        both = self.both(other)
        if both.low is None or both.high is None:
            return True
        return both.low < both.high or (both.low == both.high and all(both.closed))

    def both(self, other: Span) -> Span:
        low, low_in = max(
            _ends(self, 0), _ends(other, 0), key=lambda end: (end[0] is not None, end[0] or 0, not end[1])
        )
        high, high_in = min(_ends(self, 1), _ends(other, 1), key=lambda end: (end[0] is None, end[0] or 0, end[1]))
        return Span(low, high, (low_in, high_in))


def _ends(span: Span, side: int) -> tuple[Fraction | None, bool]:
    return (span.low, span.high)[side], span.closed[side]


def numeric(condition: e.Condition) -> tuple[Form, Span] | None:
    """(what is compared, the numbers for which it holds), for a comparison with a number."""
    if not isinstance(condition, e.Compare) or not isinstance(condition.right, e.Number):
        return None
    at = Fraction(condition.right.value)
    spans = {
        ">=": Span(at, None), ">": Span(at, None, (False, True)), "<=": Span(None, at),
        "<": Span(None, at, (True, False)), "=": Span(at, at),
    }  # fmt: skip
    return form(condition.left), spans[condition.sign]


def exclude(one: e.Condition, other: e.Condition) -> bool:
    """Whether they surely never hold together."""
    if isinstance(other, e.Any):
        one, other = other, one
    if isinstance(one, e.Any):
        return all(any(exclude(part, c) for c in conjuncts(other)) for part in parts_of(one, "any"))
    for a in conjuncts(one):
        for b in conjuncts(other):
            if (a is not one or b is not other) and (isinstance(a, e.Any) or isinstance(b, e.Any)):
                if exclude(a, b):
                    return True
            elif _plainly(a, b):
                return True
    return False


def _plainly(one: e.Condition, other: e.Condition) -> bool:
    match one, other:
        case e.Among(), e.Among():
            return form(one.item) == form(other.item) and not set(one.values) & set(other.values)
        case e.ReadingIs(), e.ReadingIs():
            return one.reading == other.reading and not set(one.values) & set(other.values)
        case e.HasVerdict(), e.HasVerdict():
            return one.rule == other.rule and one.met != other.met
        case (e.Not(part=inner), plain) | (plain, e.Not(part=inner)):
            return form(inner) == form(plain) or (
                isinstance(inner, e.Among) and isinstance(plain, e.Among) and form(inner.item) == form(plain.item)
                and set(plain.values) <= set(inner.values)
            )  # fmt: skip
    left, right = numeric(one), numeric(other)
    return left is not None and right is not None and left[0] == right[0] and not left[1].meets(right[1])


def apart(one: Sequence[e.Condition], other: Sequence[e.Condition]) -> bool:
    """Whether two lists of conditions surely never all hold at one object: a 或 is tried part by part."""
    every = [*one, *other]
    if any(exclude(a, b) for at, a in enumerate(every) for b in every[:at]):
        return True
    return any(
        all(any(exclude(part, c) for c in every if c is not a) for part in parts_of(a, "any"))
        for a in every
        if isinstance(a, e.Any)
    )


# ── how large a value can be ─────────────────────────────────────
def span_of(value: e.Expression, plan: Plan) -> Span:
    """The numbers that a value can be, as far as declared ranges and logical checks say."""
    match value:
        case e.Number(value=text):
            return Span(Fraction(text), Fraction(text))
        case e.Item(item=code, via="own" | "lookup"):
            spec = next((i for i in plan.items if i.id == code), None)
            return Span() if spec is None or spec.unit == "%" else _declared(spec, plan)
        case e.Aggregate(function="share"):
            return Span(Fraction(0), Fraction(1))
        case e.Aggregate(function="cv" | "count"):
            return Span(Fraction(0), None)
    scale, over, under = product(value)
    if len(over) == 1 and len(under) == 1 and scale > 0 and _not_above(over[0], under[0], plan.checks):
        low = Fraction(0) if _positive(over[0], plan) and _positive(under[0], plan) else None
        return Span(low, scale)
    if scale >= 0 and all(_positive(part, plan) for part in (*over, *under)):
        return Span(Fraction(0), None)
    return Span()


def _declared(spec: ItemSpec, plan: Plan) -> Span:
    unbounded = spec.additive and plan.merge is not None
    return Span(Fraction(spec.minimum) if spec.minimum else None,
                Fraction(spec.maximum) if spec.maximum and not unbounded else None)  # fmt: skip


def _positive(value: e.Expression, plan: Plan) -> bool:
    """Surely not below zero."""
    match value:
        case e.Aggregate(function="sum" | "mean" | "max" | "min" | "median", of=inner) if inner is not None:
            return _positive(inner, plan)
        case e.Binary(operator="+" | "*" | "/", left=left, right=right):
            return _positive(left, plan) and _positive(right, plan)
        case e.Number() | e.Item(via="own" | "lookup") | e.Aggregate(function="share" | "cv" | "count"):
            low = span_of(value, plan).low
            return low is not None and low >= 0
    return False


def _not_above(over: e.Expression, under: e.Expression, checks: Sequence[Check]) -> bool:
    """Whether a logical check says that the numerator is never more than the denominator."""
    if isinstance(over, e.Aggregate) and isinstance(under, e.Aggregate):
        alike = over.function == under.function == "sum" and over.grain == under.grain
        if not alike or form(over.where) != form(under.where) or over.of is None or under.of is None:
            return False
        over, under = over.of, under.of
    spoken_of = {*items_in(over), *items_in(under)}
    known = [(form(c.left), c.sign, form(c.right)) for check in checks
             if check.level == "logical" and spoken_of <= set(check.items)
             for c in parts_of(check.holds, "all") if isinstance(c, e.Compare)]  # fmt: skip
    a, b = form(over), form(under)
    return a == b or any((x, s, y) in known for x, s, y in ((a, "<=", b), (a, "<", b), (b, ">=", a), (b, ">", a)))


def possible(sign: str, span: Span, limit: Fraction) -> bool:
    """Whether some number of the span can meet the limit."""
    end = span.high if sign in (">=", ">") else span.low
    if sign == "=":
        return Span(limit, limit).meets(span)
    return end is None or TESTS[sign](end, limit)  # type: ignore[index]
