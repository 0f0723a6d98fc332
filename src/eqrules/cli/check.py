"""检查 · eqrules check: read, resolve, type- and unit-check, lint."""

from __future__ import annotations

import json

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say, spoken
from eqrules.cli.subject import ruleset, ruleset_argument
from eqrules.cli.values import Choice


@make(
    zh="检查规则集写得对不对；不写名称就检查全部随附的规则集。",
    en="Check that rulesets are sound; all shipped ones if none is named.",
)
@ruleset_argument("names", metavar="[RULESET…]", nargs=-1)
@option("--format", "form", type=Choice(("text", "json")), default="text",
        zh="给人看的文字，或给程序的 JSON。", en="Text for people, or JSON for programs.")  # fmt: skip
def command(names: tuple[str, ...], form: str) -> int:
    from eqrules import workspace
    from eqrules.diagnostics.render import as_json, render

    chosen = [ruleset(name)[0] for name in names] or [shipped.id for shipped in workspace.rulesets()]
    reports = {name: workspace.check(name) for name in chosen}
    if form == "json":
        entries = [{"ruleset": n, "findings": [as_json(f) for f in r.findings]} for n, r in reports.items()]
        outputs.data(json.dumps({"schema": "eqrules/check/1", "rulesets": entries}, ensure_ascii=False, indent=1))
        outputs.data("\n")
    else:
        for name, report in reports.items():
            for finding in report.findings:
                click.echo(render(finding, spoken()))
            click.echo(_summary(name, [finding.level for finding in report.findings]))
    return int(any(f.level != "hint" for report in reports.values() for f in report.findings))


def _summary(name: str, levels: list[str]) -> str:
    counts = [levels.count(level) for level in ("error", "warning", "hint")]
    if not any(counts):
        return say(f"{name}：没有问题", f"{name}: nothing to report")
    return say(
        f"{name}：错误 {counts[0]}，提醒 {counts[1]}，提示 {counts[2]}",
        f"{name}: {counts[0]} errors, {counts[1]} notes, {counts[2]} hints",
    )
