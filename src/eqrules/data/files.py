"""文件 · Which files make up a submission, and one reader for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from eqrules.data.annotated_copies import leave_out_copies
from eqrules.data.answers import FILES as ANSWERS
from eqrules.data.archive import LARGEST_FILE, members, open_archive, part
from eqrules.data.kinds import FOREIGN, PACKED, SPREADSHEETS, TABLES, Kind, kind_of
from eqrules.data.raw import Sheet, Unreadable, file_size
from eqrules.data.read_csv import read_csv
from eqrules.data.read_parquet import read_parquet
from eqrules.data.read_xlsx import read_xlsx
from eqrules.data.submission import File
from eqrules.diagnostics.report import Level, Report


def _read_html(name: str, content: bytes) -> list[Sheet]:
    """Pages that pass for workbooks are rare: their parser is loaded for them alone."""
    from eqrules.data.read_html import read_html

    return read_html(name, content)


def _read_xls(name: str, content: bytes) -> list[Sheet]:
    """So are the old workbooks, which are read in a process of their own."""
    from eqrules.data.read_xls import read_xls

    return read_xls(name, content)


def _unlocked(name: str, content: bytes) -> bytes:
    """And those with a password."""
    from eqrules.data.encrypted import unlocked

    return unlocked(name, content)


READERS: dict[Kind, Callable[[str, bytes], list[Sheet]]] = {
    "xlsx": read_xlsx,
    "xls": _read_xls,
    "html": _read_html,
    "text": read_csv,
    "parquet": read_parquet,
}
_ENDINGS = (*SPREADSHEETS, ".csv", ".txt", ".tsv", ".parquet", ".zip")
_OWN: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "xls": (), "text": (".csv", ".txt", ".tsv"), "parquet": (".parquet",),
}  # fmt: skip
"""The endings that a kind of file usually has; another one is told."""
_CALLED: dict[Kind, str] = {"xlsx": "Excel 工作簿", "xls": "Excel 97-2003 工作簿", "html": "网页表格", "text": "文本表"}
_TRACES = ("~$", ".", "desktop.ini", "thumbs.db", "__macosx")
"""How names begin that programs leave behind; nobody hands these in."""


def read_files(paths: Sequence[Path], report: Report) -> tuple[list[Sheet], tuple[File, ...]]:
    """Every sheet of every file, in the order given and by name within a folder or archive."""
    sheets: list[Sheet] = []
    files: list[File] = []
    for name, path in _listed(paths, report):
        content = _content(name, path)
        day = datetime.fromtimestamp(path.stat().st_mtime).date().isoformat()
        found = _unpacked(name, content, report) if path.suffix.lower() == ".zip" else [(name, content, day)]
        for own, inside, date in found:
            sheets.extend(_read(own, inside, report))
            files.append(File(own, sha256(inside).hexdigest(), len(inside), date))
    kept = leave_out_copies(sheets, report)
    left = {sheet.file for sheet in sheets} - {sheet.file for sheet in kept}
    sheets, files = kept, [file for file in files if file.name not in left]
    _tell_apart(sheets)
    for sheet in sheets:
        for code, cells, facts in sheet.remarks:
            places = [f"{sheet.label}!{cell}" for cell in cells]
            _remark(code, places or [sheet.file], {"sheet": sheet.label, **facts}, report)
    return sheets, tuple(files)


def workbooks(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The .xlsx workbooks among the files, by the names that a submission knows them by."""
    report = Report()
    for name, path in _listed(paths, report):
        content = _content(name, path)
        packed = path.suffix.lower() == ".zip"
        inside = [(own, part_) for own, part_, _ in _unpacked(name, content, report)] if packed else [(name, content)]
        yield from (book for book in inside if kind_of(PurePosixPath(book[0].lower()).suffix, book[1])[0] == "xlsx")


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of one file, whatever kind of workbook it is; raises `Unreadable`."""
    if not path.exists():
        raise Unreadable("EQ601", file=path.name, place=str(path))
    _look_at(path.name)
    return _read(path.name, _content(path.name, path), Report())


def _remark(code: str, places: list[str], facts: dict[str, str], report: Report) -> None:
    level: Level = "warning" if code == "EQ656" else "hint"
    report.cell(code, places, level, len(places), n=str(len(places)), **facts)


def _read(name: str, content: bytes, report: Report) -> list[Sheet]:
    """The sheets of one file, read as what it is and not as what it is called."""
    ending = PurePosixPath(name.lower()).suffix
    if not content.strip(b"\x00"):
        raise Unreadable("EQ602", file=name, size=file_size(content))
    kind, what = kind_of(ending, content)
    if kind == "packed":
        raise Unreadable("EQ650", file=name, kind=what)
    if kind == "zip":
        raise Unreadable("EQ650", file=name, kind="ZIP")
    if kind == "other" and what:
        raise Unreadable("EQ649", file=name, kind=what)
    if kind == "other":
        raise Unreadable("EQ604", file=name)
    if what == "encrypted":
        kind, content = "xlsx", _unlocked(name, content)
    sheets = READERS[kind](name, content)
    if ending not in _OWN.get(kind, ()):
        report.cell("EQ646", [name], "hint", file=name, kind=_CALLED.get(kind, kind))
    return sheets


def _listed(paths: Sequence[Path], report: Report) -> Iterator[tuple[str, Path]]:
    aside: list[str] = []
    for path in paths:
        if not path.exists():
            raise Unreadable("EQ601", file=path.name, place=str(path))
        if not path.is_dir():
            _look_at(path.name)
            yield path.name, path
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not is_trace(p.name)]
        tables = [p for p in inside if p.suffix.lower() in _ENDINGS]
        if not tables:
            for other in inside:
                if other.suffix.lower() in FOREIGN or other.suffix.lower() in PACKED:
                    _look_at(other.name)
            raise Unreadable("EQ601", file=path.name, place=f"{path}/*.xlsx, *.csv, *.parquet")
        aside.extend(p.relative_to(path).as_posix() for p in inside if p not in set(tables) and p.name not in ANSWERS)
        yield from ((p.relative_to(path).as_posix(), p) for p in tables)
    _say_aside(aside, report)


def _say_aside(aside: Sequence[str], report: Report) -> None:
    """Evidence papers may stay where they are; tables and archives of other programs are worth a word."""
    if aside:
        aside = sorted(aside, key=lambda name: not _may_hold_tables(name))
        level: Level = "warning" if _may_hold_tables(aside[0]) else "hint"
        report.cell("EQ606", aside[:5], level, len(aside), n=str(len(aside)), files="、".join(aside[:5]))


def _may_hold_tables(name: str) -> bool:
    ending = PurePosixPath(name.lower()).suffix
    return ending in PACKED or ending in TABLES


def _look_at(name: str) -> None:
    """Refuse by its ending what no reader here can open."""
    ending = PurePosixPath(name.lower()).suffix
    if ending in PACKED:
        raise Unreadable("EQ650", file=name, kind=PACKED[ending])
    if ending in FOREIGN:
        raise Unreadable("EQ649", file=name, kind=FOREIGN[ending])
    if ending not in _ENDINGS:
        raise Unreadable("EQ604", file=name)


def is_trace(name: str) -> bool:
    """Left behind by a program: ~$学校.xlsx, .DS_Store, desktop.ini."""
    low = name.lower()
    return low.startswith(_TRACES) or low.endswith(".tmp")


def _unpacked(name: str, content: bytes, report: Report) -> Iterator[tuple[str, bytes, str]]:
    """The tables of an archive: nothing is written to disk, so no path in it can lead anywhere."""
    aside: list[str] = []
    found: list[tuple[str, ZipInfo]] = []
    if not content.strip(b"\x00"):
        raise Unreadable("EQ602", file=name, size=file_size(content))
    if content[:4] != b"PK\x03\x04":
        kind, what = kind_of(".zip", content)
        raise Unreadable("EQ650" if kind == "packed" else "EQ604", file=name, kind=what)
    archive = open_archive(name, content)
    for path, info in members(archive):
        pure = PurePosixPath(path)
        if any(map(is_trace, pure.parts)):
            continue
        ending = pure.suffix.lower()
        if ending in _ENDINGS and ending != ".zip":
            found.append((path, info))
        elif pure.name not in ANSWERS:
            aside.append(path)
    if not found:
        raise Unreadable("EQ601", file=name, place=f"{name}/*.xlsx, *.csv, *.parquet")
    _say_aside(aside, report)
    for path, info in found:
        yield path, part(archive, info, path), "{:04}-{:02}-{:02}".format(*info.date_time)


def _content(name: str, path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            size = f"{path.stat().st_size / 2**20:,.0f} MB"
            raise Unreadable("EQ652", file=name, size=size, unpacked=size, n="1")
        return path.read_bytes()
    except OSError as problem:
        raise Unreadable("EQ601", file=name, place=str(path)) from problem


def _tell_apart(sheets: list[Sheet]) -> None:
    """Sheets of one name in several files are called as Excel calls them, [甲校.xlsx]学段校."""
    names = Counter(sheet.name for sheet in sheets)
    for sheet in sheets:
        if names[sheet.name] > 1:
            sheet.label = f"[{sheet.file}]{sheet.name}"
