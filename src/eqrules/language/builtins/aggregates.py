"""合计等 · sum, max, min, mean, count, share, median over the objects below."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eqrules.language.builtins.page import Builtin
from eqrules.language.numbers import Exact, Roots, exact_sum


def _mean(values: Sequence[Exact | Roots], weights: Sequence[Exact] | None = None) -> Exact | Roots | None:
    """Σwx ÷ Σw; None when there is nothing to divide by. Square roots stay exact."""
    total = exact_sum(weights) if weights is not None else len(values)
    if not total:
        return None
    each = weights if weights is not None else [1] * len(values)
    if any(isinstance(value, Roots) for value in values):
        whole = Roots()
        for value, weight in zip(values, each, strict=True):
            whole += (value if isinstance(value, Roots) else Roots(value)).scaled(Fraction(weight) / total)
        return whole
    return Fraction(exact_sum(v * w for v, w in zip(values, each, strict=True))) / total  # type: ignore[operator]


def _median(values: Sequence[Exact]) -> Exact | None:
    ranked = sorted(values)
    middle = len(ranked) // 2
    if not ranked:
        return None
    return ranked[middle] if len(ranked) % 2 else Fraction(ranked[middle - 1] + ranked[middle], 2)


SUM = Builtin(
    "sum", "合计", "sum", "aggregate",
    "下级对象的值相加；没有对象时为 0。", "Adds the values of the objects below; 0 when there are none.",
    exact_sum, examples=((([1, 2, Fraction(1, 2)],), Fraction(7, 2)), (([],), 0)),
)  # fmt: skip
MAXIMUM = Builtin(
    "max", "最大", "max", "aggregate",
    "最大的值；没有对象时无法判定。", "The largest value; undetermined when there are none.",
    lambda values: max(values, default=None), examples=((([3, 5, 4],), 5),),
)  # fmt: skip
MINIMUM = Builtin(
    "min", "最小", "min", "aggregate",
    "最小的值；没有对象时无法判定。", "The smallest value; undetermined when there are none.",
    lambda values: min(values, default=None), examples=((([3, 5, 4],), 3),),
)  # fmt: skip
MEAN = Builtin(
    "mean", "平均", "mean", "aggregate",
    "平均值，可「按…加权」；没有对象或权重为 0 时无法判定。",
    "The mean, if wanted weighted by an item; undetermined with no objects or zero weight.",
    _mean, takes="weighted", examples=((([1, 2],), Fraction(3, 2)), (([1, 4], [2, 1]), 2)),
)  # fmt: skip
COUNT = Builtin(
    "count", "计数", "count", "aggregate",
    "符合条件的下级对象个数。", "How many objects below meet the condition.",
    sum, takes="objects", unit="count", examples=((([1, 0, 1],), 2), (([],), 0)),
)  # fmt: skip
SHARE = Builtin(
    "share", "占比", "share", "aggregate",
    "符合条件的下级对象占全部的比例；没有对象时无法判定。",
    "The share of the objects below that meet the condition; undetermined when there are none.",
    lambda flags: Fraction(sum(flags), len(flags)) if flags else None,
    takes="objects", unit="pure", examples=((([1, 0, 1, 1],), Fraction(3, 4)),),
)  # fmt: skip
MEDIAN = Builtin(
    "median", "中位数", "median", "aggregate",
    "排序后居中的值；个数为双数时取中间两个的平均。", "The middle value; of an even number, the mean of the two.",
    _median, examples=((([3, 1, 2],), 2), (([1, 2],), Fraction(3, 2))),
)  # fmt: skip
