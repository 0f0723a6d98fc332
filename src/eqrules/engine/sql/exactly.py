"""逐组精算 · Groups whose coefficient lies too near to its limit, or to a printed digit, for doubles to tell.

Few groups do. Their rows are fetched and worked out on exact rationals, and the answer is joined back, so that
everything that follows is still SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from eqrules.language.builtins.dispersion import cv
from eqrules.language.numbers import Roots, decimal_text

DIGITS = 6
"""Decimals of a root in a table of verdicts."""


@dataclass(frozen=True, slots=True)
class Exact:
    """What one such statement asks: `near` groups of `above` with their limit, and the rows of `below` in them.

    `columns`: near, limit.n, limit.d, printed? of `above`; used, weight, over, under of `below`; "" for 1 (and TRUE).
    """

    name: str
    above: str
    below: str
    keys: tuple[str, ...]
    near: str
    limit: tuple[str, str]
    used: str
    weight: str
    over: str
    under: str
    sample: bool = False
    times: int = 1

    def reads_above(self) -> tuple[str, ...]:
        return (self.near, *self.limit)

    def reads_below(self) -> tuple[str, ...]:
        return (self.used, self.weight, self.over, self.under)

    def groups(self) -> str:
        keys = ", ".join(f"«{key}»" for key in self.keys)
        return f"SELECT {keys}, {self.limit[0]}, {self.limit[1]} FROM {self.above} WHERE {self.near}"

    def rows(self) -> str:
        keys = ", ".join(f"b.«{key}»" for key in self.keys)
        on = " AND ".join(f"b.«{key}» = a.«{key}»" for key in self.keys)
        figures = ", ".join(text.replace("«", "b.«") for text in (self.weight, self.over, self.under))
        near, used = self.near.replace("«", "a.«"), self.used.replace("«", "b.«")
        return f"SELECT {keys}, {figures} FROM {self.below} AS b JOIN {self.above} AS a ON {on} WHERE {near} AND {used}"

    def answers(
        self, groups: Iterable[Sequence[Any]], rows: Iterable[Sequence[Any]]
    ) -> list[tuple[Any, ...]]:  # fmt: skip
        """(key …, -1 0 1 for below, at, above the limit, the value rounded half up) for each group."""
        depth = len(self.keys)
        gathered: dict[tuple[Any, ...], tuple[list[Fraction], list[int]]] = {}
        for row in rows:
            values, weights = gathered.setdefault(tuple(row[:depth]), ([], []))
            weight, over, under = map(int, row[depth:])
            values.append(Fraction(over, under))
            weights.append(weight)
        made = []
        for *key, top, bottom in groups:
            values, weights = gathered[tuple(key)]
            found = cv(values, weights, self.sample)
            assert found is not None
            side = None if top is None else found.compare(Fraction(int(top), int(bottom)))
            made.append((*key, side, rounded(found.scaled(self.times))))
        return made


def rounded(root: Roots) -> float:
    """Half up, from the exact value."""
    exact = root.rational if not root.terms else root.decimal(40)
    return float(decimal_text(exact, DIGITS))
