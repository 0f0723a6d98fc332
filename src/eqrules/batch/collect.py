"""归县 · Verdict tables of a batch taken apart by county: partitions, and the county's line for counties.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from eqrules.batch.partition import by_county, encoded, sorted_rows
from eqrules.batch.standing import standing
from eqrules.batch.terms import Batch, Desk, Judged
from eqrules.data.cells import Trouble, read_text
from eqrules.data.large_rows import COUNTY
from eqrules.data.names import Names
from eqrules.engine.sql.verdict_codes import WORDS
from eqrules.engine.verdicts import layout
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

COUNTED = ("met", "not_met", "undetermined", "not_applicable")
"""The order of the counts in `Judged.objects`."""


def collected(
    desk: Desk, batch: Batch, made: Sequence[Mapping[str, pa.Table]], found: Sequence[pa.Table]
) -> list[Judged]:
    """Every county of the batch, in order."""
    import pyarrow as pa

    held = in_force(desk.terms.plan, desk.terms.day)
    grains = {grain.id: grain for grain in held.grains if layout(held, grain.id).columns}
    parts: dict[str, Mapping[str, pa.Table]] = {}
    for name, grain in grains.items():
        tables = [sorted_rows(tables[name], grain.keys) for tables in made]
        parts[name] = by_county(sorted_rows(pa.concat_tables(tables), grain.keys))
    names = _names(desk, batch, found)
    judged = []
    for county in batch.counties:
        own = {name: tables[county] for name, tables in parts.items() if county in tables}
        verdict, vetoes = _verdict(held, own)
        files = {name: (encoded(table), table.num_rows) for name, table in own.items()}
        judged.append(
            Judged(county, names.get(county, ""), verdict, vetoes, _objects(held, own), files, standing(held, own))
        )
    return judged


def _verdict(plan: Plan, own: Mapping[str, pa.Table]) -> tuple[str, tuple[str, ...]]:
    """The county's word in 结论, and the vetoes that hold."""
    top = plan.top.id
    final = next((c.id for c in plan.conclusions if c.final), "")
    if top not in own or not final:
        return WORDS[0], ()
    row = own[top].to_pylist()[0]
    return row[final], tuple(veto.id for veto in plan.vetoes if row.get(veto.id) == "not_met")


def _objects(plan: Plan, own: Mapping[str, pa.Table]) -> dict[str, list[int]]:
    """Conclusion below the county → how many objects met, did not meet, are undetermined, are not concerned."""
    top = plan.top.id
    made = {}
    for conclusion in plan.conclusions:
        if conclusion.grain != top:
            words = own[conclusion.grain][conclusion.id].to_pylist() if conclusion.grain in own else []
            made[conclusion.id] = [words.count(word) for word in COUNTED]
    return made


def _names(desk: Desk, batch: Batch, found: Sequence[pa.Table]) -> dict[str, str]:
    """County → its name in the first file that says it."""
    names = Names(desk.terms.plan)
    top = desk.terms.plan.top
    item = next((i for i in names.items_of[top.id] if i.type == "text" and i.about.zh.endswith("名称")), None)
    owners = {word: county for county, words in batch.counties.items() for word in words}
    said: dict[str, str] = {}
    for part, table in zip(desk.parts, found, strict=True):
        heading = next((h for h, id in part.items.items() if item is not None and id == item.id), "")
        if heading:
            for code, name in zip(table[COUNTY].to_pylist(), table[heading].to_pylist(), strict=True):
                text = read_text(name)
                if not isinstance(text, Trouble) and text:
                    said.setdefault(owners.get(code, ""), text)
    return said
