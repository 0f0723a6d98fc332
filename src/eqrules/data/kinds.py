"""识类 · What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["xlsx", "xls", "html", "text", "parquet", "zip", "packed", "other"]

OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+html[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:html|table|body|head|meta)\b",
    re.S | re.I,
)
_FORMS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"{\\rtf", "RTF"),
)
_PACKED: tuple[tuple[bytes, str], ...] = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"))
_MHTML = re.compile(rb"\s*MIME-Version:", re.I)
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "Word"),
    ("PowerPoint Document", "PowerPoint"),
)
_LIKE_TEXT = frozenset((".csv", ".txt", ".tsv", ".xls", ".xlsx"))
SPREADSHEETS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls"))
FOREIGN = {
    ".et": "WPS 表格", ".ett": "WPS 表格", ".wps": "WPS 文字", ".numbers": "Numbers", ".ods": "OpenDocument",
    ".doc": "Word", ".docx": "Word", ".pdf": "PDF", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG",
    ".heic": "HEIC", ".bmp": "BMP", ".tif": "TIFF", ".tiff": "TIFF", ".mht": "MHTML", ".mhtml": "MHTML",
    ".dbf": "dBASE", ".mdb": "Access", ".accdb": "Access", ".xml": "XML",
}  # fmt: skip
"""Endings of files that hold tables for people, and not for us."""
TABLES = frozenset((".et", ".ett", ".numbers", ".ods", ".dbf", ".mdb", ".accdb", ".mht", ".mhtml", ".zip"))
"""Of these and archives, the ones that may hold what was meant to be handed in."""
PACKED = {".rar": "RAR", ".7z": "7z", ".gz": "gzip", ".tar": "tar"}


def kind_of(ending: str, content: bytes) -> tuple[Kind, str]:
    """What the bytes are, and what to call them where they are nothing that is read here."""
    head = content[:4096]
    if head[:4] == b"PAR1":
        return "parquet", ""
    if ending in FOREIGN:
        return "other", FOREIGN[ending]
    for sign, what in _PACKED:
        if head.startswith(sign):
            return "packed", what
    if head[:4] == ZIP:
        return ("zip", "") if ending == ".zip" else ("xlsx", "")
    if head[:4] == OLE:
        streams = (what for stream, what in _OLE_STREAMS if stream.encode("utf-16-le") in content)
        what = next(streams, "")
        return ("xls", what) if what in ("", "encrypted") else ("other", what)
    for sign, what in _FORMS:
        if head.startswith(sign):
            return "other", what
    if _MHTML.match(head):
        return "other", "MHTML"
    if _XML_2003 in head:
        return "other", "XML 2003"
    if _HTML.match(head):
        return "html", ""
    return ("text", "") if ending in _LIKE_TEXT and (ending not in SPREADSHEETS or _reads(head)) else ("other", "")


def _reads(head: bytes) -> bool:
    """A table saved as text under a workbook's name has separators, and no bytes that no text has."""
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16", "ignore") if wide else head.decode("latin-1")
    return not re.search(r"[\x00-\x08\x0e-\x1f]", text) and ("\t" in text or "," in text)
