"""大表说明 · explain --county on large tables reads one county's rows, and says what a full reading says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eqrules.cli import main
from eqrules.data import large
from eqrules.data.raw import Sheet
from eqrules.engine.reference import Reference

from . import nation

WORDS = ("--county", "340007", "--object", "3400070003", "--as-of", "2024-09-01")


def explained(folder: Path) -> str:
    got = CliRunner().invoke(main, ["explain", str(nation.RULES), str(folder), *WORDS])
    assert got.exit_code == 0, got.output
    return got.stdout


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_one_county_out_of_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    nation.write(tmp_path / "data", 12, 5, kind)
    whole = explained(tmp_path / "data")
    read: list[int] = []
    judged: list[set[str]] = []
    real_read, real_run = large.read_sheets, Reference.run

    def read_sheets(plan: Any, sheets: Sequence[Sheet], *more: Any) -> Any:
        read.extend(len(sheet.rows) - 1 for sheet in sheets)
        return real_read(plan, sheets, *more)

    def run(self: Reference, plan: Any, submission: Any, *more: Any) -> Any:
        judged.append({key[0] for table in submission.tables.values() for key in table.keys})
        return real_run(self, plan, submission, *more)

    monkeypatch.setattr(large, "_LARGE", 0)
    monkeypatch.setattr(large, "read_sheets", read_sheets)
    monkeypatch.setattr(Reference, "run", run)
    assert explained(tmp_path / "data") == whole, "the same words and the same cells"
    assert "section-" in whole, "cells are named"
    assert (sorted(read), judged) == ([1, 5], [{"340007"}])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("section-3.csv", "学校标识码,学段,行政区划代码\n3400070003,小学,\n"),
        ("others.csv", "a,b\n1,2\n"),
        ("answers.md", "| EQ657 | * | ? | 不计入 |\n"),
    ],
)
def test_what_only_a_full_reading_understands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    """A row that names no county, a table of no known kind: everything is read, as before."""
    nation.write(tmp_path / "data", 12, 5)
    (tmp_path / "data" / name).write_text(text, "utf-8")
    whole = explained(tmp_path / "data")
    monkeypatch.setattr(large, "_LARGE", 0)
    monkeypatch.setattr(large, "read_sheets", None)
    assert explained(tmp_path / "data") == whole
