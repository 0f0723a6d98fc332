"""取结果 · What a program's last tables say, as verdict tables: the same shape from every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eqrules.engine.sql.program import Program
from eqrules.engine.sql.sheets import key_column
from eqrules.engine.verdicts import dictionary, layout
from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa


def asked(written: Program, plan: Plan, grain: str) -> str:
    """The query for the verdicts of one grain, its columns named as in the result."""
    table, columns = written.tables[grain]
    form, quoted = layout(plan, grain), written.dialect.quoted
    parts = [f"{quoted(key_column(part))} AS {quoted(part)}" for part in form.keys]
    parts += [f"{quoted(columns[name])} AS {quoted(name)}" for name in form.columns if name in columns]
    return f"SELECT {', '.join(parts)} FROM {table}"


def shaped(found: pa.Table, written: Program, plan: Plan, grain: str) -> pa.Table:
    """What came back, with words for verdicts and a column for everything that could not be asked."""
    import pyarrow as pa

    form, columns = layout(plan, grain), written.tables[grain][1]
    made: dict[str, Any] = {}
    for name in (*form.keys, *form.columns):
        if name.endswith((".value", ".gap")):
            made[name] = found[name].cast(pa.float64()) if name in columns else pa.nulls(found.num_rows, pa.float64())
        elif name in form.keys:
            made[name] = found[name].cast(pa.string())
        elif name in columns:
            made[name] = dictionary(found[name].combine_chunks().cast(pa.int8()))
        else:
            made[name] = dictionary([None] * found.num_rows)
    return pa.table(made)
