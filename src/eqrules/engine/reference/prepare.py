"""备料 · Before judging: campuses merged, missing sections named, data checks kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eqrules.data.submission import Absent, Column, State, Table
from eqrules.diagnostics.report import Report
from eqrules.engine.reference.absence import join
from eqrules.engine.reference.conditions import test
from eqrules.engine.reference.objects import projection
from eqrules.engine.reference.world import World
from eqrules.language.numbers import exact_sum
from eqrules.plan.plan import Plan

Tables = dict[str, Table]


def prepare(plan: Plan, tables: Tables, readings: dict[str, str], report: Report) -> World:
    """The world that indicators are judged in; what had to be done is in the report."""
    if plan.merge is not None:
        tables = merge_campuses(plan, tables, readings, report)
    if plan.split is not None:
        tables = add_missing_sections(plan, tables, readings, report)
    world = World(plan, tables, readings)
    keep_checks(world, report)
    return world


# ── 归并 ─────────────────────────────────────────────────────────
def merge_campuses(plan: Plan, tables: Tables, readings: dict[str, str], report: Report) -> Tables:
    """Campuses that do not count as schools join the school they name; counts, areas and money add up."""
    merge = plan.merge
    assert merge is not None
    world = World(plan, tables, readings)
    school = tables[merge.grain]
    when, into = test(merge.when, merge.grain, world), world.column(merge.into)
    codes = {(key[0], key[-1]): i for i, key in enumerate(school.keys)}
    target: dict[int, int] = {}
    unusable: dict[int, Absent] = {}
    for i, key in enumerate(school.keys):
        holds, code = when(i), into[i]
        main = None if isinstance(code, Absent) else codes.get((key[0], str(code)))
        if isinstance(holds, Absent):
            if main is not None:
                unusable[i] = unusable[main] = Absent(State.ERROR, holds.cells)
        elif holds:
            if main is None or main == i:
                cells = code.cells if isinstance(code, Absent) else (school.columns[merge.into].place(i),)
                unusable[i] = Absent(State.ERROR, cells)
                report.cell("EQ733", cells, "error", school=key[-1])
            else:
                target[i] = main
    for i in list(target):
        seen = {i}
        while target[i] in target and target[i] not in seen:
            seen.add(target[i])
            target[i] = target[target[i]]
    if target:
        places = [school.columns[merge.into].place(i) for i in target]
        report.cell("EQ734", places, "hint", count=len(target))
    return _merged(plan, tables, merge.grain, target, unusable)


def _merged(plan: Plan, tables: Tables, grain: str, target: dict[int, int], unusable: dict[int, Absent]) -> Tables:
    if not target and not unusable:
        return tables
    school = tables[grain]
    depth = len(school.keys[0])
    moved = {school.keys[i]: school.keys[main] for i, main in target.items()}
    broken = {school.keys[i]: why for i, why in unusable.items()}
    additive = {item.id for item in plan.items if item.additive}
    names = {g.id: g.keys for g in plan.grains}
    made: Tables = {}
    lists = {item.id for item in plan.items if item.type == "list"}
    counted = {grain, *(g.id for g in plan.grains if g.key_item in lists)}
    for name, table in tables.items():
        if names[name][:depth] != names[grain]:
            made[name] = table
            continue
        keys = [moved.get(key[:depth], key[:depth]) + key[depth:] for key in table.keys]
        if keys == table.keys and not unusable:
            made[name] = table
            continue
        if name not in counted:
            keys = _apart(table.keys, keys)
        made[name] = _gathered(table, keys, additive, {
            i: broken[key[:depth]] for i, key in enumerate(table.keys) if key[:depth] in broken
        })  # fmt: skip
    return made


def _apart(old: Sequence[tuple[str, ...]], new: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Classes and rooms stay themselves: where two campuses use one name, the campus code is put before it."""
    seen: set[tuple[str, ...]] = {key for key, was in zip(new, old, strict=True) if key == was}
    made = []
    for key, was in zip(new, old, strict=True):
        own = key if key == was or key not in seen else (*key[:-1], f"{was[1]}/{key[-1]}")
        seen.add(own)
        made.append(own)
    return made


def _gathered(table: Table, keys: list[tuple[str, ...]], additive: set[str], broken: dict[int, Absent]) -> Table:
    """The table with one row per new key; the row that had the key already comes first."""
    if not broken and len(set(keys)) == len(keys):
        return Table(table.grain, keys, table.columns, table.handed_in)
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, key in enumerate(keys):
        groups.setdefault(key, []).append(i)
    for key, members in groups.items():
        members.sort(key=lambda i, key=key: table.keys[i] != key)  # type: ignore[misc]
    first = [members[0] for members in groups.values()]
    several = {p: m for p, m in enumerate(groups.values()) if len(m) > 1 or m[0] in broken}
    rows: dict[int, list[int]] = {}
    columns = {}
    for item, column in table.columns.items():
        values = [column.values[m] for m in first]
        known = len(column.rows)
        if known and id(column.rows) not in rows:
            rows[id(column.rows)] = [column.rows[m] if m < known else 0 for m in first]
        moved = {p: column.place(m) for p, m in enumerate(first) if m in column.moved or m >= known}
        for position, members in several.items() if item in additive else ():
            values[position] = _added([broken[m] if m in broken else column.values[m] for m in members])
            moved[position] = "+".join(column.place(m) for m in members)
        columns[item] = Column(values, column.sheet, column.letter, rows.get(id(column.rows), ()), moved, column.gap)
    return Table(table.grain, list(groups), columns, table.handed_in)


