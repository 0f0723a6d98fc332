"""读单元格 · One raw cell to one exact value, by the type of its item; what cannot be read says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from eqrules.data.doubts import doubt
from eqrules.data.old_words import modern, plain_radicals, two_words
from eqrules.data.raw import Broken, Percent, Raw, shown
from eqrules.data.words import (
    BELOW_UNIT,
    NO,
    NONE_MARKS,
    YES,
    choices,
    narrow,
    plain,
    read_date,
    read_loose_date,
    read_number,
    scale,
    unclear_date,
    word_key,
    year_of,
)
from eqrules.language.numbers import Exact, parse, simplest
from eqrules.plan.plan import ItemSpec

_LARGEST = 10**15
"""Binary floats hold every integer of 15 digits; beyond that the last digits may be lost."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """No value: `code` of the finding ("" blank, "none" 无此项), the text as seen, what was probably meant."""

    code: str
    text: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A good value that was written otherwise: with its unit, in full-width digits, in an old word."""

    value: Exact | str | date
    text: str
    code: str


Read = int | Fraction | str | bool | date | Trouble | Corrected
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
        return Trouble(
            {"error": "EQ634", "formula": "EQ635", "merged": "EQ642", "struck": "EQ678"}[cell.kind], cell.text
        )
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
        if isinstance(cell, Percent) and percent:
            value = judge(exact(float(cell)) * 100, cell, True)
            return Corrected(value, f"{shown(cell)}", "EQ686") if isinstance(value, int | Fraction) else value
        if isinstance(cell, float):
            return judge(exact(float(cell)), cell)
        if isinstance(cell, Decimal):
            return judge(simplest(Fraction(cell)), cell)
        if isinstance(cell, time):
            return Trouble("EQ666", shown(cell), f"{cell.hour}:{cell.minute}")
        return read_text_number(cell) if isinstance(cell, str) else Trouble("EQ630", shown(cell))

    def read_text_number(cell: str) -> Read:
        bare = plain(cell)
        if bare in BELOW_UNIT and not percent:
            return Corrected(0, cell.strip(), "EQ667")
        number, unit = read_number(cell, spec.unit or "%" * (not whole))
        if unit and not spec.unit and number is not None:
            number = simplest(Fraction(number) / 100)
        if number is None:
            if unit == "scientific":
                return Trouble("EQ628", cell.strip())
            found = doubt(bare)
            return Trouble(found.code, cell.strip(), found.meant)
        value = judge(number, cell, bool(unit))
        if not isinstance(value, int | Fraction) or (not unit and _plainly(cell)):
            return value
        converted = bool(unit) and spec.unit not in ("", "%") and scale(unit, spec.unit) not in (None, 1)
        return Corrected(value, cell.strip(), "EQ685" if converted else "EQ641" if unit else "EQ663")

    return read


def _plainly(cell: str) -> bool:
    """Digits and a point, as programs write them."""
    text = cell.strip(" ")
    return text.isascii() and text.lstrip("+-").replace(".", "", 1).isdigit()


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
        if isinstance(cell, Broken):
            return _first_look(cell) or BLANK
        word = word_key(shown(cell))
        if (found := known.get(word)) is not None:
            return found
        if (new := modern(word, spec)) is not None:
            return Corrected(new, shown(cell), "EQ675")
        if two := two_words(word, spec):
            return Trouble("EQ664", shown(cell), two)
        return _first_look(cell) or Trouble("EQ637", shown(cell))

    return read


def _date(cell: Raw) -> Read:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if (trouble := _first_look(cell)) is not None:
        return trouble
    if (day := read_date(shown(cell))) is not None:
        return day
    if (day := read_loose_date(shown(cell))) is not None:
        return Corrected(day, shown(cell), "EQ670")
    return Trouble("EQ669" if unclear_date(shown(cell)) else "EQ639", shown(cell))


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
    if trouble is not None and trouble.code in ("", "none", "EQ634"):
        return trouble
    text = read_text(cell)
    if isinstance(cell, str) and isinstance(text, str) and not text.isascii():
        if any("\ue000" <= c <= "\uf8ff" for c in text):
            return Corrected(text, text, "EQ677")
        if text != cell.strip():
            return Corrected(text, cell.strip(), "EQ676")
    return text


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
        return plain_radicals(text)
    if code.endswith(".0") and code[:-2].isdigit():
        return code[:-2]
    if read_number(code, "")[1] == "scientific":
        return Trouble("EQ628", text)
    return code
