"""读单元格 · One raw cell to one exact value, by the type of its item; what cannot be read says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from eqrules.data.raw import Broken, Raw, shown
from eqrules.data.words import (
    NO,
    NONE_MARKS,
    YES,
    choices,
    narrow,
    plain,
    read_date,
    read_number,
    word_key,
    year_of,
)
from eqrules.language.numbers import Exact, parse, simplest
from eqrules.plan.plan import ItemSpec

_LARGEST = 10**15
"""Binary floats hold every integer of 15 digits; beyond that the last digits may be lost."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """No value: `code` of the finding ("" blank, "none" 无此项) and the text as seen."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WithUnit:
    """A good value whose cell also held the unit."""

    value: Exact
    text: str


Read = int | Fraction | str | bool | date | Trouble | WithUnit
BLANK, NONE = Trouble(""), Trouble("none")


def reader(spec: ItemSpec) -> Callable[[Raw], Read]:
    """How cells of this item are read."""
    match spec.type:
        case "integer" | "decimal":
            return _number_reader(spec)
        case "yes_no":
            return _yes_no
        case "list":
            return _list_reader(spec)
        case "date":
            return _date
        case "year":
            return _year_reader(spec)
        case "text":
            return _text


def _first_look(cell: Raw) -> Trouble | None:
    """What blank, broken and `/` cells mean for every type but text."""
    if cell is None:
        return BLANK
    if isinstance(cell, Broken):
        return Trouble({"error": "EQ634", "formula": "EQ635", "merged": "EQ642"}[cell.kind], cell.text)
    if isinstance(cell, float) and not isfinite(cell):
        return Trouble("EQ634", str(cell))
    if isinstance(cell, str):
        text = plain(cell)
        if not text:
            return BLANK
        if text in NONE_MARKS:
            return Trouble("none", cell.strip())
        if text.startswith("#") and text.rstrip("!?/0123456789#").lstrip("#").replace("/", "").isalpha():
            return Trouble("EQ634", cell.strip())
        if text.strip("#") == "":
            return Trouble("EQ634", cell.strip())
    return None


def _number_reader(spec: ItemSpec) -> Callable[[Raw], Read]:
    whole, percent = spec.type == "integer" or spec.whole, spec.unit == "%"
    low = parse(spec.minimum) if spec.minimum else None
    high = parse(spec.maximum) if spec.maximum else None

    def judge(value: Exact, cell: Raw, said: bool = False) -> Read:
        """`said`: the unit stands in the cell. In a % column 0.85 could be 85 % or 0.85 %: not ours to choose."""
        if percent and not said and 0 < value <= 1:
            return Trouble("EQ644", shown(cell))
        if whole and value.denominator != 1:
            return Trouble("EQ631", shown(cell))
        if (low is not None and value < low) or (high is not None and value > high):
            return Trouble("EQ632", shown(cell))
        return simplest(Fraction(value) / 100) if percent else value

    def read(cell: Raw) -> Read:
        if (type(cell) is float and cell.is_integer()) or type(cell) is int:
            return judge(int(cell), cell)
        if (trouble := _first_look(cell)) is not None:
            return trouble
        if isinstance(cell, float):
            return judge(exact(cell), cell)
        if isinstance(cell, Decimal):
            return judge(simplest(Fraction(cell)), cell)
        if not isinstance(cell, str):
            return Trouble("EQ630", shown(cell))
        number, unit = read_number(cell, spec.unit or "%" * (not whole))
        if unit and not spec.unit and number is not None:
            number = simplest(Fraction(number) / 100)
        if number is None:
            return Trouble("EQ628" if unit == "scientific" else "EQ630", cell.strip())
        value = judge(number, cell, bool(unit))
        return WithUnit(value, cell.strip()) if unit and isinstance(value, int | Fraction) else value

    return read


def exact(number: float) -> Exact:
    """The decimal that was typed: 4.2 is 21/5, whatever the nearest binary fraction is."""
    if type(number) is int or number.is_integer():
        return int(number)
    return Fraction(*Decimal(repr(number)).as_integer_ratio())


def _yes_no(cell: Raw) -> Read:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float) and cell in (0, 1):
        return bool(cell)
    if isinstance(cell, str) and word_key(cell) in YES:
        return True
    if isinstance(cell, str) and word_key(cell) in NO:
        return False
    return _first_look(cell) or Trouble("EQ638", shown(cell))


def _list_reader(spec: ItemSpec) -> Callable[[Raw], Read]:
    known = choices(spec)

    def read(cell: Raw) -> Read:
        found = known.get(word_key(shown(cell))) if not isinstance(cell, Broken) else None
        return found or _first_look(cell) or Trouble("EQ637", shown(cell))

    return read


def _date(cell: Raw) -> Read:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if (trouble := _first_look(cell)) is not None:
        return trouble
    return read_date(shown(cell)) or Trouble("EQ639", shown(cell))


def _year_reader(spec: ItemSpec) -> Callable[[Raw], Read]:
    low, high = int(spec.minimum or 1800), int(spec.maximum or 2200)

    def read(cell: Raw) -> Read:
        if (trouble := _first_look(cell)) is not None:
            return trouble
        year = cell.year if isinstance(cell, date) else year_of(shown(cell))
        if year is None:
            return Trouble("EQ640", shown(cell))
        return year if low <= year <= high else Trouble("EQ632", shown(cell))

    return read


def _text(cell: Raw) -> Read:
    trouble = _first_look(cell)
    return trouble if trouble is not None and trouble.code in ("", "none", "EQ634") else read_text(cell)


def read_text(cell: Raw) -> str | Trouble:
    """A text or code: whole floats lose their `.0`, and codes too long for a number are an error."""
    if isinstance(cell, Broken):
        return _first_look(cell) or BLANK
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return Trouble("EQ628", f"{cell:.0f}") if abs(cell) >= _LARGEST else str(int(cell))
    text = str(cell).strip() if cell is not None else ""
    code = narrow(text)
    if not code.isascii():
        return text
    if code.endswith(".0") and code[:-2].isdigit():
        return code[:-2]
    if read_number(code, "")[1] == "scientific":
        return Trouble("EQ628", text)
    return code
