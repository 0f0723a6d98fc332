"""取值 · One column of a sheet to exact values, and one finding per kind of trouble in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from math import isfinite, isnan
from typing import cast

from eqrules.data.cells import BLANK, Corrected, Read, Trouble, exact, reader
from eqrules.data.raw import Raw
from eqrules.data.submission import Absent, State, Value
from eqrules.diagnostics.report import Level, Report
from eqrules.diagnostics.suggest import closest
from eqrules.language.numbers import parse, plain_text
from eqrules.plan.plan import ItemSpec

FIRST = 5
"""How many rows or counties a message names."""


def read_column(
    spec: ItemSpec,
    heading: str,
    sheet: str,
    cells: Sequence[Raw],
    place: Callable[[int], str],
    report: Report,
) -> list[Value]:
    """The value of every cell; what is not there says why and where."""
    if (numbers := _plain_numbers(spec, cells)) is not None:
        return numbers
    read = reader(spec)
    known: dict[str, Read] = {}
    values: list[Value] = []
    seen: _Seen = {}
    for index, cell in enumerate(cells):
        if type(cell) is str:
            got = known.get(cell)
            if got is None:
                got = known[cell] = read(cell)
        else:
            got = read(cell)
        kind = type(got)
        if kind is int or kind is str or kind is bool or kind is Fraction:
            values.append(got)  # type: ignore[arg-type]
        elif isinstance(got, Corrected):
            seen.setdefault(got.code, []).append((index, *_echo(got, spec)))
            values.append(got.value)
        elif isinstance(got, Trouble):
            values.append(_absent(got, spec, index, place, seen))
        else:
            values.append(got)
    for code, found in seen.items():
        _say(code, found, spec, heading, sheet, place, report)
    return values


_Seen = dict[str, list[tuple[int, str, str]]]
"""Code → (which cell, the text, what it was read as or probably means)."""
_HINTS = frozenset(("EQ641", "EQ663", "EQ670", "EQ675", "EQ676", "EQ685", "EQ686"))
_TOLD = frozenset(("EQ678",))
"""Told once for the whole sheet, with the cell that an answer is to name."""
_WARNINGS = frozenset(("EQ667", "EQ677"))


def _echo(got: Corrected, spec: ItemSpec) -> tuple[str, str]:
    """The text as typed, and as read."""
    value = got.value
    if isinstance(value, int | Fraction):
        number = Fraction(value) * (100 if spec.unit == "%" else 1)
        return got.text, plain_text(number) + (spec.unit if spec.unit == "%" else "")
    return got.text, value.isoformat() if isinstance(value, date) else value


def _plain_numbers(spec: ItemSpec, cells: Sequence[Raw]) -> list[Value] | None:
    """The ordinary column at once: number cells only, none of them out of order. Else None."""
    if spec.type not in ("integer", "decimal") or spec.unit == "%" or not cells:
        return None
    if set(map(type, cells)) - {float, int}:
        return None
    numbers = cast(Sequence[float], cells)
    low, high = min(numbers), max(numbers)
    if not isfinite(low) or not isfinite(high) or any(map(isnan, numbers)):
        return None
    values = [exact(number) for number in numbers]
    if (spec.whole or spec.type == "integer") and Fraction in set(map(type, values)):
        return None
    if spec.minimum and exact(low) < parse(spec.minimum):
        return None
    if spec.maximum and exact(high) > parse(spec.maximum):
        return None
    return list(values)


def _absent(
    got: Trouble,
    spec: ItemSpec,
    index: int,
    place: Callable[[int], str],
    seen: _Seen,
) -> Absent:
    cell = (place(index),)
    if got is BLANK:
        return Absent(State.BLANK, cell)
    if got.code == "none" and (spec.may_be_none or spec.type == "text"):
        return Absent(State.NONE, cell)
    if got.code not in _TOLD:
        seen.setdefault("EQ633" if got.code == "none" else got.code, []).append((index, got.text, got.meant))
    return Absent(State.ERROR, cell)


def quoted(texts: Sequence[str], most: int = 3) -> str:
    """「约300」、「若干」 for the first different texts."""
    return "、".join(f"「{text}」" for text in list(dict.fromkeys(texts))[:most])


def _say(
    code: str,
    found: list[tuple[int, str, str]],
    spec: ItemSpec,
    heading: str,
    sheet: str,
    place: Callable[[int], str],
    report: Report,
) -> None:
    texts = [text for _, text, _ in found]
    level: Level = "hint" if code in _HINTS else "warning" if code in _WARNINGS else "error"
    meant = dict.fromkeys(meant for _, _, meant in found if meant)
    values = spec.values
    report.cell(
        code,
        [place(index) for index, _, _ in found],
        level,
        len(found),
        sheet=sheet,
        column=heading,
        n=str(len(found)),
        seen=quoted(texts),
        read=quoted(list(meant)) or "?",
        where=f"{sheet}!{heading}",
        unit=spec.unit or "—",
        low=spec.minimum or "—",
        high=spec.maximum or "—",
        values="、".join(values),
        near="、".join(closest(texts[0], (*values, *spec.values_en)) or values[:3]) or "—",
    )
