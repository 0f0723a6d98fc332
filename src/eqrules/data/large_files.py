"""大表 · Folders of large tables: which file holds which kind of object, and what its columns are.

One file per object or several (`section-1.parquet`, `section-2.parquet`); the first row is the headings. Rows are
not read here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from eqrules.data.mapping import Mapping
from eqrules.data.names import Names, display, heading_key, same_unit
from eqrules.data.own_marks import says_what_was_found
from eqrules.data.raw import Unreadable
from eqrules.plan.plan import Grain

ENDINGS = (".parquet", ".csv", ".xlsx", ".xlsm")
_ALSO_TABLES = (".zip", ".xls", ".txt", ".tsv", ".et")
"""Handed in as well, and read by the intake only; nobody passes over them in silence."""
_LAST_WORD = re.compile(r"[-_ .][^-_ .]*$")
_NOTES = ("说明", "填表说明", "notes", "readme")


@dataclass(slots=True)
class Part:
    """One file, or one sheet of a workbook (`table`: its rows), with the objects of one kind.

    `items`: heading → the item it holds. `keys`: key part → heading. `beyond`: headings that only the intake
    understands (items of other kinds of object, an item twice).
    """

    file: str
    path: Path
    grain: Grain
    headings: tuple[str, ...]
    items: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    beyond: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    table: Any = None

    @property
    def sheet(self) -> str:
        return self.path.stem


def listed(paths: Sequence[Path], but: Path | None = None) -> list[tuple[str, Path]]:
    """Every table file by its shown name, in order; what lies in the folder `but` is passed over."""
    found: list[tuple[str, Path]] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            own = but is not None and file.resolve().is_relative_to(but.resolve())
            if own or not file.is_file() or file.name.startswith((".", "~$")):
                continue
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            if file.suffix.lower() in _ALSO_TABLES:
                raise Unreadable("EQ758", file=name, reason=f"{file.suffix} → .csv .parquet .xlsx")
            if file.suffix.lower() in ENDINGS:
                found.append((name, file))
    if not found:
        place = "、".join(f"{path}/*.parquet" if path.is_dir() else str(path) for path in paths)
        raise Unreadable("EQ601", file=paths[0].name, place=place)
    return found


def sha256(name: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise unreadable(name, problem) from problem


def unreadable(file: str, problem: Exception) -> Unreadable:
    """A file that stops being readable in the middle, with the reader's own first line."""
    return Unreadable("EQ758", file=file, reason=" ".join(str(problem).split())[:160])


def parts(files: Sequence[tuple[str, Path]], names: Names, known: Mapping) -> list[Part]:
    """All files with their meaning; `Unreadable` for the first that has none."""
    found: list[Part] = []
    for name, path in files:
        found.extend(_workbook(name, path, names, known) if "xls" in path.suffix.lower() else
                     [_part(name, path, path.stem, _headings(name, path), names, known)])  # fmt: skip
    return found


def _headings(name: str, path: Path) -> tuple[str, ...]:
    try:
        if path.suffix.lower() == ".parquet":
            from pyarrow.parquet import read_schema

            return tuple(read_schema(path).names)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(next(csv.reader(file), ()))
    except (OSError, ValueError, csv.Error) as problem:
        raise unreadable(name, problem) from problem


def _workbook(name: str, path: Path, names: Names, known: Mapping) -> Iterator[Part]:
    from eqrules.data.read_xlsx import read_xlsx

    for sheet in read_xlsx(name, path.read_bytes()):
        if sheet.rows and heading_key(sheet.name) not in _NOTES and not says_what_was_found(sheet):
            head = tuple(str(cell or "") for cell in sheet.rows[0])
            part = _part(name, path.with_name(f"{sheet.name}.xlsx"), sheet.name, head, names, known)
            part.table = _columns(head, sheet.rows[1:])
            yield part


def _columns(headings: tuple[str, ...], rows: list[Any]) -> Any:
    """A small sheet as columns: of one type, or as people see them."""
    import pyarrow as pa

    from eqrules.data.raw import is_blank, shown

    made: dict[str, Any] = {}
    for at, heading in enumerate(headings):
        cells = [None if at >= len(row) or is_blank(row[at]) else row[at] for row in rows]
        alike = len({type(cell) for cell in cells if cell is not None}) <= 1
        plain = alike and all(isinstance(cell, int | float | str | None) for cell in cells)
        made[heading] = pa.array(cells if plain else [None if cell is None else shown(cell) for cell in cells])
    return pa.table(made)


def _part(name: str, path: Path, title: str, headings: tuple[str, ...], names: Names, known: Mapping) -> Part:
    grain = grain_of(title, names, known) or grain_of(path.parent.name, names, known)
    if grain is None:
        expected = "、".join(display(g) for g in names.plan.grains if g.id not in names.groups)
        raise Unreadable("EQ757", file=name, expected=expected)
    part = Part(name, path, grain, headings)
    beyond, unknown = [], []
    for heading in headings:
        items, unit = names.heading(known.heading(title, heading))
        fitting = sorted((i for i in items if names.covers(grain, i)), key=lambda i: i.grain != grain.id)
        if not fitting:
            unknown.append(heading)
            continue
        item = fitting[0]
        if unit and not same_unit(unit, item.unit):
            facts = {"sheet": title, "column": heading, "unit": unit, "declared": item.unit or "—"}
            raise Unreadable("EQ618", file=name, **facts)
        key = next((part_ for part_ in grain.keys if names.part_items[part_].id == item.id), "")
        if key and key not in part.keys:
            part.keys[key] = heading
        if item.id in part.items.values() or not (key or item.grain == grain.id):
            beyond.append(heading)
        else:
            part.items[heading] = item.id
    part.beyond, part.unknown = tuple(beyond), tuple(unknown)
    lacking = [display(names.part_items[key]) for key in grain.keys if key not in part.keys]
    if lacking:
        raise Unreadable("EQ616", file=name, sheet=title, columns="、".join(lacking), n="—", grain=display(grain))
    return part


def grain_of(title: str, names: Names, known: Mapping) -> Grain | None:
    """`section-2024-1` is `section`."""
    while title:
        if (grain := names.sheet(known.sheet(title))) is not None:
            return grain
        shorter = _LAST_WORD.sub("", title)
        title = shorter if shorter != title else ""
    return None
