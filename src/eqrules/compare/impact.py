"""影响 · Whose verdict changes: the verdict tables of one submission under both plans, laid side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from eqrules.compare.cells import Place, places, rows_at
from eqrules.compare.changes import Impact, Reach, Switch
from eqrules.compare.same import same
from eqrules.plan.expressions import Number
from eqrules.plan.plan import Plan, Rule

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 5_000
"""Switches that are listed; the others are counted."""
_NEAREST = 3
Tables = Mapping[str, "pa.Table"]
Names = Mapping[tuple[str, ...], str]


def impact(plans: tuple[Plan, Plan], tables: tuple[Tables, Tables], names: Names) -> Impact:
    """`plans` in force on their days, `tables`: grain → verdicts, both (old, new); `names`: key → what people say."""
    made = Impact()
    for grain in plans[1].grains:
        sides = [side.get(grain.id) for side in tables]
        if sides[0] is None or sides[1] is None:
            continue
        before, after = _aligned(sides[0], sides[1], grain.keys)
        for code in _shared(plans, grain.id):
            if code in before.column_names and code in after.column_names:
                _reach(made, plans, code, grain.id, grain.keys, before, after, names)
    _counties(made, plans, tables, names)
    return made


def _shared(plans: tuple[Plan, Plan], grain: str) -> Iterator[str]:
    """Rules, then vetoes and conclusions, that both have for these objects."""
    sides = [
        dict.fromkeys(
            [r.id for r in plan.rules if r.grain == grain]
            + [v.id for v in plan.vetoes if v.grain == grain]
            + [c.id for c in plan.conclusions if c.grain == grain]
        )
        for plan in plans
    ]
    final = {c.id for c in plans[1].conclusions if c.final}
    yield from (code for code in sides[1] if code in sides[0] and code not in final)


def _aligned(old: pa.Table, new: pa.Table, keys: tuple[str, ...]) -> tuple[pa.Table, pa.Table]:
    """Both in one order, the objects that both have: most often they are so already."""
    if old.num_rows == new.num_rows and all(old[part].equals(new[part]) for part in keys):
        return old, new
    import pyarrow as pa

    numbered = [side.select(list(keys)).append_column("@at", pa.array(range(side.num_rows))) for side in (old, new)]
    both = numbered[0].join(numbered[1], list(keys), join_type="inner", left_suffix="", right_suffix=".new")
    both = both.sort_by("@at.new")
    return old.take(both["@at"]), new.take(both["@at.new"])


def _reach(
    made: Impact, plans: tuple[Plan, Plan], code: str, grain: str, keys: tuple[str, ...], before: pa.Table,
    after: pa.Table, names: Names,
) -> None:  # fmt: skip
    import pyarrow as pa
    import pyarrow.compute as pc

    old, new = (_words(side[code]) for side in (before, after))
    differs = pc.fill_null(pc.not_equal(old, new), False)
    values = [f"{code}.value" in side.column_names for side in (before, after)]
    close = _near(plans, code, keys, after) if values[1] else None
    close = pc.and_(close, pc.invert(differs)) if close is not None else None
    near = pc.sum(close).as_py() or 0 if close is not None else 0
    changed = pc.sum(differs).as_py() or 0
    if not changed and not (near and _differs(plans, code)):
        return
    counted = pa.table({"old": old, "new": new}).filter(differs).group_by(["old", "new"]).aggregate([([], "count_all")])
    turned = {(row["old"], row["new"]): row["count_all"] for row in counted.to_pylist()}
    nearest = _nearest(plans, code, grain, keys, after, close, names) if near else ()
    made.reaches.append(Reach(code, grain, after.num_rows, turned, near, nearest))
    at = pc.indices_nonzero(differs)[: max(0, MOST - len(made.switches))]
    made.cut += changed - len(at)
    columns = [*keys, code, *([f"{code}.value"] if all(values) else [])]
    pairs = zip(before.select(columns).take(at).to_pylist(), after.select(columns).take(at).to_pylist(), strict=True)
    for a, b in pairs:
        key = tuple(b[part] for part in keys)
        made.switches.append(
            Switch(code, grain, key, _name(key, names), a[code], b[code],
                   (a.get(f"{code}.value"), b.get(f"{code}.value")))
        )  # fmt: skip


def _words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return column.cast(pa.string())


def _differs(plans: tuple[Plan, Plan], code: str) -> bool:
    sides = [next((r for r in plan.rules if r.id == code), None) for plan in plans]
    return not same(*sides)


def _name(key: tuple[str, ...], names: Names) -> str:
    """School and class by name; the county's only where there is nothing nearer."""
    found = [names[key[:n]] for n in range(1, len(key) + 1) if key[:n] in names]
    return " ".join(found[1:] or found)


