"""结论的定律 · N of M with a floor against every way the unknown could turn out."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from eqrules.plan.plan import Plan
from submissions import judge, plan_of, submission, verdict

MOST = 7
CELLS = ("", "/", "0", "84", "84.99", "85", "85.01", "99.99", "100", "100.01", "200")
"""Blank, not applicable, and both sides of the floor 85 and of the standard 100."""
PLANS: dict[tuple[int, int, str], Plan] = {}


def plan(size: int, count: int, rest: str) -> Plan:
    """R1 to R`size` at least 100; the clause with or without a floor, or at most so many not met."""
    if (size, count, rest) not in PLANS:
        items = "\n".join(f"| i{n} | 第{n}数 | | 小数 | 学校 | 0以上、可无此项 |" for n in range(1, size + 1))
        rules = "\n".join(f"| R{n} | 第{n}项 | 第{n}数 | 100以上 |" for n in range(1, size + 1))
        clause = {
            "floor": f"R1至R{size}至少{count}项达标,余项不低于标准的85%",
            "none": f"R1至R{size}至少{count}项达标",
            "most": f"R1至R{size}至多{count}项未达标",
        }[rest]
        PLANS[size, count, rest] = plan_of(f"""# 规则集 至少

- 编号:test/at-least
- 施行:2017年起

## 对象

| 编号 | 名称 | 属于 | 主键 |
|---|---|---|---|
| county | 县 | | 县名 |
| school | 学校 | 县 | 校名 |

## 数据项

| 编号 | 名称 | 单位 | 类型 | 对象 | 可取 |
|---|---|---|---|---|---|
| county_name | 县名 | | 文本 | 县 | |
| school_name | 校名 | | 文本 | 学校 | |
{items}

## 指标 资源

- 编号:RES
- 对象:学校
- 依据:试

| 编号 | 指标 | 计算 | 标准 |
|---|---|---|---|
{rules}

## 结论

| 编号 | 结论 | 对象 | 条件 |
|---|---|---|---|
| RS | 学校达标 | 学校 | {clause} |
| CA | 县达标 | 县 | RS全部达标 |
""")
    return PLANS[size, count, rest]


def completed(values: tuple[Fraction, ...], count: int, rest: str) -> bool:
    """The verdict when everything is known."""
    short = [v for v in values if v < 100]
    met = len(values) - len(short)
    if rest == "most":
        return len(short) <= count
    return met >= count and (rest == "none" or all(v >= 85 for v in short))


def expected(cells: tuple[str, ...], count: int, rest: str) -> str:
    """Every completion of the blanks by met, short and below the floor: one verdict, or 无法判定."""
    judged = [c for c in cells if c != "/"]
    if not judged:
        return "不适用"
    known = [Fraction(c) for c in judged if c]
    blanks = len(judged) - len(known)
    seen = {completed((*known, *extra), count, rest) for extra in product(map(Fraction, (100, 90, 50)), repeat=blanks)}
    return {(True,): "达标", (False,): "不达标"}.get(tuple(seen), "无法判定")


@st.composite
def schools(draw: st.DrawFn) -> tuple[int, int, str, list[tuple[str, ...]]]:
    size = draw(st.integers(2, MOST))
    rest = draw(st.sampled_from(["floor", "floor", "none", "most"]))
    count = draw(st.integers(0 if rest == "most" else 1, size))
    few_blanks = st.lists(st.sampled_from(CELLS), min_size=size, max_size=size).map(tuple)
    return size, count, rest, draw(st.lists(few_blanks, min_size=1, max_size=20))


@given(schools())
def test_n_of_m_is_decided_as_soon_as_the_unknown_cannot_matter(
    case: tuple[int, int, str, list[tuple[str, ...]]],
) -> None:
    size, count, rest, rows = case
    made_of = plan(size, count, rest)
    sheet = [{"校名": f"{n}", **{f"i{i}": cell for i, cell in enumerate(row, 1)}} for n, row in enumerate(rows)]
    made = judge(made_of, submission(made_of, school=sheet))
    for n, row in enumerate(rows):
        assert verdict(made, "RS", str(n)) == expected(row, count, rest), f"{row} {count} {rest}"


@given(schools())
def test_the_county_takes_the_worst_school(case: tuple[int, int, str, list[tuple[str, ...]]]) -> None:
    """不达标 before 无法判定 before 达标; 不适用 only if every school is."""
    size, count, rest, rows = case
    made_of = plan(size, count, rest)
    sheet = [{"校名": f"{n}", **{f"i{i}": cell for i, cell in enumerate(row, 1)}} for n, row in enumerate(rows)]
    (county,) = judge(made_of, submission(made_of, school=sheet)).counties
    words = {expected(row, count, rest) for row in rows}
    assert county.verdict.zh == next(w for w in ("不达标", "无法判定", "达标", "不适用") if w in words)
