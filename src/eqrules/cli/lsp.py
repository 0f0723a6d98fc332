"""编辑器服务 · eqrules lsp: the server that an editor talks to over standard input and output."""

from __future__ import annotations

from eqrules.cli.language import command as make


@make(
    zh="供编辑器使用的服务：由编辑器启动，经标准输入输出交谈。装法见 docs/editor.md。",
    en="The server for editors: an editor starts it and talks over standard input and output. See docs/editor.md.",
)
def command() -> int:
    from eqrules.lsp.server import make_server

    make_server().start_io()
    return 0
