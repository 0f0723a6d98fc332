"""逐组精算 · Groups whose coefficient lies too near to its limit, or to a printed digit, for doubles to tell.

Few groups do. Their rows are fetched and worked out on exact rationals, and the answer is joined back, so that
everything that follows is still SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

from eqrules.language.builtins.dispersion import cv_of_quotients
from eqrules.language.numbers import Roots, decimal_text

DIGITS = 6
"""Decimals of a root in a table of verdicts."""


@dataclass(frozen=True, slots=True)
class Question:
    """One coefficient: `near` and the limit's parts at the groups; who counts, weight and value of each row."""

    near: str
    limit: tuple[str, str]
    used: str
    weight: str
    over: str
    under: str
    sample: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Exact:
    """All that is asked of near groups of `above` and their rows in `below`: name of the answer → the question."""

    name: str
    above: str
    below: str
    keys: tuple[str, ...]
    asks: tuple[tuple[str, Question], ...]

    def reads_above(self) -> tuple[str, ...]:
        return tuple(text for _, ask in self.asks for text in (ask.near, *ask.limit))

    def reads_below(self) -> tuple[str, ...]:
        return tuple(text for _, ask in self.asks for text in (ask.used, ask.weight, ask.over, ask.under))

    def columns(self) -> list[str]:
        """Of the answers, after the keys."""
        return [f"{name}.{end}" for name, _ in self.asks for end in ("side", "digits")]

    def groups(self) -> str:
        """The query for near groups: keys, then near flag and limit of each question."""
        keys = ", ".join(f"«{key}»" for key in self.keys)
        return f"SELECT {keys}, {', '.join(self.reads_above())} FROM «{self.above}» WHERE {self._near()}"

    def rows(self) -> str:
        """The query for the rows of all groups that share their first key with a near one, which a database finds
        faster than those of near groups alone: keys, then what the questions read, once each."""
        read = ", ".join((*(f"«{key}»" for key in self.keys), *self._once()))
        first = f"«{self.keys[0]}»"
        near = f"SELECT {first} FROM «{self.above}» WHERE {self._near()}"
        return f"SELECT {read} FROM {self.below} AS b WHERE {first} IN ({near})"

    def _near(self) -> str:
        return " OR ".join(ask.near for _, ask in self.asks)

    def _once(self) -> list[str]:
        return list(dict.fromkeys(self.reads_below()))

    def answers(self, groups: Iterable[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """(key …, then for each question: -1 0 1 for below, at, above the limit; the value rounded half up)."""
        depth = len(self.keys)
        near = {tuple(group[:depth]): group[depth:] for group in groups}
        gathered: dict[tuple[Any, ...], list[Sequence[Any]]] = {key: [] for key in near}
        for row in rows:
            if (key := tuple(row[:depth])) in near:
                gathered[key].append(row[depth:])
        place = {text: at for at, text in enumerate(self._once())}
        parts = [
            (ask, itemgetter(*(place[text] for text in (ask.used, ask.weight, ask.over, ask.under))))
            for _, ask in self.asks
        ]
        made = []
        for key, told in near.items():
            found = list(key)
            for at, (ask, own) in enumerate(parts):
                flag, top, bottom = told[3 * at : 3 * at + 3]
                found += _answer(ask, map(own, gathered[key]), top, bottom) if flag else [None, None]
            made.append(tuple(found))
        return made


def _answer(ask: Question, rows: Iterable[Sequence[Any]], top: Any, bottom: Any) -> list[Any]:
    used = [(int(over), int(under), int(weight), 1) for counts, weight, over, under in rows if counts]
    coefficient = cv_of_quotients(used, ask.sample)
    assert coefficient is not None
    side = None if top is None else coefficient.compare(Fraction(int(top), int(bottom)))
    return [side, rounded(coefficient.scaled(ask.times))]


def rounded(root: Roots) -> float:
    """Half up, from the exact value."""
    exact = root.rational if not root.terms else root.decimal(40)
    return float(decimal_text(exact, DIGITS))
