"""内建页 · What every builtin's page says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Builtin:
    """`kind`: "aggregate" works on the objects below, "single" on the values of one object.

    `takes`: "values" (a value per object), "objects" (an object and a condition), "weighted" (values with
    weights). `unit`: the result has the unit of its argument, is a pure number, or counts objects.
    `meaning` is exact: aggregates get the list of values (and weights), the others their arguments.
    """

    id: str
    zh: str
    en: str
    kind: Literal["aggregate", "single"]
    about_zh: str
    about_en: str
    meaning: Callable[..., Any]
    takes: Literal["values", "objects", "weighted"] = "values"
    unit: Literal["same", "pure", "count", "years"] = "same"
    arguments: int = 1
    aliases: tuple[str, ...] = ()
    examples: tuple[tuple[tuple[Any, ...], Any], ...] = ()
