"""整理 · eqrules fmt: the canonical form of a ruleset, in place; or the ruleset in the other language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import argument, option, say
from eqrules.cli.language import command as make
from eqrules.cli.subject import ruleset, show
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Choice

if TYPE_CHECKING:
    from eqrules.workspace.writing import Document


@make(
    zh="把规则集排整齐：表格对齐，标点统一，意思不变；或译成另一种语言。",
    en="Tidy rulesets: tables aligned, punctuation alike, the meaning untouched; or write one in the other language.",
    own_lang=True,
)
@argument(
    "names",
    metavar="RULESET…",
    nargs=-1,
    required=True,
    zh="编号（cn/2017）、文件夹，或其中一个文件。",
    en="An id (cn/2017), a folder, or one file of it.",
)
@option(
    "--check",
    "only_check",
    is_flag=True,
    zh="不改文件，只列出没有排整齐的；有就以 1 退出。",
    en="Change nothing; list what is untidy, and exit with 1.",
)
@option(
    "--lang",
    "lang",
    type=Choice(("zh", "en")),
    zh="写成这种语言，写到屏幕上或 -o，不动原文件。",
    en="Write it in this language, to the screen or -o.",
)
@option("-o", "--output", "output", metavar="FILE|FOLDER/",
        zh="译文写到这个 .md 文件，或按原来的文件写进这个文件夹。",
        en="Write the translation to this .md file, or file by file into this folder.")  # fmt: skip
def command(names: tuple[str, ...], only_check: bool, lang: str | None, output: str | None) -> int:
    from eqrules.workspace import writing

    if lang is not None and len(names) > 1:
        raise Trouble("EQ706", command="fmt --lang", value=" ".join(names[1:]))
    if output is not None and lang is None:
        raise Trouble("EQ703", name="--lang", command="fmt -o")
    documents = [writing.document(ruleset(name)[0]) for name in names]
    refused = 0
    for name, document in zip(names, documents, strict=True):
        if document.report.has_errors:
            refused += 1
            show(document.report)
            click.echo(say(f"{name}：没有读懂，没有动它；先改正上面的问题",
                           f"{name}: not understood and not touched; correct the above first"), err=True)  # fmt: skip
        elif lang is not None:
            _translate(document, lang, output)
    if lang is not None:
        return int(refused > 0)
    return int(_tidy([d for d in documents if not d.report.has_errors], only_check) or refused > 0)


def _tidy(documents: list[Document], only_check: bool) -> bool:
    """True if `--check` found untidy files."""
    from eqrules.workspace import writing

    files = [file for document in documents for file in writing.tidied(document)]
    untidy = [file for file in files if file.old != file.new]
    for file in untidy:
        if only_check:
            click.echo(say(f"没有排整齐 {file.path}", f"Untidy {file.path}"))
        else:
            outputs.writable(file.path)
            outputs.replace(file.path, file.new.encode("utf-8"))
            click.echo(say(f"已整理 {file.path}", f"Tidied {file.path}"), err=True)
    left = len(files) - len(untidy)
    if left:
        click.echo(say(f"{left} 个文件本来就整齐", f"{left} files were tidy already"), err=True)
    return only_check and bool(untidy)


def _translate(document: Document, lang: str, output: str | None) -> None:
    from eqrules.workspace import writing

    by_file = output is not None and (output.endswith(("/", "\\")) or not Path(output).suffix)
    made = writing.translated(document, lang, by_file)
    if output is None:
        outputs.data(made.texts[0])
    elif by_file:
        folder = Path(output)
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in zip(document.paths, made.texts, strict=True):
            outputs.writable(folder / path.name)
            outputs.write(folder / path.name, text.encode("utf-8"))
    else:
        outputs.write(outputs.fit(output, (".md",)), made.texts[0].encode("utf-8"))
    if made.unnamed:
        names, count = say("、", ", ").join(made.unnamed), len(made.unnamed)
        zh, en = ("英文", "English") if lang == "en" else ("中文", "Chinese")
        told = say(
            f"没有{zh}名、照原样留下的 {count} 个：{names}", f"{count} without {en} names, left as they are: {names}"
        )
        click.echo(told, err=True)
