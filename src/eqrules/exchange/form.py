"""表样 · What the workbook looks like: its sheets' names, its headings, the marks on its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256

from eqrules.exchange.pieces import Kind
from eqrules.syntax.tree import Lang

INDEX: dict[Lang, str] = {"zh": "文档", "en": "document"}
"""The sheet that lists all pieces in order; tables stand on sheets of their own."""
LISTS: dict[Lang, str] = {"zh": "取值", "en": "choices"}
"""The hidden sheet behind long drop-downs."""
HEADS: dict[Lang, tuple[str, str, str, str]] = {
    "zh": ("文件", "种类", "项目", "内容"),
    "en": ("file", "kind", "key", "content"),
}
ROW_ID: dict[Lang, str] = {"zh": "行标识", "en": "row id"}
KINDS: dict[Lang, dict[Kind, str]] = {
    "zh": {"title": "标题", "chapter": "章", "line": "说明行", "quote": "要旨", "comment": "批注", "table": "表"},
    "en": {"title": "title", "chapter": "chapter", "line": "line", "quote": "gist", "comment": "comment",
           "table": "table"},
}  # fmt: skip
HELP: dict[Lang, tuple[str, str, str, str]] = {
    "zh": (
        "写进哪个文件。同一个文件的各行放在一起。",
        "标题、章、说明行、要旨、批注，或一张表。次序就是文档的次序；可以加行、删行。",
        "说明行冒号前面的字，如 依据。别的种类空着。",
        "文字；表写它的工作表名。新加一张表：新建工作表，第一行写列名，再在这里加一行。",
    ),
    "en": (
        "The file it is written to. Rows of one file stay together.",
        "title, chapter, line, gist, comment, or a table. Their order is the document's; rows may be added or removed.",
        "What stands before the colon of a line, such as basis. Blank for the other kinds.",
        "The text; for a table the name of its sheet. A new table: a new sheet with headings, and a row here.",
    ),
}
ROW_HELP: dict[Lang, str] = {
    "zh": "导入时据此说出改了哪些行。不要改；新加的行空着。",
    "en": "By this an import says which rows were changed. Leave it; blank for new rows.",
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31


def sheet_names(titles: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A name for each sheet that Excel and WPS accept, no two alike."""
    used = {name.lower() for name in (*taken, "history")}
    found = []
    for title in titles:
        base = _FORBIDDEN.sub(" ", title).strip("' ") or "-"
        name, number = base[:_LONGEST], 1
        while name.lower() in used:
            number += 1
            tail = f" {number}"
            name = base[: _LONGEST - len(tail)] + tail
        used.add(name.lower())
        found.append(name)
    return found


def row_id(number: int, cells: Sequence[str]) -> str:
    """`12-3fa9c1`: where the row stood, and a digest of what stood in it."""
    return f"{number}-{sha256(chr(0).join(cells).encode()).hexdigest()[:6]}"
