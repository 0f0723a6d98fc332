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
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Choice, Memory

if TYPE_CHECKING:
    from eqrules.engine.contract import CountyVerdict

ENGINES = ("auto", "reference", "duckdb", "spark")
VERDICTS = {
    "not_met": "not_met", "不达标": "not_met",
    "undetermined": "undetermined", "暂不能认定": "undetermined", "无法判定": "undetermined",
    "veto": "veto", "一票否决": "veto",
}  # fmt: skip


@make(zh="核对填报数据，评估，给出结论。", en="Check the data, evaluate, print the verdicts.")
@data_options
@option("-o", "--output", "files", multiple=True, metavar="FILE",
        zh="写出报告：.html .json .csv；表和文书按文件名，如 差异系数表.xlsx；可写多次。"
        "写一个文件夹（没有扩展名，或以 / 结尾）就成批评估：各县一个分区。",
        en="Write a report: .html .json .csv; other documents by name, such as cv.xlsx; may be repeated."
        " A folder (no ending, or a slash at the end) makes it a batch run: one partition per county.")  # fmt: skip
@option("--format", "form", type=Choice(("text", "json")), default="text",
        zh="屏幕上给人看的文字，或给程序的 JSON。", en="Text for people, or JSON for programs.")  # fmt: skip
@option("--fail-on", multiple=True, type=Choice(VERDICTS), metavar="VERDICT",
        zh="有县得此结论时退出码为 1：不达标、暂不能认定、一票否决。",
        en="Exit with 1 if a county gets it: not_met, undetermined, veto.")  # fmt: skip
@option("--engine", type=Choice(ENGINES), default="auto",
        zh="计算引擎；auto 按数据的大小选。", en="Which engine computes; auto chooses by size.")  # fmt: skip
@option(
    "--each",
    multiple=True,
    metavar="NAME",
    zh="成批评估时各县还要的文书：监测报告、整改台账、申报表.docx 等；可写多次。",
    en="Of a batch run: documents that each county gets, such as monitoring, ledger, forms.docx; may be repeated.",
)
@option("--memory", type=Memory(), metavar="4GB", zh="成批评估最多用多少内存。", en="Memory that a batch run may use.")
@option("--fresh", is_flag=True, zh="成批评估从头来过，清掉文件夹里上一次的结果。",
        en="Begin a batch run anew, and clear what the last one left in the folder.")  # fmt: skip
def command(
    ruleset_name: str, data: tuple[Path, ...], day: date | None, layers: tuple[str, ...],
    readings: tuple[tuple[str, str], ...], mapping: Path | None, county: str | None,
    files: tuple[str, ...], form: str, fail_on: tuple[str, ...], engine: str, each: tuple[str, ...], memory: int | None,
    fresh: bool,
) -> int:  # fmt: skip
    folder = outputs.batch_folder(files)
    if folder is not None:
        from eqrules.cli.batch import Asked, batch

        asked = Asked(ruleset_name, data, day, layers, readings, mapping, county, engine, folder, each, memory, fresh)
        return int(any(word in fail_on for word in batch(asked, form)))
    if memory is not None or fresh or each:
        raise Trouble("EQ740", name="--fresh" if fresh else "--each" if each else "--memory")
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
