"""对照 · eqrules diff: what changed between two rulesets, which is stricter, and whom it reaches."""

from __future__ import annotations

from datetime import date

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, spoken
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.values import Choice, Day


@make(zh="对照两份规则集：变了什么，谁更严，有证明或反例。",
      en="Two rulesets side by side: what changed, which is stricter, with a proof or a counterexample.")  # fmt: skip
@ruleset_argument("old_name", metavar="OLD")
@ruleset_argument("new_name", metavar="NEW")
@option("--as-of", "day", type=Day(), metavar="DATE", zh="按哪一天的规定比宽严；不写就是今天。",
        en="Judge the rules of this day; today if not given.")  # fmt: skip
@option("--format", "form", type=Choice(("text", "json")), default="text",
        zh="屏幕上给人看的文字，或给程序的 JSON。", en="Text for people, or JSON for programs.")  # fmt: skip
@option("--exit-code", is_flag=True, zh="有变化时退出码为 1。", en="Exit with 1 if anything changed.")
def command(old_name: str, new_name: str, day: date | None, form: str, exit_code: bool) -> int:
    from eqrules.workspace.compare import diff

    found = diff(plan_of(old_name), plan_of(new_name), day)
    if form == "json":
        from eqrules.report.diff.data import dump

        outputs.data(dump(found))
    else:
        from eqrules.report.diff.text import text

        click.echo(text(found, spoken()), nl=False)
    return int(exit_code and bool(found.changes))
