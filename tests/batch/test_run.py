"""批量评估 · The folder that comes out: the same bytes from every engine, file kind and batch size; and its words."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from pyarrow.parquet import read_table

from eqrules.batch import terms
from eqrules.cli import batch as command

from . import nation
from .conftest import Eqrules


def without_engine(folder: Path) -> dict[str, object]:
    """All files, with the engine taken out of the manifest."""
    found: dict[str, object] = dict(nation.bytes_of(folder))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["engine"]
    return found | {"manifest.json": manifest}


@pytest.mark.usefixtures("here")
def test_every_engine_gives_the_same_bytes(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    for engine in ("reference", "duckdb"):
        got = eqrules(province, "-o", f"{engine}/", "--engine", engine)
        assert got.exit_code == 0, got.output
    assert without_engine(tmp_path / "reference") == without_engine(tmp_path / "duckdb")


@pytest.mark.usefixtures("here")
def test_batches_and_file_kinds_change_no_partition(
    eqrules: Eqrules, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nation.write(tmp_path / "columns", 12, 5, "parquet", files=3)
    eqrules(province, "-o", "csv/", "--engine", "duckdb")
    monkeypatch.setattr(terms, "MOST_ROWS", 10_000)
    assert eqrules(tmp_path / "columns", "-o", "parquet/", "--engine", "duckdb").exit_code == 0
    one, other = (nation.bytes_of(tmp_path / name) for name in ("csv", "parquet"))
    assert one.keys() == other.keys()
    names = [name for name in one if one[name] != other[name]]
    assert names == ["manifest.json", "ranking.html"], "which name the inputs, and nothing else"


@pytest.mark.usefixtures("here")
def test_what_stands_in_the_folder(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    got = eqrules(province, "-o", "out/", "--engine", "duckdb")
    out = tmp_path / "out"
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["schema"] == "eqrules/batch/1"
    assert [f["name"] for f in manifest["submission"]["files"]] == ["county.csv", "section-1.csv", "section-2.csv"]
    assert manifest["engine"]["name"] == "duckdb"
    for county in manifest["counties"]:
        for file in county["files"]:
            content = (out / file["name"]).read_bytes()
            assert sha256(content).hexdigest() == file["sha256"]
            assert read_table(out / file["name"], partitioning=None).num_rows == file["rows"]
    sections = read_table(out / "county=340003" / "section.parquet", partitioning=None)
    assert sections.num_rows == 5
    keys = [tuple(row.values()) for row in sections.select(["county", "school", "stage"]).to_pylist()]
    assert keys == sorted(keys)
    with (out / "counties.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["行政区划代码"] for row in rows] == [f"{340000 + n}" for n in range(12)]
    words = Counter(row["结论"] for row in rows)
    assert all(f"{word} {n}" in got.stdout for word, n in words.items())
    assert {sum(int(n) for name, n in row.items() if "·" in name) for row in rows} == {5}
    assert not [p for p in out.iterdir() if p.name.startswith(".")]


@pytest.mark.usefixtures("here")
def test_an_untidy_county_goes_to_the_reference_engine(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    """A section told twice, a code with a blank, a word for a number: and the others stay with DuckDB."""
    nation.write(tmp_path / "data", 12, 5)
    path = tmp_path / "data" / "section-1.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    first = lines[0].split(",")
    spaced = lines[5].split(",")
    spaced[1] = f" {spaced[1]}"
    worded = lines[10].split(",")
    worded[3] = "很多"
    lines = [head, *lines, ",".join(first), ",".join(spaced), *lines[11:11]]
    lines[11] = ",".join(worded)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    for engine in ("reference", "duckdb"):
        assert eqrules(tmp_path / "data", "-o", f"{engine}/", "--engine", engine).exit_code == 0
    assert without_engine(tmp_path / "reference") == without_engine(tmp_path / "duckdb")
    by = json.loads((tmp_path / "duckdb" / "manifest.json").read_text("utf-8"))["engine"]["by_reference"]
    assert by["keys"] == sorted({first[0], spaced[0]})
    assert by["unproven"] == [worded[0]]
    assert "由参照引擎评估的县 3 个" in eqrules(tmp_path / "data", "-o", "duckdb/", "--engine", "duckdb").stdout


@pytest.mark.usefixtures("here")
def test_auto_takes_the_reference_engine_for_a_small_province(
    eqrules: Eqrules, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def engine(folder: str) -> str:
        assert eqrules(province, "-o", folder).exit_code == 0
        return str(json.loads((tmp_path / folder / "manifest.json").read_text("utf-8"))["engine"]["name"])

    assert command.REFERENCE_UP_TO == 3_000
    assert engine("small/") == "reference"
    monkeypatch.setattr(command, "REFERENCE_UP_TO", 59)
    assert engine("large/") == "duckdb"


@pytest.mark.usefixtures("here")
def test_one_county_fail_on_and_json(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    got = eqrules(province, "-o", "one", "--county", "340004", "--format", "json", "--fail-on", "not_met")
    assert [p.name for p in sorted((tmp_path / "one").iterdir())] == [
        "counties.csv", "county=340004", "manifest.json", "ranking.html",
    ]  # fmt: skip

    assert json.loads(got.stdout) == json.loads((tmp_path / "one" / "manifest.json").read_text("utf-8"))
    assert got.exit_code == int(json.loads(got.stdout)["counties"][0]["verdict"] == "not_met")
    assert got.stderr == "", "no progress where there is no terminal"


@pytest.mark.parametrize(("words", "code"), [
    (("-o", "out/", "-o", "报告.html"), "EQ753"), (("--memory", "4GB"), "EQ740"), (("--fresh",), "EQ740"),
    (("-o", "out/", "--memory", "lots"), "EQ705"), (("-o", "out/", "--county", "999999"), "EQ716"),
])  # fmt: skip
def test_what_does_not_go_together(eqrules: Eqrules, province: Path, words: tuple[str, ...], code: str) -> None:
    got = eqrules(province, *words)
    assert (got.exit_code, got.stderr[:5]) == (2, code)


@pytest.mark.usefixtures("here")
def test_progress_on_a_terminal_only(
    eqrules: Eqrules, province: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    with command.progress(12) as tell:
        tell(3)
    assert capsys.readouterr().err == ""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with command.progress(12) as tell:
        tell(5)
        tell(7)
    assert "12/12" in terminal.getvalue()
    assert "个县" in terminal.getvalue()


@pytest.mark.usefixtures("here")
def test_the_summary_in_english(eqrules: Eqrules, province: Path) -> None:
    got = eqrules(province, "-o", "out/", "--lang", "en")
    assert "12 counties: " in got.stdout
    assert "not met" in got.stdout
    assert "Engine: reference" in got.stdout
