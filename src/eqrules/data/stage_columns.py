"""两段分列 · Sheets with a column for each stage, 小学在校生数 and 初中在校生数: told, and put apart for a template."""

from __future__ import annotations

from dataclasses import replace

from eqrules.data.headings import Headings, find_headings
from eqrules.data.mapping import Mapping
from eqrules.data.names import Names, display, heading_key
from eqrules.data.raw import Raw, Row, Sheet, is_blank, letter, shown
from eqrules.data.words import word_key
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import ItemSpec, Split

Columns = dict[int, tuple[str, ItemSpec]]
"""Column → the stage and the item that its heading names together."""
_FIRST = 4
_THROUGHOUT = "一贯制"


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


def columns_of_stages(heads: Headings, names: Names) -> Columns:
    """Nothing unless one item has a column for several stages: a heading the ruleset knows is no such column."""
    split = names.plan.split
    if split is None:
        return {}
    section = next(grain for grain in names.plan.grains if grain.id == split.section_grain)
    stages = names.part_items[section.keys[-1]].values
    found: Columns = {}
    for column, (items, _) in heads.meanings.items():
        if not items and (meant := _meant(heads.texts[column], stages, section.id, names)):
            found[column] = meant
    counts = {item.id: {s for s, i in found.values() if i.id == item.id} for _, item in found.values()}
    return {column: (stage, item) for column, (stage, item) in found.items() if len(counts[item.id]) > 1}


def _meant(text: str, stages: tuple[str, ...], grain: str, names: Names) -> tuple[str, ItemSpec] | None:
    """小学在校生数, 在校生数(小学), or the path 在校生数/小学 of merged headings."""
    key = heading_key(text)
    for stage in (s for s in stages if s in key):
        rest = key.replace(stage, "", 1).replace("()", "").strip("/部:-")
        item = next((item for item in names.heading(rest)[0] if item.grain == grain), None)
        if item is not None:
            return stage, item
    return None


def say_stage_columns(sheet: Sheet, heads: Headings, columns: Columns, whole: bool, report: Report) -> None:
    """EQ698, with the first rows as they are to be written. `whole`: no column of the sheet can be read."""
    cells = [f"{sheet.label}!{letter(column)}{heads.bottom + 1}" for column in columns]
    said = "、".join(f"「{shown(heads.texts[column])}」" for column in list(columns)[:_FIRST])
    first = next((row for row in sheet.rows[heads.bottom + 1 :] if any(not is_blank(c) for c in row)), [])
    rows = []
    for stage in dict.fromkeys(stage for stage, _ in columns.values()):
        mine = [(item, column) for column, (of, item) in columns.items() if of == stage]
        rows.append(f"{stage} {' '.join(f'{display(item)} {shown(_at(first, column))}' for item, column in mine)}")
    left, left_en = ("整张表", "the whole sheet was") if whole else ("这些列", "these columns were")
    facts = {"columns": said, "rows": "；".join(rows), "file": sheet.file, "left": left, "left_en": left_en}
    report.cell("EQ698", cells, "error", len(cells), sheet=sheet.label, **facts)


def apart(sheet: Sheet, names: Names) -> Sheet:
    """The sheet with a row for each stage; as it is where every row has one stage."""
    heads = find_headings(sheet, names, Mapping())
    if heads is None or names.plan.split is None:
        return sheet
    columns = columns_of_stages(heads, names)
    item = names.part_items[next(g for g in names.plan.grains if g.id == names.plan.split.section_grain).keys[-1]]
    own = next((c for c, (items, _) in heads.meanings.items() if item in items), None)
    body = sheet.rows[heads.bottom + 1 :]
    if not columns and own is None:
        return sheet
    shared = [c for c in heads.texts if c not in columns and c != own]
    wanted = {item.id: item for _, item in columns.values()}
    rows: list[Row] = [[*(heads.texts[c] for c in shared), display(item), *map(display, wanted.values())]]
    for row in body:
        written = "" if own is None else shown(_at(row, own))
        several = tuple(dict.fromkeys(s for s, _ in columns.values())) if columns else ()
        stages = several or stages_in(written, item, names.plan.split) or (written,)
        for stage in stages:
            kept = [None if len(stages) > 1 and _of_sections(heads, c, item) else _at(row, c) for c in shared]
            given = {i.id: _at(row, c) for c, (of, i) in columns.items() if of == stage}
            rows.append([*kept, stage, *(given.get(id) for id in wanted)])
    return replace(sheet, rows=rows, merged=(), numbers=(), comments={}, struck=set(), shaded={})


def _of_sections(heads: Headings, column: int, stage: ItemSpec) -> bool:
    """A figure of both stages together belongs to neither row."""
    items, _ = heads.meanings[column]
    return any(item.grain == stage.grain and item.type not in ("text", "list") for item in items)


def _at(row: Row, column: int) -> Raw:
    return row[column] if column < len(row) else None
