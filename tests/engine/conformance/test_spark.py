"""Spark 一致 · The engine on a local session: DuckDB's tables and the reference's, to the byte, in any order."""

from __future__ import annotations

import pytest
from databases import Database
from test_corpus import BLOCK, CORPUS, plan_on, runs, sheets_on
from test_dialects import agree, made_up

SAMPLE = ("coefficients", "split-with-seniors", "relaxations-widest", "at-most-and-at-least")
"""Pages with every kind of total, look-up, root and choice."""


@pytest.mark.parametrize("name", SAMPLE)
def test_pages(spark: Database, name: str) -> None:
    page = (CORPUS / f"{name}.md").read_text("utf-8")
    plan = plan_on(page, f"{name}.md")
    data = sheets_on(page, plan)
    block = next(b for b in BLOCK.finditer(page) if b["kind"] == "outcomes")
    agree(spark, "spark", plan, data, *runs(block["info"]))


def test_made_up_rules(spark: Database) -> None:
    made_up(spark, "spark", 2)
