"""列表 · eqrules list: the rulesets, their dates and status."""

from __future__ import annotations

import click

from eqrules.cli.language import command as make
from eqrules.cli.language import say, spoken


@make(
    zh="随附的规则集：编号、名称、施行日期、性质、状态。",
    en="The shipped rulesets: id, name, dates, kind, status.",
)
def command() -> int:
    from eqrules import workspace
    from eqrules.report.columns import columns

    head = [
        say("编号", "id"), say("名称", "name"), say("施行", "in force"), say("性质", "kind"),
        say("状态", "status"), say("上级", "parents"),
    ]  # fmt: skip
    rows = []
    for shipped in workspace.rulesets():
        name = (shipped.zh or shipped.en) if spoken() == "zh" else (shipped.en or shipped.zh)
        interval = shipped.interval
        days = f"{interval.start or '…'} – {interval.end or '…'}"
        if not interval.start and not interval.end:
            days = say("日期未知", "dates unknown")
        over = say(f"附加于 {shipped.applies_to}", f"layer on {shipped.applies_to}") if shipped.applies_to else ""
        above = say("、", ", ").join(shipped.parents) or over
        rows.append([shipped.id, name, days, shipped.kind, shipped.state, above])
    if not rows:
        click.echo(say("没有随附的规则集。", "No rulesets are shipped."), err=True)
        return 0
    click.echo("\n".join(columns([head, *rows])))
    return 0
