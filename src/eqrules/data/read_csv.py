"""读文本表 · CSV files to raw sheets: a strict ladder of encodings, no guessing by statistics."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import PurePath
from typing import cast

from eqrules.data.raw import Row, Sheet, Unreadable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DAMAGED = ("\ufffd", "\u951f\u65a4\u62f7", "\u70eb\u70eb\u70eb", "\u5c6f\u5c6f\u5c6f", "\u00ef\u00bb\u00bf")
"""What is left of characters that were saved in the wrong encoding once before."""
_DELIMITERS = (",", "\t", ";", "\uff0c")


_NAMES = {",": "逗号", "\t": "制表符", ";": "分号", "\uff0c": "全角逗号"}


def read_csv(name: str, content: bytes) -> list[Sheet]:
    """One sheet, named after the file. Fields keep their text."""
    text, encoding = decoded(name, content)
    first = text[: text.find("\n") + 1] or text
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise Unreadable("EQ604", file=name) from problem
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    sheet = Sheet(PurePath(name).stem, name, cast(list[Row], rows))
    if encoding in ("GB18030", "UTF-16"):
        sheet.remarks.append(("EQ646", [], {"file": name, "kind": encoding}))
    if delimiter != "," and width > 1:
        seen = " / ".join(" | ".join(field for field in row[:4]) for row in rows[:2])
        facts = {"file": name, "delimiter": _NAMES[delimiter], "seen": " ".join(seen.split())[:80]}
        sheet.remarks.append(("EQ683", [], facts))
    return [sheet]


def decode(name: str, content: bytes) -> str:
    """The text of a file, in whatever encoding it is."""
    return decoded(name, content)[0]


def decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text and its encoding. A byte order mark decides; else UTF-8 if it is strictly that; else GB18030."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        for sign in _DAMAGED:
            if sign in text:
                at = text.index(sign)
                sample = " ".join(text[max(0, at - 6) : at + 8].split())
                raise Unreadable("EQ605", file=name, sample=sample)
        return text, {"utf-16": "UTF-16", "gb18030": "GB18030"}.get(encoding, "UTF-8")
    sample = "".join(c for c in content[:60].decode("ascii", "ignore") if c.isprintable())
    raise Unreadable("EQ605", file=name, sample=sample[:20] or "…")
