"""遍历 · A node of a cell and all below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from eqrules.source import Span


def nodes(content: object) -> Iterator[object]:
    """A node and all below it."""
    left: list[Any] = [content]
    while left:
        one = left.pop()
        if isinstance(one, tuple):
            left += reversed(one)
        elif (names := _below(type(one))) is not None:  # type: ignore[arg-type]
            yield one
            left += [getattr(one, name) for name in reversed(names)]


@cache
def _below(kind: type) -> tuple[str, ...] | None:
    """The fields of a kind of node, without its place; None for what is no node."""
    return tuple(f.name for f in fields(kind) if f.name != "span") if is_dataclass(kind) and kind is not Span else None
