"""造例 · Small made-up submissions in memory, and what the reference engine says of them under one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from eqrules.compare.changes import Row
from eqrules.data.submission import Absent, Column, State, Submission, Table, Value
from eqrules.engine.contract import CountyVerdict, Evaluation, Key
from eqrules.engine.reference import Reference
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Grain, ItemSpec, Plan

COUNTY = "999901"
"""A division code that no place has."""
Tables = Mapping[str, Sequence[Row]]


def submission(plan: Plan, tables: Tables) -> Submission:
    """Rows by grain (item → exact value); what a row does not name is blank; objects above are implied."""
    rows: dict[str, dict[Key, Row]] = {grain.id: {} for grain in plan.grains}
    known = {grain.id: grain for grain in plan.grains}
    items = {grain.keys[-1]: grain.key_item for grain in plan.grains}
    for name in (name for name in tables if name in known):
        keys = [items[part] for part in known[name].keys]
        rows[name] |= {tuple(str(row[item]) for item in keys): row for row in tables[name]}
    for name in (name for name in tables if name in known):
        own = known[name].keys
        for grain in plan.grains:
            if set(grain.keys) < set(own):
                at = [own.index(part) for part in grain.keys]
                for key in rows[name]:
                    rows[grain.id].setdefault(tuple(key[n] for n in at), {})
    return Submission({g.id: _table(plan, g, rows[g.id]) for g in plan.grains})


def _table(plan: Plan, grain: Grain, rows: Mapping[Key, Row]) -> Table:
    made = Table(grain.id, list(rows), handed_in=True)
    for item in plan.items:
        if item.grain == grain.id:
            made.columns[item.id] = Column([_value(item, grain, key, row) for key, row in rows.items()],
                                           sheet=grain.about.zh or grain.id)  # fmt: skip
    return made


def _value(item: ItemSpec, grain: Grain, key: Key, row: Row) -> Value:
    """A value as it is; None is 无此项; what is not named is blank."""
    if item.id == grain.key_item:
        return key[-1]
    if item.id not in row:
        return Absent(State.BLANK)
    value: Any = row[item.id]
    return Absent(State.NONE) if value is None else value


def judged(plan: Plan, tables: Tables, day: date) -> Evaluation:
    """Under the default readings."""
    return Reference().run(plan, submission(plan, tables), day, {r.id: r.default for r in plan.readings})


def found_at(evaluation: Evaluation, code: str, key: Key) -> tuple[Verdict, Any] | None:
    """(verdict, value) of a rule, veto or conclusion there; None where the ruleset has no such thing."""
    for outcome in evaluation.outcomes.get(code, ()):
        if outcome.key == key:
            return (outcome.verdict if outcome.decides else Verdict.NOT_APPLICABLE), outcome.value
    for decision in evaluation.decisions.get(code, ()):
        if decision.key == key:
            return decision.verdict, None
    return None


def passes(county: CountyVerdict) -> bool:
    """达标, and no veto holds."""
    return county.verdict is Verdict.MET and not county.vetoes


def harmless(verdict: Verdict | None) -> bool:
    """Nothing that stands in the way; a rule that does not exist never does."""
    return verdict in (None, Verdict.MET, Verdict.NOT_APPLICABLE)


def key_items(plans: Iterable[Plan]) -> dict[str, str]:
    """Grain → the item that holds its own key."""
    return {grain.id: grain.key_item for plan in plans for grain in plan.grains}
