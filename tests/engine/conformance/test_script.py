"""脚本 · What `eqrules plan --sql` prints runs as it is, and says what the engine says."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from agreement import chosen, embedded
from test_corpus import CORPUS, plan_on, sheets_on

from eqrules.data.submission import Submission
from eqrules.engine.duckdb import connection
from eqrules.engine.frames import frames
from eqrules.engine.script import script
from eqrules.engine.sql.dialect import DIALECTS
from eqrules.engine.sql.profile import declared
from eqrules.engine.verdicts import WORDS
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan
from submissions import DAY, shipped_plan

NAME = "split-with-seniors"


@pytest.fixture(scope="module")
def page() -> tuple[Plan, Submission]:
    text = (CORPUS / f"{NAME}.md").read_text("utf-8")
    plan = plan_on(text, f"{NAME}.md")
    return plan, sheets_on(text, plan)


def as_declared(plan: Plan, data: Submission) -> dict[str, pa.Table]:
    """The tables that a script asks for: whole numbers in the unit that it names, and marks for 无此项."""
    held = in_force(plan, DAY)
    made, wanted = frames(held, data.tables), declared(held).items
    for item in held.items:
        table = made.tables[item.grain]
        if item.type in ("integer", "decimal"):
            times = 10 ** (wanted[item.id].scale - made.profile.items[item.id].scale)
            column = pc.multiply(table[item.id], pa.scalar(times, pa.int64()))
            table = table.set_column(table.column_names.index(item.id), item.id, column)
        if wanted[item.id].none and f"{item.id}.none" not in table.column_names:
            table = table.append_column(f"{item.id}.none", pa.array([False] * table.num_rows))
        made.tables[item.grain] = table
    return made.tables


def statements(text: str) -> list[str]:
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [one.strip() for one in plain.split(";") if one.strip()]


def verdicts(table: pa.Table) -> list[tuple[Any, ...]]:
    """Sorted rows: key, verdict."""
    columns = [table.column(n).to_pylist() for n in range(table.num_columns)]
    return sorted(zip(*columns, strict=True), key=repr)


def expected(plan: Plan, data: Submission) -> list[tuple[Any, ...]]:
    table = embedded(plan, data).tables["section"].select(["county", "school", "stage", "R4"])
    return sorted(((*row[:3], WORDS.index(row[3])) for row in verdicts(table)), key=repr)


def test_duckdb(page: tuple[Plan, Submission]) -> None:
    plan, data = page
    with connection() as db:
        for grain, table in as_declared(plan, data).items():
            db.register(grain, table)
        for one in statements(script(plan, DAY, chosen(plan), DIALECTS["duckdb"])):
            db.execute(one)
        found = db.sql('SELECT county, school, stage, "R4" FROM section_verdicts').to_arrow_table()
    assert verdicts(found) == expected(plan, data)


def test_clickhouse(page: tuple[Plan, Submission], clickhouse: Any, tmp_path: Any) -> None:
    plan, data = page
    d, server = DIALECTS["clickhouse"], clickhouse.server
    for grain, table in as_declared(plan, data).items():
        pa.parquet.write_table(table.rename_columns([d.named(n) for n in table.column_names]), tmp_path / grain)
        server.query(f"{d.create.format(name=grain)} SELECT * FROM file('{tmp_path / grain}', Parquet)")
    for one in statements(script(plan, DAY, chosen(plan), d)):
        server.query(one)
    query = 'SELECT county, school, stage, "R4" FROM section_verdicts'
    assert verdicts(server.query(query, "ArrowTable")) == expected(plan, data)
    made = re.findall(r'CREATE TEMPORARY TABLE "(\w+)"', script(plan, DAY, chosen(plan), d))
    for name in (*made, *(grain.id for grain in plan.grains)):
        server.query(f"DROP TABLE IF EXISTS {name}")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_national_rules_print(dialect: str) -> None:
    """With what is left over as a last part that a database skips."""
    plan = shipped_plan("cn/2017")
    text = script(plan, DAY, chosen(plan), DIALECTS[dialect])
    left = "-- " + text.split("-- 下面的查询")[1]
    assert all(line.startswith("--") for line in left.splitlines())
    assert "SELECT DISTINCT" in left
