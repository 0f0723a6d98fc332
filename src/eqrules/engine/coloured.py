"""底色与结论 · Cells that people coloured as below the standard, or as met, beside what their figures give."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.data.submission import Table
from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import Evaluation, Key, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import ItemSpec, Plan
from eqrules.plan.walk import items_in

_SHOWN = 3


def coloured(evaluation: Evaluation) -> list[Finding]:
    """EQ695, for each column where a colour and a verdict differ. Verdicts rest on figures, never on colours."""
    shaded = evaluation.submission.shaded
    if not shaded:
        return []
    plan, found = evaluation.plan, []
    indicators = _indicators(plan)
    for item in plan.items:
        table = evaluation.submission.tables[item.grain]
        column = table.columns.get(item.id)
        if column is None or not column.letter or len(indicators.get(item.id, ())) != 1:
            continue
        places = [column.place(row) for row in range(len(table.keys))]
        if any(place in shaded for place in places):
            (rule,) = indicators[item.id]
            wrong = list(_differing(evaluation, table, places, rule))
            if wrong:
                found.append(_finding(item, rule, wrong))
    return found


def _indicators(plan: Plan) -> dict[str, set[str]]:
    """Item → the indicators of its own objects, or of parts of these, that are worked from it."""
    keys = {grain.id: set(grain.keys) for grain in plan.grains}
    named = {grain.key_item for grain in plan.grains}
    grains = {item.id: item.grain for item in plan.items if item.id not in named}
    inside = {spec.id: set(items_in(spec.variants, aggregates=False)) for spec in plan.derived}
    found: dict[str, set[str]] = {}
    for rule in plan.rules:
        left, seen = {i for case in rule.cases for i in items_in((case.value, case.item), aggregates=False)}, set()
        while left:
            item = left.pop()
            seen.add(item)
            left |= inside.get(item, set()) - seen
        for item in seen & grains.keys():
            if keys[grains[item]] <= keys[rule.grain]:
                found.setdefault(item, set()).add(rule.id)
    return found


def _differing(evaluation: Evaluation, table: Table, places: list[str], rule: str) -> Iterator[tuple[str, Verdict]]:
    """(cell, verdict) where the colour, or in a column of marks its absence, says otherwise."""
    shaded = evaluation.submission.shaded
    below = any(shaded.get(place) is False for place in places)
    verdicts = _verdicts(evaluation, table, rule)
    for place, key in zip(places, table.keys, strict=True):
        judged = verdicts.get(key, set()) - {Verdict.NOT_APPLICABLE}
        said = shaded.get(place)
        if said is False and judged == {Verdict.MET}:
            yield place, Verdict.MET
        elif (said or (said is None and below)) and judged == {Verdict.NOT_MET}:
            yield place, Verdict.NOT_MET


def _verdicts(evaluation: Evaluation, table: Table, rule: str) -> dict[Key, set[Verdict]]:
    """What was found at each object of the table, or at its parts."""
    keys = {grain.id: grain.keys for grain in evaluation.plan.grains}
    found: dict[Key, set[Verdict]] = {}
    for outcome in evaluation.outcomes.get(rule, ()):
        found.setdefault(_above(outcome, keys[outcome.grain], keys[table.grain]), set()).add(outcome.verdict)
    return found


def _above(outcome: Outcome, own: tuple[str, ...], wanted: tuple[str, ...]) -> Key:
    parts = dict(zip(own, outcome.key, strict=True))
    return tuple(parts[name] for name in wanted)


def _finding(item: ItemSpec, rule: str, wrong: list[tuple[str, Verdict]]) -> Finding:
    facts = {
        "column": item.about.zh or item.id, "rule": rule, "n": str(len(wrong)),
        "seen": "、".join(f"{place} 算得{verdict.zh}" for place, verdict in wrong[:_SHOWN]),
        "seen_en": ", ".join(f"{place} is {verdict.en}" for place, verdict in wrong[:_SHOWN]),
    }  # fmt: skip
    return Finding("EQ695", "warning", None, facts, (), tuple(place for place, _ in wrong), len(wrong))
