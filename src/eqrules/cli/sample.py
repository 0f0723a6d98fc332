"""样例 · eqrules sample: made-up submissions, labelled as made up."""

from __future__ import annotations

from pathlib import Path

import click

from eqrules.cli.language import command as make
from eqrules.cli.language import option, say
from eqrules.cli.outputs import writable
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.values import Whole


@make(
    zh="生成虚构的填报数据（文件中标明虚构）：-o 写成一个工作簿（.xlsx）或一个文件夹。",
    en="Write a made-up submission, marked as such: -o is a workbook (.xlsx) or a folder.",
)
@ruleset_argument("name")
@option("-o", "--output", "file", required=True, metavar="FILE", zh="写到哪里。", en="Where to write it.")
@option("--counties", type=Whole(1), default=1, metavar="N", zh="几个县。", en="How many counties.")
@option("--schools", type=Whole(1), default=20, metavar="N", zh="每县几所学校。", en="Schools in each county.")
@option("--seed", type=Whole(), default=1, metavar="S", zh="同一个数得到同样的数据。",
        en="The same number gives the same data.")  # fmt: skip
@option("--flaws", type=Whole(), default=0, metavar="N", zh="掺入几处常见的填报毛病。",
        en="How many common flaws to put in.")  # fmt: skip
def command(name: str, file: str, counties: int, schools: int, seed: int, flaws: int) -> int:
    from eqrules import workspace

    path = Path(file)
    if path.suffix:
        writable(path)
    plan, _, _ = plan_of(name)
    for written in workspace.sample(plan, path, counties, schools, seed, flaws):
        click.echo(say(f"已写出 {written}", f"Wrote {written}"), err=True)
    return 0
