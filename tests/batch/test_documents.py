"""排名与县文书 · One ranking page over all counties, and the documents asked for in each county's folder."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from eqrules.batch import publish
from eqrules.batch.standing import Standing
from eqrules.report import ranking

from . import nation
from .conftest import Eqrules

EACH = ("--each", "监测报告", "--each", "整改台账")


class Cells(HTMLParser):
    """The first table of a page, as rows of text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = True
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr" and self.inside:
            self.rows.append([])
        if tag in ("td", "th") and self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "table"

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def county(code: str, verdict: str, unmet: dict[str, int], **more: object) -> dict[str, object]:
    how = {"met": 9, "not_met": sum(unmet.values()), "undetermined": 0, "unmet": unmet, "worst": -1, "worst_rule": ""}
    own = {name: more.pop(name) for name in list(more) if name in how}
    return {"county": code, "name": code, "verdict": verdict, "vetoes": [], "standing": how | own, **more}


def test_by_conclusion_and_then_the_nearest_first() -> None:
    listed = [
        county("vetoed", "met", {}, vetoes=["V1"]),
        county("two-rules", "not_met", {"R1": 1, "R2": 1}),
        county("one-rule-many-schools", "not_met", {"R1": 5}),
        county("one-rule-far", "not_met", {"R1": 1}, worst=500),
        county("one-rule-near", "not_met", {"R1": 1}, worst=990),
        county("waits-for-data", "undetermined", {}, undetermined=3),
        county("met", "met", {}),
    ]
    order = [one["county"] for one in ranking.ranked(listed)]
    assert order == ["met", "waits-for-data", "one-rule-near", "one-rule-far", "one-rule-many-schools", "two-rules",
                     "vetoed"]  # fmt: skip


@pytest.mark.parametrize(("thousandths", "text"), [(-1, ""), (0, "0.0%"), (999, "99.9%"), (913, "91.3%")])
def test_what_falls_short_is_never_printed_as_all_of_it(thousandths: int, text: str) -> None:
    assert ranking.extent(thousandths) == text


@pytest.mark.usefixtures("here")
def test_the_ranking_says_what_the_tables_say(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    assert eqrules(province, "-o", "out/", "--engine", "reference").exit_code == 0
    out = tmp_path / "out"
    with (out / "counties.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["行政区划代码"]: row for row in csv.DictReader(file)}
    head, *found = Cells((out / "ranking.html").read_text("utf-8")).rows
    assert head[:4] == ["县", "名次", "代码", "结论"]
    assert sorted(row[2] for row in found) == sorted(rows)
    assert [row[1] for row in found] == [str(n) for n in range(1, 13)]
    for row in found:
        line = rows[row[2]]
        assert line["结论"] in row[3].replace("暂不能认定", "无法判定")
        assert row[6].split("(")[0].strip() == f"{line['未达标项数']}/{line['判定项数']}"
        assert row[5].endswith(line["最低达到标准的"] or "\u00b7")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    for one in manifest["counties"]:
        how = Standing(**one["standing"])
        assert how.not_met == sum(how.unmet.values())
        assert (how.worst_rule in how.unmet) == (how.worst >= 0)
        assert how.worst < 1000


@pytest.mark.usefixtures("here")
def test_each_county_gets_its_documents_and_the_page_leads_to_them(
    eqrules: Eqrules, province: Path, tmp_path: Path
) -> None:
    assert eqrules(province, "-o", "out/", *EACH).exit_code == 0
    out = tmp_path / "out"
    page = (out / "ranking.html").read_text("utf-8")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["documents"] == {"names": ["监测报告.html", "整改台账.xlsx"], "lang": "zh"}
    for one in manifest["counties"]:
        names = [document["name"] for document in one["documents"]]
        assert [name.rpartition("/")[2] for name in names] == ["整改台账.xlsx", "监测报告.html"]
        assert all(f'href="{name}"' in page and (out / name).is_file() for name in names)
        assert one["county"] in (out / names[1]).read_text("utf-8")
    plain = json.loads((out / "manifest.json").read_text("utf-8"))
    assert eqrules(province, "-o", "bare/").exit_code == 0
    bare = json.loads((tmp_path / "bare" / "manifest.json").read_text("utf-8"))
    assert [one["files"] for one in bare["counties"]] == [one["files"] for one in plain["counties"]]


@pytest.mark.usefixtures("here")
def test_stopped_and_continued_the_documents_are_the_same_bytes(
    eqrules: Eqrules, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after every seventh county, also between a folder and its line in the journal."""
    assert eqrules(province, "-o", "whole/", *EACH).exit_code == 0
    write = publish.write_county
    written: list[str] = []

    def failing(folder: Path, code: str, files: dict[str, bytes]) -> None:
        write(folder, code, files)
        written.append(code)
        if len(written) in (2, 9):
            raise KeyboardInterrupt

    monkeypatch.setattr(publish, "write_county", failing)
    codes = [eqrules(province, "-o", "parts/", *EACH).exit_code for _ in range(3)]
    assert codes[-1] == 0
    assert len(written) > 12
    assert nation.bytes_of(tmp_path / "parts") == nation.bytes_of(tmp_path / "whole")


@pytest.mark.usefixtures("here")
def test_what_people_wrote_into_a_ledger_stays(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    assert eqrules(province, "-o", "out/", *EACH).exit_code == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    missed = next(one["county"] for one in manifest["counties"] if one["standing"]["not_met"])
    path = tmp_path / "out" / f"county={missed}" / "整改台账.xlsx"
    book = load_workbook(path)
    page = book.worksheets[0]
    at = next(c for row in page.iter_rows() for c in row if c.value == "整改措施")
    page.cell(at.row + 1, at.column, "配齐教师")
    book.save(path)
    assert eqrules(province, "-o", "out/", *EACH).exit_code == 0
    kept = load_workbook(BytesIO(path.read_bytes())).worksheets[0]
    assert "配齐教师" in [cell.value for row in kept.iter_rows() for cell in row]


@pytest.mark.parametrize(("words", "code"), [
    (("-o", "out/", "--each", "批注"), "EQ761"), (("-o", "out/", "--each", "总结"), "EQ761"),
    (("-o", "out/", "--each", "监测报告", "--engine", "duckdb"), "EQ762"), (("--each", "监测报告"), "EQ740"),
])  # fmt: skip
def test_what_cannot_be_written_for_each(
    eqrules: Eqrules, province: Path, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    got = eqrules(province, *words)
    assert (got.exit_code, got.stderr[:5]) == (2, code)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("here")
def test_other_documents_are_another_run(eqrules: Eqrules, province: Path) -> None:
    assert eqrules(province, "-o", "out/").exit_code == 0
    got = eqrules(province, "-o", "out/", *EACH)
    assert (got.exit_code, "每县的文书" in got.stderr) == (2, True)
