"""结果 · The names of interface.md, numbers as text, the same bytes for the same run."""

from __future__ import annotations

import json
from fractions import Fraction

from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.report.result import dump, result
from report import small

TOP = {"schema", "ruleset", "engine", "submission", "counties", "results", "findings"}
RESULT = {"rule", "grain", "object", "value", "exact", "unit", "limit", "verdict", "near", "gap", "basis", "cells"}
ADDED = {"name", "note", "relaxations", "missing", "decides", "status"}


def named(evaluation: Evaluation, rule: str, *key: str) -> dict:
    found = result(evaluation)["results"]
    return next(r for r in found if r["rule"] == rule and list(r["object"].values())[-len(key) :] == list(key))


def test_every_name_of_the_interface_is_there(evaluation: Evaluation) -> None:
    data = result(evaluation)
    assert data["schema"] == "eqrules/result/1"
    assert set(data) >= TOP
    assert set(data["ruleset"]) >= {"id", "name", "hash", "as_of"}
    assert set(data["engine"]) == {"name", "version", "eqrules"}
    assert data["submission"]["files"] == [{"name": "填报.xlsx", "sha256": "ab" * 32}]
    for county in data["counties"]:
        assert set(county) >= {"county", "name", "verdict", "conclusions"}
        assert all({"rule", "verdict"} <= set(conclusion) for conclusion in county["conclusions"])
    for entry in data["results"]:
        assert set(entry) >= RESULT | ADDED
        assert entry["verdict"] in set(Verdict)
        assert entry["limit"] is None or set(entry["limit"]) >= {"op", "value", "source"}
        assert entry["gap"] is None or set(entry["gap"]) >= {"item", "amount", "unit"}


def test_a_result_as_the_interface_shows_it(evaluation: Evaluation) -> None:
    entry = named(evaluation, "R1", "2134000002", "小学")
    assert entry["object"] == {"county": "340203", "school": "2134000002", "stage": "小学"}
    assert (entry["value"], entry["exact"], entry["unit"]) == ("4.1", "41/10", "人/百名学生")
    limit = {"op": ">=", "value": "4.2", "source": "cn/small R1 小学", "text": "4.2以上"}
    assert entry["limit"] == limit
    assert (entry["verdict"], entry["near"], entry["basis"]) == ("not_met", False, "第六条(一)")
    assert (entry["gap"]["item"], entry["gap"]["amount"], entry["gap"]["unit"]) == ("degree_teachers", "1", "人")
    assert entry["cells"] == ["学段校!E4", "学段校!F4", "学段校!D4"]


def test_numbers_are_text_and_lose_nothing(evaluation: Evaluation) -> None:
    entry = named(evaluation, "R1", "2134000001", "小学")
    assert (entry["value"], entry["exact"]) == ("6.666666666667", "20/3")
    assert all(not isinstance(v, (int, float)) or isinstance(v, bool) for v in entry.values())


def test_shares_of_percent_rules_are_percents(evaluation: Evaluation) -> None:
    entry = named(evaluation, "G11a", "340203")
    assert (entry["value"], entry["exact"], entry["limit"]["value"]) == ("9.917355371901", "1200/121", "10")
    assert entry["near"], "9.917 lies within 1 % of 10"


def test_coefficients_keep_their_root(evaluation: Evaluation) -> None:
    entry = named(evaluation, "B1", "340203", "小学")
    assert (entry["value"], entry["exact"]) == ("0.215017992317", "√(3967/85805)")
    assert Fraction(entry["value"]) ** 2 - Fraction(3967, 85805) < Fraction(1, 10**11)


def test_a_stage_shares_the_area_of_its_school(evaluation: Evaluation) -> None:
    entry = named(evaluation, "R4", "2134000001", "初中")
    assert entry["exact"] == "220/31"
    assert entry["cells"] == ["学校!D2", "学段校!D2", "学段校!D3"], "its own pupils count twice, listed once"


def test_what_is_missing_is_said(evaluation: Evaluation) -> None:
    entry = named(evaluation, "R1", "2134000004", "初中")
    assert (entry["value"], entry["verdict"], entry["missing"]) == (None, "undetermined", ["学段校!D6"])
    county = result(evaluation)["counties"][0]
    assert county["missing"] == ["学段校!D6", "县!G2"]
    assert county["veto_checks"] == [
        {"rule": "V1", "name": "存在以考试方式招生", "holds": False},
        {"rule": "V2", "name": "存在违规择校行为", "holds": None},
    ]


def test_the_receipt_names_hash_readings_and_layers(evaluation: Evaluation) -> None:
    ruleset = result(evaluation, "sha256:whole")["ruleset"]
    assert (ruleset["hash"], ruleset["readings"], ruleset["layers"]) == ("sha256:whole", {"K3": "合计"}, [])


def test_the_same_run_gives_the_same_bytes() -> None:
    first, second = (dump(result(small.evaluation())) for _ in range(2))
    assert first == second
    assert json.loads(first) == result(small.evaluation())
    assert sum(line.startswith('    {"rule"') for line in first.splitlines()) > 20, "one line a result"


def test_findings_of_intake_and_engine_are_each_there_once(evaluation: Evaluation) -> None:
    evaluation.submission.report.cell("EQ709", ["县!C2"], name="x", reason="y")
    evaluation.report.findings += evaluation.submission.report.findings
    (found,) = result(evaluation)["findings"]
    assert set(found) >= {"code", "level", "text", "next", "cells", "place"}
    assert set(found["text"]) == {"zh", "en"}
