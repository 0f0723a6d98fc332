"""成形 · Keyed sheets to the tables of a plan: every grain, every item, every object that is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.data.keys import Keyed
from eqrules.data.mapping import Mapping
from eqrules.data.names import Names, display
from eqrules.data.peers import look_at_peers
from eqrules.data.raw import is_blank, letter
from eqrules.data.recognise import Field, Form
from eqrules.data.submission import Absent, State, Table, Value
from eqrules.data.tables import Draft, Key, Patch
from eqrules.data.values import FIRST, quoted, read_column
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Grain


def conform(keyed: Sequence[Keyed], names: Names, mapping: Mapping, report: Report) -> dict[str, Table]:
    """Rows become objects, columns become values; objects above them are implied."""
    drafts = {grain.id: Draft(grain) for grain in names.plan.grains}
    spoken: dict[tuple[str, Key], str] = {}
    for k in keyed:
        _add_rows(drafts[k.form.grain.id], k, names.own_part(k.form.grain), report)
    for k in keyed:
        for entry in k.form.fields:
            _add_column(drafts, k, entry, names, mapping, report)
        _imply(drafts, k, names, spoken)
    for grain in names.plan.grains:
        _say_unlisted(drafts[grain.id], names, spoken, report)
    _say_missing(drafts, names, report)
    for grain in names.plan.grains:
        _mark_groups(drafts, grain, names)
    tables = {id: draft.finish(names.items_of[id], names.needed, report) for id, draft in drafts.items()}
    for grain in names.plan.grains:
        _fill_from_keys(tables[grain.id], grain, names)
    return tables


def _add_rows(draft: Draft, k: Keyed, part: str, report: Report) -> None:
    draft.sheets.append(k.form.label)
    first: dict[Key, int] = {}
    pairs: list[tuple[Key, int, int]] = []
    for key, number in zip(k.keys, k.form.numbers, strict=True):
        draft.given.add(draft.add(key))
        if first.setdefault(key, number) != number:
            pairs.append((key, first[key], number))
    if pairs:
        draft.twice.update(draft.index[key] for key, _, _ in pairs)
        report.cell(
            "EQ621",
            [k.place(row, part) for _, *rows in pairs for row in rows],
            count=len(pairs),
            sheet=k.form.label,
            n=str(len(pairs)),
            keys=quoted([" ".join(key[1:] or key) for key, _, _ in pairs]),
            rows="、".join(f"{one}, {other}" for _, one, other in pairs[:FIRST]),
        )


def _add_column(
    drafts: dict[str, Draft], k: Keyed, entry: Field, names: Names, mapping: Mapping, report: Report
) -> None:
    """The column's values, to the table of its item: this sheet's grain or a coarser one."""
    form, item = k.form, entry.item
    grain = names.grains.get(item.grain, form.grain)
    if item.id not in names.items or not set(grain.keys) <= set(form.grain.keys):
        return
    own = grain.id == form.grain.id
    draft = drafts[grain.id]
    objects = draft.places(k.project(grain))
    column, numbers = letter(entry.column) if entry.column >= 0 else "", form.numbers
    sheet = form.label if column else mapping.name
    patch = Patch(entry.heading, sheet, column, f"={entry.constant}", objects, numbers, [], own, entry.settled)
    values = _values(form, entry, patch, report)
    patch.values = values
    if own and column:
        look_at_peers(item, entry.heading, form.label, values, patch.place, report)
    draft.patches.setdefault(item.id, []).append(patch)
    if not own and item.type != "text" and item.id not in {p.id for p in names.part_items.values()}:
        draft.given.update(objects)
        if form.label not in draft.sheets:
            draft.sheets.append(form.label)


def _values(form: Form, entry: Field, patch: Patch, report: Report) -> list[Value]:
    cells = form.cells(entry)
    if not entry.wrong_unit:
        return read_column(entry.item, entry.heading, form.label, cells, patch.place, report)
    return [Absent(State.BLANK if is_blank(cell) else State.ERROR, (patch.place(i),)) for i, cell in enumerate(cells)]


def _imply(drafts: dict[str, Draft], k: Keyed, names: Names, spoken: dict[tuple[str, Key], str]) -> None:
    """Every coarser object that the rows speak of exists; remember where it was first spoken of."""
    for grain in names.plan.grains:
        if set(grain.keys) < set(k.form.grain.keys):
            draft = drafts[grain.id]
            for key, number in zip(k.project(grain), k.form.numbers, strict=True):
                if (grain.id, key) not in spoken:
                    draft.add(key)
                    spoken[grain.id, key] = k.place(number, names.own_part(grain))


def _mark_groups(drafts: dict[str, Draft], grain: Grain, names: Names) -> None:
    """The objects of a group grain are known as soon as the things in it are."""
    draft = drafts[grain.id]
    if grain.id in names.groups and not draft.sheets:
        members = (o for o in names.plan.grains if o.key_item == grain.key_item and o.id != grain.id)
        draft.sheets.extend(sheet for member in members for sheet in drafts[member.id].sheets[:1])
        draft.borrowed = True


def _say_unlisted(draft: Draft, names: Names, spoken: dict[tuple[str, Key], str], report: Report) -> None:
    """Objects that other sheets speak of although their own sheet does not list them."""
    grain = draft.grain
    if not draft.sheets or grain.id in names.groups:
        return
    missing = [key for i, key in enumerate(draft.keys) if i not in draft.given]
    if missing:
        report.cell(
            "EQ623",
            [spoken[grain.id, key] for key in missing if (grain.id, key) in spoken],
            count=len(missing),
            sheet=draft.sheets[0],
            grain=display(grain),
            n=str(len(missing)),
            keys=quoted([" ".join(key[1:] or key) for key in missing]),
        )


def _say_missing(drafts: dict[str, Draft], names: Names, report: Report) -> None:
    """Sheets that were not handed in, and columns that no sheet has."""
    keys = {item.id for item in names.part_items.values()}
    lacking: dict[str, list[str]] = {}
    for draft in drafts.values():
        due = [i for i in names.items_of[draft.grain.id] if i.type != "text" and i.id not in keys]
        absent = [display(item) for item in due if item.id not in draft.patches]
        if not draft.sheets and absent:
            name = display(draft.grain)
            report.cell("EQ617", [name], "warning", grain=name, n=str(len(absent)), id=draft.grain.id)
        elif absent:
            lacking.setdefault(draft.sheets[0], []).extend(absent)
    for sheet, columns in lacking.items():
        listed = "、".join(columns)
        report.cell("EQ615", [sheet], "warning", len(columns), sheet=sheet, columns=listed, n=str(len(columns)))


def _fill_from_keys(table: Table, grain: Grain, names: Names) -> None:
    """The codes of an object are known from its key, wherever its row stood."""
    for position, part in enumerate(grain.keys):
        item = names.part_items[part]
        column = table.columns.get(item.id)
        if column is None or item.type not in ("text", "list"):
            continue
        for index, value in enumerate(column.values):
            if isinstance(value, Absent):
                column.values[index] = table.keys[index][position]
