"""错误说明 · eqrules help CODE: what a code means, with a wrong example and a right one."""

from __future__ import annotations

import re

import click

from eqrules.cli.language import argument, say, spoken
from eqrules.cli.language import command as make
from eqrules.cli.trouble import Trouble


@make(
    zh="一个错误编号是什么意思，下一步怎么办，附错例与正例；不写编号就列出全部。",
    en="What a code means and what to do next, with examples; all codes if none is given.",
)
@argument("code", metavar="[CODE]", required=False, zh="如 EQ201。", en="Such as EQ201.")
def command(code: str | None) -> int:
    from eqrules.diagnostics import catalogue
    from eqrules.diagnostics.suggest import closest

    pages = {page.code: page for page in catalogue.pages()}
    if code is None:
        for listed in pages.values():
            click.echo(f"{listed.code}  {listed.title_zh if spoken() == 'zh' else listed.title_en}")
        return 0
    page = pages.get(code.strip().upper())
    if page is None:
        raise Trouble("EQ714", name=code, near=say("、", ", ").join(closest(code.upper(), pages)) or "—")
    zh = spoken() == "zh"
    lines = [
        f"{page.code} {page.title_zh if zh else page.title_en}",
        "",
        _plain(page.zh if zh else page.en),
        *([f"→ {_plain(page.next_zh if zh else page.next_en)}"] if page.next_zh else []),
    ]
    for title, examples in ((say("错例", "Wrong"), page.wrong), (say("正例", "Right"), page.right)):
        for _, text in examples:
            lines += ["", title, *(f"  {line}" for line in text.rstrip("\n").split("\n"))]
    click.echo("\n".join(lines))
    return 0


def _plain(words: str) -> str:
    """The page's words, with … where a finding puts its facts."""
    return re.sub(r"\{\w+\}", "…", words)
