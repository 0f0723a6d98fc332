"""取整等 · ceiling, floor, the larger, the smaller, whole years: functions of one object's own values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor

from eqrules.language.builtins.page import Builtin


def years_between(start: date, end: date) -> int:
    """Whole years from `start` to `end`: the third anniversary itself makes three years (29 Feb: 1 Mar)."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


CEILING = Builtin(
    "ceiling", "向上取整", "ceiling", "single",
    "不小于该数的最小整数。", "The smallest whole number not below it.",
    ceil, examples=(((Fraction(13, 12),), 2),),
)  # fmt: skip
FLOOR = Builtin(
    "floor", "向下取整", "floor", "single",
    "不大于该数的最大整数。", "The largest whole number not above it.",
    floor, examples=(((Fraction(25, 12),), 2),),
)  # fmt: skip
LARGER = Builtin(
    "larger", "两者较大", "larger", "single",
    "两个数中较大的一个。", "The larger of two.",
    max, arguments=2, examples=(((3, 5), 5),),
)  # fmt: skip
SMALLER = Builtin(
    "smaller", "两者较小", "smaller", "single",
    "两个数中较小的一个。", "The smaller of two.",
    min, arguments=2, examples=(((3, 5), 3),),
)  # fmt: skip
YEARS = Builtin(
    "years", "年数", "years", "single",
    "从前一日期到后一日期满几年。", "Whole years from the first date to the second.",
    years_between, unit="years", arguments=2,
    examples=(((date(2016, 10, 26), date(2019, 10, 25)), 2), ((date(2016, 10, 26), date(2019, 10, 26)), 3)),
)  # fmt: skip
