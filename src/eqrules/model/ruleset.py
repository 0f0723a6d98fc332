"""规则集 · One ruleset as meant, for people: its paper, its names, its gists, its examples."""

from __future__ import annotations

from dataclasses import dataclass, field

from eqrules.model.amendment import Amendment
from eqrules.model.symbols import Symbol
from eqrules.source import Span


@dataclass(frozen=True, slots=True)
class Example:
    """One row of 示例, or several with the same 案例. `rows`: (item id → text as typed, rule id → word)."""

    title: str
    section: str
    rows: tuple[tuple[dict[str, str], dict[str, str]], ...]
    span: Span = field(compare=False)


@dataclass(slots=True)
class Ruleset:
    """`symbols`: by code. `gists`: group code → the gist. `amendments`: rows of 变更, its parents' first."""

    id: str
    symbols: dict[str, Symbol] = field(default_factory=dict)
    gists: dict[str, str] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
