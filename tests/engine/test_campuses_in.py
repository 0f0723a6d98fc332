"""校区接表 · Campuses in tables that come as columns: plain ones are merged there, the rest asks for its county."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pyarrow as pa
from agreement import chosen, differences
from many import counties

from eqrules.data.intake import read_sheets
from eqrules.data.raw import Sheet
from eqrules.diagnostics.report import Report
from eqrules.engine import duckdb
from eqrules.engine.reference import Reference
from eqrules.engine.verdicts import Verdicts, from_evaluation
from eqrules.plan.plan import Plan
from submissions import DAY, shipped_plan

Rows = dict[str, list[dict[str, Any]]]


def word(value: Any) -> str:
    """A cell as a county types it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(float(value)) if isinstance(value, Fraction) and value % 1 else str(value)


def columns(rows: Rows) -> dict[str, pa.Table]:
    tables = {}
    for grain, made in rows.items():
        names = list(dict.fromkeys(name for row in made for name in row))
        tables[grain] = pa.table({name: [word(row.get(name)) for row in made] for name in names})
    return tables


def both(plan: Plan, rows: Rows) -> tuple[dict[str, Any], Verdicts]:
    """What the reference engine says of these tables as sheets, and DuckDB of them as columns."""
    tables = columns(rows)
    sheets = [Sheet(g, g, [t.column_names, *map(list, zip(*t.to_pydict().values(), strict=True))])
              for g, t in tables.items() if t.num_rows]  # fmt: skip
    data = read_sheets(plan, sheets, Report())
    expected = from_evaluation(Reference().run(plan, data, DAY, chosen(plan)))
    given = {grain: table for grain, table in tables.items() if table.num_rows}
    return expected, duckdb.judge_columns(plan, given, DAY, chosen(plan))


def with_campuses(dice: Random, rows: Rows, untidy: bool) -> None:
    """A third of the schools join another of their county; untidy: in a chain, nowhere, or nobody knows."""
    by_county: dict[str, list[dict[str, Any]]] = {}
    for school in rows["school"]:
        by_county.setdefault(school["division_code"], []).append(school)
    for schools in by_county.values():
        mains = [s for s in schools if dice.random() < 0.6] or schools[:1]
        for school in schools:
            alike = [s for s in mains if untidy or s["school_type"] == school["school_type"]]
            if school not in mains and alike:
                school |= {"counted_as_school": False, "parent_code": dice.choice(alike)["school_code"]}
                if untidy and dice.random() < 0.3:
                    school |= dice.choice([
                        {"parent_code": "没有这所"}, {"parent_code": None}, {"counted_as_school": None},
                        {"parent_code": school["school_code"]}, {"parent_code": dice.choice(schools)["school_code"]},
                    ])  # fmt: skip
    rows["class"] = [
        {"division_code": s["division_code"], "school_code": s["school_code"], "stage": s["stage"],
         "class_name": name, "class_pupils": dice.randint(20, 60)}
        for s in rows["section"] for name in dice.sample(["一班", "二班", "三班"], 2)
    ]  # fmt: skip


def test_plain_campuses_are_merged_in_the_tables() -> None:
    plan = shipped_plan("cn/2017")
    rows = counties(11, 40)
    with_campuses(Random(1), rows, untidy=False)
    campuses = {s["division_code"] for s in rows["school"] if s.get("counted_as_school") is False}
    expected, found = both(plan, rows)
    assert not list(differences(plan, expected, found.tables))
    assert len(campuses) > 20
    assert len(campuses - set(found.redone)) > len(campuses) / 3


def test_untidy_campuses_ask_for_their_county() -> None:
    plan = shipped_plan("cn/2017")
    rows = counties(12, 60)
    with_campuses(Random(2), rows, untidy=True)
    expected, found = both(plan, rows)
    assert not list(differences(plan, expected, found.tables))
    nowhere = {"parent_code": "没有这所", "counted_as_school": False}
    lost = {
        s["division_code"] for s in rows["school"] if nowhere.items() <= s.items() and s["school_type"] != "小学教学点"
    }
    assert lost
    assert lost <= set(found.redone)
