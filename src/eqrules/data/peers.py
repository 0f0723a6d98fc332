"""同类 · Figures that are out of scale beside the others of their column: told, never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from eqrules.data.submission import Value
from eqrules.diagnostics.report import Report
from eqrules.language.numbers import plain_text
from eqrules.language.units import lookup
from eqrules.plan.plan import ItemSpec

_FEWEST = 5
"""So many figures make a column that one of them can stand out of."""
_SCALE, _SHARE = 1000, 100
_LARGEST_MEAN = 100_000
"""A median of 10 亿元 for each object: then a column of 万元 was filled in 元."""


def look_at_peers(
    spec: ItemSpec, heading: str, sheet: str, values: Sequence[Value], place: Callable[[int], str], report: Report
) -> None:
    """Money a thousand times more or less than the median (元 for 万元), rates below 1% of it (a share for a %)."""
    if not is_scaled(spec):
        return
    numbers = [(value, i) for i, value in enumerate(values) if isinstance(value, int | Fraction) and value > 0]
    if len(numbers) < _FEWEST:
        return
    median = sorted(numbers)[len(numbers) // 2][0]
    if spec.unit == "%":
        odd = [(value, i) for value, i in numbers if value * _SHARE < median]
    else:
        odd = [(value, i) for value, i in numbers if value * _SCALE <= median or value >= median * _SCALE]
        if spec.unit == "万元" and median >= _LARGEST_MEAN:
            odd = numbers
    if odd:
        times = 100 if spec.unit == "%" else 1
        seen = "、".join(plain_text(Fraction(value) * times) + spec.unit for value, _ in odd[:3])
        facts = {"seen": seen, "median": plain_text(Fraction(median) * times) + spec.unit, "unit": spec.unit}
        cells = [place(i) for _, i in odd]
        report.cell("EQ671", cells, "warning", len(odd), sheet=sheet, column=heading, n=str(len(odd)), **facts)


def is_scaled(spec: ItemSpec) -> bool:
    """Money and percentages: what is written in more than one scale."""
    if spec.type != "decimal" and spec.type != "integer":
        return False
    word = lookup(spec.unit)
    return spec.unit == "%" or bool(word and word.unit.dimension == (("yuan", 1),))


def look_at_codes(codes: Sequence[str], place: Callable[[str], str], sheet: str, column: str, report: Report) -> None:
    """Different codes of a sheet that are unlike the others: letters for digits, another length, another province."""
    if len(codes) < _FEWEST:
        return
    lengths: dict[int, int] = {}
    for code in codes:
        if code.isdigit():
            lengths[len(code)] = lengths.get(len(code), 0) + 1
    length, many = max(lengths.items(), key=lambda entry: entry[1], default=(0, 0))
    if length < 6 or many * 5 < len(codes) * 4:
        return
    odd = [i for i, code in enumerate(codes) if code and (len(code) != length or not code.isdigit())]
    if length == _SCHOOL_CODE:
        sound = [code for code in codes if len(code) == length and code.isdigit()]
        _look_at_provinces(sound, place, sheet, column, report)
    if odd:
        near = [f"{codes[i]} → {meant}" for i in odd[:3] if (meant := _meant(codes[i], length, codes))]
        facts = {"seen": "、".join(f"「{codes[i]}」" for i in odd[:3]), "near": "、".join(near) or "?"}
        cells = [place(codes[i]) for i in odd]
        report.cell("EQ673", cells, "error", len(odd), sheet=sheet, column=column, n=str(len(odd)),
                    length=str(length), **facts)  # fmt: skip


_SCHOOL_CODE, _PROVINCE = 10, slice(2, 4)
"""A school's code: two digits of its kind, two of its province, six of its own."""


def _look_at_provinces(
    codes: Sequence[str], place: Callable[[str], str], sheet: str, column: str, report: Report
) -> None:
    """A few codes of another province than nearly all the others: mistyped, or a school of somewhere else."""
    counts: dict[str, int] = {}
    for code in codes:
        counts[code[_PROVINCE]] = counts.get(code[_PROVINCE], 0) + 1
    usual, many = max(counts.items(), key=lambda entry: entry[1])
    odd = [code for code in codes if code[_PROVINCE] != usual]
    if odd and many * 10 >= len(codes) * 9:
        facts = {"seen": "、".join(f"「{code}」" for code in odd[:3]), "usual": usual}
        report.cell("EQ690", [place(code) for code in odd], "warning", len(odd), sheet=sheet, column=column,
                    n=str(len(odd)), **facts)  # fmt: skip


_MISTAKEN = str.maketrans("OoQIliLBSZ", "0001111852")


def _meant(code: str, length: int, codes: Sequence[str]) -> str:
    from eqrules.diagnostics.suggest import closest

    digits = code.translate(_MISTAKEN)
    if len(digits) == length and digits.isdigit():
        return digits
    others = [other for other in codes if other != code and len(other) == length]
    return next(iter(closest(code, others, 1)), "")
