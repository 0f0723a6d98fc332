"""两段一行 · Rows that hold both stages of a nine-year school: they are two objects, and are to be two rows."""

from __future__ import annotations

from eqrules.data.raw import is_blank, letter, shown
from eqrules.data.recognise import Field, Form
from eqrules.data.stage_columns import stages_in
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import ItemSpec, Split

_FIRST = 3


def say_both_stages(
    form: Form, entry: Field, found: list[tuple[int, str]], item: ItemSpec, split: Split | None, report: Report
) -> None:
    """EQ693, with the rows to type instead of the first few."""
    names = [field for field in form.fields if field.item.grain != item.grain and field.column >= 0]
    rows = []
    for index, text in found[:_FIRST]:
        school = " ".join(shown(c) for f in names if not is_blank(c := form.cells(f)[index]))
        rows += [f"{school} {stage} （{stage}部的数）" for stage in stages_in(text, item, split)]
    cells = [f"{form.label}!{letter(entry.column)}{form.numbers[index]}" for index, _ in found]
    seen = "、".join(dict.fromkeys(f"「{text}」" for _, text in found))
    facts = {"n": str(len(found)), "seen": seen, "rows": "；".join(rows), "column": entry.heading}
    report.cell("EQ693", cells, "error", len(found), sheet=form.label, **facts)
