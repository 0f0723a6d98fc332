"""记性 · What rows came to before: while neither they nor the names in them change, they come to the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from eqrules.language.comparisons import Sign
from eqrules.model.symbols import Grain, Group, Item, Symbol
from eqrules.plan.plan import Split
from eqrules.plan.walk import needed_by
from eqrules.source import Source
from eqrules.syntax import memory as texts
from eqrules.syntax.characters import fold, name_key
from eqrules.syntax.tree import Row, Section

if TYPE_CHECKING:
    from eqrules.compile.formulas import Scope

T = TypeVar("T")
RowIn = tuple[Row, str, str, Section]
"""A row with its document's language, its origin and its section."""
_RANGES = ("至", "到", "~", " to ")
"""What speaks of names that it does not spell: R1至R7."""


@dataclass(slots=True)
class Meaning:
    """What names meant when rows were last lowered, and what those rows came to.

    `touched`: spellings whose meaning is another one than the time before; None if anything may be.
    """

    symbols: Mapping[str, Symbol] = field(default_factory=dict)
    around: tuple[Mapping[str, Sign], Split | None] = ({}, None)
    made: dict[tuple[object, ...], tuple[Sequence[RowIn], object]] = field(default_factory=dict)
    needs: dict[int, tuple[object, set[str]]] = field(default_factory=dict)
    old: Meaning | None = None
    touched: set[str] | None = None
    _alike: dict[tuple[int, int], bool] = field(default_factory=dict)

    def turn(self, scope: Scope) -> Meaning:
        """For the next time, with the names as they are now."""
        self.old = None
        around = (dict(scope.vocabulary.signs), scope.split)
        symbols = dict(scope.vocabulary.ruleset.symbols)
        return Meaning(
            symbols, around, old=self, touched=_touched(self.symbols, symbols) if around == self.around else None
        )

    def once(self, kind: str, rows: Sequence[RowIn], scope: Scope, work: Callable[[], T]) -> T:
        """What `work` makes of these rows, unless it is known. What brings findings is done again every time."""
        key = (kind, *((id(row), lang, origin) for row, lang, origin, _ in rows))
        known = self.old.made.get(key) if self.old else None
        if known is not None and self._holds(rows, known[0]):
            self.made[key] = (rows, known[1])
            return cast(T, known[1])
        with scope.apart() as report:
            value = work()
        if not report.findings:
            self.made[key] = (rows, value)
        return value

    def needs_of(self, node: object) -> set[str]:
        """As `needed_by`, worked out once for each object."""
        known = self.needs.get(id(node)) or (self.old.needs.get(id(node)) if self.old else None)
        if known is None:
            known = (node, needed_by(node))
        self.needs[id(node)] = known
        return known[1]

    def _holds(self, rows: Sequence[RowIn], before: Sequence[RowIn]) -> bool:
        """True if the chapters still say the same of their rows, and the names in these mean the same."""
        if self.touched is None or not all(self._same(a[3], b[3]) for a, b in zip(rows, before, strict=True)):
            return False
        return not self.touched or not any(self._touches(row, section) for row, _, _, section in rows)

    def _same(self, one: Section, other: Section) -> bool:
        if one is other:
            return True
        key = (id(one), id(other))
        if key not in self._alike:
            self._alike[key] = (one.token, one.title, one.lines) == (other.token, other.title, other.lines)
        return self._alike[key]

    def _touches(self, row: Row, section: Section) -> bool:
        said = [row.span.text, *(line.span.text for line in section.lines.values())]
        text = " ".join(fold(" ".join((*said, *(cell.column.name for cell in row.cells)))).split())
        return any(mark in text for mark in (*_RANGES, *(self.touched or ())))


def _touched(before: Mapping[str, Symbol], now: Mapping[str, Symbol]) -> set[str] | None:
    """The spellings of names that came, went or changed; None if one of them is looked for in other ways as well."""
    found: set[str] = set()
    for code in before.keys() | now.keys():
        one, other = before.get(code), now.get(code)
        if one is other or one == other or (isinstance(one, Group) and isinstance(other, Group)):
            continue  # no row that is kept speaks of a group
        for symbol in (one, other):
            if symbol is None:
                continue
            if isinstance(symbol, Grain) or (isinstance(symbol, Item) and symbol.type == "list"):
                return None
            names = symbol.names
            found |= {name_key(word) for word in (names.code, names.zh, names.en, *names.aliases) if word}
    return found


@dataclass(slots=True)
class Memory:
    """What an editor keeps from one compiling to the next: texts as read, rows as lowered."""

    texts: texts.Memory = field(default_factory=texts.Memory)
    meaning: Meaning = field(default_factory=Meaning)

    def turn(self, instead: Mapping[int, Source]) -> Memory:
        """The memory for the next reading. `instead`: new chapter (by its id) → the one that stood in its place."""
        return Memory(self.texts.turn(instead), self.meaning)
