"""结论词 · The four verdicts, and how they combine."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """达标 · 不达标 · 无法判定 · 不适用."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def zh(self) -> str:
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        return _WORDS[self][1]

    def word(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


_WORDS = {
    Verdict.MET: ("达标", "met"),
    Verdict.NOT_MET: ("不达标", "not met"),
    Verdict.UNDETERMINED: ("无法判定", "undetermined"),
    Verdict.NOT_APPLICABLE: ("不适用", "not applicable"),
}


def all_met(verdicts: Iterable[Verdict]) -> Verdict:
    """Every one must be met; 不达标 before 无法判定 before 达标; nothing applicable is 不适用."""
    seen = set(verdicts)
    for verdict in (Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.MET):
        if verdict in seen:
            return verdict
    return Verdict.NOT_APPLICABLE
