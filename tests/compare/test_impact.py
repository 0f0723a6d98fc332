"""影响 · Whose verdict changes, by rule and county, and how near the others are; the same by column engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.compare.changes import Comparison, Impact
from eqrules.compare.structure import changes
from eqrules.workspace import impact as desk
from eqrules.workspace.impact import reached

from .editing import DAY, edited, national


def compared() -> Comparison:
    """More floor area in every primary school."""
    new = edited(("÷在校生数 | 4.5以上 | 5.8以上", "÷在校生数 | 6.2以上 | 5.8以上"))
    return Comparison(national(), new, ("a", "b"), (DAY, DAY), changes(national(), new))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = workspace.sample(national(), tmp_path_factory.mktemp("impact") / "县.xlsx", 2, 14, 3, 0)
    return path


@pytest.fixture(scope="module")
def found(workbook: Path) -> Impact:
    made = reached(compared(), [workbook]).impact
    assert made is not None
    return made


def test_the_schools_that_turn_are_those_of_two_runs(found: Impact, workbook: Path) -> None:
    both = []
    for plan in (national(), compared().new):
        run = workspace.run(plan, workspace.read(plan, [workbook]), DAY)
        both.append({o.key: str(o.verdict) for o in run.outcomes["R4"]})
    turned = {key for key in both[0] if both[0][key] != both[1][key]}
    assert turned
    assert {one.key for one in found.switches if one.rule == "R4"} == turned


def test_a_rule_says_how_many_turn_which_way(found: Impact) -> None:
    reach = next(one for one in found.reaches if one.rule == "R4")
    assert set(reach.turned) == {("met", "not_met")}
    assert sum(reach.turned.values()) == sum(one.rule == "R4" for one in found.switches)


def test_only_what_differs_is_told(found: Impact) -> None:
    assert {one.rule for one in found.reaches} <= {"R4", "RS"}


def test_those_near_the_new_limit_are_counted_and_named(found: Impact) -> None:
    reach = next(one for one in found.reaches if one.rule == "R4")
    for one in reach.nearest:
        limit = 6.2 if one.key[-1] == "小学" else 5.8
        assert one.old == one.new
        assert abs(one.values[1] - limit) <= limit / 100


def test_whole_columns_say_the_same(found: Impact, workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_MANY", 0)
    columns = reached(compared(), [workbook]).impact
    assert columns is not None
    assert columns.engine == "duckdb"
    key = sorted((one.rule, one.key, one.old, one.new) for one in columns.switches)
    assert key == sorted((one.rule, one.key, one.old, one.new) for one in found.switches)
    assert [(c.key, c.old, c.new) for c in columns.counties] == [(c.key, c.old, c.new) for c in found.counties]


def test_large_tables_are_read_as_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of a folder of CSV files, each one kind of object."""
    (tmp_path / "县学段.csv").write_text("行政区划代码,学段\n340203,小学\n", "utf-8")
    monkeypatch.setattr(desk, "_LARGE", 0)
    made = reached(compared(), [tmp_path]).impact
    assert made is not None
    assert (made.engine, made.county_count) == ("duckdb", 1)


def test_a_day_that_a_ruleset_does_not_cover_is_said(workbook: Path) -> None:
    with pytest.raises(workspace.CannotRun, match="EQ404"):
        reached(replace(compared(), days=(date(2001, 1, 1), DAY)), [workbook])
