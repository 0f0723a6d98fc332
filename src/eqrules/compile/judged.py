"""人工判断 · Vetoes, and the data items through which people judge."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.compile.about import about
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.dates import columns
from eqrules.compile.formulas import Scope
from eqrules.compile.rules import determination_of, is_condition
from eqrules.compile.vocabulary import names_of
from eqrules.model.symbols import Grain
from eqrules.plan import plan
from eqrules.syntax import tree


def veto(row: tree.Row, lang: str, origin: str, top: Grain, scope: Scope) -> plan.Veto | None:
    determination = determination_of(row, scope)
    when = row.get("WHEN")
    condition = elaborate_condition(when, top, scope) if is_condition(when) else None  # type: ignore[arg-type]
    if determination != "judged" and condition is None:
        if when is None:
            scope.report.error("EQ313", row.span, name=row.text("NAME"))
        return None
    names = names_of(row, lang)
    return plan.Veto(
        id=names.code,
        grain=top.names.code,
        item="" if condition is not None else names.code,
        when=condition,
        interval=columns(row.get("FROM"), None, scope.report),
        about=about(names, row, origin, scope.report),
    )


def judged_items(made: Sequence[plan.Rule], vetoes: Sequence[plan.Veto]) -> list[plan.ItemSpec]:
    """The data items through which people judge: one per 人工 indicator and veto, with its evidence."""
    items = []
    for rule in made:
        if rule.determination == "judged" and any(c.item and c.item.item == rule.id for c in rule.cases):
            items.append(plan.ItemSpec(
                id=rule.id, grain=rule.grain, type="list", values=("符合", "不符合"),
                values_en=("satisfied", "not satisfied"), judged=rule.id,
                about=plan.About(zh=rule.about.zh, en=rule.about.en, basis=rule.about.basis)))  # fmt: skip
            items.append(_evidence(rule.id, rule.grain, rule.about))
    for one in vetoes:
        if one.item:
            items.append(plan.ItemSpec(id=one.id, grain=one.grain, type="yes_no", judged=one.id,
                                       about=plan.About(zh=one.about.zh, en=one.about.en)))  # fmt: skip
    return items


def _evidence(code: str, grain: str, about_rule: plan.About) -> plan.ItemSpec:
    return plan.ItemSpec(
        id=f"{code}_evidence", grain=grain, type="text", judged=code,
        about=plan.About(zh=f"{code}佐证", en=f"{code} evidence"),
    )  # fmt: skip
