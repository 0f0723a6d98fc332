"""埋瑕疵 · Flaws planted into a made-up book, each told with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from eqrules.data.sample_book import Book, Form
from eqrules.data.sample_county import County
from eqrules.data.sample_schools import School, Section
from eqrules.data.write_xlsx import Cell


@dataclass(frozen=True, slots=True)
class Flaw:
    """What was done to which cell."""

    cell: str
    zh: str
    en: str


@dataclass(slots=True)
class Ground:
    """Where flaws are planted: one county of a book. Nothing gets two flaws; `spoiled` says what has one."""

    book: Book
    county: County
    rng: Random
    spoiled: set[str] = field(default_factory=set)

    def schools(self) -> Iterator[School]:
        """Ordinary schools without a flaw, in chance order; no campuses and none that has one."""
        campuses = [s for s in self.county.schools if s.main and not s.site]
        aside = self.spoiled.union(*((s.main, s.code) for s in campuses))
        left = [s for s in self.county.schools if s.code not in aside and not s.special]
        return iter(self.rng.sample(left, len(left)))

    def single(self, least: int = 150) -> Iterator[tuple[School, Section]]:
        """Schools of one stage with at least so many pupils: nothing of theirs is split."""
        for school in self.schools():
            if len(school.sections) == 1 and not school.senior_pupils and school.pupils >= least:
                yield school, school.sections[0]

    def form(self, key_item: str, item: str, above: str = "") -> Form | None:
        """The sheet of this key, if it has a column for the item."""
        form = self.book.form(key_item, above)
        return form if form is not None and form.column(item) >= 0 else None

    def put(self, thing: str, form: Form, row: int, item: str, value: Cell) -> str:
        """Change one cell, and remember whose; its address."""
        self.spoiled.add(thing)
        form.rows[row][form.column(item)] = value
        return form.address(row, item)


Planter = Callable[[Ground], Flaw | None]
"""Plants one flaw; None where the ruleset or the county has nothing to plant it in."""


def plant(ground: Ground, count: int) -> list[Flaw]:
    """That many flaws, of all kinds in turn; fewer when there is no room for more."""
    from eqrules.data.sample_plain_flaws import PLAIN
    from eqrules.data.sample_school_flaws import NATIONAL

    flaws: list[Flaw] = []
    kinds: list[Planter] = [*NATIONAL, *PLAIN]
    failures = 0
    for planter in cycle(kinds):
        if len(flaws) >= count or failures == len(kinds):
            return flaws
        flaw = planter(ground)
        failures = 0 if flaw else failures + 1
        if flaw:
            flaws.append(flaw)
    return flaws
