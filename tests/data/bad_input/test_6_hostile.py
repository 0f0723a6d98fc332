"""来者不善 · Files made to do harm are refused with a code, within 2 seconds and 500 MB."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import SECTION, refused, said
from handing_in import read, workbook
from made_files import SHEET1, bomb, changed, lying_bomb, with_cell, with_dimension, with_entities, xls, zip_of

from eqrules.data import read_html

HERE = Path(__file__).resolve().parents[1]
MEASURED = """
import re, sys, time
sys.path[:0] = [sys.argv[2]]
from small_plan import PLAN
from eqrules.data.intake import Unreadable, read_submission
from pathlib import Path
import python_calamine
start = time.perf_counter()
try:
    read_submission(PLAN, [Path(sys.argv[1])])
    code = "read"
except Unreadable as problem:
    code = problem.finding.code
status = Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
print(code, time.perf_counter() - start, int(peak[1]) / 1024 if peak else 0)
"""
Make = Callable[[Path], Path]


def sheet_change(change: Callable[[bytes], bytes]) -> Make:
    return lambda path: changed(path, SHEET1, change)


def nested_zip(path: Path) -> Path:
    inner = zip_of(path.with_suffix(".1.zip"), {"学段校.csv": b"x"}).read_bytes()
    return zip_of(path.with_suffix(".zip"), {"内.zip": inner})


def leading_away(name: str) -> Make:
    return lambda path: zip_of(path.with_suffix(".zip"), {name: b"x", "学段校.csv": b"x"})


def many(path: Path) -> Path:
    return zip_of(path.with_suffix(".zip"), {f"{n}.csv": b"" for n in range(6000)})


def old_and_wide(path: Path) -> Path:
    rows: list[list[object]] = [[] for _ in range(65_536)]
    rows[0], rows[-1] = ["学校标识码", "学段"], [None] * 255 + [1]
    return xls(path.with_suffix(".xls"), "学段校", rows)


def cut_old(path: Path) -> Path:
    old = xls(path.with_suffix(".xls"), "学段校", SECTION)
    old.write_bytes(old.read_bytes()[:2000])
    return old


def huge(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    return path


@pytest.mark.parametrize(("make", "code"), [
    pytest.param(bomb, "EQ652", id="a part that unpacks to a thousand times its size"),
    pytest.param(lying_bomb, "EQ647", id="the same, with a directory that lies"),
    pytest.param(with_entities, "EQ654", id="entities of entities"),
    pytest.param(sheet_change(lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml), "EQ654", id="entities in a sheet"),
    pytest.param(lambda path: with_cell(path, "XFD1048576"), "EQ653", id="the last cell of all"),
    pytest.param(lambda path: with_cell(path, "ZZ99999"), "EQ653", id="a cell far away"),
    pytest.param(leading_away("../../学校.csv"), "EQ655", id="a path upwards"),
    pytest.param(leading_away("/etc/学校.csv"), "EQ655", id="an absolute path"),
    pytest.param(leading_away("C:\\学校.csv"), "EQ655", id="a path on a drive"),
    pytest.param(many, "EQ652", id="thousands of files"),
    pytest.param(nested_zip, "EQ601", id="an archive in an archive"),
    pytest.param(huge, "EQ652", id="300 MB"),
    pytest.param(old_and_wide, "EQ604", id="the last cell of an old workbook"),
    pytest.param(cut_old, "EQ604", id="an old workbook that was cut off"),
    pytest.param(sheet_change(lambda xml: xml.replace(b"<sheetData>", b"<a>" * 300_000)), "", id="deep nesting"),
])  # fmt: skip
def test_hostile_files_are_refused_quickly_and_in_little_memory(tmp_path: Path, make: Make, code: str) -> None:
    path = make(workbook(tmp_path / "县.xlsx", {"学段校": SECTION}))
    if code:
        refused(path, code)
    got = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path), str(HERE)], capture_output=True, text=True, check=True, timeout=30
    )
    said_code, seconds, megabytes = got.stdout.split()
    assert said_code == code or (not code and said_code in ("read", "EQ604"))
    assert float(seconds) < 2
    assert float(megabytes) < 500


def test_a_wrong_dimension_costs_nothing(tmp_path: Path) -> None:
    path = with_dimension(workbook(tmp_path / "县.xlsx", {"学段校": SECTION}), "A1:XFD1048576")
    assert said(read(path)) == []


def test_a_table_that_claims_to_span_everything(tmp_path: Path) -> None:
    page = b"<table><tr><td rowspan=999999999 colspan=999999999>a</td></tr></table>" * 3
    assert read_html.read_html("a.xls", page)
    deep = b"<table><tr><td>" * 20_000
    assert read_html.read_html("a.xls", deep)


def test_text_from_files_never_becomes_a_formula_in_a_sheet_we_write(tmp_path: Path) -> None:
    import openpyxl

    from eqrules.data.write_xlsx import Page, write_xlsx

    write_xlsx(tmp_path / "a.xlsx", [Page("x", [["=1+1", "@SUM(A1)", "+1", "http://example.org"]])], "t", "a")
    (row,) = openpyxl.load_workbook(tmp_path / "a.xlsx")["x"].iter_rows()
    assert [cell.data_type for cell in row] == ["s"] * 4
