"""写到哪里 · Report files: which document each name means, checked before anything runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli.language import say, spoken
from eqrules.cli.trouble import Trouble

if TYPE_CHECKING:
    from eqrules.data.submission import Submission
    from eqrules.engine.contract import Evaluation
    from eqrules.report.annotated.marks import Seen
    from eqrules.report.kinds import Kind


Wanted = tuple[Path, "Kind"]
"""A file to write, and which document goes into it."""


def checked(paths: Iterable[str], data: Iterable[Path], kind: Kind | None = None) -> list[Wanted]:
    """Which document each path means, once it is sure that each can be written, and that none is the submission."""
    asked = list(paths)
    if not asked:
        return []
    from eqrules.report import kinds

    found: list[Wanted] = []
    for text in asked:
        path = beside(text, kinds.ENDINGS if kind is None else kind.endings, data)
        chosen = kind or kinds.meant(text)
        if chosen is None:
            ending = path.suffix.lower()
            fitting = [say(one.zh, one.id) for one in kinds.with_ending(ending)]
            raise Trouble("EQ741", name=text, ending=ending, kinds=say("、", ", ").join(fitting), first=fitting[0])
        if any(path == other for other, _ in found):
            raise Trouble("EQ717", name=text)
        found.append((path, chosen))
    return found


def beside(text: str, endings: Iterable[str], data: Iterable[Path]) -> Path:
    """The path of an output that is not the submission."""
    path = fit(text, endings)
    if any(path.exists() and path.samefile(handed_in) for handed_in in data):
        raise Trouble("EQ744", name=text)
    return path


def batch_folder(paths: Sequence[str]) -> Path | None:
    """The folder of a batch run: a name with no ending or with a slash at its end; nothing else beside it."""
    folders = [text for text in paths if text.endswith(("/", "\\")) or not Path(text).suffix]
    if folders and len(paths) > 1:
        raise Trouble("EQ753", name=folders[0], n=str(len(paths)))
    return Path(folders[0]) if folders else None


def fit(text: str, endings: Iterable[str]) -> Path:
    """The path, once it is sure that a file with one of these endings can be written there."""
    path = Path(text)
    if path.suffix.lower() not in endings:
        ending = path.suffix or say("（没有扩展名）", "(no ending)")
        raise Trouble("EQ708", name=text, ending=ending, kinds=" ".join(endings))
    writable(path)
    return path


def writable(path: Path) -> None:
    """`Trouble` unless a file of that name can be made or replaced."""
    folder = path.parent
    if not folder.is_dir():
        raise _cannot(path, say(f"没有「{folder}」这个文件夹", f"there is no folder {folder}"))
    if path.is_dir():
        raise _cannot(path, say("这是一个文件夹", "it is a folder"))
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise _cannot(path, say("没有写入的权限", "you may not write there"))


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, with a line on standard error."""
    replace(path, content)
    click.echo(say(f"已写出 {path}", f"Wrote {path}"), err=True)


def replace(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except PermissionError as problem:
        partial.unlink(missing_ok=True)
        zh, en = (
            "这个文件正被打开，或没有写入的权限；请先在 Excel、WPS 里关闭它",
            "it is open in another program: close it",
        )
        raise _cannot(path, say(zh, en)) from problem
    except OSError as problem:
        partial.unlink(missing_ok=True)
        reason = say("写入时中断：磁盘已满，或文件正被打开", "the disk is full, or the file is open")
        raise _cannot(path, reason) from problem


def _cannot(path: Path, reason: str) -> Trouble:
    return Trouble("EQ709", name=str(path), reason=reason)


def report(
    evaluation: Evaluation, ruleset_hash: str, wanted: Iterable[Wanted], data: Iterable[Path], last: Path | None = None,
    template: Path | None = None,
) -> None:  # fmt: skip
    """Make and write each document; `last`: last month's, else what stands at the place it is written to."""
    wanted = list(wanted)
    if not wanted:
        return
    from eqrules.report import kinds
    from eqrules.report.annotated.marks import CannotMark
    from eqrules.report.charts.picture import NoFont
    from eqrules.report.ledger.kept import NotALedger
    from eqrules.report.objects import Objects
    from eqrules.report.selfreport.fill import BadTemplate

    objects = Objects(evaluation)
    own = template.read_bytes() if template is not None else None

    def before(name: str) -> bytes | None:
        path = last or Path(name)
        return path.read_bytes() if path.is_file() else None

    around = kinds.Around(before, lambda: _handed_in(evaluation.submission, data))
    for path, kind in wanted:
        request = kinds.Request(objects, ruleset_hash, spoken(), path.suffix.lower(), template=own)
        try:
            for name, content in kinds.files(kind, request, str(path), around):
                if content is None:
                    raise Trouble("EQ742", name=say(kind.zh, kind.id), ruleset=evaluation.plan.id)
                write(Path(name), content)
        except NotALedger as problem:
            raise Trouble("EQ743", name=str(last or path), reason=say(*problem.reason)) from problem
        except BadTemplate as problem:
            raise Trouble("EQ746", name=str(template), reason=say(*problem.reason)) from problem
        except CannotMark as problem:
            raise Trouble("EQ745", name=str(problem)) from problem
        except NoFont as problem:
            raise Trouble("EQ763", name=str(path)) from problem


def annotated(path: Path, seen: Seen, data: Iterable[Path]) -> None:
    """Write the workbooks of a submission back with what was seen in them."""
    from eqrules.report.annotated.marks import CannotMark
    from eqrules.report.annotated.workbook import workbook
    from eqrules.report.kinds import one_each

    books = _handed_in(seen.submission, data)
    try:
        for name, book in zip(one_each(str(path), [name for name, _ in books]), books, strict=True):
            write(Path(name), workbook(seen, *book, spoken()))
    except CannotMark as problem:
        raise Trouble("EQ745", name=str(problem)) from problem


def _handed_in(submission: Submission, data: Iterable[Path]) -> list[tuple[str, bytes]]:
    """The workbooks among the files of a run, by the names that the run knows them by."""
    from eqrules.data.files import workbooks

    copies = {f.facts["file"] for f in submission.report.findings if f.code == "EQ696"}
    found = [book for book in workbooks(list(data)) if book[0] not in copies]
    if not found:
        raise Trouble("EQ745", name=say("、", ", ").join(file.name for file in submission.files) or "—")
    return found


def data(text: str) -> None:
    """Machine-readable output: UTF-8 whatever the terminal is."""
    click.echo(text.encode("utf-8"), nl=False)
