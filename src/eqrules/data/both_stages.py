"""两段一行 · Rows that hold both stages of a nine-year school: they are two objects, and are to be two rows."""

from __future__ import annotations

from eqrules.data.raw import is_blank, letter, shown
from eqrules.data.recognise import Field, Form
from eqrules.data.words import word_key
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import ItemSpec, Split

_THROUGHOUT = "一贯制"
_FIRST = 3


def stages_in(text: str, item: ItemSpec, split: Split | None) -> tuple[str, ...]:
    """The stages that the text 九年一贯制, 小学、初中 in a stage column means; () when it is none or one."""
    if split is None or item.grain != split.section_grain:
        return ()
    written = tuple(value for value in item.values if value in text)
    if len(written) > 1:
        return written
    said = word_key(text).removesuffix("学校")
    rows = (row for row in split.rows if any(said == word_key(type).removesuffix("学校") for type in row.types))
    found = next((tuple(stage for stage, _ in row.stages) for row in rows), ())
    if not found and _THROUGHOUT in text:
        return item.values
    return found if len(found) > 1 else ()


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
