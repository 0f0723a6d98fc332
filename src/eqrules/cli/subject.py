"""对谁 · The ruleset a command works on: id, id@date, path or saved plan; with layers and a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eqrules.cli.language import argument, option, say, spoken
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Day, Existing, Mapped, Pair

if TYPE_CHECKING:
    from eqrules.diagnostics.report import Report
    from eqrules.engine.contract import Evaluation
    from eqrules.plan.plan import Plan

Decorator = Callable[[Callable[..., int]], Callable[..., int]]


def ruleset(name: str) -> tuple[str, date | None]:
    """`cn/2017@2024-09-01` as its name and its day."""
    front, at, back = name.rpartition("@")
    if at and front:
        try:
            return front, date.fromisoformat(back)
        except ValueError:
            pass
    return name, None


def plan_of(name: str, layers: Sequence[str] = ()) -> tuple[Plan, str, date | None]:
    """The compiled plan, its hash, and the day in its name; if it has errors they are printed first."""
    from eqrules import workspace

    front, day = ruleset(name)
    loaded = workspace.load(front, tuple(layers))
    show(loaded.report)
    if loaded.plan is None:
        count = sum(finding.level == "error" for finding in loaded.report.findings)
        asked = (front, *layers)
        raise Trouble("EQ710", name=" + ".join(asked), count=str(count), check=asked[-1])
    return loaded.plan, loaded.hash, day


def show(report: Report) -> None:
    """Findings, on standard error."""
    from eqrules.diagnostics.render import render

    for finding in report.findings:
        click.echo(render(finding, spoken()), err=True)


def ruleset_argument(name: str, **more: Any) -> Decorator:
    return argument(
        name,
        zh="编号（cn/2017）、编号@日期、路径，或保存的计划 .json。",
        en="An id (cn/2017), id@date, a path, or a saved plan .json.",
        **{"metavar": "RULESET", **more},
    )


def data_options(function: Callable[..., int]) -> Callable[..., int]:
    """What `run` and `explain` share: the files, and how to read and judge them."""
    options: tuple[Decorator, ...] = (
        ruleset_argument("ruleset_name"),
        argument("data", metavar="DATA…", nargs=-1, required=True, type=Existing(),
                 zh="填报文件或文件夹：.xlsx .xls .csv .parquet .zip。",
                 en="Submission files or folders: .xlsx .xls .csv .parquet .zip."),
        option("--as-of", "day", type=Day(), metavar="DATE",
               zh="按哪一天的规定评估；不写就是今天。", en="Judge as of this day; today if not given."),
        option("--with", "layers", multiple=True, metavar="LAYER",
               zh="采用一个附加层；可写多次。", en="Take a layer; may be repeated."),
        option("--reading", "readings", multiple=True, type=Pair(), metavar="K=V",
               zh="选定一个口径，如 K3=合计；可写多次。", en="Choose a reading; may be repeated."),
        option("--mapping", type=Mapped(), metavar="FILE",
               zh="表头对照表（对方的表头，我们的名称），或随附的：统计报表。",
               en="A header mapping (their heading, our name), or one that comes along: statistics."),
        option("--county", metavar="CODE",
               zh="只评估这个行政区划代码的县。", en="Only the county with this division code."),
    )  # fmt: skip
    for add in reversed(options):
        function = add(function)
    return function


def evaluate(
    ruleset_name: str,
    data: Sequence[Path],
    day: date | None,
    layers: Sequence[str],
    readings: Sequence[tuple[str, str]],
    mapping: Path | None,
    county: str | None,
    engine: str = "auto",
) -> tuple[Evaluation, str]:
    """Load, read and judge; the evaluation and the ruleset's hash."""
    from eqrules import workspace

    plan, ruleset_hash, own_day = plan_of(ruleset_name, layers)
    submission = workspace.read(plan, list(data), mapping, county)
    when = day or own_day or date.today()
    found = workspace.run(plan, submission, when, dict(readings), engine)
    if county is not None and not found.counties:
        files = say("、", ", ").join(path.name for path in data)
        raise Trouble("EQ716", county=county, files=files)
    return found, ruleset_hash
