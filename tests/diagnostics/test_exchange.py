"""交换 · Findings as programs get them, and their fixes applied."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from eqrules.diagnostics.exchange import as_github, as_json, as_sarif
from eqrules.diagnostics.fixes import applied, change, insert
from eqrules.diagnostics.report import Finding, Report
from eqrules.source import Source, Span

TEXT = "# 规则集 试\n\n- 文号\uff1a教督[2017]6号\n| \U00020bb7 | 至少3以上 |\n"
SOURCE = Source("文件 夹/1.md", TEXT)
SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))


def span(text: str) -> Span:
    return Span(SOURCE, TEXT.index(text), TEXT.index(text) + len(text))


@pytest.fixture
def report() -> Report:
    made = Report()
    place = span("[2017]6号")
    made.hint("EQ129", place, text=place.text, likely="〔2017〕6号", fixes=[change(place, "〔2017〕6号", safe=True)])
    place = span("至少3以上")
    made.warn(
        "EQ121", place, span("试"), text=place.text, fixes=[change(place, "至少3", safe=True), change(place, "3以上")]
    )
    made.error("EQ405", None, name="甲", near="乙")
    return made


def test_sarif_keeps_to_its_schema(report: Report) -> None:
    made = json.loads(as_sarif({"甲": report, "乙": Report()}, "zh"))
    jsonschema.validate(made, SCHEMA)
    (run,) = made["runs"]
    assert [result["level"] for result in run["results"]] == ["note", "warning", "error"]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 4, "startColumn": 7, "endLine": 4, "endColumn": 12}
    assert place["artifactLocation"]["uri"] == "%E6%96%87%E4%BB%B6%20%E5%A4%B9/1.md"
    assert len(run["results"][1]["fixes"]) == 2


def test_a_schema_that_would_take_anything_proves_nothing(report: Report) -> None:
    made = json.loads(as_sarif({"甲": report}, "en"))
    made["runs"][0]["results"][0]["level"] = "grave"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, SCHEMA)


def test_github_annotations_are_one_line_each(report: Report) -> None:
    first, second, third = as_github({"甲": report}, "en").splitlines()
    assert first.startswith("::notice title=EQ129,file=文件 夹/1.md,line=3,endLine=3,col=8,endColumn=16::")
    assert second.startswith("::warning title=EQ121")
    assert third.startswith("::error title=EQ405::")


def test_json_says_what_to_write_where(report: Report) -> None:
    (entry,) = json.loads(as_json({"甲": report}))["rulesets"]
    safe, choice = entry["findings"][1]["fixes"]
    assert (safe["text"], safe["safe"], choice["text"], choice["safe"]) == ("至少3", True, "3以上", False)
    assert safe["place"]["line"] == 4


def test_safe_fixes_are_applied_and_choices_are_not(report: Report) -> None:
    assert applied(report.findings) == {
        SOURCE.name: TEXT.replace("[2017]6号", "〔2017〕6号").replace("至少3以上", "至少3")
    }


def test_fixes_that_overlap_are_not_both_applied() -> None:
    inner, outer = span("2017"), span("[2017]6号")
    findings = [
        Finding("EQ129", "hint", inner, fixes=(change(inner, "2018", safe=True),)),
        Finding("EQ129", "hint", outer, fixes=(change(outer, "〔2017〕6号", safe=True),)),
        Finding("EQ129", "hint", outer, fixes=(insert(span("# 规则集 试"), "行", "", "", safe=True),)),
    ]
    assert applied(findings) == {
        SOURCE.name: TEXT.replace("规则集 试", "规则集 试行").replace("[2017]6号", "〔2017〕6号")
    }
