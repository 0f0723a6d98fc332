"""授权句 · One sentence of a 授权 line: 下级可提高 R1至R7, 不得降低."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eqrules.syntax.characters import name_key
from eqrules.syntax.layout import ACTIONS
from eqrules.syntax.words import spelled_by

_NEVER = r"(?:下级)?(?:不得|不可)|(?:children )?(?:must not|may not)"
_MAY = r"(?:下级)?可以?|(?:children )?may"
_SENTENCE = re.compile(rf"\s*(?:(?P<never>{_NEVER})|(?:{_MAY}))\s*(?P<rest>.*?)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Permit:
    """`granted` False: forbidden. `codes` as typed, "" for every rule."""

    granted: bool
    action: str
    codes: str


def read_permit(sentence: str) -> Permit | None:
    """None if it is no such sentence, or names no action."""
    found = _SENTENCE.match(sentence)
    if found is None:
        return None
    rest = found["rest"]
    for spelling, tokens in sorted(spelled_by("values").items(), key=lambda entry: -len(entry[0])):
        token = next((t for t in tokens if t in ACTIONS), "")
        if token and name_key(rest).startswith(spelling):
            return Permit(not found["never"], token, rest[len(spelling) :].strip())
    return None
