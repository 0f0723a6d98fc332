"""收表的定律 · Through real files: neither the order of rows nor of columns changes anything."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from counties import counties
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_laws import results

from eqrules.data.intake import read_submission
from eqrules.data.submission import Submission
from eqrules.language.numbers import plain_text
from eqrules.plan.plan import Plan
from submissions import COUNTY, changed, judge, passing_rows, shipped_plan, submission

PLAN = shipped_plan("cn/2017")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def cell(value: Any) -> str:
    """As a county would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | Fraction():
            return plain_text(value)
        case date():
            return value.isoformat()
    return str(value)


def write(folder: Path, plan: Plan, rows: Rows, dice: random.Random) -> list[Path]:
    """One CSV per grain, its rows and columns in any order."""
    names = {item.id: item.about.zh for item in plan.items}
    labels = {grain.id: grain.about.zh for grain in plan.grains}
    paths = []
    for grain, given_rows in rows.items():
        columns = dict.fromkeys(key for row in given_rows for key in row)
        columns = dice.sample(
            [*columns, "division_code"] if "division_code" not in columns else [*columns],
            k=len(columns | {"division_code": None}),
        )
        paths.append(folder / f"{labels[grain]}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow([names[column] for column in columns])
            for row in dice.sample(given_rows, len(given_rows)):
                out.writerow([COUNTY if c == "division_code" else cell(row.get(c)) for c in columns])
    return paths


def through_files(rows: Rows, seed: int) -> Submission:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder), PLAN, rows, dice)
        return read_submission(PLAN, dice.sample(paths, len(paths)))


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_the_county_that_passes_passes_in_any_order(seed: int) -> None:
    """Through files and straight from rows: the same results, and nothing to say but what was not asked for."""
    rows = passing_rows(PLAN)
    read = through_files(rows, seed)
    assert [f for f in read.report.findings if f.level == "error"] == []
    assert results(judge(PLAN, read)) == results(judge(PLAN, submission(PLAN, **rows)))


@settings(max_examples=25)
@given(county=counties(), one=st.integers(0, 10**6), other=st.integers(0, 10**6))
def test_any_county_in_any_order(county: Any, one: int, other: int) -> None:
    rows = {grain: given_rows for grain, given_rows in county.rows.items() if given_rows}
    first, second = through_files(rows, one), through_files(rows, other)
    assert results(judge(PLAN, first)) == results(judge(PLAN, second))
    assert results(judge(PLAN, first)) == results(judge(PLAN, county.submission(PLAN)))


LISTS = [i for i in PLAN.items if i.type in ("list", "yes_no") and i.id not in {g.key_item for g in PLAN.grains}]


@given(item=st.sampled_from(LISTS))
def test_a_blank_word_is_blank(item: Any) -> None:
    """A blank cell is never one of the words of its list."""
    sub = submission(PLAN, **passing_rows(PLAN))
    table = sub.tables[item.grain]
    blank = changed(sub, PLAN, item.grain, *table.keys[0], **{item.id: ""})
    value = blank.tables[item.grain].columns[item.id].values[0]
    assert getattr(value, "state", value) == "blank"
