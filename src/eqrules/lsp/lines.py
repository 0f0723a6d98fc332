"""行间 · The line under the cursor, as it is being typed: what kind it is, which cell, under which heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from eqrules.syntax.characters import FOLD
from eqrules.syntax.parse import split_heading

_CHAPTER = re.compile(r"^##[ \t]*(?P<text>.*)$", re.M)
_BULLET = re.compile(r"\s*[-+]\s*(?P<key>[^:]*)(?P<colon>:\s*)?(?P<value>.*)$")
_BAR = re.compile(r"(?<!\\)\|")
Kind = Literal["heading", "head", "row", "line", "other"]


@dataclass(frozen=True, slots=True)
class Line:
    """`cell`: what stands in the cell under the cursor (or the key or value of a line), from offset `start`.

    `column`: its number from 0 (0 the key, 1 the value of a line); `header`: the table's headings.
    `chapter`: the token of the chapter it stands in, "" before the first one or for one that is not known.
    """

    kind: Kind
    chapter: str
    cell: str
    start: int
    column: int = 0
    header: tuple[str, ...] = ()


def around(text: str, offset: int) -> Line:
    """The line at this place of a text."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[begin : end if end >= 0 else len(text)]
    folded = line.translate(FOLD)
    headings = _CHAPTER.findall(text[:begin])
    chapter = split_heading(headings[-1])[0] if headings else ""
    if folded.startswith("##"):
        skip = len(line) - len(line[2:].lstrip())
        return Line("heading", split_heading(line[skip:])[0], line[skip:].rstrip(), begin + skip)
    if folded.lstrip().startswith("|") or ("\t" in line and not _BULLET.fullmatch(folded)):
        return _in_table(text, begin, line, offset, chapter)
    if (bullet := _BULLET.fullmatch(folded)) and folded.lstrip()[:1] in "-+":
        at_value = bullet["colon"] is not None and offset - begin >= bullet.start("value")
        name = "value" if at_value else "key"
        return Line("line", chapter, line[bullet.start(name) : bullet.end(name)].rstrip(), begin + bullet.start(name),
                    int(at_value), (line[bullet.start("key") : bullet.end("key")].strip(),))  # fmt: skip
    return Line("other", chapter, line, begin)


def _in_table(text: str, begin: int, line: str, offset: int, chapter: str) -> Line:
    cells = split_cells(line)
    number = max((n for n, (start, _) in enumerate(cells) if start <= offset - begin), default=0)
    start, cell = cells[number] if cells else (0, line)
    left = start + len(cell) - len(cell.lstrip())
    left = min(left, max(offset - begin, start))
    top, first = begin, line
    while top > 0:
        before = text.rfind("\n", 0, top - 1) + 1
        above = text[before : top - 1]
        if not (above.translate(FOLD).lstrip().startswith("|") or "\t" in above):
            break
        top, first = before, above
    header = tuple(cell.strip() for _, cell in split_cells(first))
    kind: Kind = "head" if top == begin else "row"
    return Line(kind, chapter, line[left : start + len(cell)].rstrip(), begin + left, number, header)


def split_cells(line: str) -> list[tuple[int, str]]:
    """The cells of a line of a table, typed with bars or pasted with tabs, each with where it begins."""
    folded = line.translate(FOLD)
    if not folded.lstrip().startswith("|"):
        cuts = [-1, *(n for n, character in enumerate(line) if character == "\t"), len(line)]
    else:
        cuts = [found.start() for found in _BAR.finditer(folded)]
        if folded[cuts[-1] + 1 :].strip() or len(cuts) == 1:
            cuts.append(len(line))
    return [(left + 1, line[left + 1 : right]) for left, right in pairwise(cuts)]
