"""成表 · Patches of values from many sheets laid together: one value for each item and object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eqrules.data.names import display
from eqrules.data.submission import Absent, Column, State, Table, Value
from eqrules.diagnostics.report import Level, Report
from eqrules.language.numbers import parse
from eqrules.plan.plan import Grain, ItemSpec

Key = tuple[str, ...]
Needed = Callable[[str], bool]
"""Whether verdicts wait for an item."""


@dataclass(slots=True)
class Patch:
    """The values one column of one sheet gives to objects of a table; `objects[i]` is the place in it."""

    heading: str
    sheet: str
    letter: str
    gap: str
    objects: list[int]
    rows: Sequence[int]
    values: list[Value]
    own: bool
    settled: set[str] = field(default_factory=set)

    def place(self, index: int) -> str:
        return f"{self.sheet}!{self.letter}{self.rows[index]}" if self.letter else f"{self.sheet}!({self.gap})"


@dataclass(slots=True)
class Draft:
    """A table in the making. `given`: objects that a sheet of this grain, or a flat one, describes."""

    grain: Grain
    keys: list[Key] = field(default_factory=list)
    index: dict[Key, int] = field(default_factory=dict)
    given: set[int] = field(default_factory=set)
    sheets: list[str] = field(default_factory=list)
    borrowed: bool = False
    """No sheet of its own: a group whose members were handed in."""
    patches: dict[str, list[Patch]] = field(default_factory=dict)
    twice: set[int] = field(default_factory=set)
    _places: dict[int, list[int]] = field(default_factory=dict)

    def add(self, key: Key) -> int:
        """The object's place, made if it is new."""
        place = self.index.get(key)
        if place is None:
            place = self.index[key] = len(self.keys)
            self.keys.append(key)
        return place

    def places(self, keys: list[Key]) -> list[int]:
        """The place of every row's object; worked out once for all columns of a sheet."""
        found = self._places.get(id(keys))
        if found is None:
            found = self._places[id(keys)] = [self.add(key) for key in keys]
        return found

    def finish(self, items: Sequence[ItemSpec], needed: Needed, report: Report) -> Table:
        """The table with a column for every item."""
        table = Table(self.grain.id, self.keys, {}, bool(self.sheets))
        empty: dict[tuple[str, Level], list[_Empty]] = {}
        for item in items:
            patches = sorted(self.patches.get(item.id, ()), key=lambda patch: not patch.own)
            if not patches:
                column = self._nothing(item)
            elif len(patches) == 1 and patches[0].objects == list(range(len(patches[0].objects))):
                column = self._alone(patches[0])
            else:
                column = self._together(item, patches, report)
            table.columns[item.id] = column
            if item.type != "text":
                _say_blank(item, column, patches, needed, empty, report)
        _say_empty(empty, report)
        return table

    def _nothing(self, item: ItemSpec) -> Column:
        own = self.sheets and not self.borrowed
        sheet = self.sheets[0] if own else display(self.grain)
        gap = f"缺列 {display(item)}" if own else "未交"
        absent = Absent(State.BLANK, (f"{sheet}!({gap})",))
        return Column([absent] * len(self.keys), sheet, gap=gap)

    def _alone(self, patch: Patch) -> Column:
        column = Column(patch.values, patch.sheet, patch.letter, patch.rows, gap=patch.gap)
        self._fill(column, range(len(patch.values), len(self.keys)))
        return column

    def _fill(self, column: Column, objects: Sequence[int]) -> None:
        """Objects that other sheets speak of, and this one has no row for."""
        for index in objects:
            cell = column.moved[index] = f"{column.sheet}!(缺行 {' '.join(self.keys[index])})"
            column.values[index : index + 1] = [Absent(State.BLANK, (cell,))]

    def _together(self, item: ItemSpec, patches: list[Patch], report: Report) -> Column:
        values: list[Value | None] = [None] * len(self.keys)
        origins: list[tuple[Patch, int] | None] = [None] * len(self.keys)
        clashes: dict[str, list[tuple[str, str]]] = {}
        for patch in patches:
            for at, (index, value) in enumerate(zip(patch.objects, patch.values, strict=True)):
                old, origin = values[index], origins[index]
                if old is None or origin is None:
                    values[index], origins[index] = value, (patch, at)
                elif not _same(old, value):
                    twice = index in self.twice
                    if not twice and _blank(value):
                        continue
                    if not twice and _blank(old):
                        values[index], origins[index] = value, (patch, at)
                        continue
                    before = origin[0].place(origin[1])
                    if origin[0].own and not patch.own and _is_name(item):
                        clashes.setdefault("EQ609", []).append((before, patch.place(at)))
                        continue
                    values[index] = _clash(old, before, patch.place(at))
                    if not twice:
                        clashes.setdefault("EQ622", []).append((before, patch.place(at)))
        self._say_clashes(clashes, patches, report)
        return self._column(values, origins, patches[0])

    def _column(self, values: list[Value | None], origins: list[tuple[Patch, int] | None], main: Patch) -> Column:
        blank = Absent(State.BLANK)
        column = Column([blank if v is None else v for v in values], main.sheet, main.letter, gap=main.gap)
        rows = [0] * len(values)
        for index, origin in enumerate(origins):
            if origin is None:
                self._fill(column, (index,))
            elif origin[0] is main and main.letter:
                rows[index] = main.rows[origin[1]]
            else:
                column.moved[index] = origin[0].place(origin[1])
        column.rows = rows
        return column

    def _say_clashes(self, clashes: dict[str, list[tuple[str, str]]], patches: list[Patch], report: Report) -> None:
        for code, pairs in clashes.items():
            report.cell(
                code,
                [cell for pair in pairs for cell in pair],
                "warning" if code == "EQ609" else "error",
                len(pairs),
                column=patches[0].heading,
                grain=display(self.grain),
                n=str(len(pairs)),
                one=pairs[0][0],
                other=pairs[0][1],
            )


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, Absent) and isinstance(other, Absent):
        return one.state == other.state
    return one == other


