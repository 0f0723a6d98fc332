"""几校成县 · A county of several schools out of an example for a coefficient: the rest filled in so that it passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from eqrules.compare.changes import Counterexample, Row
from eqrules.plan.plan import Grain, Plan

Made = dict[str, list[Row]]
Passing = Callable[[Made, int | None], "tuple[Made, int] | None"]
"""Rows to keep and how many times their amounts (None: as many as it takes) → a county of one object of each kind
that passes both, and how many times."""


def several(plan: Plan, of: Counterexample, under: frozenset[str], passing: Passing) -> Made | None:
    """The objects of the example one after the other, each as the only one of a county that passes; then together.

    A coefficient stays what it is when every amount but those it is divided by (`under`) is multiplied alike.
    """
    grains = {grain.id: grain for grain in plan.grains}
    parts = sorted(_apart(plan, of), key=lambda made: _amount(made, plan, under))
    together: Made = {}
    times: int | None = None
    for number, part in enumerate(parts):
        common = {name: rows for name, rows in together.items() if not _own(grains[name], plan)}
        found = passing(part | common, times)
        if found is None:
            return None
        made, times = found
        for name, rows in made.items():
            if not _own(grains[name], plan):
                together.setdefault(name, rows)
            else:
                key = _item(plan, grains[name].keys[1])
                renamed = [{**row, key: f"{row[key]}-{number + 1}"} for row in rows]
                together.setdefault(name, []).extend(renamed)
    return together


def _apart(plan: Plan, of: Counterexample) -> Iterator[Made]:
    """For each school of the example its own rows, of all grains."""
    own = [grain for grain in plan.grains if _own(grain, plan) and grain.id in of.tables]
    if not own:
        return
    key = _item(plan, own[0].keys[1])
    for value in dict.fromkeys(row[key] for row in of.tables[own[0].id]):
        yield {grain.id: [row for row in of.tables[grain.id] if row.get(key) == value] for grain in own}


def _own(grain: Grain, plan: Plan) -> bool:
    """Whether it is, or belongs to, an object of which a county has any number, such as a school."""
    if len(grain.keys) < 2:
        return False
    spec = next((i for i in plan.items if i.id == _item(plan, grain.keys[1])), None)
    return spec is None or not spec.values


def _item(plan: Plan, part: str) -> str:
    return next(grain.key_item for grain in plan.grains if grain.keys[-1] == part)


def _amount(made: Made, plan: Plan, under: frozenset[str]) -> Any:
    """How much of everything there is to one of what it is divided by."""
    numbers = {i.id for i in plan.items if i.type in ("integer", "decimal")}
    sums = [
        sum(value for rows in made.values() for row in rows for item, value in row.items()
            if item in numbers and value is not None and (item in under) is side)
        for side in (True, False)
    ]  # fmt: skip
    return sums[1] / sums[0] if sums[0] else sums[1]
