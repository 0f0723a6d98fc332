"""埋瑕疵 · Flaws planted into a made-up book, each told with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from eqrules.data.sample_book import Book, Form
from eqrules.data.sample_county import County
from eqrules.data.sample_figures import NEEDS
from eqrules.data.sample_schools import PRIMARY, School, Section
from eqrules.data.write_xlsx import Cell


@dataclass(frozen=True, slots=True)
class Flaw:
    cell: str
    zh: str
    en: str


@dataclass(slots=True)
class Field:
    """Where flaws are planted: one county of a book; a school gets one flaw at most."""

    book: Book
    county: County
    rng: Random
    spoiled: set[str]

    def schools(self) -> Iterator[School]:
        """Ordinary schools without a flaw, in chance order."""
        whole = [s for s in self.county.schools if s.code not in self.spoiled and not s.special and not s.main]
        mains = {s.main for s in self.county.schools}
        yield from self.rng.sample([s for s in whole if s.code not in mains], len(whole) - len(mains & {s.code for s in whole}))

    def single(self, least: int = 150) -> Iterator[tuple[School, Section]]:
        """Schools of one stage with at least so many pupils: nothing of theirs is split."""
        for school in self.schools():
            if len(school.sections) == 1 and not school.senior_pupils and school.pupils >= least:
                yield school, school.sections[0]

    def put(self, school: School | None, form: Form, row: int, item: str, value: Cell) -> str:
        """Change a cell; its address."""
        if school is not None:
            self.spoiled.add(school.code)
        form.rows[row][form.column(item)] = value
        return form.address(row, item)
