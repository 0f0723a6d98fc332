"""落实 · Answers put into the sheets before anything is read: cells as corrected, columns as explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from eqrules.data.answers import Answer, Answers
from eqrules.data.cells import exact
from eqrules.data.names import heading_key
from eqrules.data.raw import Percent, Raw, Sheet, is_blank, letter, shown
from eqrules.data.recognise import Field, Form
from eqrules.data.words import plain, word_key
from eqrules.data.xlsx_parts import column_number
from eqrules.diagnostics.report import Report
from eqrules.language.numbers import plain_text

_CELL = re.compile(r"(.+)!([A-Z]+)(\d+)")


def put_corrections(sheets: Sequence[Sheet], answers: Answers, report: Report) -> None:
    """`| 更正 | 学段校!C5 | … | 4.5 |`: the cell is read as if that stood in it."""
    labels = {heading_key(sheet.label): sheet for sheet in sheets}
    for answer in answers.corrections:
        found = _CELL.fullmatch(answer.where.strip())
        sheet = labels.get(heading_key(found[1])) if found else None
        if found is None or sheet is None:
            continue
        row, column = int(found[3]) - 1, column_number(found[2])
        if row < len(sheet.rows) and column < 16_384:
            cells = sheet.rows[row]
            cells.extend([None] * (column + 1 - len(cells)))
            before, cells[column] = shown(cells[column]), answer.text
            sheet.struck.discard((row, column))
            _say(answer, [f"{sheet.label}!{found[2]}{found[3]}"], before, report)


def settle(forms: Iterable[Form], answers: Answers, report: Report) -> None:
    """Questions about whole columns, and words of one column, by their answers."""
    if not answers.rows:
        return
    for form in forms:
        for entry in form.fields:
            where = f"{form.label}!{entry.heading}"
            for code, choices in _COLUMNS.items():
                choice = choices.get(word_key(answers.to(code, where))) if entry.column >= 0 else None
                if choice is not None:
                    _change(form, entry, choice, code, answers.to(code, where), report)
            for answer in answers.corrections:
                heading, _, word = answer.where.partition("=")
                if word and heading_key(heading) in (heading_key(entry.heading), heading_key(entry.item.about.zh)):
                    _replace(form, entry, answer, word, report)


def _change(form: Form, entry: Field, choice: Callable[[Raw], Raw], code: str, answer: str, report: Report) -> None:
    changed = []
    for row, number in zip(form.body, form.numbers, strict=True):
        cells = form.sheet.rows[row]
        cells.extend([None] * (entry.column + 1 - len(cells)))
        before = cells[entry.column]
        cells[entry.column] = choice(before)
        if cells[entry.column] is not before:
            changed.append(f"{form.label}!{letter(entry.column)}{number}")
    entry.settled.add(code)
    if changed:
        report.cell("EQ679", changed, "hint", len(changed), n=str(len(changed)), answer=answer, question=code)


def _replace(form: Form, entry: Field, answer: Answer, word: str, report: Report) -> None:
    wanted = word_key(word)
    places = []
    for row, number in zip(form.body, form.numbers, strict=True):
        cells = form.sheet.rows[row]
        if 0 <= entry.column < len(cells) and word_key(shown(cells[entry.column])) == wanted:
            cells[entry.column] = answer.text
            places.append(f"{form.label}!{letter(entry.column)}{number}")
    if places:
        _say(answer, places, word, report)


def _say(answer: Answer, places: list[str], before: str, report: Report) -> None:
    answer.used = True
    said = f"{before} → {answer.text}" if before else answer.text
    report.cell("EQ679", places, "hint", len(places), n=str(len(places)), answer=said, question=answer.code)


# ── what an answer does to a cell ────────────────────────────────
def _small(cell: Raw) -> Fraction | None:
    """A number above 0 and up to 1, as 0.85 or as text."""
    if isinstance(cell, Percent):
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool) and 0 < cell <= 1:
        return Fraction(exact(float(cell)))
    text = plain(cell) if isinstance(cell, str) else ""
    return Fraction(text) if re.fullmatch(r"0?\.\d+|1(?:\.0+)?", text) else None


def _per_cent(cell: Raw) -> Raw:
    return cell if (value := _small(cell)) is None else f"{plain_text(value, 12)}%"


def _share(cell: Raw) -> Raw:
    return cell if (value := _small(cell)) is None else f"{plain_text(value * 100, 12)}%"


def _zero(cell: Raw) -> Raw:
    return 0 if is_blank(cell) else cell


def _same(cell: Raw) -> Raw:
    return cell


def _brackets(sign: str) -> Callable[[Raw], Raw]:
    def change(cell: Raw) -> Raw:
        found = re.fullmatch(r"\((\d[\d,]*(?:\.\d+)?)\)", plain(cell)) if isinstance(cell, str) else None
        return cell if found is None else "0" if sign == "0" else sign + found[1]

    return change


_COLUMNS: dict[str, dict[str, Callable[[Raw], Raw]]] = {
    "EQ644": {"百分数": _per_cent, "percent": _per_cent, "小数": _share, "share": _share},
    "EQ668": {"不计": _brackets("0"), "notcounted": _brackets("0"), "照数": _brackets(""), "asis": _brackets(""),
              "负数": _brackets("-"), "negative": _brackets("-")},
    "EQ672": {"0": _zero, "零": _zero, "未填": _same, "missing": _same},
}  # fmt: skip
