"""提问 · The open questions of a submission as a page to fill in, `answers.md`; what was answered stays."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.data.answers import Answers
from eqrules.data.names import heading_key
from eqrules.diagnostics.catalogue import message
from eqrules.diagnostics.grades import grade
from eqrules.diagnostics.report import Finding

_BY_CELL = frozenset(("EQ664", "EQ666", "EQ669", "EQ674", "EQ677", "EQ678", "EQ687"))
"""Questions about single cells: the answer is what should stand there."""
_EXPLAINED = frozenset(("EQ662", "EQ671", "EQ682", "EQ688", "EQ692", "EQ695", "EQ732"))
"""Experience checks: a written reason waives them."""
_HEAD = """# 回答 · Answers

在最后一栏写回答，把本文件和填报放在一起；没有回答的，照旧待确认。位置写 * 就是全部。
Write in the last column and keep this file beside the data; what is not answered stays open. A place of * is all.

| 编号 | 位置 | 问题 | 回答 |
|---|---|---|---|
"""

Row = tuple[str, str, str, str]


def answers_page(found: Sequence[Finding], answers: Answers, lang: str) -> str:
    """A row for each answer given, each open question and each figure to explain."""
    kept: list[Row] = [(a.code, a.where, "", a.text) for a in answers.rows]
    known = {(code, heading_key(where)) for code, where, _, _ in kept}
    asked = [(*place, message(finding, lang), "") for finding in found for place in _places(finding)]
    new = [row for row in asked if (row[0], heading_key(row[1])) not in known]
    lines = ["| " + " | ".join(_plain(part) for part in row) + " |" for row in (*kept, *dict.fromkeys(new))]
    return _HEAD + "\n".join([*lines, ""])


def _places(finding: Finding) -> list[tuple[str, str]]:
    letter = grade(finding)
    if letter == "Q" and finding.code in _BY_CELL:
        return [("更正", cell) for cell in finding.cells]
    if letter == "Q":
        return [(finding.code, finding.facts.get("where", "*"))]
    if finding.level == "warning" and finding.code in _EXPLAINED:
        return [(finding.facts.get("check", finding.code), "*")]
    return []


def _plain(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
