"""遍历 · Which items and indicators an expression or condition speaks of."""

from collections.abc import Iterable, Iterator
from functools import cache

from eqrules.plan import expressions as run


def items_in(node: object, aggregates: bool = True) -> Iterator[str]:
    """Ids of items and derived items, in order; without `aggregates`, only those of the same object or above."""
    match node:
        case run.Item(item=item):
            yield item
        case run.Aggregate() if not aggregates:
            return
        case _:
            for part in _parts(node):
                yield from items_in(part, aggregates)


def needed_by(node: object) -> set[str]:
    """Ids of items and derived items, and codes of the indicators whose value or verdict is used."""
    found: set[str] = set()
    left = [node]
    while left:
        one = left.pop()
        if isinstance(one, run.Item):
            found.add(one.item)
        elif isinstance(one, run.Result | run.HasVerdict):
            found.add(one.rule)
        else:
            left += _parts(one)
    return found


def rules_in(node: object) -> Iterator[str]:
    """Codes of the indicators whose value or verdict is used."""
    match node:
        case run.Result(rule=rule) | run.HasVerdict(rule=rule):
            yield rule
        case _:
            for part in _parts(node):
                yield from rules_in(part)


def aggregates_in(node: object) -> Iterator[run.Aggregate]:
    """The outermost aggregates."""
    if isinstance(node, run.Aggregate):
        yield node
    else:
        for part in _parts(node):
            yield from aggregates_in(part)


def _parts(node: object) -> list[object]:
    """What is inside that can hold something itself."""
    inside: Iterable[object] = ()
    if isinstance(node, run.Node):
        inside = (getattr(node, field) for field in _fields(type(node)))
    elif isinstance(node, tuple):
        inside = node
    return [part for part in inside if isinstance(part, run.Node | tuple)]


@cache
def _fields(kind: type[run.Node]) -> tuple[str, ...]:
    """What people read of a record (`about`) refers to nothing."""
    return tuple(field for field in kind.model_fields if field != "about")
