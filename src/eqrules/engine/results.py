"""问答 · What is asked of a database besides the program's own statements, in that database's dialect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eqrules.engine.sql.exactly import Exact
from eqrules.engine.sql.program import Program
from eqrules.engine.sql.sheets import key_column
from eqrules.engine.verdicts import layout
from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa


def asked(written: Program, plan: Plan, grain: str) -> str:
    """The query for the verdicts of one grain, its columns named as in the result."""
    table, columns = written.tables[grain]
    quoted = written.dialect.quoted
    parts = [f"{quoted(key_column(part))} AS {quoted(part)}" for part in layout(plan, grain).keys]
    parts += [f"{quoted(column)} AS {quoted(name)}" for name, column in columns.items()]
    return f"SELECT {', '.join(parts)} FROM {quoted(table)}"


def answered(exact: Exact, groups: Sequence[Sequence[Any]], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Near groups worked out on exact rationals, as the table that the next statement reads."""
    import pyarrow as pa

    kinds = [pa.string()] * len(exact.keys) + [pa.int8(), pa.float64()] * len(exact.asks)
    columns = list(zip(*exact.answers(groups, rows), strict=True)) or [()] * len(kinds)
    names = [*exact.keys, *exact.columns()]
    return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
