"""模板 · The workbook to fill in: a sheet per object, with units, lists, ranges and notes; headings are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from eqrules.data.names import display
from eqrules.data.raw import letter
from eqrules.data.sample_book import Form, empty_book
from eqrules.data.submission import Absent, State, Submission, Value
from eqrules.diagnostics.width import width
from eqrules.plan.plan import ItemSpec, Plan

Origins = Mapping[str, Sequence[str]]
"""Item → the statistics form it is copied from, and when it is counted."""

_ROWS = 5000
"""As many rows are checked while they are filled in."""
_LONGEST_LIST = 255
_UNLOCKED = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
_FEW = ("text", "list", "yes_no", "year", "date")
"""What seldom changes from one year to the next."""


def write_template(
    plan: Plan,
    mark: str,
    path: Path,
    origins: Origins,
    last_year: Submission | None = None,
    english: bool = False,
    figures: bool = False,
) -> None:
    """Write the template; with last year's submission its objects, and of their items what seldom changes.

    `figures`: last year's numbers too. `english`: a second row of headings.
    """
    from xlsxwriter import Workbook

    with Workbook(str(path)) as book:
        title = f"{plan.about.zh or plan.id} 填报模板"
        book.set_properties({"title": title, "comments": f"{plan.id} {mark}", "created": datetime(2020, 1, 1)})
        styles = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7"}),
            "free": book.add_format({"locked": False}),
            "text": book.add_format({"locked": False, "num_format": "@"}),
            "date": book.add_format({"locked": False, "num_format": "yyyy-mm-dd"}),
        }
        forms = list(empty_book(plan).forms.values())
        notes = book.add_worksheet("说明")
        for form in forms:
            _sheet(book.add_worksheet(form.name), form, styles, origins, last_year, english, figures)
        _explain(notes, styles["head"], plan, mark, forms, origins, last_year is not None, figures)


def _sheet(
    sheet: Any,
    form: Form,
    styles: dict[str, Any],
    origins: Origins,
    last: Submission | None,
    english: bool,
    figures: bool,
) -> None:
    first = 1 + english
    for column, (item, heading) in enumerate(zip(form.items, form.headings, strict=True)):
        style = styles["date"] if item.type == "date" else styles["text"] if item.type == "text" else styles["free"]
        sheet.set_column(column, column, min(max(width(heading), 8), 22) + 2, style)
        sheet.write_string(0, column, heading, styles["head"])
        if english:
            sheet.write_string(1, column, item.about.en or item.id, styles["head"])
        sheet.write_comment(0, column, note(item, origins), {"x_scale": 2, "y_scale": 1.5})
        rule = validation(item, column, first)
        if rule:
            sheet.data_validation(first, column, first + _ROWS - 1, column, rule)
    sheet.freeze_panes(first, form.keys)
    sheet.protect("", dict.fromkeys(_UNLOCKED, True))
    if last is not None:
        _fill(sheet, form, last, first, figures)


def note(item: ItemSpec, origins: Origins) -> str:
    """What a heading's comment says: the definition, the unit, what may stand there, and where it comes from."""
    low, high = item.minimum, item.maximum
    allowed = "、".join(item.values) or ("是、否" if item.type == "yes_no" else "")
    bounds = f"{low} 至 {high}" if low and high else f"{low} 以上" if low else f"不超过 {high}" if high else ""
    said = [
        item.about.note,
        f"单位：{item.unit}" if item.unit else "",
        "填整数" if item.whole or item.type == "integer" else "",
        f"可填：{allowed or bounds}" if allowed or bounds else "",
        "没有此项的填 /" if item.may_be_none else "",
        *(f"{word}：{text}" for word, text in zip(("来源", "时点"), origins.get(item.id, ()), strict=False) if text),
        f"编号：{'、'.join((item.id, *item.about.aliases[:1]))}",
    ]
    return "\n".join(filter(None, said))


