"""差异系数的定律 · The engine's coefficient against plain rationals, ties included; means of roots too."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eqrules.engine.contract import Evaluation
from eqrules.language.builtins.aggregates import MEAN
from eqrules.language.builtins.dispersion import cv
from eqrules.language.numbers import Roots
from submissions import judge, outcome, plan_of, submission, verdict

PLAN = plan_of("""# 规则集 差异

- 编号:test/dispersion
- 施行:2017年起

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
| pupils | 人数 | 人 | 整数 | 学校 |
| first | 甲数 | 间 | 整数 | 学校 |
| second | 乙数 | 间 | 整数 | 学校 |

## 指标 资源

- 编号:RES
- 对象:学校
- 依据:试

| 编号 | 指标 | 单位 | 计算 | 标准 |
|---|---|---|---|---|
| R1 | 生均甲 | 间/生 | 甲数÷人数 | 仅报告 |
| R2 | 生均乙 | 间/生 | 乙数÷人数 | 仅报告 |

## 指标 均衡

- 编号:BAL
- 对象:县
- 依据:试

| 编号 | 指标 | 计算 | 标准 |
|---|---|---|---|
| B1至B2 | R1至R2的差异系数 | 差异系数(按人数加权) | 0.50以下 |
| L1 | 较严的甲 | 差异系数(R1,按人数加权) | 0.45以下 |
| U1 | 不加权的甲 | 差异系数(R1,不加权) | 0.50以下 |
| S1 | 样本的甲 | 差异系数(R1,样本) | 0.50以下 |
| M1 | 综合 | B1至B2的平均 | 0.50以下 |
| M2 | 较严的综合 | B1至B2的平均 | 低于0.50 |
""")
HALF, STRICT = Fraction(1, 2), Fraction("0.45")


def judged(rows: list[tuple[int, int, int]]) -> Evaluation:
    sheet = [{"校名": str(n), "人数": p, "甲数": a, "乙数": b} for n, (p, a, b) in enumerate(rows)]
    return judge(PLAN, submission(PLAN, school=sheet))


def squared(pairs: list[tuple[Fraction, int]]) -> Fraction:
    """Σ(n/N)(x−X)² ÷ X², as the paper writes it."""
    total = sum(n for _, n in pairs)
    mean = sum((x * n for x, n in pairs), Fraction(0)) / total
    return sum((Fraction(n, total) * (x - mean) ** 2 for x, n in pairs), Fraction(0)) / mean**2


counts = st.one_of(st.integers(0, 50), st.sampled_from([11, 29, 10, 30, 100]), st.integers(0, 10**6))
rows = st.lists(st.tuples(st.integers(1, 3000), counts, counts), min_size=2, max_size=12)


@given(rows)
def test_coefficients_agree_with_plain_rationals(county: list[tuple[int, int, int]]) -> None:
    """Weighted, unweighted and sample forms, and their verdicts at 0.50 and 0.45."""
    assume(any(a for _, a, _ in county) and any(b for _, _, b in county))
    made = judged(county)
    first = [(Fraction(a, p), p) for p, a, _ in county]
    second = [(Fraction(b, p), p) for p, _, b in county]
    even = [(x, 1) for x, _ in first]
    expected = {
        "B1": (squared(first), HALF), "B2": (squared(second), HALF), "L1": (squared(first), STRICT),
        "U1": (squared(even), HALF), "S1": (squared(even) * len(even) / (len(even) - 1), HALF),
    }  # fmt: skip
    for rule, (square, limit) in expected.items():
        found = outcome(made, rule)
        assert isinstance(found.value, Roots)
        kept = Fraction(found.value.terms[0][1]) if found.value.terms else Fraction(found.value.rational) ** 2
        assert kept == square
        assert found.verdict.zh == ("达标" if square <= limit**2 else "不达标")


@given(rows)
def test_the_mean_of_two_coefficients(county: list[tuple[int, int, int]]) -> None:
    """(√a + √b) ÷ 2 against 0.50, by squaring: √a + √b ≤ 1."""
    assume(any(a for _, a, _ in county) and any(b for _, _, b in county))
    a = squared([(Fraction(x, p), p) for p, x, _ in county])
    b = squared([(Fraction(y, p), p) for p, _, y in county])
    at_most = a + b <= 1 and (1 - a - b) ** 2 >= 4 * a * b
    below = a + b < 1 and (1 - a - b) ** 2 > 4 * a * b
    made = judged(county)
    assert verdict(made, "M1") == ("达标" if at_most else "不达标")
    assert verdict(made, "M2") == ("达标" if below else "不达标")


# ── ties ─────────────────────────────────────────────────────────
@st.composite
def ties(draw: st.DrawFn, limit: Fraction) -> list[tuple[int, int, int]]:
    """Two schools of k·a² and k·b² pupils whose coefficient is exactly the limit.

    With ratios r and 1: ab|r − 1| ÷ (a²r + b²) = limit, so r = (ab + limit·b²) ÷ (ab − limit·a²).
    """
    a, b = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    assume(a * b > limit * a * a)
    r = (a * b + limit * b * b) / (a * b - limit * a * a)
    k = draw(st.integers(1, 20)) * r.denominator
    scale = draw(st.integers(1, 5))
    first = scale * r * k * a * a
    pupils = (k * a * a, k * b * b)
    assert first.denominator == 1
    return [(pupils[0], first.numerator, first.numerator), (pupils[1], scale * pupils[1], scale * pupils[1])]


@given(ties(HALF))
def test_exactly_one_half_passes(county: list[tuple[int, int, int]]) -> None:
    made = judged(county)
    assert outcome(made, "B1").value == Roots(HALF)
    assert (verdict(made, "B1"), verdict(made, "L1")) == ("达标", "不达标")
    assert (verdict(made, "M1"), verdict(made, "M2")) == ("达标", "不达标"), "0.50 is at most 0.50 and not below it"


@given(ties(STRICT))
def test_exactly_forty_five_hundredths_passes(county: list[tuple[int, int, int]]) -> None:
    made = judged(county)
    assert outcome(made, "B1").value == Roots(STRICT)
    assert (verdict(made, "B1"), verdict(made, "L1")) == ("达标", "达标")


@given(ties(HALF), st.integers(0, 1), st.sampled_from([-1, 1]))
def test_one_room_off_the_tie(county: list[tuple[int, int, int]], which: int, step: int) -> None:
    """One room more at the better school fails, one less passes; the other way round at the other."""
    pupils, rooms, other = county[which]
    moved = [row if n != which else (pupils, rooms + step, other) for n, row in enumerate(county)]
    assert verdict(judged(moved), "B1") == ("达标" if (which == 0) == (step < 0) else "不达标")


# ── the builtins themselves ──────────────────────────────────────
@given(st.lists(st.tuples(st.fractions(0, 100, max_denominator=50), st.integers(0, 50)), min_size=2, max_size=8))
def test_the_weighted_mean_of_roots(pairs: list[tuple[Fraction, int]]) -> None:
    """Weights of zero count nothing, even exactly at a limit."""
    total = sum(w for _, w in pairs)
    found = MEAN.meaning([Roots.root(v) for v, _ in pairs], [w for _, w in pairs])
    if not total:
        assert found is None
        return
    with localcontext() as context:
        context.prec = 60
        exact = sum(Decimal(w) * (Decimal(v.numerator) / v.denominator).sqrt() for v, w in pairs) / total
        for limit in (exact + Decimal("1e-40"), exact - Decimal("1e-40")):
            assert found.compare(Fraction(limit)) == (1 if limit < exact else -1)


@pytest.mark.parametrize("weights", [(1, 0), (3, 0)])
def test_a_weight_of_zero_at_a_tie(weights: tuple[int, int]) -> None:
    """(1·½ + 0·√2) ÷ 1 is exactly ½: a limit of 0.50 is met."""
    found = MEAN.meaning([Roots(HALF), Roots.root(2)], list(weights))
    assert found.compare(HALF) == 0


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.fractions(Fraction(1, 100), 100, max_denominator=100)
)
def test_scale_does_not_matter(values: list[int], factor: Fraction) -> None:
    """The coefficient of yuan is that of 万元; equal schools have none."""
    assert cv(values) == cv([v * factor for v in values])
    if any(values):
        assert cv([values[0] or 1] * len(values)) == Roots(Fraction(0))
