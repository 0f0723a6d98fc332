"""引擎一致 · The embedded engine says what the reference says, on every corpus page and on made-up counties."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import differences, embedded, reference
from test_corpus import BLOCK, PAGES, plan_on, runs, sheets_on

from submissions import passing_rows, shipped_plan, submission


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_corpus_page(path: Path) -> None:
    page = path.read_text("utf-8")
    plan = plan_on(page, path.name)
    data = sheets_on(page, plan)
    for block in BLOCK.finditer(page):
        if block["kind"] == "outcomes":
            day, readings = runs(block["info"])
            found = embedded(plan, data, day, readings).tables
            assert not list(differences(plan, reference(plan, data, day, readings), found))


@pytest.mark.parametrize("name", ["cn/2017", "cn/2012"])
def test_the_whole_of_a_shipped_ruleset(name: str) -> None:
    """Nothing of it is refused: SQL can say all that the national rules say."""
    plan = shipped_plan(name)
    data = submission(plan, **passing_rows(plan)) if name == "cn/2017" else submission(plan, county=[{}])
    found = embedded(plan, data)
    assert found.refused == ()
    assert not list(differences(plan, reference(plan, data), found.tables))


@pytest.mark.parametrize("name", ["cn-ah/yijiang/2024", "cn-ln/shenyang/2024", "cn-he/undated"])
def test_a_variant(name: str) -> None:
    """A variant compiles to a plan like any other; years in a workbook are no trouble."""
    plan = shipped_plan(name)
    rows = passing_rows(shipped_plan("cn/2017"))
    if "built_year" in {item.id for item in plan.items}:
        rows["school"] = [row | {"built_year": 2010} for row in rows["school"]]
    data = submission(plan, **rows)
    found = embedded(plan, data)
    assert not list(differences(plan, reference(plan, data), found.tables))
