"""命令组 · English verbs with Chinese aliases; one file per command, loaded when it is used."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click

from eqrules.cli import language
from eqrules.cli.language import Option, say
from eqrules.cli.signs import printable
from eqrules.cli.trouble import Trouble, finding_of
from eqrules.undisturbed import undisturbed


class Entry(NamedTuple):
    """One command: its verb (also its module), its Chinese alias, and what it does."""

    verb: str
    alias: str
    zh: str
    en: str


COMMANDS: tuple[Entry, ...] = (
    Entry("run", "评估", "核对填报数据，评估，给出结论。", "Check the data, evaluate, print the verdicts."),
    Entry("report", "报告", "写出一份文书：申报表、台账、报告。", "Write a document: forms, ledger, report."),
    Entry("validate", "核验", "只核对填报数据，不评估。", "Check the data only; judge nothing."),
    Entry("explain", "说明", "一个对象的逐步计算。", "The worked calculation of one object."),
    Entry("targets", "目标", "各县的结论，对照阶段目标和时间表。", "Counties' verdicts beside targets and schedules."),
    Entry("check", "检查", "检查规则集写得对不对。", "Check that a ruleset is sound."),
    Entry("fmt", "整理", "把规则集排整齐，或译成另一种语言。", "Tidy a ruleset, or write it in the other language."),
    Entry("test", "示例", "运行规则集里的示例。", "Run the examples of a ruleset."),
    Entry("diff", "对照", "两份规则集有什么不同，谁更严。", "What two rulesets differ in, and which is stricter."),
    Entry("list", "列表", "有哪些规则集。", "Which rulesets there are."),
    Entry("show", "查看", "一个规则集，或其中一条。", "One ruleset, or one rule of it."),
    Entry("plan", "计划", "供程序读取的评估计划。", "The evaluation plan, for programs."),
    Entry("new", "新建", "新建一份规则集的骨架。", "Start a new ruleset."),
    Entry(
        "export",
        "导出",
        "把规则集写成工作簿，在 Excel、WPS 里改。",
        "Write a ruleset as a workbook, to edit in Excel or WPS.",
    ),
    Entry("import", "导入", "把工作簿读回成文档。", "Read the workbook back into documents."),
    Entry("template", "模板", "写出填报用的工作簿。", "Write the workbook to fill in."),
    Entry("sample", "样例", "生成虚构的填报数据。", "Write a made-up submission."),
    Entry("lsp", "编辑器", "供编辑器使用的服务。", "The server for editors."),
    Entry("help", "错误说明", "一个错误编号是什么意思。", "What a code means."),
    Entry("doctor", "诊断", "检查这台电脑上的安装。", "Check this installation."),
)
_BY_NAME = {name: entry for entry in COMMANDS for name in (entry.verb, entry.alias)}


class Commands(click.Group):
    """The group: finds commands lazily, and turns everything that stops one into a coded message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [entry.verb for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _BY_NAME.get(cmd_name)
        if entry is None:
            return None
        found = import_module(f"eqrules.cli.{entry.verb}").command
        assert isinstance(found, click.Command)
        found.name = entry.verb
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        found = self.get_command(ctx, args[0])
        if found is not None:
            return _BY_NAME[args[0]].verb, found, args[1:]
        from eqrules.diagnostics.suggest import closest

        near = say("、", ", ").join(closest(args[0], _BY_NAME)) or "—"
        raise Trouble("EQ701", name=args[0], near=near)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return language.help_option()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = say("命令 …… [选项]", "COMMAND … [options]")
        formatter.write_usage("eqrules", pieces, prefix=say("用法：", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                say(
                    "把督导评估标准写成文件，用县里填报的数据评估。",
                    "Education supervision standards as documents, run on what counties hand in.",
                )
            )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from eqrules.report.columns import columns

        with formatter.section(say("命令", "Commands")):
            rows = [[entry.verb, entry.alias, say(entry.zh, entry.en)] for entry in COMMANDS]
            formatter.write("\n".join(columns(rows, indent="  ")) + "\n")
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx)) is not None]
        with formatter.section(say("选项", "Options")):
            formatter.write_dl(records)

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        if args is None:
            atexit.register(_leave)
        with undisturbed():  # a command ends soon, and keeps what it makes until then
            return self._main(args, *more, **extra)

    def _main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        arguments = list(sys.argv[1:] if args is None else args)
        language.speak(language.chosen(arguments))
        printable()
        extra = {**extra, "standalone_mode": False, "prog_name": "eqrules"}
        try:
            code = super().main(arguments, *more, **extra)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except (Exception, KeyboardInterrupt) as problem:
            if "--debug" in arguments:
                raise
            from eqrules.diagnostics.render import render

            click.echo(render(finding_of(problem), language.spoken()), err=True)
            sys.exit(2)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=Commands, invoke_without_command=True)
@click.option("--lang", cls=Option, metavar="zh|en", expose_value=False,
              zh="用中文或英文（也可设 EQRULES_LANG）。",
              en="Chinese or English (or set EQRULES_LANG).")  # fmt: skip
@click.option("--debug", cls=Option, is_flag=True, expose_value=False,
              zh="出错时显示程序内部的经过。",
              en="Show the program's inside when something goes wrong.")  # fmt: skip
@click.pass_context
def main(ctx: click.Context) -> None:
    """eqrules."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _leave() -> None:
    """Nothing is looked through once more before the process ends; but DuckDB would tell everybody what it left."""
    if "duckdb" not in sys.modules:
        gc.freeze()
