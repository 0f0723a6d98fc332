"""对象 · Which object belongs to which: indices between the tables of a submission."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

from eqrules.data.submission import Table
from eqrules.engine.contract import Key
from eqrules.plan.plan import Grain, Plan


def projection(finer: tuple[str, ...], coarser: tuple[str, ...]) -> Callable[[Key], Key]:
    """From the key of an object to the key of the coarser object it belongs to."""
    if finer[: len(coarser)] == coarser:
        return itemgetter(slice(len(coarser)))
    take = [finer.index(part) for part in coarser]
    return lambda key: tuple([key[at] for at in take])


class Objects:
    """Parents and children by position. An object belongs to another if its key contains the other's."""

    def __init__(self, plan: Plan, tables: dict[str, Table]) -> None:
        self.tables = tables
        self.grains: dict[str, Grain] = {grain.id: grain for grain in plan.grains}
        self.top = plan.top.id
        self._index: dict[str, dict[tuple[str, ...], int]] = {}
        self._up: dict[tuple[str, str], list[int]] = {}
        self._down: dict[tuple[str, str], list[list[int]]] = {}
        self._counties: dict[str, set[str]] = {}

    def index(self, grain: str) -> dict[tuple[str, ...], int]:
        """Full key → position."""
        if grain not in self._index:
            self._index[grain] = {key: i for i, key in enumerate(self.tables[grain].keys)}
        return self._index[grain]

    def up(self, grain: str, to: str) -> list[int]:
        """For every object of `grain`, the position of the `to` object it belongs to; -1 if there is none."""
        if (grain, to) not in self._up:
            owner, index = projection(self.grains[grain].keys, self.grains[to].keys), self.index(to)
            self._up[grain, to] = [index.get(owner(key), -1) for key in self.tables[grain].keys]
        return self._up[grain, to]

    def down(self, grain: str, to: str) -> list[list[int]]:
        """For every object of `grain`, the positions of the finer `to` objects that belong to it."""
        if (grain, to) not in self._down:
            found: list[list[int]] = [[] for _ in self.tables[grain].keys]
            for child, parent in enumerate(self.up(to, grain)):
                if parent >= 0:
                    found[parent].append(child)
            self._down[grain, to] = found
        return self._down[grain, to]

    def handed_in(self, grain: str, county: str) -> bool:
        """True if the county handed in at least one object of this grain."""
        if grain not in self._counties:
            self._counties[grain] = {key[0] for key in self.tables[grain].keys}
        return county in self._counties[grain]

    def finer(self, grain: str, than: str) -> bool:
        return set(self.grains[than].keys) < set(self.grains[grain].keys)
