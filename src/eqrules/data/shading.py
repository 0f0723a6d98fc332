"""底色 · Cells that people coloured one by one: below the standard, or, in green, met.

Only colours that set a cell apart count. A colour that most of a column has, or a whole row, is how a sheet looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from eqrules.data.raw import letter
from eqrules.data.recognise import Field, Form


def shaded(forms: Iterable[Form]) -> dict[str, bool]:
    """Address of a cell → whether its colour says that the standard is met."""
    return {place: met for form in forms if form.sheet.shaded and not form.sheet.turned for place, met in _of(form)}


def _of(form: Form) -> Iterator[tuple[str, bool]]:
    colours = form.sheet.shaded
    fields = [entry for entry in form.fields if entry.column >= 0]
    striped = {row for row in form.body if _is_one_colour(form, row, fields)}
    for entry in fields:
        found = {row: met for row in form.body if (met := colours.get((row, entry.column))) is not None}
        most = max(Counter(found.values()).values(), default=0)
        if 2 * most > len(form.body):
            continue
        for row, number in zip(form.body, form.numbers, strict=True):
            if row in found and row not in striped:
                yield f"{form.label}!{letter(entry.column)}{number}", found[row]


def _is_one_colour(form: Form, row: int, fields: list[Field]) -> bool:
    colours = {form.sheet.shaded.get((row, entry.column)) for entry in fields}
    return len(fields) > 1 and len(colours) == 1
