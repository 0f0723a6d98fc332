"""变更 · One row of a change table as meant: who does what to which part of which rule, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from eqrules.language.effects import Effect
from eqrules.source import Span


@dataclass(frozen=True, slots=True)
class Amendment:
    """`action` and `part` are tokens of `grammar/values.lark` (RAISE, LIMIT_PART), `part` "" for the whole.

    `where`, `old` and `new` as written. `days`: ISO day from which its document holds.
    """

    code: str
    action: str
    part: str
    where: str
    old: str
    new: str
    effect: Effect
    origin: str
    span: Span = field(compare=False)
