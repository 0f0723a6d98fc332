"""目标 · eqrules targets: the verdicts of counties beside the targets and schedules of a ruleset."""

from __future__ import annotations

import json
from pathlib import Path

import click

from eqrules.cli import outputs
from eqrules.cli.language import argument, option, spoken
from eqrules.cli.language import command as make
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.values import Choice, Existing


@make(
    zh="阶段目标和时间表，对照各县的结论：按结果的评估日期归年，未定的县算作上下限。",
    en="Targets and schedules beside the verdicts of counties: by the year of each result; open counties make bounds.",
)
@ruleset_argument("name")
@argument("paths", metavar="RESULT…", nargs=-1, required=True, type=Existing(),
          zh="成批评估的文件夹，或 run 写出的 .json；可写几年的。",
          en="Folders of batch runs, or .json files that run has written; of several years.")  # fmt: skip
@option("--format", "form", type=Choice(("text", "json")), default="text",
        zh="给人看的文字，或给程序的 JSON。", en="Text for people, or JSON for programs.")  # fmt: skip
def command(name: str, paths: tuple[Path, ...], form: str) -> int:
    from eqrules import workspace
    from eqrules.engine.targets import kept, reached
    from eqrules.report import targets

    plan, ruleset_hash, _ = plan_of(name)
    counties = workspace.results(plan, paths)
    made = reached(plan, counties), kept(plan, counties)
    if form == "json":
        outputs.data(json.dumps(targets.data(plan, *made, ruleset_hash), ensure_ascii=False, indent=1) + "\n")
    else:
        click.echo(targets.text(plan, *made, spoken()))
    return 0
