"""项 · What an expression or a condition is in SQL: its value, what is certain without one, why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from eqrules.engine.sql.ratio import Ratio


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or a mean of some: a double, and how far off it is at most; NULL where it is exact."""

    value: str
    off: str
    source: str = ""
    """Which coefficient it is, where it is a single one."""


@dataclass(frozen=True, slots=True)
class Value:
    """One of `number`, `root`, `word` (text, 是/否 or a date) says what it is; NULL where it is absent.

    `may_lack`: it can be absent. `none`: true where it is absent because 无此项 ("" never). `low` and `high`:
    what is certain where it is absent. `lone`: true where it is a statistic of one object.
    """

    number: Ratio | None = None
    root: Root | None = None
    word: str = ""
    kind: str = "number"
    may_lack: bool = False
    none: str = ""
    low: Ratio | None = None
    high: Ratio | None = None
    lone: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition: true, false, or NULL for unknown. `none`: it may be unknown because of a 无此项."""

    text: str
    may_lack: bool = False
    none: bool = False


def any_none(parts: Iterable[Value]) -> str:
    """True where any part is absent because 无此项; "" if that cannot be."""
    nones = " OR ".join(part.none for part in parts if part.none)
    return f"({nones})" if nones else ""


ALWAYS, NEVER = Truth("TRUE"), Truth("FALSE")


def rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every SQL text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(rewritten(part, change) for part in value)
    if hasattr(value, "__dataclass_fields__"):
        made = {f.name: rewritten(getattr(value, f.name), change) for f in fields(value) if f.name != "kind"}
        return replace(value, **made)
    return value


def texts(value: Any) -> list[str]:
    """Every SQL text in a value."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    rewritten(value, keep)
    return found


def both(*parts: Truth) -> Truth:
    return _joined("AND", "TRUE", "FALSE", parts)


def any_of(*parts: Truth) -> Truth:
    return _joined("OR", "FALSE", "TRUE", parts)


def _joined(word: str, neutral: str, decisive: str, parts: tuple[Truth, ...]) -> Truth:
    """Kleene's and, or: SQL's own, with the fixed parts folded."""
    if any(part.text == decisive for part in parts):
        return Truth(decisive)
    open_parts = [part for part in dict.fromkeys(parts) if part.text != neutral]
    if not open_parts:
        return Truth(neutral)
    if len(open_parts) == 1:
        return open_parts[0]
    text = "(" + f" {word} ".join(part.text for part in open_parts) + ")"
    return Truth(text, any(p.may_lack for p in open_parts), any(p.none for p in open_parts))


def opposite(truth: Truth) -> Truth:
    fixed = {"TRUE": "FALSE", "FALSE": "TRUE"}.get(truth.text)
    return Truth(fixed) if fixed else Truth(f"(NOT {truth.text})", truth.may_lack, truth.none)
