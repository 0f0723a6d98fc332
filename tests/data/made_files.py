"""造文件 · Strange workbooks and archives, made byte by byte for the tests that hand them in."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[object]]
Parts = dict[str, bytes]


def write_rows(sheet: xlsxwriter.worksheet.Worksheet, rows: Rows) -> None:
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part changed."""
    parts = parts_of(path)
    parts[part] = change(parts[part])
    return pack(path, parts)


SHEET1 = "xl/worksheets/sheet1.xml"


def with_dimension(path: Path, said: str) -> Path:
    """WPS writes A1 whatever the sheet holds."""
    return changed(
        path, SHEET1, lambda xml: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="%b"/>' % said.encode(), xml)
    )


def with_cell(path: Path, place: str) -> Path:
    """One more cell, far away."""
    row = re.sub(r"\D", "", place)
    cell = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    return changed(path, SHEET1, lambda xml: xml.replace(b"</sheetData>", cell))


def with_entities(path: Path) -> Path:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return changed(path, "xl/workbook.xml", lambda xml: xml.replace(b"?>", b"?>" + bomb, 1))


def with_macros(path: Path) -> Path:
    return pack(path, parts_of(path) | {"xl/vbaProject.bin": b"\0" * 64})


def bomb(path: Path, megabytes: int = 60) -> Path:
    """A sheet that unpacks to a thousand times its size."""
    return changed(path, SHEET1, lambda xml: xml.replace(b"<sheetData", b" " * (megabytes << 20) + b"<sheetData"))


def lying_bomb(path: Path, megabytes: int = 60) -> Path:
    """The same, with a directory that says the part is small."""
    bomb(path, megabytes)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo(SHEET1).file_size.to_bytes(4, "little")
    path.write_bytes(bytes(content).replace(size, (1000).to_bytes(4, "little")))
    return path


def html(rows: Rows) -> bytes:
    """What older systems save as .xls."""
    body = "".join("<tr>" + "".join(f"<td>{'' if c is None else c}</td>" for c in row) + "</tr>" for row in rows)
    head = '<html><head><meta charset="gbk"><style>td {}</style></head>'
    return f"{head}<body><table>{body}</table></body></html>".encode("gbk")


def _old_book(name: str, rows: Rows) -> Any:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    return book


def xls(path: Path, name: str, rows: Rows) -> Path:
    """A workbook of Excel 97-2003."""
    _old_book(name, rows).save(str(path))
    return path


_PLAIN = (0x0809, 0x002F, 0x0193, 0x0194, 0x00E1)
"""BOF, FilePass, UsrExcl, FileLock, InterfaceHdr: never encrypted."""
_SHEET_PLACE = 0x0085
"""BoundSheet8: the place of a sheet, its first four bytes, stays readable."""


def locked_xls(path: Path, name: str, rows: Rows, password: str) -> Path:
    """A workbook of Excel 97-2003 with a password to open it (RC4, MS-XLS 2.2.10); its salt is always the same."""
    from msoffcrypto.method.rc4 import DocumentRC4
    from xlwt.CompoundDoc import XlsDoc

    def turned(text: bytes, block: int) -> bytes:
        return bytes(DocumentRC4.decrypt(password, salt, io.BytesIO(text), blocksize=block).read())

    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    filepass = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + salt
    filepass += turned(verifier + hashlib.md5(verifier).digest(), 512)
    plain, stream, seen, at = _old_book(name, rows).get_biff_data(), b"", b"", 0
    while at < len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        body = plain[at + 4 : at + 4 + size]
        if kind == _SHEET_PLACE:
            body = struct.pack("<I", struct.unpack_from("<I", body)[0] + len(filepass)) + body[4:]
        read = size if kind in _PLAIN else 4 if kind == _SHEET_PLACE else 0
        stream, seen = stream + plain[at : at + 4] + body, seen + b"1" * (4 + read) + b"0" * (size - read)
        if not at:
            stream, seen = stream + filepass, seen + b"1" * len(filepass)
        at += 4 + size
    rest = struct.pack("<HH", 0, -len(stream) % 4) + bytes(-len(stream) % 4)
    stream, seen = stream + rest, seen + b"1" * len(rest)
    dark = turned(stream, 1024)
    XlsDoc().save(str(path), bytes(p if s == 49 else d for p, d, s in zip(stream, dark, seen, strict=True)))
    return path


def zip_of(path: Path, files: Mapping[str, bytes], encoding: str = "utf-8") -> Path:
    """An archive; names that are not marked as UTF-8 are written in the encoding of Chinese Windows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if encoding == "utf-8":
                archive.writestr(name, content)
                continue
            marked = _Named(name)
            marked.raw = name.encode(encoding)
            archive.writestr(marked, content)
    return path


class _Named(zipfile.ZipInfo):
    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits & ~0x800


def styled(path: Path, name: str, rows: Rows, style: Mapping[str, object], body: tuple[int, int]) -> Path:
    """A workbook with one cell in a style of its own."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        write_rows(sheet, rows)
        row, column = body
        sheet.write(row, column, rows[row][column], book.add_format(dict(style)))
    return path
