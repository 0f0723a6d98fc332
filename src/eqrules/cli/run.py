"""评估 · eqrules run: validate, evaluate, print the verdicts, write reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, spoken
from eqrules.cli.subject import data_options, evaluate
from eqrules.cli.values import Choice

if TYPE_CHECKING:
    from eqrules.engine.contract import CountyVerdict

ENGINES = ("auto", "reference")
VERDICTS = {
    "not_met": "not_met", "不达标": "not_met",
    "undetermined": "undetermined", "暂不能认定": "undetermined", "无法判定": "undetermined",
    "veto": "veto", "一票否决": "veto",
}  # fmt: skip


@make(zh="核对填报数据，评估，给出结论。", en="Check the data, evaluate, print the verdicts.")
@data_options
@option("-o", "--output", "files", multiple=True, metavar="FILE",
        zh="写出报告：.html .json .csv；表和文书按文件名，如 差异系数表.xlsx；可写多次。",
        en="Write a report: .html .json .csv; other documents by name, such as cv.xlsx; may be repeated.")  # fmt: skip
@option("--format", "form", type=Choice(("text", "json")), default="text",
        zh="屏幕上给人看的文字，或给程序的 JSON。", en="Text for people, or JSON for programs.")  # fmt: skip
@option("--fail-on", multiple=True, type=Choice(VERDICTS), metavar="VERDICT",
        zh="有县得此结论时退出码为 1：不达标、暂不能认定、一票否决。",
        en="Exit with 1 if a county gets it: not_met, undetermined, veto.")  # fmt: skip
@option("--engine", type=Choice(ENGINES), default="auto", zh="计算引擎。", en="Which engine computes.")
def command(
    ruleset_name: str, data: tuple[Path, ...], day: date | None, layers: tuple[str, ...],
    readings: tuple[tuple[str, str], ...], mapping: Path | None, county: str | None,
    files: tuple[str, ...], form: str, fail_on: tuple[str, ...], engine: str,
) -> int:  # fmt: skip
    wanted = outputs.checked(files, data)
    evaluation, ruleset_hash = evaluate(ruleset_name, data, day, layers, readings, mapping, county, engine)
    if form == "json":
        from eqrules.report.result import dump, result

        outputs.data(dump(result(evaluation, ruleset_hash)))
    else:
        from eqrules.report.terminal import text

        click.echo(text(evaluation, spoken()))
    outputs.report(evaluation, ruleset_hash, wanted, data)
    return int(any(matches(verdict, fail_on) for verdict in evaluation.counties))


def matches(verdict: CountyVerdict, wanted: tuple[str, ...]) -> bool:
    """A vetoed county does not meet the standard either."""
    if verdict.vetoes:
        return "veto" in wanted or "not_met" in wanted
    return verdict.verdict.value in wanted
