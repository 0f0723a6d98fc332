"""存疑 · What stands in a number cell and is no number: what it probably is, and never a guess."""

from __future__ import annotations

import re
from typing import NamedTuple

_N = r"\d+(?:\.\d+)?"


class Doubt(NamedTuple):
    """The code of the finding, and what was probably meant, for the person who answers."""

    code: str
    meant: str = ""


_STANDARD = re.compile(
    rf"(?:≥|≤|>=?|<=?|各|不低于|不少于|不超过|至少|至多)\s*{_N}.*|{_N}.{{0,4}}(?:以上|以下|以内)|(?:省|市|国|达|未达)标"
)
_TWO_POINTS = re.compile(r"(\d+)(?:\.\.|。|·|、|,)(\d+)")
_ABOUT = re.compile(rf"(?:(?:大?约|近|超过?|逾)\s*({_N})|({_N})\s*(?:多|余|左右|上下|来))\D{{0,3}}")
_RANGE = re.compile(rf"({_N})\D?\s*(?:~|-|—|–|至|到)\s*({_N})\D{{0,3}}")
_PAIR = re.compile(rf"({_N})\s*/\s*({_N})")
_WITH_MORE = re.compile(rf"({_N})\s*\(\s*\D*\d.*\)")
_IN_BRACKETS = re.compile(r"\((\d[\d,]*(?:\.\d+)?)\)")
_RATIO = re.compile(rf"({_N})\s*[:∶]\s*({_N})(?::00)?")


def doubt(bare: str) -> Doubt:
    """What a text in a number column is; `bare` is half-width, lower case, trimmed."""
    if bare == "一":
        return Doubt("EQ664", "1 / —")
    if _STANDARD.fullmatch(bare):
        return Doubt("EQ665")
    if found := _IN_BRACKETS.fullmatch(bare):
        return Doubt("EQ668", found[1])
    if found := _RATIO.fullmatch(bare):
        return Doubt("EQ666", f"{int(found[1])}:{int(found[2])}" if bare.replace(":", "").isdigit() else bare)
    if found := _TWO_POINTS.fullmatch(bare):
        return Doubt("EQ664", f"{found[1]}.{found[2]}")
    if found := _ABOUT.fullmatch(bare):
        return Doubt("EQ664", found[1] or found[2])
    if found := _RANGE.fullmatch(bare) or _PAIR.fullmatch(bare):
        return Doubt("EQ664", f"{found[1]} / {found[2]}")
    if found := _WITH_MORE.fullmatch(bare):
        return Doubt("EQ664", found[1])
    return Doubt("EQ630")
