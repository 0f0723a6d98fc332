"""取值 · What stands in a cell, and what it means."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from small_plan import PLAN

from eqrules.data.raw import Broken, Raw
from eqrules.data.submission import Absent, State
from eqrules.data.values import read_column
from eqrules.diagnostics.report import Report

ITEMS = {item.id: item for item in PLAN.items}


def column(item: str, cells: Sequence[Raw]) -> tuple[list[object], list[str]]:
    report = Report()
    spec = ITEMS[item]
    values = read_column(spec, spec.about.zh, "表", cells, lambda i: f"表!A{i + 2}", report)
    return list(values), [f.code for f in report.findings]


@pytest.mark.parametrize(
    ("item", "cell", "meant"),
    [
        ("pupils", 12.0, 12),
        ("pupils", 12, 12),
        ("pupils", "12.0", 12),
        ("pupils", Decimal("45.00"), 45),
        ("teaching_area", 4.199999999999999, Fraction("4.199999999999999")),
        ("teaching_area", 4.2, Fraction(21, 5)),
        ("teaching_area", "4.50", Fraction(9, 2)),
        ("teaching_area", 1e16, 10**16),
        ("teaching_area", Decimal("0.1"), Fraction(1, 10)),
        ("boarding", "√", True),
        ("boarding", "无", False),
        ("boarding", 0.0, False),
        ("boarding", "YES", True),
        ("opened", "2024年9月1日", date(2024, 9, 1)),
        ("opened", "2024-09-01", date(2024, 9, 1)),
        ("opened", "2024.9.1", date(2024, 9, 1)),
        ("opened", "2024/9/1", date(2024, 9, 1)),
        ("opened", 20240901.0, date(2024, 9, 1)),
        ("opened", datetime(2024, 9, 1, 8), date(2024, 9, 1)),
        ("built_year", 2010.0, 2010),
        ("built_year", "2010 年", 2010),
        ("built_year", date(2010, 9, 1), 2010),
        ("stage", " 小 学", "小学"),
        ("stage", "Primary", "小学"),
        ("level", "iii级", "Ⅲ级"),
        ("level", "Ⅳ级", "Ⅳ级"),
        ("school_name", " 第一小学 ", "第一小学"),
        ("school_name", 12.0, "12"),
        ("class_name", "A1", "A1"),
        ("school_code", "\uff21\uff11.0", "A1.0"),
        ("school_code", "2134000001.0", "2134000001"),
    ],
)
def test_one_reading(item: str, cell: Raw, meant: object) -> None:
    (value,), found = column(item, [cell])
    assert (value, type(value)) == (meant, type(meant))
    assert found == []


@pytest.mark.parametrize(
    ("item", "cell", "meant", "code"),
    [
        ("pupils", "1,234", 1234, "EQ663"),
        ("pupils", "1 234", 1234, "EQ663"),
        ("pupils", "1\uff0c234", 1234, "EQ663"),
        ("pupils", "\uff11\uff12\uff0e\uff10", 12, "EQ663"),
        ("pupils", "\u3000 45\u200b ", 45, "EQ663"),
        ("pupils", "'45", 45, "EQ663"),
        ("equipment", "1.19亿元", 11900, "EQ685"),
        ("equipment", "9698万", 9698, "EQ641"),
        ("equipment", "45000元", Fraction(9, 2), "EQ685"),
        ("boarding_rate", "百分之九十五点五", Fraction(191, 200), "EQ641"),
        ("boarding_rate", "\uff19\uff15\uff05", Fraction(19, 20), "EQ641"),
        ("opened", 45536.0, date(2024, 9, 1), "EQ670"),
        ("opened", "二〇二四年九月", date(2024, 9, 1), "EQ670"),
        ("urban_rural_code", "县镇", "121", "EQ675"),
        ("school_name", "\u2f00小", "一小", "EQ676"),
        ("equipment", "……", 0, "EQ667"),
    ],
)
def test_one_reading_although_written_otherwise(item: str, cell: Raw, meant: object, code: str) -> None:
    (value,), found = column(item, [cell])
    assert (value, type(value)) == (meant, type(meant))
    assert found == [code]


@pytest.mark.parametrize(
    ("item", "cell", "code"),
    [
        ("pupils", "若干", "EQ630"),
        ("pupils", "45~50", "EQ664"),
        ("pupils", "1,23", "EQ664"),
        ("pupils", "4\u30025", "EQ664"),
        ("pupils", "4..5", "EQ664"),
        ("pupils", "(594)", "EQ668"),
        ("pupils", "38/42", "EQ664"),
        ("pupils", "3间", "EQ630"),
        ("pupils", "≥550", "EQ665"),
        ("pupils", True, "EQ630"),
        ("pupils", time(1, 17), "EQ666"),
        ("pupils", "2.1E+03", "EQ628"),
        ("pupils", 12.5, "EQ631"),
        ("pupils", -1.0, "EQ632"),
        ("pupils", "—", "EQ633"),
        ("pupils", "#REF!", "EQ634"),
        ("pupils", "#####", "EQ634"),
        ("pupils", float("nan"), "EQ634"),
        ("pupils", Broken("formula", "="), "EQ635"),
        ("pupils", Broken("merged", "5"), "EQ642"),
        ("school_type", "小学部", "EQ637"),
        ("boarding", 2.0, "EQ638"),
        ("opened", "2024-13-01", "EQ639"),
        ("opened", "3/4/2024", "EQ669"),
        ("built_year", "10", "EQ640"),
        ("built_year", 3010.0, "EQ632"),
        ("school_name", "#N/A", "EQ634"),
    ],
)
def test_no_reading_is_an_error_and_never_zero(item: str, cell: Raw, code: str) -> None:
    (value,), found = column(item, [cell])
    assert value == Absent(State.ERROR, ("表!A2",))
    assert found == [code]


@pytest.mark.parametrize("cell", ["", "  ", "\u3000", None])
def test_blank_is_blank(cell: Raw) -> None:
    for item in ITEMS:
        assert column(item, [cell]) == ([Absent(State.BLANK, ("表!A2",))], [])


@pytest.mark.parametrize("cell", ["/", "\uff0f", "—", "-", "无", "不适用", "未监测"])
def test_none_where_it_may_be_none(cell: str) -> None:
    for item in ("senior_pupils", "level"):
        assert column(item, [cell]) == ([Absent(State.NONE, ("表!A2",))], [])


def test_one_finding_for_one_cause() -> None:
    report = Report()
    cells = ["约1", "约2", 3.0, *["约3"] * 8, "45人"]
    read_column(ITEMS["pupils"], "在校生数", "表", cells, lambda i: f"表!A{i + 2}", report)
    number, unit = report.findings
    assert (number.code, number.count, number.level) == ("EQ664", 10, "error")
    assert number.cells == tuple(f"表!A{row}" for row in (2, 3, *range(5, 13)))
    assert number.facts["seen"] == "「约1」、「约2」、「约3」"
    assert (unit.code, unit.count, unit.level) == ("EQ641", 1, "hint")
