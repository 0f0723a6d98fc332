"""示例 · eqrules test: run the examples and case files; what they leave out, and what they would not notice."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say, spoken
from eqrules.cli.subject import ruleset, ruleset_argument, show
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Whole

if TYPE_CHECKING:
    from eqrules.plan.plan import Plan
    from eqrules.workspace.trying import Trials

_PLACES = 3
"""So many places are named; the first ones lead to the others."""


@make(
    zh="运行规则集里的示例与案例；不写名称就运行全部随附的规则集。",
    en="Run the examples and cases of rulesets; all shipped ones if none is named.",
)
@ruleset_argument("names", metavar="[RULESET…]", nargs=-1)
@option(
    "--coverage",
    is_flag=True,
    zh="列出哪些标准、底线、放宽、日期、范围、结论没有示例看过。",
    en="List the limits, floors, relaxations, dates, scopes and conclusions that no example looks at.",
)
@option(
    "--boundaries",
    is_flag=True,
    zh="为没有试过边界的标准写出示例行：差一点、恰好等于、多一点、没有填；结论由你确认。",
    en="Write example rows just below, at and just above limits, and with a figure missing; you confirm the verdicts.",
)
@option(
    "--mutate",
    is_flag=True,
    zh="逐处改动标准、比较词、范围，列出哪些改动没有示例发现。",
    en="Change limits, signs and scopes one by one; list the changes that no example notices.",
)
@option(
    "--seconds",
    type=Whole(1),
    default=300,
    metavar="N",
    zh="--mutate 最多用这么多秒，默认 300。",
    en="At most so many seconds for --mutate; 300 if not given.",
)
@option("-o", "--output", "output", metavar="FILE", zh="--boundaries 的示例行写到这个 .md 文件。",
        en="Write the rows of --boundaries to this .md file.")  # fmt: skip
def command(
    names: tuple[str, ...], coverage: bool, boundaries: bool, mutate: bool, seconds: int, output: str | None
) -> int:
    from eqrules import workspace

    if output is not None and not boundaries:
        raise Trouble("EQ703", name="--boundaries", command="test -o")
    chosen = [ruleset(name)[0] for name in names] or [shipped.id for shipped in workspace.rulesets()]
    if output is not None and len(chosen) > 1:
        raise Trouble("EQ706", command="test --boundaries -o", value=" ".join(chosen[1:]))
    failed = sum([_examples(name) for name in chosen])
    if failed or not (coverage or boundaries or mutate):
        return int(failed > 0)
    from eqrules.workspace import trying

    for name in chosen:
        found = trying.trials(name)
        if found.plan is None:
            continue
        if coverage or boundaries:
            _missing(name, found, found.plan, coverage, boundaries, output)
        if mutate:
            _mutate(name, found, found.plan, seconds)
    return 0


def _examples(name: str) -> int:
    """Run them; how many disagree."""
    from eqrules import workspace

    tested = workspace.run_examples(name)
    show(tested.report)
    if tested.report.has_errors:
        stopped = f"{name}：示例没有运行，先改正上面的问题", f"{name}: no example was run; correct the above first"
        click.echo(say(*stopped))
        return 1
    wrong = [result for result in tested.results if not result.ok]
    for result in wrong:
        click.echo(f"✗ {result.title} · {result.rule}  {result.place}")
        click.echo(say("  应为 ", "  expected ") + word(result.expected) + say("，得到 ", ", got ") + word(result.got))
    right, total = len(tested.results) - len(wrong), len(tested.results)
    click.echo(say(f"{name}：{total} 条示例，{right} 条相符", f"{name}: {right} of {total} examples agree"))
    _silent(tested.silent)
    return len(wrong)


def _silent(found: list[tuple[str, int]]) -> None:
    """Rows that say nothing, so that nobody takes them for tested."""
    rows = sum(number for _, number in found)
    if rows:
        first, more = [place for place, _ in found[:_PLACES]], len(found) > _PLACES
        places_zh, places_en = "、".join(first) + "等" * more, ", ".join(first) + " …" * more
        click.echo(
            say(
                f"  {rows} 行没有写应得的结论，没有检验：{places_zh}",
                f"  rows without a verdict, not tested: {rows}, at {places_en}",
            )
        )


def _missing(name: str, found: Trials, plan: Plan, coverage: bool, boundaries: bool, output: str | None) -> None:
    from eqrules.report import trial_words
    from eqrules.workspace import trying

    looked = trying.coverage(plan, found.trials)
    if coverage:
        seen, left = looked.total - len(looked.missing), len(looked.missing)
        click.echo(say(f"{name}：看点 {looked.total} 处，示例看过 {seen} 处，没有看过 {left} 处",
                       f"{name}: {looked.total} points to look at, {seen} looked at, {left} not"))  # fmt: skip
        for line in trial_words.unseen(plan, looked.missing, spoken()):
            click.echo(f"  {line}")
    if boundaries:
        rows, beyond = trying.boundaries(plan, looked.missing)
        text = trial_words.proposed(plan, rows, spoken())
        if output is not None:
            outputs.write(outputs.fit(output, (".md",)), text.encode("utf-8"))
        else:
            outputs.data(text)
        if beyond:
            listed = say("、", ", ").join(beyond)
            click.echo(
                say(f"这几条一行写不出来，要几个对象：{listed}", f"These need more than one row: {listed}"), err=True
            )
        if not rows and not beyond:
            click.echo(say(f"{name}：每个标准的边界都试过", f"{name}: every limit is tried at its boundary"), err=True)


def _mutate(name: str, found: Trials, plan: Plan, seconds: int) -> None:
    from eqrules.report import trial_words
    from eqrules.workspace import trying

    def told(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} / {total}", err=True, nl=False)

    tried = trying.mutate(plan, found.trials, seconds, told)
    if sys.stderr.isatty():
        click.echo("\r" + " " * 20 + "\r", err=True, nl=False)
    total, missed = tried.noticed + len(tried.unnoticed), len(tried.unnoticed)
    click.echo(
        say(
            f"{name}：试了 {total} 处改动，{missed} 处没有示例发现",
            f"{name}: {total} changes tried, {missed} noticed by nobody",
        )
    )
    for line in trial_words.unnoticed(plan, tried.unnoticed, spoken()):
        click.echo(f"  {line}")
    if tried.left:
        click.echo(
            say(
                f"时间到，还有 {tried.left} 处没有试；--seconds 给长一些",
                f"Time is up: {tried.left} not tried; give more --seconds",
            )
        )


def word(verdict: str) -> str:
    """A verdict in words; anything else as it stands."""
    from eqrules.language.verdicts import Verdict

    return Verdict(verdict).word(spoken()) if verdict in set(Verdict) else verdict
