"""Spark 一致 · The engine on a local session: DuckDB's tables and the reference's, to the byte, in any order."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest
from agreement import chosen, embedded, reference
from databases import Database
from test_corpus import BLOCK, CORPUS, plan_on, runs, sheets_on
from test_dialects import agree, made_up

from eqrules.data.intake import read_sheets
from eqrules.data.raw import Sheet
from eqrules.diagnostics.report import Report
from eqrules.engine import column_engine, duckdb
from eqrules.engine.spark.session import NoSpark, session
from submissions import DAY

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


def test_a_submission_in_memory(spark: Database) -> None:
    page = (CORPUS / "merge-campuses.md").read_text("utf-8")
    plan = plan_on(page, "merge-campuses.md")
    data = sheets_on(page, plan)
    made = column_engine("spark").judge(plan, data, DAY, chosen(plan))
    assert made.redone == ()
    assert printed(made.tables) == printed(reference(plan, data)) == printed(embedded(plan, data).tables)


def test_campuses_in_columns() -> None:
    """Plain ones are merged on Spark; a county with one that is not is left over, and only that."""
    page = (CORPUS / "merge-campuses.md").read_text("utf-8")
    plan = plan_on(page, "merge-campuses.md")
    rows = {
        "school": ("county_name school_name counted main area", [
            ("A", "甲", "是", "/", "400"), ("A", "甲东", "否", "甲", "50.5"), ("A", "甲西", "否", "甲", "0"),
            ("A", "乙", "是", "/", "450"), ("B", "丙", "否", "/", "450"), ("B", "丁", "是", "/", "450"),
        ]),
        "section": ("county_name school_name stage pupils", [
            ("A", "甲", "小学", "90"), ("A", "甲东", "小学", "10"), ("A", "甲西", "小学", "0"),
            ("A", "甲西", "初中", "9"), ("A", "乙", "小学", "100"), ("B", "丙", "小学", "100"),
            ("B", "丁", "小学", "100"),
        ]),
        "class": ("county_name school_name stage class_name class_pupils", [
            ("A", "甲", "小学", "一班", "45"), ("A", "甲东", "小学", "一班", "46"), ("A", "甲东", "小学", "二班", "44"),
        ]),
    }  # fmt: skip
    data = {grain: pa.table(dict(zip(names.split(), zip(*cells, strict=True), strict=True)))
            for grain, (names, cells) in rows.items()}  # fmt: skip
    made, embedded_ = (e.judge_columns(plan, data, DAY, chosen(plan)) for e in (column_engine("spark"), duckdb))
    sheets = [Sheet(g, g, [t.column_names, *map(list, zip(*t.to_pydict().values(), strict=True))])
              for g, t in data.items()]  # fmt: skip
    expected = printed(reference(plan, read_sheets(plan, sheets, Report())))
    assert (printed(made.tables), made.redone) == (expected, ("B",)) == (printed(embedded_.tables), embedded_.redone)
    assert [row["G5"] for row in made.tables["class"].sort_by("class").to_pylist()].count("not_met") == 1


# ── to the byte ──────────────────────────────────────────────────
def printed(tables: dict[str, pa.Table]) -> dict[str, bytes]:
    """Each table as CSV bytes, its rows sorted by key."""
    made = {}
    for grain, table in tables.items():
        words = {name: table[name] for name in table.column_names}
        words |= {n: c.cast(pa.string()) for n, c in words.items() if pa.types.is_dictionary(c.type)}
        keys = [name for name in words if name in ("county", "school", "stage", "class")]
        out = io.BytesIO()
        pa.csv.write_csv(pa.table(words).sort_by([(key, "ascending") for key in keys]), out)
        made[grain] = out.getvalue()
    return made


def handed(seed: int) -> dict[str, pa.Table]:
    """Four counties, a dozen schools of each stage; many alike, some without pupils, one cell for intake to ask of."""
    dice = random.Random(7)
    rows = []
    for county in ("甲县", "乙县", "丙县", "丁县"):
        for number in range(12):
            for stage in ("小学", "初中"):
                pupils = dice.choice(["0", "100", "250", "1000", ""])
                rows.append((county, f"校{number}", stage, pupils, dice.choice("1234"), str(dice.randrange(9000))))
    rows[0] = (*rows[0][:3], "约100", *rows[0][4:])
    random.Random(seed).shuffle(rows)
    names = ("county_name", "school_name", "stage", "pupils", "rooms", "books")
    return {"section": pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))}


def test_the_same_bytes_for_any_number_of_threads_and_any_order(
    spark: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_on((CORPUS / "coefficients.md").read_text("utf-8"), "coefficients.md")
    readings, plain = chosen(plan), duckdb.connection
    given = handed(0)["section"]
    sheet = Sheet("学段校", "学段校", [given.column_names, *map(list, zip(*given.to_pydict().values(), strict=True))])
    expected = printed(reference(plan, read_sheets(plan, [sheet], Report())))
    for seed, threads in enumerate((1, 2, 4)):
        monkeypatch.setattr(duckdb, "connection", with_threads(plain, threads))
        assert printed(duckdb.judge_columns(plan, handed(seed), DAY, readings).tables) == expected
        stop()
        made = column_engine("spark").judge_columns(plan, handed(seed), DAY, readings, master=f"local[{threads}]")  # type: ignore[call-arg]
        assert (printed(made.tables), made.refused) == (expected, ())
        assert "甲县" in made.redone
    file = tmp_path / "section.csv"
    pa.csv.write_csv(handed(9)["section"], file)
    assert printed(column_engine("spark").judge_columns(plan, {"section": file}, DAY, readings).tables) == expected
    stop()


def with_threads(plain: Callable[[str], Any], many: int) -> Callable[[str], AbstractContextManager[Any]]:
    @contextmanager
    def connection(memory: str = "") -> Iterator[Any]:
        with plain(memory) as db:
            db.execute(f"SET threads = {many}")
            yield db

    return connection


def stop() -> None:
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        active.stop()


# ── where there is no Spark ──────────────────────────────────────
def code_of(master: str = "") -> str:
    with pytest.raises(NoSpark) as found, session(master):
        pass
    return found.value.finding.code


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    assert code_of() == "EQ721"


def test_without_java(spark: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    stop()
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    assert code_of() == "EQ722"


def test_a_cluster_that_is_not_there(spark: Database) -> None:
    stop()
    assert code_of("no-such-scheme://nowhere") == "EQ723"
