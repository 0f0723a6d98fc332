"""整列接表 · Tables that come as columns: what reads plainly is judged whole, anything else asks for its county."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import eqrules
from submissions import plan_of

RULES = """# 规则集 整列

- 编号\uff1atest/columns
- 施行\uff1a2017年起
- 用语\uff1a以上\uff0c含本数

## 对象

| 编号 | 名称 | 英文 | 属于 | 主键 |
|---|---|---|---|---|
| county | 县 | county | | 县名 |
| school | 学校 | school | 县 | 校名 |

## 数据项

| 编号 | 名称 | 英文 | 类型 | 对象 | 可取 |
|---|---|---|---|---|---|
| county_name | 县名 | county name | 文本 | 县 | |
| school_name | 校名 | school name | 文本 | 学校 | |
| area | 面积 | area | 小数 | 学校 | 0以上、可无此项 |
| pupils | 人数 | pupils | 整数 | 学校 | 0~5000 |

## 指标 够不够

- 编号\uff1aPER
- 对象\uff1a学校
- 依据\uff1a试

| 编号 | 指标 | 计算 | 标准 |
|---|---|---|---|
| A1 | 生均面积 | 面积÷人数 | 4.5以上 |
"""
PLAN = plan_of(RULES)


def judged(**columns: Any) -> tuple[dict[str, str], tuple[str, ...]]:
    """School → verdict of A1; the counties that the reference engine judged."""
    data = {"school": pa.table(columns)}
    made = eqrules.judge(PLAN, data, date(2024, 9, 1))
    table = made.tables["school"]
    return dict(zip(table["school"].to_pylist(), table["A1"].to_pylist(), strict=True)), made.redone


def test_whole_columns() -> None:
    found = judged(county_name=["甲", "甲", "乙"], school_name=["一", "二", "三"],
                   area=[450.0, 449.99, None], pupils=[100, 100, 100])  # fmt: skip
    assert found == ({"一": "met", "二": "not_met", "三": "undetermined"}, ())


def test_words_for_figures() -> None:
    """Plain digits and 「/」 read as they stand; 「约450」 is for the intake, and so is that county alone."""
    found = judged(county_name=["甲", "甲", "乙"], school_name=["一", "二", "三"],
                   area=["450", "/", "约450"], pupils=["100", "100", "100"])  # fmt: skip
    assert found == ({"一": "met", "二": "not_applicable", "三": "undetermined"}, ("乙",))


def test_out_of_range_twice_and_unkeyed() -> None:
    """5001 pupils, two rows for one school: their counties are the intake's."""
    found = judged(county_name=["甲", "乙", "乙", "丙"], school_name=["一", "二", "二", "三"],
                   area=[450, 450, 450, 450], pupils=[100, 100, 100, 5001])  # fmt: skip
    assert found == ({"一": "met", "二": "met", "三": "undetermined"}, ("丙", "乙"))


def test_noise_in_one_double_blurs_nobody(tmp_path: Path) -> None:
    """46940.200000000004 is no figure anybody handed in; the other columns keep their scale."""
    n = 300
    area = [46940.200000000004, *([4500.25] * (n - 1))]
    names = [f"县{i}" for i in range(n)]
    found, redone = judged(county_name=names, school_name=names, area=area, pupils=[1000] * n)
    assert (set(found.values()), redone) == ({"met"}, ("县0",))


@pytest.mark.parametrize("cell", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_asked_of(cell: float) -> None:
    n = 300
    names = [f"县{i}" for i in range(n)]
    found, redone = judged(county_name=names, school_name=names, area=[cell, *([4500.25] * (n - 1))], pupils=[1000] * n)
    assert (found.pop("县0"), set(found.values()), redone) == ("undetermined", {"met"}, ("县0",))


def test_what_sql_cannot_say_is_told() -> None:
    """A median has no exact SQL here: EQ760 names it, and every county is judged by the reference engine."""
    rules = RULES + (
        "\n## 指标 居中\n\n- 编号\uff1aMID\n- 对象\uff1a县\n- 依据\uff1a试\n\n"
        "| 编号 | 指标 | 计算 | 标准 |\n|---|---|---|---|\n| M1 | 人数居中 | 中位数(人数) | 100以上 |\n"
    )
    columns = pa.table(
        {"county_name": ["甲", "甲"], "school_name": ["一", "二"], "area": [450, 450], "pupils": [99, 101]}
    )
    made = eqrules.judge(plan_of(rules), {"school": columns}, date(2024, 9, 1))
    assert made.tables["county"]["M1"].to_pylist() == ["met"]
    assert (made.redone, made.refused[0], made.findings[0].code) == (("甲",), "M1", "EQ760")


def test_a_word_of_sql_may_name_a_kind_of_object() -> None:
    rules = RULES.replace("| school |", "| group |").replace("county | 县 | county", "order | 县 | county")
    made = eqrules.judge(plan_of(rules), {"group": pa.table(
        {"county_name": ["甲", "甲"], "school_name": ["一", "二"], "area": [450, 449], "pupils": [100, 100]}
    )}, date(2024, 9, 1))  # fmt: skip
    assert made.tables["group"]["A1"].to_pylist() == ["met", "not_met"]
