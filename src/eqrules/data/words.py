"""字词 · How numbers, dates, marks and listed words are written in cells, and read without guessing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from eqrules.data.names import heading_key, listed, same_unit
from eqrules.language.chinese import chinese_number, digits
from eqrules.language.numbers import Exact, simplest
from eqrules.language.units import lookup
from eqrules.plan.plan import ItemSpec
from eqrules.syntax.characters import FOLD, HIDDEN

NONE_MARKS = listed("/ - -- — —— – ― ─ ── \\ 无 无此项 不适用 未监测 n/a na none")
YES = listed("是 有 √ ✓ ✔ ☑ yes y true 1 1.0 对 符合 存在 达到 达标 met")
BELOW_UNIT = listed("… …… ... ......")
"""Smaller than the smallest unit, in yearbooks."""
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
_MONTHS = (
    re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月"),
    re.compile(r"(\d{4})[-./](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})"),
)
_SERIAL = re.compile(r"\d{5}(?:\.0)?")
_UNCLEAR = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{1,4}|\d{2}年\d{1,2}月(?:\d{1,2}日)?|\d{2}[-./]\d{1,2}")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
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


_LIKE_A_SIGN = frozenset("一〇○")
"""Alone in a cell, 一 may be a dash and ○ a mark: no numbers."""


def read_number(text: str, unit: str) -> tuple[Exact | None, str]:
    """The exact number and the unit written behind it; `(None, "scientific")` for 2.165E+09.

    Another scale of the same unit is converted: 1.19亿元 is 11900 in a column of 万元.
    """
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
    if found and unit and (factor := scale(found[2], unit)):
        return simplest(_exact(found[1]) * factor), found[2]
    if unit == "%" and bare.startswith("百分之") and (number := chinese_number(bare[3:])) is not None:
        return simplest(number), "百分之"
    if not bare.isascii() and bare not in _LIKE_A_SIGN and (number := chinese_number(bare)) is not None:
        return simplest(number), ""
    return None, ""


def scale(written: str, declared: str) -> Fraction | None:
    """How many of the declared unit one of the written is, where both measure the same: 亿元 in 万元 is 10000."""
    own = lookup(declared)
    if own is None or not own.unit.dimension:
        return None
    for prefix, times in (("", 1), *_SCALES.items()):
        rest = written.removeprefix(prefix)
        if written.startswith(prefix) and (prefix or rest):
            word = lookup(rest) if rest else None
            if word is not None and word.unit.dimension == own.unit.dimension:
                return times * word.unit.scale / own.unit.scale
            if prefix and not rest:
                return times / own.unit.scale
    return None


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


def read_loose_date(text: str) -> date | None:
    """Days written otherwise: in Chinese digits, as a spreadsheet's day number, or by month: then its first day."""
    bare = digits(plain(text))
    if (day := read_date(bare)) is not None:
        return day
    for pattern in _MONTHS:
        if (found := pattern.fullmatch(bare)) and 1800 <= int(found[1]) <= 2200 and 1 <= int(found[2]) <= 12:
            return date(int(found[1]), int(found[2]), 1)
    if _SERIAL.fullmatch(bare) and 20_000 <= float(bare) <= 80_000:
        return date(1899, 12, 30) + timedelta(int(float(bare)))
    return None


def unclear_date(text: str) -> bool:
    """3/4/2024, 24.9.1: a day, and more than one reading."""
    return bool(_UNCLEAR.fullmatch(plain(text)))


def year_of(text: str) -> int | None:
    """2010, 2010年, or the year of a day."""
    if found := _YEAR.fullmatch(plain(text)):
        return int(found[1])
    day = read_date(text)
    return day.year if day else None
