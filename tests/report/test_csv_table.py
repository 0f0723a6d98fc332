"""逗号表 · Excel opens it as it is, and nothing in it runs."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.report.csv_table import harmless, table
from report import small


def rows(evaluation: Evaluation, lang: str = "zh") -> list[list[str]]:
    return list(csv.reader(StringIO(table(evaluation, lang).lstrip("\ufeff"))))


def test_it_is_marked_as_utf8_and_has_a_row_for_every_outcome(evaluation: Evaluation) -> None:
    assert table(evaluation, "zh").startswith("\ufeff")
    assert len(rows(evaluation)) == 1 + sum(len(found) for found in evaluation.outcomes.values())


def test_no_name_starts_a_formula(evaluation: Evaluation) -> None:
    texts = [cell for row in rows(evaluation) for cell in row]
    assert any(small.FORMULA in text for text in texts)
    assert not [text for text in texts if text.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("\tx", "'\tx"),
        ("-3.5", "-3.5"),
        ("实验学校", "实验学校"),
    ],
)
def test_only_what_a_spreadsheet_would_run_is_marked(text: str, written: str) -> None:
    assert harmless(text) == written


def test_a_fraction_is_no_date(evaluation: Evaluation) -> None:
    exact = [row[5] for row in rows(evaluation)[1:]]
    assert "41÷10" in exact
    assert not [text for text in exact if "/" in text]


def test_both_languages(evaluation: Evaluation) -> None:
    assert rows(evaluation, "en")[0][:3] == ["object", "object name", "rule"]
    assert {row[8] for row in rows(evaluation, "en")[1:]} == {"met", "not met", "undetermined", "not applicable"}
