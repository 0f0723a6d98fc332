"""缺失 · How values that are not there pass through a calculation: missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eqrules.data.submission import Absent, State
from eqrules.language.numbers import Roots

NOTHING = Absent(State.ERROR)
"""There is no such number: division by zero, the largest of none."""


@dataclass(frozen=True, slots=True)
class Lone:
    """A statistic over a single object: shown, and not judged."""

    value: Roots


def join(parts: Iterable[Absent]) -> Absent:
    """One absence from several: not applicable before missing; all cells that would help."""
    states, cells = set(), {}
    for part in parts:
        states.add(part.state)
        cells.update(dict.fromkeys(part.cells))
    for state in (State.NONE, State.ERROR, State.BLANK):
        if state in states:
            return Absent(state, tuple(cells))
    return NOTHING
