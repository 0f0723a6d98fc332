"""主键 · The full key of every row, (county, school, stage), from its own cells and from other sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eqrules.data.both_stages import say_both_stages
from eqrules.data.cells import Trouble, read_text, reader
from eqrules.data.codeless import ask_by_name
from eqrules.data.names import Names, display
from eqrules.data.peers import look_at_codes
from eqrules.data.raw import Raw, is_blank, letter, shown
from eqrules.data.recognise import Field, Form
from eqrules.data.stage_columns import stages_in
from eqrules.data.values import FIRST, quoted
from eqrules.data.words import NONE_MARKS, plain
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Grain, ItemSpec, Split

UNNAMED = "未注明"
"""The county of a submission that never says which county it is."""

Key = tuple[str, ...]
_TroubledRow = tuple[int, str]


@dataclass(slots=True)
class Keyed:
    """A form whose rows have their keys: `keys[i]` belongs to `form.body[i]`."""

    form: Form
    parts: dict[str, list[str]]
    columns: dict[str, str]
    """The letters of the key columns that the sheet has."""
    keys: list[Key] = field(default_factory=list)
    _coarser: dict[str, list[Key]] = field(default_factory=dict)

    def place(self, number: int, part: str = "") -> str:
        """The cell of a row (by its number) that holds this part of the key, or the first part there is."""
        column = self.columns.get(part) or next(iter(self.columns.values()), "A")
        return f"{self.form.label}!{column}{number}"

    def project(self, grain: Grain) -> list[Key]:
        """Row by row, the key of the coarser object it belongs to."""
        if grain.id == self.form.grain.id:
            return self.keys
        if grain.id not in self._coarser:
            parts = [self.parts[part] for part in grain.keys]
            self._coarser[grain.id] = list(zip(*parts, strict=True))
        return self._coarser[grain.id]


def key_rows(forms: Iterable[Form], names: Names, county: str | None, report: Report) -> list[Keyed]:
    """Rows without a usable key are left out, and named."""
    listed = list(forms)
    for form in listed:
        form.turn()
    keyed = [k for k in (_read_parts(form, listed, names, report) for form in listed) if k is not None]
    counties = {value for k in keyed for value in k.parts[names.top] if value}
    homes = _homes(keyed, names, report)
    default = county or (next(iter(counties)) if len(counties) == 1 else "" if counties else UNNAMED)
    if default == UNNAMED and keyed:
        column = display(names.part_items[names.top])
        report.cell("EQ625", [k.form.label for k in keyed][:FIRST], "warning", column=column)
    for k in keyed:
        _find_top(k, names, homes, default, counties, county, report)
        _look_at_codes(k, names, report)
        grain = k.form.grain
        k.keys = list(zip(*(k.parts[part] for part in grain.keys), strict=True))
    return keyed


def _look_at_codes(k: Keyed, names: Names, report: Report) -> None:
    """Codes of this sheet that are unlike its others."""
    for part, values in k.parts.items():
        item = names.part_items[part]
        if part in k.columns and item.type == "text":
            codes = list(dict.fromkeys(values))

            def place(code: str, part: str = part, values: list[str] = values) -> str:
                return k.place(k.form.numbers[values.index(code)], part)

            look_at_codes(codes, place, k.form.label, display(item), report)


def _read_parts(form: Form, forms: Sequence[Form], names: Names, report: Report) -> Keyed | None:
    items = {part: names.part_items[part] for part in form.grain.keys}
    fields = {part: next((f for f in form.fields if f.item.id == item.id), None) for part, item in items.items()}
    alone = len(items) == 1
    lacking = [display(items[p]) for p, f in fields.items() if f is None and (alone or p != names.top)]
    if lacking:
        n, columns = str(len(form.body)), "、".join(lacking)
        report.cell("EQ616", [form.label], sheet=form.label, columns=columns, n=n, grain=display(form.grain))
        return None
    parts: dict[str, list[str]] = {}
    out: set[int] = set()
    for part, entry in fields.items():
        if entry is None:
            parts[part] = [""] * len(form.body)
            continue
        parts[part], troubles = _read_part(form, entry, items[part], names.plan.split)
        out.update(index for found in troubles.values() for index, _ in found)
        if both := troubles.pop("EQ693", None):
            say_both_stages(form, entry, both, items[part], names.plan.split, report)
        for code, found in troubles.items():
            _say_unreadable(code, found, form, entry, items[part], report)
    due = [part for part in form.grain.keys if alone or part != names.top]
    _leave_blank_keys(form, forms, parts, due, fields, out, report)
    _keep(form, parts, out)
    return Keyed(form, parts, {p: letter(f.column) for p, f in fields.items() if f and f.column >= 0})


def _read_part(
    form: Form, entry: Field, item: ItemSpec, split: Split | None
) -> tuple[list[str], dict[str, list[_TroubledRow]]]:
    read = reader(item) if item.type == "list" else read_text
    known: dict[tuple[type, Raw], object] = {}
    values: list[str] = []
    troubles: dict[str, list[_TroubledRow]] = {}
    for index, cell in enumerate(form.cells(entry)):
        got = known.get((type(cell), cell))
        if got is None:
            got = known[type(cell), cell] = "" if _says_nothing(cell) else read(cell)
        if isinstance(got, Trouble):
            both = "EQ693" if stages_in(got.text, item, split) else "EQ619"
            troubles.setdefault("EQ628" if got.code == "EQ628" else both, []).append((index, got.text))
            got = ""
        values.append(str(got))
    return values, troubles


def _says_nothing(cell: Raw) -> bool:
    return is_blank(cell) or (type(cell) is str and plain(cell) in NONE_MARKS)


def _say_unreadable(
    code: str, found: list[_TroubledRow], form: Form, entry: Field, item: ItemSpec, report: Report
) -> None:
    report.cell(
        code,
        [_place(form, entry, index) for index, _ in found],
        count=len(found),
        sheet=form.label,
        column=entry.heading,
        n=str(len(found)),
        seen=quoted([text for _, text in found]),
        values="、".join(item.values) or "—",
    )


def _place(form: Form, entry: Field | None, index: int) -> str:
    column = letter(entry.column) if entry and entry.column >= 0 else "A"
    return f"{form.label}!{column}{form.numbers[index]}"


def _leave_blank_keys(
    form: Form,
    forms: Sequence[Form],
    parts: dict[str, list[str]],
    due: list[str],
    fields: dict[str, Field | None],
    out: set[int],
    report: Report,
) -> None:
    for part in due:
        entry = fields[part]
        blank = [i for i, value in enumerate(parts[part]) if not value and i not in out]
        if not blank or entry is None:
            continue
        out.update(blank)
        blank = ask_by_name(form, forms, entry, blank, report)
        if not blank:
            continue
        cells = [_place(form, entry, index) for index in blank]
        rows = quoted([_gist(form, index) for index in blank])
        n = str(len(blank))
        report.cell("EQ620", cells, count=len(blank), sheet=form.label, column=entry.heading, n=n, rows=rows)


def _gist(form: Form, index: int) -> str:
    """The first filled cells of a row, so that people know which row is meant."""
    row = form.sheet.rows[form.body[index]]
    return " ".join([shown(cell) for cell in row if not is_blank(cell)][:3])


def _keep(form: Form, parts: dict[str, list[str]], out: set[int]) -> None:
    if out:
        stay = [i for i in range(len(form.body)) if i not in out]
        form.body[:] = [form.body[i] for i in stay]
        form.numbers[:] = [form.numbers[i] for i in stay]
        form.turn()
        for values in parts.values():
            values[:] = [values[i] for i in stay]


def _homes(keyed: list[Keyed], names: Names, report: Report) -> dict[tuple[str, str], str]:
    """(part, code) → county, for things with codes of their own just below the county: schools."""
    grains = names.plan.grains
    tops = {g.id for g in grains if len(g.keys) == 1}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for grain in grains:
        part = names.own_part(grain)
        has_children = any(other.parent == grain.id for other in grains)
        if grain.parent not in tops or not has_children or names.part_items[part].type == "list":
            continue
        for k in keyed:
            if part not in k.parts:
                continue
            for index, (code, top) in enumerate(zip(k.parts[part], k.parts[names.top], strict=True)):
                if top and top not in found.setdefault((part, code), {}):
                    found[part, code][top] = k.place(k.form.numbers[index], part)
    for (part, code), tops_seen in found.items():
        if len(tops_seen) > 1:
            column = display(names.part_items[part])
            report.cell("EQ626", tops_seen.values(), column=column, key=code, counties="、".join(tops_seen))
    return {where: next(iter(tops_seen)) for where, tops_seen in found.items() if len(tops_seen) == 1}


def _find_top(
    k: Keyed,
    names: Names,
    homes: dict[tuple[str, str], str],
    default: str,
    counties: set[str],
    county: str | None,
    report: Report,
) -> None:
    """Fill in the county where a row has none; keep only the county asked for."""
    tops = k.parts[names.top]
    known = [part for part in k.parts if part != names.top]
    for index, top in enumerate(tops):
        if not top:
            places = (homes.get((part, k.parts[part][index])) for part in known)
            tops[index] = next(filter(None, places), default)
    lost = {i for i, top in enumerate(tops) if not top}
    column = display(names.part_items[names.top])
    if lost:
        report.cell(
            "EQ624",
            [k.place(k.form.numbers[i], names.top) for i in sorted(lost)],
            count=len(lost),
            sheet=k.form.label,
            column=column,
            n=str(len(lost)),
            rows=quoted([_gist(k.form, i) for i in sorted(lost)]),
            counties="、".join(sorted(counties)[:FIRST]),
        )
    others = {i for i, top in enumerate(tops) if county and top and top != county}
    if others:
        n = str(len(others))
        report.cell("EQ627", [k.form.label], "hint", len(others), sheet=k.form.label, n=n, county=county or "")
    _keep(k.form, k.parts, lost | others)
