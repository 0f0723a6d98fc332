"""拦路 · What keeps a command from running, as a coded finding; never as a traceback."""

from __future__ import annotations

import click

from eqrules.diagnostics.report import Finding
from eqrules.diagnostics.suggest import closest


class Trouble(Exception):
    """The command cannot run; exit code 2."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.finding = Finding(code, "error", facts=facts)


def finding_of(problem: BaseException, ctx: click.Context | None = None) -> Finding:
    """The coded message of anything that stopped a command."""
    carried = getattr(problem, "finding", None)
    if isinstance(carried, Finding):
        return carried
    match problem:
        case click.NoSuchOption():
            return _no_such_option(problem)
        case click.MissingParameter():
            name = _shown(problem.param)
            return Finding("EQ703", "error", facts={"name": name, "command": _command(problem.ctx)})
        case click.BadOptionUsage():
            facts = {"name": problem.option_name, "command": _command(problem.ctx)}
            return Finding("EQ704", "error", facts=facts)
        case click.BadParameter():
            name = problem.param.human_readable_name if problem.param is not None else "—"
            return Finding("EQ704", "error", facts={"name": name, "command": _command(problem.ctx)})
        case click.Abort() | KeyboardInterrupt():
            return Finding("EQ718", "error")
        case _:
            return Finding("EQ719", "error")


def _command(ctx: click.Context | None) -> str:
    return ctx.info_name or "" if ctx is not None else ""


def _no_such_option(problem: click.NoSuchOption) -> Finding:
    known: list[str] = []
    if problem.ctx is not None:
        for parameter in problem.ctx.command.get_params(problem.ctx):
            if isinstance(parameter, click.Option) and not parameter.hidden:
                known += parameter.opts
    near = "、".join(closest(problem.option_name, known)) or "—"
    facts = {"name": problem.option_name, "command": _command(problem.ctx), "near": near}
    return Finding("EQ702", "error", facts=facts)


def _shown(param: click.Parameter | None) -> str:
    """An option by its name, an argument as the usage line has it."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if param is not None else "—"
