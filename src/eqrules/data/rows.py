"""行 · Rows that are not objects (totals, notes), merged cells, and what is hidden, struck out or in a comment."""

from __future__ import annotations

from eqrules.data.answers import Answers
from eqrules.data.names import Names, listed
from eqrules.data.raw import Broken, Raw, is_blank, letter, shown
from eqrules.data.recognise import Form
from eqrules.data.totals import check_totals, is_total, no_object
from eqrules.data.values import quoted
from eqrules.diagnostics.report import Report

_NOTES = tuple(
    listed("注: 注1 备注: 说明: 填表人 填报人 审核人 制表人 单位负责人 负责人: 联系电话 电话 填表日期 制表日期 盖章")
)


def tidy(form: Form, names: Names, answers: Answers, report: Report) -> None:
    """Spread merged cells over their rows, then set aside rows that describe no object."""
    _spread_merged(form, names, report)
    aside = _rows_aside(form, names)
    if aside:
        out = sorted(aside)
        gists = [shown(next(c for c in form.sheet.rows[form.body[i]] if not is_blank(c))) for i in out]
        places = [f"{form.label}!A{form.numbers[i]}" for i in out]
        n = str(len(aside))
        report.cell("EQ629", places, "hint", len(aside), sheet=form.label, n=n, seen=quoted(gists))
        check_totals(form, aside, report)
        _leave_out(form, aside)
    _look_at_hidden(form, answers, report)
    if form.sheet.struck or form.sheet.comments:
        _look_at_marks(form, names, report)


def _rows_aside(form: Form, names: Names) -> set[int]:
    key_items = {names.part_items[part].id for part in form.grain.keys}
    aside: set[int] = set()
    for entry in form.fields:
        if entry.item.id in key_items and entry.column >= 0:
            cells = form.cells(entry)
            odd = {cell for cell in set(cells) if is_blank(cell) or is_total(cell)}
            doubtful = [i for i, cell in enumerate(cells) if cell in odd] if odd else []
            rows = form.sheet.rows
            aside.update(i for i in doubtful if is_total(cells[i]) or no_object(rows[form.body[i]], _NOTES))
    return aside


def _leave_out(form: Form, out: set[int]) -> None:
    form.body[:] = [row for i, row in enumerate(form.body) if i not in out]
    form.numbers[:] = [form.sheet.number(row) for row in form.body]


def _look_at_hidden(form: Form, answers: Answers, report: Report) -> None:
    """What nobody sees counts all the same, and is told; it is left out where the answer says so."""
    sheet = form.sheet
    if not (sheet.hidden or sheet.hidden_rows or sheet.hidden_columns):
        return
    rows = {i for i, row in enumerate(form.body) if row in sheet.hidden_rows}
    columns = [entry for entry in form.fields if entry.column in sheet.hidden_columns]
    if not (sheet.hidden or rows or columns):
        return
    if rows and answers.to("EQ657", form.label) in ("不计入", "leave out"):
        cells = [f"{form.label}!A{form.numbers[i]}" for i in sorted(rows)]
        report.cell("EQ679", cells, "hint", len(rows), n=str(len(rows)), answer="不计入", question="EQ657")
        _leave_out(form, rows)
        return
    cells = [f"{form.label}!A{form.numbers[i]}" for i in sorted(rows)]
    cells += [f"{form.label}!{letter(entry.column)}1" for entry in columns]
    what = [f"{len(rows)} 行"] * bool(rows) + [f"{len(columns)} 列"] * bool(columns) + ["整张表"] * sheet.hidden
    facts = {"what": "、".join(what), "n": str(len(rows) or len(columns) or 1), "where": form.label}
    report.cell("EQ657", cells or [form.label], "warning", max(1, len(rows) + len(columns)), sheet=form.label, **facts)


def _look_at_marks(form: Form, names: Names, report: Report) -> None:
    """A figure that is struck out is not used until somebody says; a comment on an empty cell is quoted."""
    fields = {entry.column: entry for entry in form.fields if entry.column >= 0}
    inside = set(form.body)
    keys = {names.part_items[part].id for part in form.grain.keys}
    struck: list[tuple[str, str]] = []
    told: list[tuple[str, str]] = []
    for row, column in sorted(form.sheet.struck):
        cell = _cell(form, row, column)
        if row in inside and column in fields and not is_blank(cell):
            place = f"{form.label}!{letter(column)}{row + 1}"
            struck.append((place, shown(cell)))
            if fields[column].item.id not in keys:
                form.sheet.rows[row][column] = Broken("struck", shown(cell))
    for (row, column), text in sorted(form.sheet.comments.items()):
        if row in inside and column in fields and is_blank(_cell(form, row, column)):
            told.append((f"{form.label}!{letter(column)}{row + 1}", text[:60]))
    for code, found, level in (("EQ678", struck, "error"), ("EQ687", told, "warning")):
        if found:
            cells = [place for place, _ in found]
            facts = {"n": str(len(found)), "seen": quoted([text for _, text in found]), "where": cells[0]}
            report.cell(code, cells, level, len(found), sheet=form.label, **facts)  # type: ignore[arg-type]


def _cell(form: Form, row: int, column: int) -> Raw:
    cells = form.sheet.rows[row] if row < len(form.sheet.rows) else []
    return cells[column] if column < len(cells) else None


def _spread_merged(form: Form, names: Names, report: Report) -> None:
    """A merged key or school item holds for each row; a merged number of the rows themselves does not."""
    by_column = {f.column: f.item for f in form.fields}
    keys = {names.part_items[part].id for part in form.grain.keys}
    filled: list[str] = []
    for top, left, bottom, _ in form.sheet.merged:
        item = by_column.get(left)
        if item is None or bottom == top or top < form.body[0]:
            continue
        rows = [form.sheet.rows[i] for i in range(top, min(bottom + 1, len(form.sheet.rows)))]
        cell = _cell(form, top, left)
        own = item.grain == form.grain.id and item.id not in keys
        for row in rows:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = Broken("merged", shown(cell)) if own and not is_blank(cell) else cell
        if not own and not is_blank(cell):
            filled.append(f"{form.label}!{letter(left)}{top + 1}")
    if filled:
        report.cell("EQ660", filled, "hint", len(filled), sheet=form.label, n=str(len(filled)))
