"""造表 · Made-up counties as sheets: one per grain, a row per object, columns in the plan's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from eqrules.data.names import Names, display
from eqrules.data.raw import Raw, Sheet, letter
from eqrules.data.sample_county import County, stage_facts, subject_facts, survey_facts
from eqrules.data.sample_items import Filler
from eqrules.data.sample_schools import Facts
from eqrules.data.write_xlsx import Cell, Page
from eqrules.plan.plan import Grain, ItemSpec, Plan


@dataclass(slots=True)
class Form:
    """One sheet in the making. `keys`: how many of the first columns say which object a row is about."""

    grain: Grain
    name: str
    items: list[ItemSpec]
    headings: list[str]
    keys: int
    rows: list[list[Cell]] = field(default_factory=list)

    def column(self, item: str) -> int:
        """The place of an item's column; -1 if it has none."""
        return next((i for i, own in enumerate(self.items) if own.id == item), -1)

    def address(self, row: int, item: str) -> str:
        """ "学段校!F12"."""
        return f"{self.name}!{letter(self.column(item))}{row + 2}"


@dataclass(slots=True)
class Book:
    """All sheets by the item that is their grain's own key, with the grain above it: ("stage", "school")."""

    plan: Plan
    forms: dict[tuple[str, str], Form]
    counties: list[County] = field(default_factory=list)

    def form(self, key_item: str, above: str = "") -> Form | None:
        """The sheet of this key; `above` is the key item of the parent where several grains share one."""
        return next((f for (own, parent), f in self.forms.items() if own == key_item and above in ("", parent)), None)

    def form_of(self, item: str) -> Form | None:
        """The sheet an item is handed in on, beside the keys."""
        return next((f for f in self.forms.values() if f.column(item) >= f.keys), None)

    def pages(self) -> list[Page]:
        return [Page(f.name, [list(f.headings), *f.rows], (1, f.keys)) for f in self.forms.values()]

    def sheets(self, file: str) -> list[Sheet]:
        """What intake would find in the file, without a file."""
        return [Sheet(page.name, file, [_read_back(row) for row in page.rows]) for page in self.pages()]


def _read_back(row: list[Cell]) -> list[Raw]:
    return ["" if cell is None else float(f"{cell:.16g}") if isinstance(cell, int | float) else cell for cell in row]


def empty_book(plan: Plan) -> Book:
    """The sheets with their headings: keys first, then each grain's own items."""
    names = Names(plan)
    forms = {}
    for grain in plan.grains:
        parts = [names.part_items[part] for part in grain.keys]
        own = [item for item in names.items_of[grain.id] if item not in parts]
        if own or grain.parent:
            parent = names.grains[grain.parent].key_item if grain.parent else ""
            items = [*parts, *own]
            headings = [_heading(item, names) for item in items]
            forms[grain.key_item, parent] = Form(grain, _sheet_name(grain), items, headings, len(parts))
    return Book(plan, forms)


def _heading(item: ItemSpec, names: Names) -> str:
    """The name with its unit, where that reads back as this very item."""
    name = display(item)
    found, _ = names.heading(f"{name}({item.unit})")
    return f"{name}({item.unit})" if item.unit and found == [item] else name


def _sheet_name(grain: Grain) -> str:
    return "".join(c for c in display(grain) if c not in r"[]:*?/\'")[:31]


def add_county(book: Book, county: County, rng: Random) -> None:
    """Write a county into the sheets; everything in it learns its row."""
    filler = Filler(book.plan)
    book.counties.append(county)
    for (key_item, parent), form in book.forms.items():
        writers = [filler.writer(item, rng) for item in form.items[form.keys :]]
        for key, facts in list(_objects(book, county, key_item, parent, form, rng)):
            form.rows.append([*key, *[write(facts) for write in writers]])


_Object = tuple[tuple[str, ...], Facts]


def _objects(book: Book, county: County, key_item: str, parent: str, form: Form, rng: Random) -> Iterator[_Object]:
    """The full key and the facts of everything of one grain in this county."""
    at, start = county.code, len(form.rows)
    match key_item, parent:
        case "division_code", _:
            county.row = start
            yield (at,), county.facts
        case "school_code", _:
            for school in county.schools:
                school.row, start = start, start + 1
                yield (at, school.code), school.facts
        case "stage", "school_code":
            for school in county.schools:
                for section in school.sections:
                    section.row, start = start, start + 1
                    yield (at, school.code, section.stage), section.facts
        case "stage", _:
            stages = dict.fromkeys(section.stage for school in county.schools for section in school.sections)
            yield from (((at, stage), stage_facts(stage)) for stage in sorted(stages, reverse=True))
        case "class_name", _:
            yield from _classes(county, start)
        case "room_no", _:
            for school in county.schools:
                school.room_row = start
                for number, (kind, area) in enumerate(school.rooms, 1):
                    start += 1
                    yield (at, school.code, str(number)), {"room_kind": kind, "room_area": area}
        case "subject_name", _:
            yield from (((at, name), subject_facts(name, rng)) for name in form.items[1].values)
        case "survey_group", _:
            yield from (((at, name), survey_facts(name, rng)) for name in form.items[1].values)
        case _:
            yield from _others(book, county, form)


def _classes(county: County, start: int) -> Iterator[_Object]:
    for school in county.schools:
        for section in school.sections:
            section.class_row = start
            for name, (grade, size) in zip(section.class_names(), section.classes, strict=True):
                start += 1
                yield (county.code, school.code, section.stage, name), {"grade": grade, "class_pupils": size}


def _others(book: Book, county: County, form: Form) -> Iterator[_Object]:
    """Grains that no recipe knows: under each object above, one for every listed value, or two."""
    key = form.items[form.keys - 1]
    above = next((f for f in book.forms.values() if f.grain.id == form.grain.parent), None)
    parents: Sequence[Sequence[Cell]] = [r[: above.keys] for r in above.rows] if above else [[county.code]]
    for parent in parents:
        if parent[0] == county.code and not form.grain.parent:
            yield (county.code,), county.facts
        elif parent[0] == county.code:
            for value in key.values or ("1", "2"):
                yield (*map(str, parent), value), {}
