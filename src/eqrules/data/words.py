"""字词 · How numbers, dates, marks and listed words are written in cells, and read without guessing."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from eqrules.data.names import heading_key, listed, same_unit
from eqrules.language.numbers import Exact
from eqrules.plan.plan import ItemSpec
from eqrules.syntax.characters import FOLD, HIDDEN

NONE_MARKS = listed("/ - -- — —— – ― ─ ── \\ 无 无此项 不适用 未监测 n/a na none")
YES = listed("是 有 √ ✓ ✔ ☑ yes y true 1 1.0 对 符合 存在 达到 达标 met")
NO = listed("否 无 没有 no n false 0 0.0 不是 不符合 不存在 未达到 不达标 notmet not_met")

_NOBODY_SEES = dict.fromkeys(HIDDEN)
_ROMAN = {ord(one): many for one, many in zip("ⅠⅡⅢⅣⅰⅱⅲⅳ", ("i", "ii", "iii", "iv") * 2, strict=True)}
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+"
_LONGEST = 60
"""Characters in a number; what is longer was not meant as one."""
_PLAIN = re.compile(_NUMBER)
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*([^\d\s.,+-].*)")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]\d+")
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]",
        r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:[ t]0?0:00(?::00(?:\.0+)?)?)?",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
_YEAR = re.compile(r"(\d{4})\s*年?")


def narrow(text: str) -> str:
    """Half-width, trimmed, without what nobody sees; a text mark ' before a code goes too."""
    return text.translate(FOLD).translate(_NOBODY_SEES).strip().removeprefix("'")


def plain(text: str) -> str:
    """The same in lower case."""
    return narrow(text).lower()


def word_key(text: str) -> str:
    """What makes two words of a closed list the same: width, case and blanks aside; III is Ⅲ."""
    return heading_key(text).translate(_ROMAN)


def choices(spec: ItemSpec) -> dict[str, str]:
    """Any accepted spelling → the value as the ruleset writes it."""
    spelled = zip(spec.values_en, spec.values, strict=False)
    return {word_key(en): zh for en, zh in spelled if en} | {word_key(zh): zh for zh in spec.values}


def read_number(text: str, unit: str) -> tuple[Exact | None, str]:
    """The exact number and the unit written behind it; `(None, "scientific")` for 2.165E+09."""
    bare = plain(text)
    if len(bare) > _LONGEST:
        return None, ""
    if _PLAIN.fullmatch(bare):
        return _exact(bare), ""
    if _SCIENTIFIC.fullmatch(bare):
        return None, "scientific"
    found = _WITH_UNIT.fullmatch(bare)
    if found and unit and same_unit(found[2], unit):
        return _exact(found[1]), found[2]
    return None, ""


def _exact(number: str) -> Exact:
    bare = number.replace(",", "").replace(" ", "")
    if "." not in bare:
        return int(bare)
    top, bottom = Decimal(bare).as_integer_ratio()
    return top if bottom == 1 else Fraction(top, bottom)


def read_date(text: str) -> date | None:
    """A day with year, month and day, in the usual spellings; two-digit years and 3/4/2024 are not read."""
    bare = plain(text)
    for pattern in _DATES:
        if found := pattern.fullmatch(bare):
            year, month, day = (int(part) for part in found.groups() if part.isdigit())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def year_of(text: str) -> int | None:
    """2010, 2010年, or the year of a day."""
    if found := _YEAR.fullmatch(plain(text)):
        return int(found[1])
    day = read_date(text)
    return day.year if day else None
