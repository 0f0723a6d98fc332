"""名物 · What a declared name stands for, with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from eqrules.language.units import Unit
from eqrules.source import Span


@dataclass(frozen=True, slots=True)
class Names:
    """A code and a name in each language; "" where the ruleset gives none."""

    code: str
    zh: str = ""
    en: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return self.zh or self.en or self.code

    @property
    def shown_en(self) -> str:
        return self.en or self.zh or self.code


def between(has: Names, at: Names) -> dict[str, Any]:
    """What a message says of the objects that something has a value for, and those that it is wanted at."""
    return {"has": has.shown, "has_en": has.shown_en, "at": at.shown, "at_en": at.shown_en}


@dataclass(frozen=True, slots=True)
class Grain:
    """`keys`: the parts of the full key from the top, county, school, stage."""

    names: Names
    keys: tuple[str, ...]
    key_item: str
    parent: str
    may_lack: bool
    span: Span = field(compare=False)

    def within(self, other: Grain) -> bool:
        """True if each object of this grain belongs to one object of `other` (or they are the same)."""
        return set(other.keys) <= set(self.keys)


@dataclass(frozen=True, slots=True)
class Item:
    """A data item or a derived item; `unit` None where the type has none."""

    names: Names
    grain: Grain
    type: Literal["integer", "decimal", "text", "yes_no", "date", "year", "list"]
    unit: Unit | None
    unit_word: str
    whole: bool
    values: tuple[tuple[str, str], ...]
    ranked: bool
    derived: bool
    span: Span = field(compare=False)

    @property
    def canonical(self) -> tuple[str, ...]:
        """The values as plans and data know them: Chinese where there is a Chinese word."""
        return tuple(zh or en for zh, en in self.values)


@dataclass(frozen=True, slots=True)
class Indicator:
    names: Names
    grain: Grain
    group: str
    unit: Unit | None
    unit_word: str
    origin: str
    """The ruleset or layer that declares it."""
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    names: Names
    gist: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Conclusion:
    names: Names
    grain: Grain
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    names: Names
    options: tuple[tuple[str, str], ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Veto:
    names: Names
    span: Span = field(compare=False)


Symbol = Grain | Item | Indicator | Group | Conclusion | Reading | Veto
