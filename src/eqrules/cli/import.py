"""导入 · eqrules import: a workbook back to documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import argument, option, say
from eqrules.cli.language import command as make
from eqrules.cli.subject import show
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Existing

if TYPE_CHECKING:
    from eqrules.exchange.reading import Change
    from eqrules.source import Source


@make(
    zh="把 export 写出、改过的工作簿读回成文档；有错误就按工作表和单元格指出，什么也不写。",
    en="Read a workbook back into documents; with mistakes, shown by sheet and cell, nothing is written.",
)
@argument("book", metavar="FILE.xlsx", type=Existing(), zh="工作簿。", en="The workbook.")
@option("-o", "--output", "folder", required=True, metavar="FOLDER",
        zh="写到哪个文件夹；同名的文件会换成新的。",
        en="The folder to write to; files of the same names are replaced.")  # fmt: skip
def command(book: Path, folder: str) -> int:
    from eqrules import workspace

    made = workspace.import_book(book)
    show(made.report)
    if made.report.has_errors:
        count = sum(finding.level == "error" for finding in made.report.findings)
        click.echo(
            say(
                f"{book.name}：错误 {count}，没有写出；在工作簿里改正后再导入",
                f"{book.name}: {count} errors, nothing written; correct them in the workbook and import again",
            ),
            err=True,
        )
        return 1
    target = Path(folder)
    _only_these(target, made.documents)
    target.mkdir(parents=True, exist_ok=True)
    for document in made.documents:
        outputs.write(target / document.name, document.text.encode())
    for change in made.changes:
        if line := _said(change):
            click.echo(f"  {line}", err=True)
    return 0


def _only_these(target: Path, documents: Sequence[Source]) -> None:
    """Another document in the folder would become part of the ruleset unasked."""
    names = {document.name for document in documents}
    others = sorted(path.name for path in target.glob("*.md") if path.name not in names) if target.is_dir() else []
    if others:
        raise Trouble("EQ790", folder=str(target), names=say("、", ", ").join(others))
    if target.is_file():
        raise Trouble(
            "EQ709", name=str(target), reason=say("这是一个文件，要写一个文件夹", "it is a file, not a folder")
        )


def _said(change: Change) -> str:
    counts = (
        (change.changed, "改 {} 行", "{} changed"),
        (change.added, "增 {} 行", "{} added"),
        (change.removed, "删 {} 行", "{} removed"),
    )
    parts = [say(zh, en).format(count) for count, zh, en in counts if count]
    return say("：", ": ").join((change.sheet, say("，", ", ").join(parts))) if parts else ""
