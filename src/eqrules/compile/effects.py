"""宽严 · Which way a change goes, where two figures or two conditions side by side can tell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eqrules.language.effects import Effect
from eqrules.plan import expressions as run
from eqrules.plan.plan import Clause, Limit

_UP, _DOWN = (">=", ">"), ("<=", "<")


def of_limits(old: Limit, new: Limit) -> Effect:
    """Fewer values pass: stricter; more: looser."""
    if same_limit(old, new):
        return "equal"
    if "none" in (old.kind, new.kind):
        return "looser" if new.kind == "none" else "stricter" if new.kind != "unknown" else "undecided"
    if old.kind == new.kind == "one_of":
        return _subset(set(old.values), set(new.values))
    if old.kind == new.kind == "compare":
        for signs, up in ((_UP, True), (_DOWN, False)):
            if old.sign in signs and new.sign in signs:
                return _figures(old, new, up)
    return "undecided"


def same_limit(old: Limit, new: Limit) -> bool:
    """The same, whatever the words."""
    return old.model_copy(update={"text": ""}) == new.model_copy(update={"text": ""})


def _figures(old: Limit, new: Limit, up: bool) -> Effect:
    if old.amount == new.amount:
        return "stricter" if new.sign in (">", "<") else "looser"
    if not isinstance(old.amount, run.Number) or not isinstance(new.amount, run.Number):
        return "undecided"
    raised = Fraction(new.amount.value) > Fraction(old.amount.value)
    return "stricter" if raised == up else "looser"


def _subset(old: set[str], new: set[str]) -> Effect:
    return "stricter" if new < old else "looser" if new > old else "undecided"


# ── conditions ───────────────────────────────────────────────────
def of_scopes(old: run.Condition | None, new: run.Condition | None) -> Effect:
    """None is no condition: all objects."""
    if old == new:
        return "equal"
    if implies(old, new):
        return "wider"
    return "narrower" if implies(new, old) else "undecided"


def implies(one: run.Condition | None, other: run.Condition | None) -> bool:
    """True if wherever `one` holds `other` is seen to hold; False if it is not, or cannot be seen."""
    if other is None or one == other:
        return True
    match one, other:
        case None, _:
            return False
        case run.Any(parts=parts), _:
            return all(implies(part, other) for part in parts)
        case _, run.All(parts=parts):
            return all(implies(one, part) for part in parts)
        case run.All(parts=parts), _ if any(implies(part, other) for part in parts):
            return True
        case _, run.Any(parts=parts):
            return any(implies(one, part) for part in parts)
        case run.Among(item=item, values=values), run.Among(item=same, values=more):
            return item == same and set(values) <= set(more)
        case run.Not(part=part), run.Not(part=less):
            return implies(less, part)
        case run.Compare(left=left), run.Compare(left=same) if left == same:
            effect = of_limits(_as_limit(other), _as_limit(one))
            return effect in ("stricter", "equal")
        case _:
            return False


def _as_limit(compare: run.Compare) -> Limit:
    return Limit(kind="compare", sign=compare.sign, amount=compare.right)


# ── conclusions ──────────────────────────────────────────────────
def of_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> Effect:
    """Every old clause kept or made stricter: stricter; the other way round: looser."""
    if set(old) == set(new):
        return "equal"
    if all(any(_demands(n, o) for n in new) for o in old):
        return "stricter"
    return "looser" if all(any(_demands(o, n) for o in old) for n in new) else "undecided"


def _demands(one: Clause, other: Clause) -> bool:
    """True if whoever meets `one` is seen to meet `other`."""
    if one == other:
        return True
    names, fewer = set(one.names), set(other.names)
    if one.kind == "all" and other.kind == "all":
        return fewer <= names
    if one.kind == "all" and other.kind in ("at_least", "at_most_not"):
        return fewer <= names
    if one.kind == other.kind == "at_least":
        floors = Fraction(one.floor or 0) >= Fraction(other.floor or 0)
        return names == fewer and one.count >= other.count and floors
    return one.kind == other.kind == "at_most_not" and names == fewer and one.count <= other.count
