"""模板 · eqrules template: the workbook that a county fills in."""

from __future__ import annotations

from pathlib import Path

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say
from eqrules.cli.subject import plan_of, ruleset, ruleset_argument
from eqrules.cli.values import Existing, Mapped


@make(
    zh="写出填报模板（.xlsx）：每种对象一张表，带单位、下拉选项、取值检查和批注。",
    en="Write the workbook to fill in (.xlsx): a sheet per object, with units, lists, checks and notes.",
)
@ruleset_argument("name")
@option("-o", "--output", "file", required=True, metavar="FILE.xlsx", zh="写到哪里。", en="Where to write it.")
@option("--with", "layers", multiple=True, metavar="LAYER", zh="采用一个附加层；可写多次。",
        en="Take a layer; may be repeated.")  # fmt: skip
@option("--from", "last", multiple=True, type=Existing(), metavar="DATA",
        zh="按上年的填报预填对象、文字和选项；可写多次。",
        en="Fill in objects, texts and choices from last year's files; may be repeated.")  # fmt: skip
@option("--figures", is_flag=True, zh="连上年的数也预填。", en="Fill in last year's figures too.")
@option("--mapping", type=Mapped(), metavar="FILE", zh="上年填报的表头对照表。",
        en="A header mapping for last year's files.")  # fmt: skip
@option("--english", is_flag=True, zh="加一行英文表头。", en="Add a row of English headings.")
def command(
    name: str, file: str, layers: tuple[str, ...], last: tuple[Path, ...], figures: bool, mapping: Path | None,
    english: bool,
) -> int:  # fmt: skip
    from eqrules import workspace
    from eqrules.data.template import write_template

    path = outputs.fit(file, (".xlsx",))
    plan, mark, _ = plan_of(name, layers)
    submission = workspace.read(plan, list(last), mapping, stages_apart=True) if last else None
    write_template(plan, mark, path, _origins(ruleset(name)[0], layers), submission, english, figures)
    click.echo(say(f"已写出 {path}", f"Wrote {path}"), err=True)
    return 0


def _origins(name: str, layers: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Item → its statistics form and its day, as the ruleset says; a saved plan does not say."""
    if name.endswith(".json"):
        return {}
    from eqrules import workspace

    documents = workspace.compile_named(name, layers)[0].documents
    rows = (row for document in documents for section in document.sections for row in section.rows)
    return {row.text("CODE"): (row.text("SOURCE"), row.text("WHEN")) for row in rows if row.text("SOURCE")}
