"""无码 · Rows with a name and no code: which school they may be, by its name and its town; asked, never joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from eqrules.data.names import heading_key
from eqrules.data.raw import is_blank, letter, shown
from eqrules.data.recognise import Field, Form
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest

_MOST = 2
"""How many schools are suggested for one row."""


class _Known(NamedTuple):
    """An object that has a code; `town` is "" where nobody says it."""

    name: str
    code: str
    town: str


def ask_by_name(form: Form, forms: Sequence[Form], key: Field, blank: list[int], report: Report) -> list[int]:
    """EQ674 for the rows whose name is nearly one that has a code; the other rows are handed back."""
    name = _column(form, key, "名称")
    known = [one for other in forms for one in _known(other, key)]
    if name is None or not known:
        return blank
    names, towns = form.cells(name), _texts(form, _column(form, key, "乡镇"))
    near = {i: _near(shown(names[i]), towns[i], known) for i in blank if not is_blank(names[i])}
    asked = [i for i in blank if near.get(i)]
    if asked:
        seen = "；".join(f"{_said(shown(names[i]), '', towns[i])}也许是{_either(near[i])}" for i in asked[:3])
        places = [f"{form.label}!{letter(max(key.column, 0))}{form.numbers[i]}" for i in asked]
        facts = {"n": str(len(asked)), "seen": seen, "where": places[0], "key": near[asked[0]][0].code}
        report.cell("EQ674", places, "error", len(asked), sheet=form.label, **facts)
    return [i for i in blank if i not in asked]


def _near(name: str, town: str, known: list[_Known]) -> list[_Known]:
    """The likeliest few: those of the same town before those whose town nobody says, none of another town."""
    there = [one for one in known if not (town and one.town) or heading_key(one.town) == heading_key(town)]
    order = closest(name, (one.name for one in there), _MOST)
    found = sorted(
        (one for one in dict.fromkeys(there) if one.name in order),
        key=lambda one: (bool(town) and not one.town, order.index(one.name)),
    )
    best = [one for one in found if one.name == found[0].name]
    return (best if len(best) > 1 or not town else found)[:_MOST]


def _known(form: Form, key: Field) -> list[_Known]:
    code = next((f for f in form.fields if f.item.id == key.item.id), None)
    name = _column(form, key, "名称")
    if code is None or name is None:
        return []
    towns = _texts(form, _column(form, key, "乡镇"))
    rows = zip(form.cells(name), form.cells(code), towns, strict=True)
    return [_Known(shown(n), shown(c), town) for n, c, town in rows if not is_blank(n) and not is_blank(c)]


def _column(form: Form, key: Field, word: str) -> Field | None:
    """What people say of the thing that the key names: 学校名称, 所属乡镇（街道） for 学校标识码."""
    fitting = (f for f in form.fields if f.item.type == "text" and f.item.grain == key.item.grain)
    return next((f for f in fitting if word in f.item.about.zh and f.item.id != key.item.id), None)


def _texts(form: Form, entry: Field | None) -> list[str]:
    if entry is None:
        return [""] * len(form.body)
    return ["" if is_blank(cell) else shown(cell) for cell in form.cells(entry)]


def _either(found: list[_Known]) -> str:
    return "或".join(_said(one.name, one.code, one.town) for one in found)


def _said(name: str, code: str, town: str) -> str:
    return f"「{name}」{code}" + (f"（{town}）" if town else "")
