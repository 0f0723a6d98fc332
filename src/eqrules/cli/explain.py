"""说明 · eqrules explain: the worked calculation of one object."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli.language import command as make
from eqrules.cli.language import option, say, spoken
from eqrules.cli.subject import data_options, evaluate
from eqrules.cli.trouble import Trouble

if TYPE_CHECKING:
    from eqrules.report.which import NotOne


@make(
    zh="一个对象的逐步计算：算式、代入、标准、依据、单元格；差异系数列出各校份额。",
    en="The worked calculation of one object: formula, figures, limit, basis, cells;"
    " for a coefficient of variation each school's share.",
)
@data_options
@option("--object", "object_text", required=True, metavar="ID",
        zh="学校标识码、学校名称、编号/学段、行政区划代码或学段。",
        en="A school code or name, code/stage, a division code, or a stage.")  # fmt: skip
@option("--rule", metavar="RULE", zh="只说明这一条：编号或名称。", en="Only this rule: code or name.")
def command(
    ruleset_name: str, data: tuple[Path, ...], day: date | None, layers: tuple[str, ...],
    readings: tuple[tuple[str, str], ...], mapping: Path | None, county: str | None,
    object_text: str, rule: str | None,
) -> int:  # fmt: skip
    from eqrules.report.explain import explain
    from eqrules.report.which import NotOne

    evaluation, _ = evaluate(ruleset_name, data, day, layers, readings, mapping, county, narrow=True)
    try:
        click.echo(explain(evaluation, object_text, rule, spoken()))
    except NotOne as problem:
        raise _trouble(problem) from problem
    return 0


def _trouble(problem: NotOne) -> Trouble:
    near = say("；", "; ").join(problem.candidates[:5]) or "—"
    code = "EQ713" if problem.what == "rule" else "EQ712" if problem.many else "EQ711"
    return Trouble(code, name=problem.text, near=near, count=str(len(problem.candidates)))
