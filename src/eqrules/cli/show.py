"""查看 · eqrules show: one ruleset, or one rule of it with its formula, limits and where it is used."""

from __future__ import annotations

import click

from eqrules.cli.language import argument, option, say, spoken
from eqrules.cli.language import command as make
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.trouble import Trouble


@make(
    zh="一个规则集的文件、章节与条目；写上编号或名称就看那一条。",
    en="A ruleset's papers, chapters and rules; with a code or a name, that rule.",
)
@ruleset_argument("name")
@argument("rule", metavar="[RULE]", required=False, zh="一条的编号或名称。", en="Code or name of a rule.")
@option("--with", "layers", multiple=True, metavar="LAYER", zh="采用一个附加层；可写多次。",
        en="Take a layer; may be repeated.")  # fmt: skip
def command(name: str, rule: str | None, layers: tuple[str, ...]) -> int:
    from eqrules.report import outline

    plan, ruleset_hash, _ = plan_of(name, layers)
    if rule is None:
        click.echo(outline.ruleset(plan, spoken(), ruleset_hash))
        return 0
    code, near = outline.find(plan, rule)
    if code is None:
        raise Trouble("EQ713", name=rule, near=say("；", "; ").join(near) or "—", count=str(len(near)))
    click.echo(outline.one(plan, code, spoken()))
    return 0
