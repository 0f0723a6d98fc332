"""引擎选项 · --engine for people's outputs, and what a cold run of one county does not load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eqrules import engine, workspace
from eqrules.cli import main
from eqrules.cli.run import ENGINES
from eqrules.engine import duckdb
from submissions import shipped_plan

HEAVY = ("duckdb", "pyarrow", "concurrent.futures.process", "multiprocessing.context", "eqrules.batch")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    workspace.sample(shipped_plan("cn/2017"), path, counties=1, schools=4, seed=1, flaws=0)
    return path


def run(workbook: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["run", "cn/2017", str(workbook), "--as-of", "2024-09-01", *words])


def test_the_option_names_every_engine() -> None:
    assert set(ENGINES) == {"auto", *engine.ENGINES, *engine.COLUMN_ENGINES}


def test_the_engine_changes_nothing_but_its_name(workbook: Path) -> None:
    """Spark takes a minute for the whole of cn/2017; its tables are compared in tests/engine/conformance."""
    quick = set(ENGINES) - {"spark"}
    made = {name: json.loads(run(workbook, "--format", "json", "--engine", name).stdout) for name in quick}
    names = {name: result.pop("engine")["name"] for name, result in made.items()}
    assert names == {"auto": "reference", "reference": "reference", "duckdb": "duckdb"}
    assert made["reference"] == made["duckdb"] == made["auto"]


def test_engines_that_disagree_are_a_defect(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = duckdb.judge

    def judge(*words: Any) -> Any:
        made = real(*words)
        table = made.tables["section"]
        made.tables["section"] = table.slice(1)
        return made

    monkeypatch.setattr(duckdb, "judge", judge)
    got = run(workbook, "--engine", "duckdb")
    assert (got.exit_code, got.stdout, got.stderr[:5]) == (2, "", "EQ749")


def test_a_cold_run_of_one_county_loads_nothing_heavy(workbook: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "eqrules", "run", "cn/2017", str(workbook)],
        capture_output=True, check=True,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "eqrules.engine.reference" in loaded
    assert not [name for name in loaded if name in HEAVY or name.startswith(tuple(f"{h}." for h in HEAVY))]


def test_the_column_engine_leaves_without_a_word(workbook: Path) -> None:
    """Its library counts what is left when a process ends, and would tell the user."""
    words = ["run", "cn/2017", str(workbook), "--as-of", "2024-09-01", "--engine", "duckdb"]
    done = subprocess.run([sys.executable, "-m", "eqrules", *words], capture_output=True, check=True)
    assert (b"nanobind" in done.stderr, done.stdout != b"") == (False, True)
