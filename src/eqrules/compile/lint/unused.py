"""没有用到 · Items that counties would fill in for nothing."""

from __future__ import annotations

from eqrules.compile import Compilation
from eqrules.diagnostics.report import Report
from eqrules.plan.walk import items_in
from eqrules.syntax import tree


def unused(document: tree.Document, compilation: Compilation, report: Report) -> None:
    """EQ211: figures that no rule, derived item, check, split or merge looks at, and no note explains."""
    plan = compilation.plan
    assert plan
    used = {
        item for node in (plan.derived, plan.rules, plan.checks, plan.vetoes, plan.merge) for item in items_in(node)
    }
    used |= {grain.key_item for grain in plan.grains}
    if plan.split:
        split = plan.split
        used |= {split.type_item, split.by, *split.items, *items_in(split.must_have)}
        used |= {item for row in split.rows for item, _ in row.school_items}
    if plan.merge:
        used.add(plan.merge.into)
    idle = {item.id for item in plan.items if item.type != "text" and not item.judged} - used
    for section in document.all("ITEMS"):
        rows = [row for row in section.rows if row.text("CODE") in idle and not row.text("NOTE")]
        if rows:
            names = "、".join(row.text("NAME") or row.text("CODE") for row in rows)
            report.hint("EQ211", rows[0].place("CODE"), name=names, n=str(len(rows)))
