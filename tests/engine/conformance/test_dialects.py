"""方言一致 · The program written for each dialect, on that database, says what DuckDB's says: on the same rows."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import databases
import pyarrow as pa
import pytest
from agreement import chosen
from databases import Database, Found
from hypothesis import HealthCheck, Phase, given, settings
from test_corpus import BLOCK, PAGES, plan_on, runs, sheets_on
from test_made_laws import prepared, tables

from eqrules.data.submission import Submission
from eqrules.engine.frames import frames
from eqrules.engine.sql.dialect import DIALECTS
from eqrules.engine.sql.program import program
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan
from rulesets import rulesets
from submissions import DAY, passing_rows, shipped_plan, submission


def agree(database: Database, dialect: str, plan: Plan, data: Submission, day: date, readings: dict[str, str]) -> None:
    """Rows in one order there, in another here: order means nothing."""
    held = in_force(plan, day)
    made = frames(held, data.tables)
    shuffled = {grain: another_order(table, 0) for grain, table in made.tables.items()}
    given_readings = chosen(plan, readings)
    expected = databases.duckdb(program(held, made.profile, given_readings, DIALECTS["duckdb"]), held, made.tables)
    written = program(held, made.profile, given_readings, DIALECTS[dialect])
    same(database(written, held, shuffled), expected)


def another_order(table: pa.Table, seed: int) -> pa.Table:
    many = table.num_rows
    return table.take(pa.array(random.Random(seed).sample(range(many), many), pa.int64()))


def same(found: Found, expected: Found) -> None:
    assert found[1] == expected[1], "other counties are left over"
    for grain, right in expected[0].items():
        left = found[0][grain]
        assert left.keys() == right.keys()
        assert [(grain, *key, left[key], right[key]) for key in right if left[key] != right[key]] == []


def pages(database: Database, dialect: str, path: Path) -> None:
    page = path.read_text("utf-8")
    plan = plan_on(page, path.name)
    data = sheets_on(page, plan)
    for block in BLOCK.finditer(page):
        if block["kind"] == "outcomes":
            agree(database, dialect, plan, data, *runs(block["info"]))


def national(database: Database, dialect: str) -> None:
    plan = shipped_plan("cn/2017")
    agree(database, dialect, plan, submission(plan, **passing_rows(plan)), DAY, {})


def made_up(database: Database, dialect: str, examples: int) -> None:
    """Rules and rows that nobody wrote; the same ones in every run, so that a database is asked what another was."""

    @settings(max_examples=examples, derandomize=True, database=None, phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(rulesets(), tables())
    def run(text: str, rows: dict[str, list[dict[str, object]]]) -> None:
        plan, made = prepared(text, rows)
        agree(database, dialect, plan, submission(plan, **made), DAY, {})

    run()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_clickhouse_on_every_page(clickhouse: Database, path: Path) -> None:
    pages(clickhouse, "clickhouse", path)


def test_clickhouse_on_the_national_rules(clickhouse: Database) -> None:
    national(clickhouse, "clickhouse")


def test_clickhouse_on_made_up_rules(clickhouse: Database) -> None:
    made_up(clickhouse, "clickhouse", 25)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_postgres_on_every_page(postgres: Database, path: Path) -> None:
    pages(postgres, "postgres", path)


def test_postgres_on_the_national_rules(postgres: Database) -> None:
    national(postgres, "postgres")


def test_postgres_on_made_up_rules(postgres: Database) -> None:
    made_up(postgres, "postgres", 25)
