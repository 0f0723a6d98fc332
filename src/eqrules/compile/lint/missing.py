"""缺什么 · Names without a twin, rows nobody answers for, indicators that no example tries."""

from __future__ import annotations

from eqrules.compile import Compilation
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Rule
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.declare import expand_codes

_NAMED = ("GRAINS", "ITEMS", "DERIVED", "READINGS", "INDICATORS", "VETOES", "CONCLUSIONS")


def english_names(document: tree.Document, report: Report) -> None:
    """EQ212: one hint a chapter, with the names that `fmt --lang` could not translate; 别的 language likewise."""
    other = "OTHER_EN" if document.lang == "zh" else "OTHER_ZH"
    for section in document.sections:
        if section.token not in _NAMED:
            continue
        without = [row for row in section.rows
                   if isinstance(row.get("NAME"), tree.Text) and not row.text(other)]  # fmt: skip
        if without:
            names = [row.text("NAME") for row in without]
            report.hint("EQ212", without[0].place("NAME"), name="、".join(dict.fromkeys(names[:5])), n=str(len(names)))


def responsible(document: tree.Document, report: Report) -> None:
    """EQ213: a chapter that says who answers for its indicators says so for each of them."""
    for section in document.all("INDICATORS"):
        column = [cell for row in section.rows for cell in row.cells if cell.column.token == "RESPONSIBLE"]
        if any(cell.content for cell in column):
            for row in section.rows:
                if not row.text("RESPONSIBLE"):
                    report.hint("EQ213", row.place("CODE"), name=row.text("CODE"))


def _decides(rule: Rule) -> bool:
    return any(dated.limit.kind == "compare" for case in rule.cases if case.decides for dated in case.limits)


def examples(document: tree.Document, compilation: Compilation, report: Report) -> None:
    """EQ331: computed indicators that decide and whose verdict no example states: nothing holds their limits."""
    assert compilation.ruleset
    assert compilation.plan
    deciding = {rule.id for rule in compilation.plan.rules if rule.determination == "computed" and _decides(rule)}
    looked_at = {rule for example in compilation.ruleset.examples for _, expected in example.rows for rule in expected}
    missing: dict[str, Span] = {}
    for section in document.all("INDICATORS"):
        for row in section.rows:
            for code in expand_codes(row.text("CODE")):
                if code in deciding and code not in looked_at:
                    missing.setdefault(code, row.place("CODE"))
    if missing:
        report.hint("EQ331", next(iter(missing.values())), name="、".join(missing), n=str(len(missing)))
