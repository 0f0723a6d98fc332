"""写到哪里 · Report files: the kind by the ending, checked before anything runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli.language import say, spoken
from eqrules.cli.trouble import Trouble

if TYPE_CHECKING:
    from eqrules.engine.contract import Evaluation


def _json(evaluation: Evaluation, ruleset_hash: str) -> str:
    from eqrules.report.result import dump, result

    return dump(result(evaluation, ruleset_hash))


def _csv(evaluation: Evaluation, ruleset_hash: str) -> str:
    from eqrules.report.csv_table import table

    return table(evaluation, spoken())


def _html(evaluation: Evaluation, ruleset_hash: str) -> str:
    from eqrules.report.html import page

    return page(evaluation, spoken(), ruleset_hash)


KINDS: dict[str, Callable[[Evaluation, str], str]] = {".json": _json, ".csv": _csv, ".html": _html}


def checked(paths: Iterable[str], kinds: Iterable[str] = KINDS) -> list[Path]:
    """The same paths, once it is sure that each can be written."""
    found: list[Path] = []
    for text in paths:
        path = Path(text)
        if path.suffix.lower() not in kinds:
            ending = path.suffix or say("（没有扩展名）", "(no ending)")
            raise Trouble("EQ708", name=text, ending=ending, kinds=" ".join(kinds))
        if path in found:
            raise Trouble("EQ717", name=text)
        writable(path)
        found.append(path)
    return found


def batch_folder(paths: Sequence[str]) -> Path | None:
    """The folder of a batch run: a name with no ending or with a slash at its end; nothing else beside it."""
    folders = [text for text in paths if text.endswith(("/", "\\")) or not Path(text).suffix]
    if folders and len(paths) > 1:
        raise Trouble("EQ753", name=folders[0], n=str(len(paths)))
    return Path(folders[0]) if folders else None


def writable(path: Path) -> None:
    """`Trouble` unless a file of that name can be made or replaced."""
    folder = path.parent
    if not folder.is_dir():
        raise _cannot(path, say(f"没有「{folder}」这个文件夹", f"there is no folder {folder}"))
    if path.is_dir():
        raise _cannot(path, say("这是一个文件夹", "it is a folder"))
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise _cannot(path, say("没有写入的权限", "you may not write there"))


def write(path: Path, text: str) -> None:
    """UTF-8, whole or not at all, with a line on standard error."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(text.encode("utf-8"))
        partial.replace(path)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        reason = say("写入时中断：磁盘已满，或文件正被打开", "the disk is full, or the file is open")
        raise _cannot(path, reason) from problem
    click.echo(say(f"已写出 {path}", f"Wrote {path}"), err=True)


def _cannot(path: Path, reason: str) -> Trouble:
    return Trouble("EQ709", name=str(path), reason=reason)


def report(evaluation: Evaluation, ruleset_hash: str, paths: Iterable[Path]) -> None:
    for path in paths:
        write(path, KINDS[path.suffix.lower()](evaluation, ruleset_hash))


def data(text: str) -> None:
    """Machine-readable output: UTF-8 whatever the terminal is."""
    click.echo(text.encode("utf-8"), nl=False)
