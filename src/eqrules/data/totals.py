"""合计 · Rows of totals are no objects, and are not forgotten: they must be the sums of the rows above them."""

from __future__ import annotations

from fractions import Fraction

from eqrules.data.cells import Corrected, Read, reader
from eqrules.data.names import heading_key, listed
from eqrules.data.raw import Raw, Row, is_blank, letter, shown
from eqrules.data.recognise import Field, Form
from eqrules.diagnostics.report import Report
from eqrules.language.numbers import plain_text

_SUMS = listed("合计 总计 共计 总和 total sum")
_PARTS = listed("小计 subtotal")
_OTHERS = listed("平均 平均值 均值 average mean")
_ROUNDED = Fraction(1, 200)
"""Half of the second decimal, for each number that is added: even ministry tables are off by so much."""


def is_total(cell: Raw) -> bool:
    """合计, 小计, 平均, 其中：城区."""
    if type(cell) is not str:
        return False
    key = heading_key(cell)
    return key in _SUMS or key in _PARTS or key in _OTHERS or key.startswith("其中")


def no_object(row: Row, notes: tuple[str, ...]) -> bool:
    """A row without its key that begins with 合计, or that is nothing but words and begins with 注."""
    filled = [cell for cell in row if not is_blank(cell)]
    if not filled:
        return False
    first = heading_key(shown(filled[0]))
    return is_total(filled[0]) or (first.startswith(notes) and all(isinstance(cell, str) for cell in filled))


def check_totals(form: Form, aside: set[int], report: Report) -> None:
    """Each 合计 against all rows above it, each 小计 against those since the last; `aside`: places in the body."""
    kinds = {index: kind for index in aside if (kind := _kind(form.sheet.rows[form.body[index]]))}
    if not kinds or max(kinds) == 0:
        return
    last_sum = max((i for i, kind in kinds.items() if kind == "sum"), default=-1)
    for entry in form.fields:
        if entry.column >= 0 and entry.item.type in ("integer", "decimal") and entry.item.unit != "%":
            _check_column(form, entry, kinds, aside, last_sum, report)


def _kind(row: Row) -> str:
    keys = [heading_key(cell) for cell in row if type(cell) is str]
    return "sum" if any(k in _SUMS for k in keys) else "part" if any(k in _PARTS for k in keys) else ""


def _check_column(
    form: Form, entry: Field, kinds: dict[int, str], aside: set[int], last_sum: int, report: Report
) -> None:
    read = reader(entry.item)
    values = [_number(read(cell)) for cell in form.cells(entry)]
    whole: list[int] = []
    group: list[int] = []
    for index, value in enumerate(values):
        if index not in aside:
            group.append(index)
            whole.append(index)
            continue
        kind = kinds.get(index)
        added = group if kind == "part" else whole if kind == "sum" and index == last_sum else []
        terms = [values[i] for i in added]
        if added and value is not None and None not in terms:
            total = sum((Fraction(t) for t in terms if t is not None), Fraction(0))
            exact = all(t is not None and t.denominator == 1 for t in (*terms, value))
            if abs(total - value) > (0 if exact else _ROUNDED * len(terms)):
                _say(form, entry, index, value, total, report)
        if kind == "part":
            group = []


def _say(form: Form, entry: Field, index: int, value: Fraction, total: Fraction, report: Report) -> None:
    cell = f"{form.label}!{letter(entry.column)}{form.numbers[index]}"
    facts = {"column": entry.heading, "total": plain_text(value), "sum": plain_text(total)}
    report.cell("EQ662", [cell], "warning", 1, sheet=form.label, **facts)


def _number(got: Read) -> Fraction | None:
    if isinstance(got, Corrected):
        got = got.value
    return Fraction(got) if isinstance(got, int | Fraction) and not isinstance(got, bool) else None
