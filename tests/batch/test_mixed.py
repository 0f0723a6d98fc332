"""混着交 · A workbook beside large tables, flat columns, other headings, and counties whose codes are spelled oddly."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from pyarrow.parquet import read_table

from . import nation
from .conftest import Eqrules
from .test_run import without_engine

pytestmark = pytest.mark.usefixtures("here")


def both(eqrules: Eqrules, tmp_path: Path, *words: str) -> dict[str, list[str]]:
    """Judged by either engine with the same bytes; the counties that DuckDB left to the reference engine."""
    for engine in ("reference", "duckdb"):
        got = eqrules(tmp_path / "data", "-o", f"{engine}/", "--engine", engine, *words)
        assert got.exit_code == 0, got.output
    assert without_engine(tmp_path / "reference") == without_engine(tmp_path / "duckdb")
    manifest = json.loads((tmp_path / "duckdb" / "manifest.json").read_text("utf-8"))
    return dict(manifest["engine"]["by_reference"])


def test_a_workbook_beside_large_tables(eqrules: Eqrules, tmp_path: Path) -> None:
    codes = nation.write(tmp_path / "data", 6, 5, "parquet")
    (tmp_path / "data" / "county.parquet").unlink()
    book = Workbook()
    sheet = book.active
    sheet.title = "\u53bf"
    for row in (["行政区划代码"], *([code] for code in codes)):
        sheet.append(row)
    book.create_sheet("说明").append(["随便写"])
    book.save(tmp_path / "data" / "各县.xlsx")
    assert both(eqrules, tmp_path) == {}
    assert read_table(tmp_path / "duckdb" / "county=340002" / "section.parquet", partitioning=None).num_rows == 5


def test_numbers_in_many_spellings(eqrules: Eqrules, tmp_path: Path) -> None:
    """A unit in a cell, a thousands comma, a blank in a county's code: each reads as the intake reads it."""
    nation.write(tmp_path / "data", 6, 5, files=1)
    path = tmp_path / "data" / "section-1.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    rows[0][3], rows[6][7] = "1,200", f"{rows[6][7]}平方米"
    rows[10][0] = f" {rows[10][0]}"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    left = both(eqrules, tmp_path)
    assert left == {"keys": [rows[10][0].strip()], "unproven": sorted({rows[0][0], rows[6][0]})}


def test_headings_from_a_mapping(eqrules: Eqrules, tmp_path: Path) -> None:
    nation.write(tmp_path / "data", 4, 5, files=1)
    path = tmp_path / "data" / "section-1.csv"
    path.write_text(path.read_text("utf-8").replace("在校生数(人)", "学生人数", 1), "utf-8")
    (tmp_path / "map.md").write_text("| 表头 | 名称 |\n|---|---|\n| 学生人数 | 在校生数 |\n", "utf-8")
    assert both(eqrules, tmp_path, "--mapping", "map.md") == {}
    without = eqrules(tmp_path / "data", "-o", "without/")
    assert "EQ612" in without.stderr, "a column that nobody knows is told"


def test_a_county_that_its_own_sheet_does_not_list(eqrules: Eqrules, tmp_path: Path) -> None:
    nation.write(tmp_path / "data", 4, 5)
    path = tmp_path / "data" / "county.csv"
    path.write_text(path.read_text("utf-8").replace("340002\n", ""), "utf-8")
    assert both(eqrules, tmp_path) == {"keys": ["340002"]}
