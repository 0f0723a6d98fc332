"""级别 · The five grades of what is seen in data: corrected, out of the ordinary, to be answered, wrong, unusable."""

from __future__ import annotations

from typing import Literal, NamedTuple

from eqrules.diagnostics.catalogue import page
from eqrules.diagnostics.report import Finding

Grade = Literal["S", "E", "Q", "W", "A"]


class Words(NamedTuple):
    """What a grade is called, and what it does."""

    zh: str
    en: str
    effect_zh: str
    effect_en: str


GRADES: dict[Grade, Words] = {
    "S": Words("文件不可用", "unusable file", "这个文件没有读", "the file was not read"),
    "E": Words("逻辑校验", "logical check", "所涉数据不能用来评估", "the figures concerned cannot be used"),
    "Q": Words("待确认", "to be answered", "回答一次即可，写在 answers.md", "answer once, in answers.md"),
    "W": Words("经验校验", "experience check", "核对；确实如此的写明原因", "check it, or explain it in writing"),
    "A": Words("自动更正", "corrected", "只有一种读法，已照此读", "there is one reading, and it was taken"),
}
"""In order of weight."""

_OF_LEVEL: dict[str, Grade] = {"error": "E", "warning": "W", "hint": "A"}


def grade(finding: Finding) -> Grade:
    """A code may say S or Q on its page; what was answered, and all else, goes by the level."""
    return page(finding.code).grade or _OF_LEVEL[finding.level]
