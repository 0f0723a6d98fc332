"""查看 · eqrules show: a ruleset; one rule with its sentence, formula and limits; or all as numbered articles."""

from __future__ import annotations

import click

from eqrules.cli import outputs
from eqrules.cli.language import argument, option, say, spoken
from eqrules.cli.language import command as make
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Choice


@make(
    zh="一个规则集的文件、章节与条目；写上编号或名称就看那一条；--as articles 写成规范文本。",
    en="A ruleset's papers, chapters and rules; with a code or a name, that rule; --as articles: as numbered articles.",
)
@ruleset_argument("name")
@argument("rule", metavar="[RULE]", required=False, zh="一条的编号或名称。", en="Code or name of a rule.")
@option(
    "--with",
    "layers",
    multiple=True,
    metavar="LAYER",
    zh="采用一个附加层；可写多次。",
    en="Take a layer; may be repeated.",
)
@option(
    "--as",
    "form",
    type=Choice({"articles": "articles", "规范文本": "articles"}),
    zh="写成逐条编号的规范文本，供审核、签发。",
    en="As numbered articles, to review and sign.",
)
@option("-o", "--output", "output", metavar="FILE",
        zh="规范文本写到这个文件：.txt .html .docx。", en="Write the articles here: .txt .html .docx.")  # fmt: skip
def command(name: str, rule: str | None, layers: tuple[str, ...], form: str | None, output: str | None) -> int:
    from eqrules.report import outline

    if output is not None and form is None:
        raise Trouble("EQ703", name="--as articles", command="show -o")
    if form is not None and rule is not None:
        raise Trouble("EQ706", command="show --as articles", value=rule)
    plan, ruleset_hash, _ = plan_of(name, layers)
    if form is not None:
        from eqrules.report import articles, articles_out

        blocks = articles.articles(plan, spoken(), ruleset_hash)
        if output is None:
            click.echo(articles_out.text(blocks, spoken()).decode("utf-8"), nl=False)
        else:
            path = outputs.fit(output, articles_out.MADE)
            outputs.write(path, articles_out.MADE[path.suffix.lower()](blocks, spoken()))
        return 0
    if rule is None:
        click.echo(outline.ruleset(plan, spoken(), ruleset_hash))
        return 0
    code, near = outline.find(plan, rule)
    if code is None:
        raise Trouble("EQ713", name=rule, near=say("；", "; ").join(near) or "—", count=str(len(near)))
    click.echo(outline.one(plan, code, spoken()))
    return 0