def _added(parts: list[Any]) -> Any:
    absent = [p for p in parts if isinstance(p, Absent) and p.state is not State.NONE]
    if absent:
        return join(absent)
    there = [p for p in parts if not isinstance(p, Absent)]
    return exact_sum(there) if there else parts[0]


# ── sections that a school must have ─────────────────────────────
def add_missing_sections(plan: Plan, tables: Tables, readings: dict[str, str], report: Report) -> Tables:
    """A school whose type has a stage that nobody handed in gets that section, with nothing in it (A9)."""
    split = plan.split
    assert split is not None
    world = World(plan, tables, readings)
    section, school = tables[split.section_grain], tables[split.school_grain]
    must = test(split.must_have, split.school_grain, world) if split.must_have is not None else None
    types = world.column(split.type_item)
    stages = {t: dict(row.stages) for row in split.rows for t in row.types}
    below = world.objects.down(split.school_grain, split.section_grain)
    added: list[tuple[str, ...]] = []
    for i, key in enumerate(school.keys):
        kind = types[i]
        if isinstance(kind, Absent) or kind not in stages:
            continue
        there = {section.keys[child][-1] for child in below[i]}
        strange = there - set(stages[kind])
        if strange:
            report.cell("EQ735", [school.columns[split.type_item].place(i)], "error", school=key[-1],
                        type=kind, stages="、".join(sorted(strange)))  # fmt: skip
        if must is not None and must(i) is True:
            added += [(*key, stage) for stage in stages[kind] if stage not in there]
    if not added:
        return tables
    label = world.objects.grains[split.section_grain].about.zh or split.section_grain
    report.cell("EQ736", [f"{label}!({key[-2]} {key[-1]})" for key in added], "error", count=len(added))
    made = dict(tables)
    names = {item.id: item.about.zh or item.id for item in plan.items}
    made[split.section_grain] = _with_rows(section, added, label, names)
    for grain in plan.grains:
        if set(grain.keys) < set(world.objects.grains[split.section_grain].keys):
            made[grain.id] = _implied(grain.keys, world.objects.grains[split.section_grain].keys,
                                      made[grain.id], added, grain.about.zh, names)  # fmt: skip
    return made


def _with_rows(table: Table, added: list[tuple[str, ...]], label: str, names: dict[str, str]) -> Table:
    columns = {}
    for item, column in table.columns.items():
        moved = {i: column.place(i) for i in range(len(table.keys))} if column.moved else {}
        blanks = [Absent(State.BLANK, (f"{label}!({' '.join(key[1:])} {names[item]})",)) for key in added]
        for offset, blank in enumerate(blanks):
            moved[len(table.keys) + offset] = blank.cells[0]
        columns[item] = Column([*column.values, *blanks], column.sheet, column.letter, column.rows, moved, column.gap)
    return Table(table.grain, [*table.keys, *added], columns, table.handed_in)


def _implied(
    keys: tuple[str, ...],
    finer: tuple[str, ...],
    table: Table,
    added: list[tuple[str, ...]],
    label: str,
    names: dict[str, str],
) -> Table:
    there = set(table.keys)
    missing = [key for key in dict.fromkeys(map(projection(finer, keys), added)) if key not in there]
    return _with_rows(table, missing, label, names) if missing else table


# ── 校验 ─────────────────────────────────────────────────────────
def keep_checks(world: World, report: Report) -> None:
    """Relations that data must keep: a failed logical check makes its items unusable at that object."""
    for check in world.plan.checks:
        holds = test(check.holds, check.grain, world)
        failed = [i for i in range(len(world.tables[check.grain].keys)) if holds(i) is False]
        if not failed:
            continue
        own = [item for item in check.items if world.grain_of(item) == check.grain]
        cells = [cell for i in failed for cell in _cells(own, i, world)]
        level, code = ("error", "EQ731") if check.level == "logical" else ("warning", "EQ732")
        shown = [" ".join(world.tables[check.grain].keys[i]) for i in failed[:3]]
        report.cell(code, cells, level, len(failed), check=check.id, relation=check.about.zh or check.about.en,  # type: ignore[arg-type]
                    relation_en=check.about.en or check.about.zh, objects="；".join(shown),
                    note=check.about.note)  # fmt: skip
        if check.level == "logical":
            for item in own:
                blocked = world.blocked.setdefault(item, {})
                for i in failed:
                    blocked[i] = Absent(State.ERROR, tuple(_cells([item], i, world)))
    if world.blocked:
        world.forget()


def _cells(items: list[str], i: int, world: World) -> list[str]:
    cells = []
    for item in items:
        table = world.tables[world.grain_of(item)]
        if item in table.columns:
            cells.append(table.columns[item].place(i))
    return cells
