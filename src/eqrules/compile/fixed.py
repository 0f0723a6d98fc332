"""定词 · Cells whose words are fixed (`grammar/values.lark`): which word stands there."""

from __future__ import annotations

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.source import Span
from eqrules.syntax.characters import name_key
from eqrules.syntax.words import spelled_by, words

_SAID: dict[str, str] = {
    "RAISE": "提升 提升为 调高 上调 increase",
    "LOWER": "下调 调低 decrease",
    "RETIRE": "取消 废止 删除 remove delete",
    "ADD": "增加",
    "RENAME": "改名 更名",
    "DEEM": "等同 视为",
    "REDATE": "延期",
    "RESTATE": "重复 沿用",
    "LOOSEN": "loosen",
    "JUDGED": "手工 manual",
    "COMPUTED": "自动",
    "DECIDES": "必须 务必 required",
    "REFERENCE": "principle",
    "CONFIRMED": "核实",
    "SECOND_HAND": "引用",
    "INFERRED": "推断 推测 推算",
    "NOT_KNOWN": "不明",
    "MET": "合格 通过 pass passed",
    "NOT_MET": "未达标 不合格 fail failed",
    "UNDETERMINED": "不能判定",
    "NOT_APPLICABLE": "不参评",
    "UNSATISFIED": "不合要求",
    "WIDEST": "从宽",
    "STRICTEST": "从严",
    "PROCEDURE": "规程",
    "EXCEPT_PART": "例外",
    "SCOPE_PART": "适用范围",
    "FORMULA_PART": "算法 公式",
    "YES": "有 对 true",
    "NO": "无 错 false",
}
_COMMON = {word: token for token, said in _SAID.items() for word in said.split()}
"""What else people call these, of which likeness in writing knows nothing."""


def fixed(text: str, allowed: tuple[str, ...], place: Span, report: Report) -> str | None:
    """The token of `text` among those allowed; None for an empty cell, or after an error."""
    if not text:
        return None
    owners = spelled_by("values").get(name_key(text), ())
    found = next((token for token in owners if token in allowed), None)
    if found is None:
        lang = "en" if text.isascii() else "zh"
        near = [words("values")[token].spelled(lang) for token in allowed]
        meant = _COMMON.get(name_key(text))
        likely = [words("values")[meant].spelled(lang)] if meant in allowed else closest(text, near) or near[:4]
        report.error("EQ203", place, name=text, near="、".join(near), fixes=changes(place, likely))
    return found