# ── how near the others are ──────────────────────────────────────
def _near(plans: tuple[Plan, Plan], code: str, keys: tuple[str, ...], table: pa.Table) -> Any:
    """Which values are within 1 % of the new limit; None where the limit is not one number at each place."""
    import pyarrow.compute as pc

    found = None
    for place, limit in _limits(plans, code, keys):
        value, span = table[f"{code}.value"], abs(limit) / 100
        here = pc.less_equal(pc.abs(pc.subtract(value, limit)), span)
        for part, word in place:
            here = pc.and_(here, pc.equal(table[part], word))
        here = pc.fill_null(here, False)
        found = here if found is None else pc.or_(found, here)
    return found


def _limits(plans: tuple[Plan, Plan], code: str, keys: tuple[str, ...]) -> Iterator[tuple[Place, float]]:
    """(place, limit as it is printed) where one row with a plain number holds."""
    rule = next((r for r in plans[1].rules if r.id == code), None)
    if rule is None:
        return
    for place in places(plans, (rule, rule)):
        rows = [row for row in rows_at(rule, place) if row.case.decides]
        amounts = {_amount(rule, row.case.limits[0].limit.amount) for row in rows if row.case.limits}
        if len(amounts) == 1 and (amount := amounts.pop()) is not None and all(part in keys for part, _ in place):
            yield place, amount


def _amount(rule: Rule, amount: object) -> float | None:
    if not isinstance(amount, Number):
        return None
    return float(Fraction(amount.value) * (100 if rule.percent else 1))


def _nearest(
    plans: tuple[Plan, Plan], code: str, grain: str, keys: tuple[str, ...], table: pa.Table, close: Any, names: Names
) -> tuple[Switch, ...]:
    limits = dict(_limits(plans, code, keys))
    rows = table.select([*keys, code, f"{code}.value"]).filter(close)

    def far(row: Mapping[str, Any]) -> float:
        here = (limit for place, limit in limits.items() if all(row[part] == word for part, word in place))
        return min((abs(row[f"{code}.value"] - limit) for limit in here), default=0)

    found = []
    for row in sorted(rows.slice(0, 20_000).to_pylist(), key=far)[:_NEAREST]:
        key, value = tuple(row[part] for part in keys), row[f"{code}.value"]
        found.append(Switch(code, grain, key, _name(key, names), row[code], row[code], (value, value)))
    return tuple(found)


# ── counties ─────────────────────────────────────────────────────
def _counties(made: Impact, plans: tuple[Plan, Plan], tables: tuple[Tables, Tables], names: Names) -> None:
    """Counties whose word changes; 一票否决 is a word of its own."""
    words = [_verdicts(plan, side) for plan, side in zip(plans, tables, strict=True)]
    made.county_count = len(words[1])
    final = next((c.id for c in plans[1].conclusions if c.final), "")
    for key, new in words[1].items():
        old = words[0].get(key)
        if old is not None and old != new:
            made.counties.append(Switch(final, plans[1].top.id, key, _name(key, names), old, new))


def _verdicts(plan: Plan, tables: Tables) -> dict[tuple[str, ...], str]:
    final = next((c.id for c in plan.conclusions if c.final), "")
    table = tables.get(plan.top.id)
    if table is None or not final:
        return {}
    vetoes = [v.id for v in plan.vetoes if v.id in table.column_names]
    return {
        tuple(row[part] for part in plan.top.keys): ("veto" if any(row[v] == "not_met" for v in vetoes) else row[final])
        for row in table.select([*plan.top.keys, final, *vetoes]).to_pylist()
    }
