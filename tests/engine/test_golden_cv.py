"""差异系数的黄金数 · golden.md §1 five schools, limit cases; §2 鸠江区 2023."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.language.numbers import Roots, decimal_text, shown
from eqrules.plan.plan import Plan
from submissions import FIGURES, at_standard, judge, outcome, plan_of, shipped_plan, submission, verdict

FIVE = ((45, 279), (37, 137), (89, 935), (76, 160), (55, 402))
"""Pupils and books of the published worked example."""


@pytest.fixture(scope="module")
def books() -> Plan:
    """The example in the language: the official form, and the two that are not."""
    return plan_of("""# 规则集 五校算例

- 编号:test/five-schools
- 施行:2012年起

## 对象

| 编号 | 名称 | 属于 | 主键 |
|---|---|---|---|
| county | 县 | | 县名 |
| school | 学校 | 县 | 校名 |

## 数据项

| 编号 | 名称 | 单位 | 类型 | 对象 |
|---|---|---|---|---|
| county_name | 县名 | | 文本 | 县 |
| school_name | 校名 | | 文本 | 学校 |
| pupils | 在校生数 | 人 | 整数 | 学校 |
| books | 图书册数 | 册 | 整数 | 学校 |

## 指标 图书

- 编号:BOOK
- 依据:算例

| 编号 | 指标 | 单位 | 对象 | 计算 | 标准 |
|---|---|---|---|---|---|
| E1 | 生均图书册数 | 册/生 | 学校 | 图书册数÷在校生数 | 仅报告 |
| X1 | 全县生均图书册数 | 册/生 | 县 | 合计(图书册数)÷合计(在校生数) | 仅报告 |
| B1 | 按学生数加权 | | 县 | 差异系数(E1,按在校生数加权) | 0.50以下 |
| U1 | 不按学生数加权 | | 县 | 差异系数(E1,不加权) | 0.50以下 |
| U2 | 样本算法 | | 县 | 差异系数(E1,样本) | 0.50以下 |
| M1 | 各校比值的平均 | 册/生 | 县 | 平均(E1) | 仅报告 |
""")


def schools(pairs: tuple[tuple[int, int], ...]) -> list[dict[str, object]]:
    return [{"校名": f"{i}校", "在校生数": n, "图书册数": b} for i, (n, b) in enumerate(pairs, 1)]


def square(value: object) -> Fraction:
    """The exact square of a coefficient of variation."""
    assert isinstance(value, Roots)
    return Fraction(value.terms[0][1]) if value.terms else Fraction(value.rational) ** 2


def printed(value: object, digits: int) -> str:
    """A value as people read it, rounded half up."""
    assert isinstance(value, int | Fraction | Roots)
    return decimal_text(value.decimal() if isinstance(value, Roots) else value, digits)


# ── §1 ───────────────────────────────────────────────────────────
def test_five_schools_as_published() -> None:
    """§1 the file holds the pupils and books used here, and the totals 302 and 1913."""
    if not FIGURES.is_dir():
        pytest.skip(f"no figures at {FIGURES}")
    rows = list(csv.DictReader((FIGURES / "worked-cv-5-schools.csv").open(encoding="utf-8")))
    assert tuple((int(r["在校生数"]), int(r["图书册数"])) for r in rows[:-1]) == FIVE
    assert (rows[-1]["在校生数"], rows[-1]["图书册数"]) == ("302", "1913")
    result = {r["项目"]: r["公布值"] for r in csv.DictReader(
        (FIGURES / "worked-cv-5-schools-result.csv").open(encoding="utf-8"))}  # fmt: skip
    assert result == {"差异情况之和": "10.65", "平方根": "3.26", "差异系数": "0.52"}


def test_five_schools(books: Plan) -> None:
    """§1 the weighted form is 0.515257 and fails 0.50; unweighted it would pass."""
    made = judge(books, submission(books, school=schools(FIVE)))
    weighted, plain = outcome(made, "B1").value, outcome(made, "U1").value
    assert square(weighted) == Fraction(3343375367537, 12593253949265)
    assert printed(weighted, 6) == "0.515257"
    assert square(plain) < Fraction(1, 4) < square(weighted)
    assert verdict(made, "B1") == "不达标"
    assert verdict(made, "U1") == "达标"


def test_five_schools_on_the_way(books: Plan) -> None:
    """§1 mean, sum of squares and root as published, and the wrong forms for comparison."""
    made = judge(books, submission(books, school=schools(FIVE)))
    mean = outcome(made, "X1").value
    assert mean == Fraction(1913, 302)
    assert isinstance(mean, Fraction)
    squares = square(outcome(made, "B1").value) * mean**2
    assert squares == Fraction(3343375367537, 313849836740)
    assert decimal_text(squares, 2) == "10.65"
    assert printed(Roots.root(squares), 6) == "3.263861"
    assert printed(Roots.root(squares), 2) == "3.26"
    for rule, value in (("U1", "0.488771"), ("U2", "0.546462"), ("M1", "5.964535")):
        assert printed(outcome(made, rule).value, 6) == value
    ratios = [o.value for o in made.outcomes["E1"]]
    about_pooled = sum((x - mean) ** 2 for x in ratios) / 5 / mean**2  # type: ignore[operator]
    assert printed(Roots.root(about_pooled), 6) == "0.463919"


def test_five_schools_shares_of_the_sum(books: Plan) -> None:
    """§1 shares of the weighted sum per school: 0.03%, 7.97%, 48.13%, 42.25%, 1.62%."""
    made = judge(books, submission(books, school=schools(FIVE)))
    mean, ratios = outcome(made, "X1").value, [o.value for o in made.outcomes["E1"]]
    parts = [n * (ratio - mean) ** 2 for (n, _), ratio in zip(FIVE, ratios, strict=True)]  # type: ignore[operator]
    assert [decimal_text(part / sum(parts) * 100, 2) for part in parts] == ["0.03", "7.97", "48.13", "42.25", "1.62"]


@pytest.mark.parametrize(
    ("stage", "rule", "rooms", "squared"),
    [("初中", "B7", (29, 11), Fraction(81, 400)), ("小学", "B7", (30, 10), Fraction(1, 4))],
)
def test_exactly_at_the_limit_passes(stage: str, rule: str, rooms: tuple[int, int], squared: Fraction) -> None:
    """§1 limit cases: 0.45 and 0.50 exactly, where binary floats say 0.4500000000000001."""
    plan = shipped_plan("cn/2017")
    pairs = []
    for code, count in zip("AB", rooms, strict=True):
        school, section = at_standard(stage, 120)
        key = {"school_code": code}
        pairs.append((school | key | {"multimedia_rooms": count}, section | key))
    made = judge(plan, submission(plan, school=[a for a, _ in pairs], section=[b for _, b in pairs]))
    found = outcome(made, rule, stage)
    assert square(found.value) == squared
    assert found.verdict.zh == "达标"


# ── §2 鸠江区 2023, 小学 ──────────────────────────────────────────
MEANS = ("5.515273", "0.887611", "0.879277", "4.563288", "7.925946", "2496.674864", "2.784743")
DEVIATIONS = ("1.643162", "0.445392", "0.353427", "1.316139", "2.975795", "780.914372", "1.097759")
VALUES = ("0.297929", "0.501787", "0.401952", "0.288419", "0.375450", "0.312782", "0.394205")


@pytest.fixture(scope="module")
def published() -> Plan:
    """The limits of 2017 on coefficients that are handed in, as the county published them."""
    items = "\n".join(f"| c{n} | 公布的差异系数{n} | | 小数 | 县学段 |" for n in range(1, 8))
    rules = "\n".join(
        f"| B{n} | 差异系数第{n}项 | 国家提供 | 公布的差异系数{n} | 0.50以下 | 0.45以下 | 2 |" for n in range(1, 8)
    )
    return plan_of(f"""# 规则集 公布的差异系数