def validation(item: ItemSpec, column: int, row: int) -> dict[str, object] | None:
    """The check that Excel and WPS make while a cell is filled in; None for texts."""
    about = {"input_title": display(item)[:32], "error_title": "填写有误"}
    words = ("是", "否") if item.type == "yes_no" else item.values if item.type == "list" else ()
    if words:
        words = (*words, "/") if item.may_be_none else words
        if len(",".join(words)) > _LONGEST_LIST:
            return None
        said = f"请从列表里选：{'、'.join(words)}"[:255]
        return {**about, "validate": "list", "source": list(words), "error_message": said}
    if item.type in ("integer", "decimal", "year"):
        low, high = item.minimum, item.maximum
        if item.type == "year":
            low, high = low or "1900", high or "2100"
        whole = item.whole or item.type != "decimal"
        said = f"这里填{'整数' if whole else '数'}：{_range(low, high)}"
        formula = f"={_number_test(item, f'{letter(column)}{row + 1}', whole, low, high)}"
        return {**about, "validate": "custom", "value": formula, "error_message": said}
    if item.type == "date":
        least = {"criteria": ">=", "value": date(1900, 1, 1)}
        return {**about, "validate": "date", **least, "error_message": "这里填日期，如 2024-09-01"}
    return None


def _number_test(item: ItemSpec, cell: str, whole: bool, low: str, high: str) -> str:
    parts = [f"ISNUMBER({cell})", f"{cell}=INT({cell})" if whole else ""]
    parts += [f"{cell}>={_plain(low)}" if low else "", f"{cell}<={_plain(high)}" if high else ""]
    formula = f"AND({','.join(filter(None, parts))})"
    return f'OR({cell}="/",{formula})' if item.may_be_none else formula


def _range(low: str, high: str) -> str:
    return f"{low or '…'} 至 {high or '…'}，不带单位"


def _plain(text: str) -> str:
    """A bound as a spreadsheet writes it; a bound of a % item is one of the figure that is filled in."""
    value = Fraction(text.rstrip("%"))
    return str(value.numerator) if value.denominator == 1 else str(float(value))


# ── last year ────────────────────────────────────────────────────
def _fill(sheet: Any, form: Form, last: Submission, first: int, figures: bool) -> None:
    table = last.tables.get(form.grain.id)
    if table is None or not table.handed_in:
        return
    for index, key in enumerate(table.keys):
        for column, item in enumerate(form.items):
            value: Value | None = key[column] if column < form.keys else None
            if value is None and (item.type in _FEW or figures) and item.id in table.columns:
                value = table.columns[item.id].values[index]
            _write(sheet, first + index, column, item, value)


def _write(sheet: Any, row: int, column: int, item: ItemSpec, value: Value | None) -> None:
    match value:
        case Absent(state=State.NONE):
            sheet.write_string(row, column, "/")
        case None | Absent():
            return
        case bool():
            sheet.write_string(row, column, "是" if value else "否")
        case int() | Fraction():
            sheet.write_number(row, column, float(value * 100 if item.unit == "%" else value))
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))
        case _:
            sheet.write_string(row, column, value)


# ── the sheet that explains ──────────────────────────────────────
def _explain(
    sheet: Any, head: Any, plan: Plan, mark: str, forms: Sequence[Form], origins: Origins, filled: bool, figures: bool
) -> None:
    layers = "".join(f" + {layer}" for layer in plan.layers)
    lines = [
        ["规则集 · Ruleset", f"{plan.id}{layers}", plan.about.zh],
        ["哈希 · Hash", mark],
        [],
        ["每种对象一张表，一行一个对象；表头不要改，次序可以动，不用的列可以删。"],
        ["One sheet per kind of object, one row per object. Keep the headings; columns may be moved or deleted."],
        ["只填数字，不带单位；没有填的留空，是 0 的写 0，没有此项的写 /。空白不当作 0。"],
        ["Figures only, without units. Blank is never zero: write 0 for zero, / where it does not exist."],
        ["表头的批注写明定义、单位、可填的值和来源。填好后：eqrules validate 核验，eqrules run 评估。"],
    ]
    if filled:
        kept = "对象、文字、选项和数" if figures else "对象、文字和选项；数没有带过来，请填今年的"
        lines.append([f"已按上年填报预填：{kept}。"])
    lines += [[], ["表", "数据项", "英文", "单位", "定义", "来源", "时点"]]
    top = len(lines)
    for form in forms:
        for item in form.items[form.keys if form.keys > 1 else 0 :]:
            source, when = [*origins.get(item.id, ()), "", ""][:2]
            lines.append([form.name, display(item), item.about.en, item.unit, item.about.note, source, when])
    for column, wide in enumerate((14, 36, 30, 12, 48, 24, 12)):
        sheet.set_column(column, column, wide)
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            if text:
                sheet.write_string(number, column, text, head if number == top - 1 else None)
    sheet.protect("", {"format_columns": True})
