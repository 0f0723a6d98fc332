"""示例 · eqrules test: run the examples and case files of rulesets."""

from __future__ import annotations

import click

from eqrules.cli.language import command as make
from eqrules.cli.language import say, spoken
from eqrules.cli.subject import ruleset, ruleset_argument, show


@make(
    zh="运行规则集里的示例与案例；不写名称就运行全部随附的规则集。",
    en="Run the examples and cases of rulesets; all shipped ones if none is named.",
)
@ruleset_argument("names", metavar="[RULESET…]", nargs=-1)
def command(names: tuple[str, ...]) -> int:
    from eqrules import workspace

    chosen = [ruleset(name)[0] for name in names] or [shipped.id for shipped in workspace.rulesets()]
    failed = 0
    for name in chosen:
        tested = workspace.run_examples(name)
        show(tested.report)
        if tested.report.has_errors:
            click.echo(
                say(f"{name}：示例没有运行，先改正上面的问题", f"{name}: no example was run; correct the above first")
            )
            failed += 1
            continue
        wrong = [result for result in tested.results if not result.ok]
        for result in wrong:
            click.echo(f"✗ {result.title} · {result.rule}  {result.place}")
            click.echo(
                say("  应为 ", "  expected ") + word(result.expected) + say("，得到 ", ", got ") + word(result.got)
            )
        right, total = len(tested.results) - len(wrong), len(tested.results)
        click.echo(say(f"{name}：{total} 条示例，{right} 条相符", f"{name}: {right} of {total} examples agree"))
        failed += len(wrong)
    return int(failed > 0)


def word(verdict: str) -> str:
    """A verdict in words; anything else as it stands."""
    from eqrules.language.verdicts import Verdict

    return Verdict(verdict).word(spoken()) if verdict in set(Verdict) else verdict
