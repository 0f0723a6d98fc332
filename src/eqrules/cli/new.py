"""新建 · eqrules new: a skeleton that compiles, with its first example."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from eqrules.cli import outputs
from eqrules.cli.language import argument, option, say, spoken
from eqrules.cli.language import command as make
from eqrules.cli.trouble import Trouble

_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")


@make(
    zh="新建一份能运行的规则集骨架，带第一组示例；--from 写上级，就是它的变体。",
    en="Start a ruleset: a skeleton that runs, with its first examples; with --from, a variant of that one.",
)
@argument(
    "name",
    metavar="RULESET",
    zh="新规则集的编号，像路径一样写：cn-xx/2025。",
    en="The new id, like a path: cn-xx/2025.",
)
@option("--from", "parent", metavar="PARENT", default="", zh="照哪一个规则集，只写改动。", en="The ruleset it follows.")
@option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    zh="写到哪个文件夹；不写就按编号。",
    en="The folder; by the id if not given.",
)
def command(name: str, parent: str, folder: str | None) -> int:
    from eqrules import workspace

    if not _ID.fullmatch(name):
        wanted = say(
            "编号，如 cn-xx/2025，用字母、数字、汉字、- 和 /", "an id such as cn-xx/2025: letters, digits, - and /"
        )
        raise Trouble("EQ705", name="RULESET", value=name, wanted=wanted)
    target = Path(folder or name)
    there = sorted(path.name for path in target.glob("*.md")) if target.is_dir() else []
    if there or target.is_file():
        raise Trouble("EQ792", folder=str(target), names=say("、", ", ").join(there) or target.name)
    text = workspace.new_ruleset(name, parent, date.today().replace(month=1, day=1), spoken())
    target.mkdir(parents=True, exist_ok=True)
    outputs.write(target / "ruleset.md", text.encode())
    shown = target.as_posix()
    click.echo(
        say(
            f"接着：改 {shown}/ruleset.md，再运行 eqrules check {shown} 和 eqrules test {shown}",
            f"Next: edit {shown}/ruleset.md, then run eqrules check {shown} and eqrules test {shown}",
        ),
        err=True,
    )
    return 0
