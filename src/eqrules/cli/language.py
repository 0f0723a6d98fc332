"""说哪种话 · Which language the command line speaks, and commands that help in both."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any

import click

_SPOKEN: ContextVar[str] = ContextVar("spoken", default="zh")
_TONGUES = ("zh", "en")


def chosen(arguments: Sequence[str]) -> str:
    """`--lang`, else EQRULES_LANG, else English if LANG starts with en, else Chinese."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            value = value if equals else next(iter(arguments[place + 1 :]), "")
            if value in _TONGUES:
                return value
    named = os.environ.get("EQRULES_LANG", "").lower()[:2]
    if named in _TONGUES:
        return named
    return "en" if os.environ.get("LANG", "").lower().startswith("en") else "zh"


def speak(lang: str) -> None:
    _SPOKEN.set(lang)


def spoken() -> str:
    return _SPOKEN.get()


def say(zh: str, en: str) -> str:
    return zh if spoken() == "zh" else en


class Option(click.Option):
    """An option whose help is in both languages."""

    def __init__(self, *arguments: Any, zh: str = "", en: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.words = (zh, en)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = say(*self.words)
        return super().get_help_record(ctx)


class Argument(click.Argument):
    """An argument with a word of help in both languages."""

    def __init__(self, *arguments: Any, zh: str = "", en: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.words = (zh, en)


class Command(click.Command):
    """A command whose help is in both languages; what is left over on its line is an error of ours."""

    def __init__(self, *arguments: Any, zh: str = "", en: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.words = (zh, en)
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as problem:
            problem.ctx = problem.ctx or ctx  # the parser does not say whose options it was reading
            raise

    def invoke(self, ctx: click.Context) -> Any:
        from eqrules.cli.trouble import Trouble

        if ctx.args:
            raise Trouble("EQ706", command=ctx.info_name or "", value=" ".join(ctx.args))
        return super().invoke(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(*self.words)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return help_option()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [piece for piece in self.collect_usage_pieces(ctx) if piece != "[OPTIONS]"]
        pieces.append(say("[选项]", "[options]"))
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("用法：", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(*self.words))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        parameters = self.get_params(ctx)
        named = [(p.make_metavar(ctx), say(*p.words)) for p in parameters if isinstance(p, Argument)]
        options = [p.get_help_record(ctx) for p in parameters if isinstance(p, click.Option)]
        chapters = ((say("参数", "Arguments"), named), (say("选项", "Options"), [r for r in options if r]))
        for title, records in chapters:
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def help_option() -> click.Option:
    """`--help` and its short form, in the language spoken."""

    def show(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show,
        zh="显示这段说明。", en="Show this text.",
    )  # fmt: skip


def command(zh: str, en: str, own_lang: bool = False) -> Callable[[Callable[..., int]], Command]:
    """A command that also takes --lang and --debug, wherever they stand; `own_lang`: --lang means more to it."""

    def made(function: Callable[..., int]) -> Command:
        function = _everywhere("--debug", is_flag=True)(function)
        if not own_lang:
            function = _everywhere("--lang", metavar="zh|en")(function)
        built = click.command(cls=Command, zh=zh, en=en)(function)
        assert isinstance(built, Command)
        return built

    return made


def _everywhere(name: str, **more: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(name, expose_value=False, hidden=True, **more)


def argument(name: str, *, zh: str, en: str, **more: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.argument(name, cls=Argument, zh=zh, en=en, **more)


def option(*names: str, zh: str, en: str, **more: Any) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(*names, cls=Option, zh=zh, en=en, **more)
