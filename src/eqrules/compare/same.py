"""同 · What counts as the same: order, nesting and wording of formulas and conditions do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from eqrules.plan import expressions as e
from eqrules.plan.identity import WORDS

Form = Any
"""Nested tuples and strings; two things mean the same if their forms are equal."""


def form(node: object) -> Form:
    """The form of an expression, condition or any other record of a plan."""
    match node:
        case e.Number(value=text):
            return ("number", str(Fraction(text)))
        case e.Binary(operator="*" | "/"):
            scale, over, under = product(node)
            return ("product", str(scale), _sorted(over), _sorted(under))
        case e.Binary(operator="+" | "-"):
            return ("sum", _sorted_forms((sign, form(term)) for sign, term in terms(node)))
        case e.Among(item=item, values=values):
            return ("among", form(item), tuple(sorted(values)))
        case e.ReadingIs(reading=name, values=values):
            return ("reading", name, tuple(sorted(values)))
        case e.All() | e.Any():
            parts = tuple(dict.fromkeys(_sorted(parts_of(node, node.kind))))
            return parts[0] if len(parts) == 1 else (node.kind, parts)
        case e.Compare(sign=">" | ">=", left=left, right=right):
            return ("compare", "<" if node.sign == ">" else "<=", form(right), form(left))
        case e.Node():
            named = ((name, getattr(node, name)) for name in type(node).model_fields if name not in WORDS)
            return (type(node).__name__, *(((name, form(value))) for name, value in named))
        case tuple():
            return tuple(form(part) for part in node)
    return node


def same(left: object, right: object) -> bool:
    return left == right or form(left) == form(right)


def product(node: e.Expression) -> tuple[Fraction, list[e.Expression], list[e.Expression]]:
    """(number, numerator, denominator) of a formula of products and quotients; nothing is cancelled."""
    match node:
        case e.Number(value=text) if Fraction(text):
            return Fraction(text), [], []
        case e.Binary(operator="*", left=left, right=right):
            (a, over, under), (b, more, below) = product(left), product(right)
            return a * b, over + more, under + below
        case e.Binary(operator="/", left=left, right=right):
            (a, over, under), (b, below, more) = product(left), product(right)
            return a / b, over + more, under + below
    return Fraction(1), [node], []


def terms(node: e.Expression, sign: str = "+") -> Iterator[tuple[str, e.Expression]]:
    """Signed summands."""
    if isinstance(node, e.Binary) and node.operator in "+-":
        yield from terms(node.left, sign)
        yield from terms(node.right, sign if node.operator == "+" else "-" if sign == "+" else "+")
    else:
        yield sign, node


def parts_of(node: e.Condition, kind: str) -> Iterator[e.Condition]:
    """The parts of nested 且 (kind "all") or 或 ("any")."""
    if isinstance(node, e.All | e.Any) and node.kind == kind:
        for part in node.parts:
            yield from parts_of(part, kind)
    else:
        yield node


def conjuncts(node: e.Condition | None) -> tuple[e.Condition, ...]:
    return () if node is None else tuple(parts_of(node, "all"))


def only_in(these: Iterable[e.Condition], those: Iterable[e.Condition]) -> tuple[e.Condition, ...]:
    """Conditions of the first that are not among the second, each once."""
    known = {form(node) for node in those}
    return tuple({form(node): node for node in these if form(node) not in known}.values())


def _sorted(nodes: Iterable[object]) -> tuple[Form, ...]:
    return _sorted_forms(form(node) for node in nodes)


def _sorted_forms(forms: Iterable[Form]) -> tuple[Form, ...]:
    return tuple(sorted(forms, key=repr))