def _blank(value: Value) -> bool:
    return isinstance(value, Absent) and value.state is State.BLANK


def _clash(old: Value, before: str, now: str) -> Absent:
    cells = old.cells if isinstance(old, Absent) and old.state is State.ERROR else (before,)
    return Absent(State.ERROR, (*cells, now))


def _is_name(item: ItemSpec) -> bool:
    return item.type == "text" and item.about.zh.endswith("名称")


_Empty = tuple[str, list[str]]
"""A column in which nothing stands: its heading and its cells."""
_NAMED = 8


def _say_blank(
    item: ItemSpec, column: Column, patches: list[Patch], needed: Needed,
    empty: dict[tuple[str, Level], list[_Empty]], report: Report,
) -> None:  # fmt: skip
    """Blank cells: among numbers somebody must say once whether they mean 0; else they are due, or merely empty."""
    if not patches:
        return
    blank = [i for i, v in enumerate(column.values) if type(v) is Absent and v.state is State.BLANK]
    cells = [cell for i in blank for cell in _cells(column.values[i]) if not cell.endswith(")")]
    if not cells:
        return
    patch = patches[0]
    n, of, where = str(len(cells)), str(len(column.values)), f"{patch.sheet}!{patch.heading}"
    some = len(cells) < len(column.values) and _may_be_zero(item) and "EQ672" not in patch.settled
    level: Level = "error" if needed(item.id) and not some else "warning"
    if len(cells) == len(column.values):
        empty.setdefault((patch.sheet, level), []).append((patch.heading, cells))
        return
    facts = {"sheet": patch.sheet, "column": patch.heading, "n": n, "of": of, "where": where}
    report.cell("EQ672" if some else "EQ636", cells, level, len(cells), **facts)


def _say_empty(empty: dict[tuple[str, Level], list[_Empty]], report: Report) -> None:
    """Columns in which nothing stands, together for each sheet (EQ699); a single one by itself (EQ636)."""
    for (sheet, level), columns in empty.items():
        cells = [cell for _, own in columns for cell in own]
        if len(columns) == 1:
            n = str(len(cells))
            report.cell("EQ636", cells, level, len(cells), sheet=sheet, column=columns[0][0], n=n, of=n)
            continue
        named = [heading for heading, _ in columns[:_NAMED]]
        more = len(columns) > _NAMED
        report.cell("EQ699", cells, level, len(cells), sheet=sheet, n=str(len(columns)),
                    columns="、".join(named) + ("等" if more else ""),
                    columns_en=", ".join(named) + (" and others" if more else ""))  # fmt: skip


def _may_be_zero(item: ItemSpec) -> bool:
    return item.type in ("integer", "decimal") and (not item.minimum or parse(item.minimum) <= 0)


def _cells(value: Value) -> tuple[str, ...]:
    return value.cells if isinstance(value, Absent) else ()
