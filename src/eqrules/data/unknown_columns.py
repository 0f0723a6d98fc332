"""不识之列 · Headings that the ruleset does not know: what people said they mean, and what is asked about them."""

from __future__ import annotations

from dataclasses import replace

from eqrules.data.answers import Answers
from eqrules.data.names import Names, display
from eqrules.data.old_templates import CODES
from eqrules.data.raw import Sheet
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.plan.plan import ItemSpec

_LEFT_OUT = frozenset(("不用", "无", "none", "not used"))
_UNKNOWN = ("EQ694", "EQ612")


def answered(
    heading: str, cell: str, sheet: Sheet, names: Names, answers: Answers, report: Report
) -> list[ItemSpec] | None:
    """The items that somebody said the heading means; [] if nobody did; None if it is of no use."""
    where = f"{sheet.label}!{heading}"
    said = next((text for code in _UNKNOWN if (text := answers.to(code, where))), "")
    if said.lower() in _LEFT_OUT:
        return None
    if not said:
        return measured_otherwise(heading, cell, sheet, names, answers, report)
    items = names.heading(said)[0]
    if items:
        facts = {"n": "1", "answer": f"{heading} → {said}", "question": _UNKNOWN[0]}
        report.cell("EQ679", [cell], "hint", 1, **facts)
    else:
        near = "、".join(closest(said, names.all_headings)) or "—"
        report.cell("EQ608", [cell], theirs=heading, ours=said, near=near)
    return items


def ask_of_old_templates(report: Report) -> None:
    """EQ694: in a workbook made from another template an unknown column is an old name rather than an extra one."""
    if not any(finding.code in CODES for finding in report.findings):
        return
    report.findings[:] = [
        replace(finding, code="EQ694") if finding.code == "EQ612" else finding for finding in report.findings
    ]


_OTHER_MEASURES = (("在籍", "在校"), ("学籍", "在校"), ("在册", "在校"))
"""Words that are nearly ours and count something else: 在籍 pupils need not be 在校."""


def measured_otherwise(
    heading: str, cell: str, sheet: Sheet, names: Names, answers: Answers, report: Report
) -> list[ItemSpec]:
    """What a heading means if somebody has said that it is the same measure; else the question."""
    for theirs, ours in _OTHER_MEASURES:
        alike = heading.replace(theirs, ours) if theirs in heading else ""
        items = names.heading(alike)[0] or names.heading(alike.replace("学生", "生"))[0]
        if items:
            where = f"{sheet.label}!{heading}"
            if answers.to("EQ658", where).lower() in ("是", "相同", "yes"):
                return items
            facts = {"theirs": theirs, "ours": display(items[0]), "where": where}
            report.cell("EQ658", [cell], "warning", 1, sheet=sheet.label, column=heading, **facts)
            return []
    return []


def asked(report: Report) -> set[str]:
    """Headings that have been asked about already."""
    return {finding.facts["column"] for finding in report.findings if finding.code == "EQ658"}
