"""算式之别 · Where two formulas differ: numerator, denominator, statistic, or only whom they count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eqrules.compare.same import conjuncts, form, only_in, product, same
from eqrules.plan import expressions as e


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` and `new`: expressions; for "scope" the conditions that only one of them counts by."""

    aspect: Literal["formula", "statistic", "scope"]
    part: Literal["", "numerator", "denominator"]
    old: e.Expression | tuple[e.Condition, ...] | None
    new: e.Expression | tuple[e.Condition, ...] | None


def differences(old: e.Expression | None, new: e.Expression | None) -> list[Difference]:
    """Nothing where they mean the same."""
    if same(old, new):
        return []
    if isinstance(old, e.Aggregate) and isinstance(new, e.Aggregate) and _named(old) and _named(new):
        return list(_statistic(old, new))
    if isinstance(old, e.Several) and isinstance(new, e.Several) and old.function != new.function:
        return [Difference("statistic", "", old, new)]
    if old is None or new is None:
        return [Difference("formula", "", old, new)]
    (a, over, under), (b, above, below) = product(old), product(new)
    if not under or not below:
        return [Difference("formula", "", old, new)]
    found, scope = [], _counted(over, under, above, below)
    if scope is not None:
        found.append(Difference("scope", "", *scope))
        over, under, above, below = ([_bare(node) for node in part] for part in (over, under, above, below))
    if a != b or form(tuple(_ordered(over))) != form(tuple(_ordered(above))):
        found.append(Difference("formula", "numerator", _times(a, over), _times(b, above)))
    if form(tuple(_ordered(under))) != form(tuple(_ordered(below))):
        found.append(Difference("formula", "denominator", _times(1, under), _times(1, below)))
    return found


def _named(node: e.Aggregate) -> bool:
    """Statistics have a definition of their own; sums and counts are formulas."""
    return node.function in ("cv", "mean", "median", "max", "min")


def _statistic(old: e.Aggregate, new: e.Aggregate) -> Iterator[Difference]:
    if (old.function, old.weighting, form(old.by)) != (new.function, new.weighting, form(new.by)):
        yield Difference("statistic", "", old, new)
    if old.grain != new.grain or not same(old.of, new.of):
        yield Difference("formula", "", old.of, new.of)
    gone, come = (only_in(conjuncts(a.where), conjuncts(b.where)) for a, b in ((old, new), (new, old)))
    if gone or come:
        yield Difference("scope", "", gone, come)


# ── whom both halves of a ratio count ────────────────────────────
Conditions = tuple[e.Condition, ...]


def _counted(
    over: list[e.Expression], under: list[e.Expression], above: list[e.Expression], below: list[e.Expression]
) -> tuple[Conditions, Conditions] | None:
    """The conditions gone from, and come into, numerator and denominator alike; None if they differ there."""
    changes = []
    for old, new in ((over, above), (under, below)):
        before, after = ([c for node in part for c in _wheres(node)] for part in (old, new))
        changes.append((only_in(before, after), only_in(after, before)))
    top, bottom = changes
    if not any(top) or form(tuple(_ordered(top[0]))) != form(tuple(_ordered(bottom[0]))):
        return None
    return top if form(tuple(_ordered(top[1]))) == form(tuple(_ordered(bottom[1]))) else None


def _wheres(node: e.Expression) -> Iterator[e.Condition]:
    if isinstance(node, e.Aggregate):
        yield from conjuncts(node.where)
    elif isinstance(node, e.Binary):
        yield from _wheres(node.left)
        yield from _wheres(node.right)


def _bare(node: e.Expression) -> e.Expression:
    """The same without whom it counts."""
    if isinstance(node, e.Aggregate):
        return node.model_copy(update={"where": None})
    if isinstance(node, e.Binary):
        return node.model_copy(update={"left": _bare(node.left), "right": _bare(node.right)})
    return node


def _ordered(nodes: list[e.Expression] | Conditions) -> list[object]:
    return sorted(nodes, key=lambda node: repr(form(node)))


def _times(scale: object, factors: list[e.Expression]) -> e.Expression:
    parts = list(factors)
    if scale != 1 or not parts:
        parts.append(e.Number(value=str(scale)))
    whole = parts[0]
    for factor in parts[1:]:
        whole = e.Binary(operator="*", left=whole, right=factor)
    return whole