- 编号:test/published
- 施行:2017年起

## 对象

| 编号 | 名称 | 属于 | 主键 |
|---|---|---|---|
| county | 县 | | 县名 |
| county_stage | 县学段 | 县 | 学段 |

## 数据项

| 编号 | 名称 | 单位 | 类型 | 对象 |
|---|---|---|---|---|
| county_name | 县名 | | 文本 | 县 |
| stage | 学段 | | 小学、初中 | 县学段 |
{items}

## 指标 校际均衡

- 编号:BAL
- 对象:县学段
- 依据:第六条

| 编号 | 指标 | 认定 | 计算 | 小学 | 初中 | 位数 |
|---|---|---|---|---|---|---|
{rules}
| B0 | 综合差异系数 | 国家提供 | B1至B7的平均 | 仅报告 | 仅报告 | 3 |

## 结论

| 编号 | 结论 | 对象 | 条件 |
|---|---|---|---|
| CA | 均衡 | 县 | 校际均衡全部达标 |
""")


def jiujiang(plan: Plan) -> Evaluation:
    row = {f"c{n}": value for n, value in enumerate(VALUES, 1)}
    return judge(plan, submission(plan, county_stage=[{"学段": "小学", **row}]))


def test_jiujiang_figures() -> None:
    """§2 the table printed in golden.md is the file; J7 the composite of the mean row is blank, not 0."""
    if not FIGURES.is_dir():
        pytest.skip(f"no figures at {FIGURES}")
    rows = {r["项目"]: list(r.values())[2:] for r in csv.DictReader(
        (FIGURES / "jiujiang-2023-primary-cv.csv").open(encoding="utf-8"))}  # fmt: skip
    for name, expected in (("全县平均值", MEANS), ("标准差", DEVIATIONS), ("差异系数", VALUES)):
        assert [Fraction(cell) for cell in rows[name][:7]] == [Fraction(cell) for cell in expected]
    assert [rows[name][7] for name in ("全县平均值", "标准差", "差异系数")] == ["", "", "0.367503"]


def test_j1_deviation_over_mean() -> None:
    """J1 SD ÷ mean equals the CV to six decimals, all seven."""
    quotients = [Fraction(s) / Fraction(m) for s, m in zip(DEVIATIONS, MEANS, strict=True)]
    assert [decimal_text(q, 6) for q in quotients] == list(VALUES)


def test_j2_the_composite_is_the_mean(published: Plan) -> None:
    """J2 mean of the seven CVs = 0.367503; J5 it would pass 0.50, and decides nothing."""
    found = outcome(jiujiang(published), "B0", "小学")
    assert printed(found.value, 6) == "0.367503"
    assert Fraction(found.value) <= Fraction("0.50")  # type: ignore[arg-type]
    assert (found.verdict.zh, found.note, found.decides) == ("不适用", "report_only", False)


def test_j3_r2_fails(published: Plan) -> None:
    """J3 2017 rule, 小学 0.50: R2 fails, the other six pass, so the county does not pass."""
    made = jiujiang(published)
    assert [verdict(made, f"B{n}", "小学") for n in range(1, 8)] == ["达标", "不达标", *["达标"] * 5]
    assert verdict(made, "CA") == "不达标"


def test_j4_print_does_not_contradict() -> None:
    """J4 0.501787 rounded to two decimals is 0.50: print 0.502 beside 不达标."""
    value, limit = Fraction("0.501787"), Fraction("0.50")
    assert decimal_text(value, 2) == "0.50"
    assert shown(value, limit, 2) == "0.502"


def test_j6_means_below_the_standard() -> None:
    """J6 the means of R2 and R3 lie below 1 and 0.9, the others do not."""
    limits = ("4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3")
    below = [
        n for n, (mean, limit) in enumerate(zip(MEANS, limits, strict=True), 1) if Fraction(mean) < Fraction(limit)
    ]
    assert below == [2, 3]


def test_j7_a_blank_is_missing(published: Plan) -> None:
    """J7 a blank coefficient is 无法判定, never 0."""
    row = {f"c{n}": value for n, value in enumerate(VALUES, 1)} | {"c2": None}
    made = judge(published, submission(published, county_stage=[{"学段": "小学", **row}]))
    found = outcome(made, "B2", "小学")
    assert (found.verdict.zh, found.value) == ("无法判定", None)
    assert found.missing
    assert outcome(made, "B0", "小学").value is None


def test_j8_two_regimes() -> None:
    """J8 the 2012 composites 0.335 and 0.328 pass its limits 0.65 and 0.55, which only cn/2012 has."""
    rule = next(r for r in shipped_plan("cn/2012").rules if r.id == "E0")
    limits = {case.when.values[0]: case.limits[0].limit for case in rule.cases}  # type: ignore[union-attr]
    for stage, value, at in (("小学", "0.335", "0.65"), ("初中", "0.328", "0.55")):
        limit = limits[stage]
        assert (limit.kind, limit.sign) == ("compare", "<=")
        assert Fraction(limit.amount.value) == Fraction(at) >= Fraction(value)  # type: ignore[union-attr]
    composite = next(r for r in shipped_plan("cn/2017").rules if r.id == "B0")
    assert {case.limits[0].limit.kind for case in composite.cases} == {"none"}


@pytest.mark.parametrize(("rule", "item", "count", "mean"), [
    ("R1", "teachers_bachelor", 2647, "5.515273"),
    ("R2", "backbone_teachers", 426, "0.887611"),
    ("R3", "pe_teachers", 422, "0.879277"),
])  # fmt: skip
def test_j9_the_county_mean_is_total_over_total(rule: str, item: str, count: int, mean: str) -> None:
    """J9 47994 pupils with 2647, 426, 422 teachers give the three published means to the last digit."""
    plan = shipped_plan("cn/2017")
    school, section = at_standard("小学", 47994)
    county = submission(
        plan, school=[school | {"school_code": "A"}], section=[section | {"school_code": "A", item: count}]
    )
    assert printed(outcome(judge(plan, county), rule, "小学").value, 6) == mean
