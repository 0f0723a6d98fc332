"""标点 · Words for people in canonical form: full-width marks in Chinese text, ASCII in English, half-width digits.

The text itself says what it is, in a document of either language: papers keep their Chinese names in an English
one. Inside Chinese text a mark goes with its neighbours: `第六条(一)` has Chinese brackets, `R1(a)` has not.
"""

from __future__ import annotations

import re

from eqrules.syntax.characters import FOLD, FULL

_MARKS = {**FULL, ord("?"): "\uff1f", ord("!"): "\uff01"}
_ASCII = {ord(full): chr(code) for code, full in _MARKS.items()}
_SIGNS = {code: half for code, half in FOLD.items() if 0xFF00 < code < 0xFF5F and code not in _ASCII}
"""Digits, letters, point, percent, plus, minus, slash, bar: half-width wherever they stand."""
_SPACES = {code: 32 for code, half in FOLD.items() if half == 32}
_HAN = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff]")
_BESIDE = r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff08\uff09\u2014\u2026\u201c\u201d]"
_NARROW = re.compile(rf"(?<={_BESIDE})[,;:?!] *|[,;:?!] *(?={_BESIDE})")
_WIDE = re.compile(r"[\uff0c\uff1b\uff1a\uff1f\uff01]")


def canonical(text: str) -> str:
    """Words for people as the formatter writes them; the second time changes nothing."""
    text = text.translate(_SIGNS).translate(_SPACES)
    if text.isascii():
        return text
    text = _brackets(text)
    if _HAN.search(text):
        return _NARROW.sub(lambda found: _MARKS[ord(found[0][0])], text)
    return _WIDE.sub(_narrowed, text)


def _brackets(text: str) -> str:
    """Both of a pair alike: full-width around Chinese text and right behind it, else ASCII."""
    made, opened = list(text), []
    for at, character in enumerate(text):
        if character in "(\uff08":
            opened.append(at)
        elif character in ")\uff09" and opened:
            start = opened.pop()
            chinese = _HAN.search(text, start, at) or (start and _HAN.match(text, start - 1))
            made[start], made[at] = "\uff08\uff09" if chinese else "()"
    return "".join(made)


def _narrowed(found: re.Match[str]) -> str:
    follows = found.string[found.end() : found.end() + 1]
    return found[0].translate(_ASCII) + (" " if follows not in ("", " ", ")") else "")
