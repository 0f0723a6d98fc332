"""压缩包 · Zip archives opened with care: nothing too large, nothing cut off, no DTD, no path that leads away."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from eqrules.data.raw import Unreadable, file_size

LARGEST_FILE = 256 * 2**20
"""Bytes of a file as handed in."""
_LARGEST = 320 * 2**20
"""Bytes of all parts together, unpacked: several times what a province hands in."""
_SQUEEZED, _WORTH_A_LOOK = 300, 8 * 2**20
"""How many times larger a part may become; sheets of formatted, empty rows become about 60 times larger."""
_MOST_FILES = 5000
_ROOT = re.compile(rb"<[A-Za-z]")
_DRIVE = re.compile(r"[A-Za-z]:")


def open_archive(name: str, content: bytes) -> ZipFile:
    """The archive, once its list of contents is sound; names without a mark are read as GBK."""
    archive = _opened(content, "gb18030") or _opened(content, "cp437")
    if archive is None:
        raise Unreadable("EQ647", file=name, size=file_size(content))
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    bomb = any(i.file_size > _WORTH_A_LOOK and i.file_size > _SQUEEZED * max(1, i.compress_size) for i in infos)
    if bomb or total > _LARGEST or len(infos) > _MOST_FILES:
        facts = {"size": file_size(content), "unpacked": f"{total / 2**20:,.0f} MB", "n": str(len(infos))}
        raise Unreadable("EQ652", file=name, **facts)
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or _DRIVE.match(info.filename) or "\0" in info.orig_filename:
            raise Unreadable("EQ655", file=name, path=info.filename[:60])
    return archive


def _opened(content: bytes, names: str) -> ZipFile | None:
    """The archive, if its list of contents can be read with names in this encoding."""
    try:
        return ZipFile(BytesIO(content), metadata_encoding=names)
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return None


def part(archive: ZipFile, path: str | ZipInfo, name: str) -> bytes:
    """One part, unpacked: never more than its declared size, which has been looked at."""
    try:
        return archive.read(path)
    except (BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, struct.error) as problem:
        raise Unreadable("EQ647", file=name, size=str(path)[-40:]) from problem
    except (RuntimeError, NotImplementedError) as problem:  # a password, or a method nobody uses
        raise Unreadable("EQ603", file=name) from problem


def xml_part(archive: ZipFile, path: str, name: str) -> bytes:
    """One part that is XML, as office programs write it: no document type, no entities of its own."""
    xml = part(archive, path, name)
    root = _ROOT.search(xml)
    if b"<!DOCTYPE" in xml[: root.start() if root else None] or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("EQ654", file=name, part=path)
    return xml


def members(archive: ZipFile) -> Iterator[tuple[str, ZipInfo]]:
    """The files in an archive, by path."""
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if not info.is_dir():
            yield info.filename.replace("\\", "/"), info
