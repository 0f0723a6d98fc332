"""导出 · eqrules export: a ruleset as a workbook."""

from __future__ import annotations

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say
from eqrules.cli.subject import ruleset, ruleset_argument, show
from eqrules.cli.trouble import Trouble


@make(
    zh="把规则集写成工作簿（.xlsx）：一张表一个工作表，带下拉选项和批注；改好后用 import 读回，一字不丢。",
    en="Write a ruleset as a workbook (.xlsx): a sheet per table, drop-downs, notes; import reads it back.",
)
@ruleset_argument("name")
@option("-o", "--output", "file", required=True, metavar="FILE.xlsx", zh="写到哪里。", en="Where to write it.")
def command(name: str, file: str) -> int:
    from eqrules import workspace

    path = outputs.fit(file, (".xlsx",))
    own = ruleset(name)[0]
    report = workspace.export_book(own, path)
    show(report)
    if report.has_errors:
        count = sum(finding.level == "error" for finding in report.findings)
        raise Trouble("EQ710", name=own, count=str(count), check=own)
    click.echo(say(f"已写出 {path}", f"Wrote {path}"), err=True)
    return 0
