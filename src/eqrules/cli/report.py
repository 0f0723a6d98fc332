"""报告 · eqrules report: one document of a run, by its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from eqrules.cli import outputs
from eqrules.cli.language import argument, option, say
from eqrules.cli.language import command as make
from eqrules.cli.subject import data_options, evaluate
from eqrules.cli.values import Choice, Existing


class Document(Choice):
    """The name of a document in either language; the list is read when it is needed."""

    def __init__(self) -> None:
        super().__init__(())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from eqrules.report.kinds import BY_WORD, KINDS

        if value in BY_WORD:
            return BY_WORD[value].id
        self.words = {say(kind.zh, kind.id): kind.id for kind in KINDS}
        return super().convert(value, param, ctx)


@make(zh="写出一份文书：表、台账或报告。", en="Write one document: tables, a ledger, a report.")
@argument("kind_id", metavar="KIND", type=Document(),
          zh="哪一种：监测报告 申报表 整改台账 自评报告 自评报告模板 批注 差异系数表"
          " 差异系数图 逐校条图 雷达图 结果 结果表。",
          en="Which: monitoring forms ledger self self-template annotated cv"
          " cv-chart strips radars result table.")  # fmt: skip
@data_options
@option(
    "-o",
    "--output",
    "file",
    required=True,
    metavar="FILE",
    zh="写到哪里；有几个县时一县一份，文件名后加县的代码。",
    en="Where to write it; of several counties one file each, with the county's code in its name.",
)
@option(
    "--last",
    type=Existing(),
    metavar="FILE",
    zh="上月的整改台账，写过的内容保留；不写就看要写到的文件。",
    en="Last month's ledger, to keep what people wrote; else the file that is written to.",
)
@option("--template", type=Existing(), metavar="FILE.docx",
        zh="本单位的自评报告模板；自带的先用 自评报告模板 写出来再改。",
        en="The office's own template of the report; begin from self-template.")  # fmt: skip
def command(
    kind_id: str, ruleset_name: str, data: tuple[Path, ...], day: date | None, layers: tuple[str, ...],
    readings: tuple[tuple[str, str], ...], mapping: Path | None, county: str | None, file: str,
    last: Path | None, template: Path | None,
) -> int:  # fmt: skip
    from eqrules.report.kinds import BY_WORD

    wanted = outputs.checked([file], data, BY_WORD[kind_id])
    evaluation, ruleset_hash = evaluate(ruleset_name, data, day, layers, readings, mapping, county)
    outputs.report(evaluation, ruleset_hash, wanted, data, last, template)
    return 0
