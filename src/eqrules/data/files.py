"""文件 · Which files make up a submission, and one reader for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from eqrules.data.raw import Sheet, Unreadable
from eqrules.data.read_csv import read_csv
from eqrules.data.read_parquet import read_parquet
from eqrules.data.read_xlsx import read_xlsx
from eqrules.data.submission import File
from eqrules.diagnostics.report import Report

READERS: tuple[tuple[tuple[str, ...], Callable[[str, bytes], list[Sheet]]], ...] = (
    ((".xlsx", ".xlsm", ".xls"), read_xlsx),
    ((".csv",), read_csv),
    ((".parquet",), read_parquet),
)
_BY_ENDING = {ending: reader for endings, reader in READERS for ending in endings}
_TRACES = ("~$", ".", "desktop.ini", "thumbs.db")
"""How names begin that programs leave behind; nobody hands these in."""


def read_files(paths: Sequence[Path], report: Report) -> tuple[list[Sheet], tuple[File, ...]]:
    """Every sheet of every file, in the order given and by name within a folder."""
    sheets: list[Sheet] = []
    files: list[File] = []
    for name, path in _listed(paths, report):
        content = _content(name, path)
        sheets.extend(_BY_ENDING[path.suffix.lower()](name, content))
        files.append(File(name, sha256(content).hexdigest()))
    _tell_apart(sheets)
    return sheets, tuple(files)


def _listed(paths: Sequence[Path], report: Report) -> Iterator[tuple[str, Path]]:
    aside: list[str] = []
    for path in paths:
        if not path.exists():
            raise Unreadable("EQ601", file=path.name, place=str(path))
        if not path.is_dir():
            if path.suffix.lower() not in _BY_ENDING:
                raise Unreadable("EQ604", file=path.name)
            yield path.name, path
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not _is_trace(p)]
        tables = [p for p in inside if p.suffix.lower() in _BY_ENDING]
        if not tables:
            raise Unreadable("EQ601", file=path.name, place=f"{path}/*.xlsx, *.csv, *.parquet")
        aside.extend(p.relative_to(path).as_posix() for p in inside if p not in set(tables))
        yield from ((p.relative_to(path).as_posix(), p) for p in tables)
    if aside:
        report.cell("EQ606", aside[:5], "hint", len(aside), n=str(len(aside)), files="、".join(aside[:5]))


def _is_trace(path: Path) -> bool:
    name = path.name.lower()
    return name.startswith(_TRACES) or name.endswith(".tmp")


def _content(name: str, path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable("EQ601", file=name, place=str(path)) from problem
    if not content.strip(b"\x00"):
        raise Unreadable("EQ602", file=name)
    return content


def _tell_apart(sheets: list[Sheet]) -> None:
    """Sheets of one name in several files are called as Excel calls them, [甲校.xlsx]学段校."""
    names = Counter(sheet.name for sheet in sheets)
    for sheet in sheets:
        if names[sheet.name] > 1:
            sheet.label = f"[{sheet.file}]{sheet.name}"
