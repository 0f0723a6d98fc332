"""检查 · eqrules check: read, resolve, type- and unit-check, look for what reads wrong; mend what is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say, spoken
from eqrules.cli.subject import ruleset, ruleset_argument
from eqrules.cli.values import Choice

if TYPE_CHECKING:
    from eqrules.diagnostics.report import Report

_FORMS = ("text", "json", "github", "sarif")


@make(
    zh="检查规则集写得对不对；不写名称就检查全部随附的规则集。",
    en="Check that rulesets are sound; all shipped ones if none is named.",
)
@ruleset_argument("names", metavar="[RULESET…]", nargs=-1)
@option(
    "--fix",
    "mend",
    is_flag=True,
    zh="改好只有一种改法的地方，再检查一遍。",
    en="Mend what can be mended in one way only, and check again.",
)
@option("--format", "form", type=Choice(_FORMS), default="text",
        zh="给人看的文字，或给程序的 JSON、GitHub 批注、SARIF。",
        en="Text for people, or JSON, GitHub annotations, SARIF for programs.")  # fmt: skip
def command(names: tuple[str, ...], mend: bool, form: str) -> int:
    from eqrules import workspace
    from eqrules.diagnostics import exchange

    chosen = [ruleset(name)[0] for name in names] or [shipped.id for shipped in workspace.rulesets()]
    if mend:
        for name in chosen:
            _mend(name)
    reports = {name: workspace.check(name) for name in chosen}
    match form:
        case "json":
            outputs.data(exchange.as_json(reports))
        case "github":
            outputs.data(exchange.as_github(reports, spoken()))
        case "sarif":
            outputs.data(exchange.as_sarif(reports, spoken()))
        case _:
            _tell(reports)
    return int(any(f.level != "hint" for report in reports.values() for f in report.findings))


def _mend(name: str) -> None:
    from eqrules.workspace import checking

    mended = checking.mended(name)
    for path, text in mended.texts.items():
        outputs.writable(path)
        outputs.replace(path, text.encode("utf-8"))
    for place, fix in mended.done:
        click.echo(say(f"已改 {place} {fix.zh}", f"Mended {place}: {fix.en}"), err=True)


def _tell(reports: dict[str, Report]) -> None:
    from eqrules.diagnostics.render import render

    for name, report in reports.items():
        for finding in report.findings:
            click.echo(render(finding, spoken()))
        click.echo(_summary(name, report))


def _summary(name: str, report: Report) -> str:
    levels = [finding.level for finding in report.findings]
    counts = [levels.count(level) for level in ("error", "warning", "hint")]
    if not any(counts):
        return say(f"{name}：没有问题", f"{name}: nothing to report")
    told = say(
        f"{name}：错误 {counts[0]}，提醒 {counts[1]}，提示 {counts[2]}",
        f"{name}: {counts[0]} errors, {counts[1]} notes, {counts[2]} hints",
    )
    safe = sum(any(fix.safe for fix in finding.fixes) for finding in report.findings)
    return told + (say(f"；{safe} 处可以用 --fix 改好", f"; --fix mends {safe}") if safe else "")
