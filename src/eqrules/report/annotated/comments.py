"""批注的零件 · Comments of one sheet, with the boxes that office programs draw for them; people's own stay."""

from __future__ import annotations

import re
from typing import Any

from eqrules.data.own_marks import OURS, theirs
from eqrules.report.annotated.package import Package, child, local, parsed, written
from eqrules.report.annotated.sheet import Sheet, split, texts

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_AUTHOR = "eqrules"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.S)
_PLACE = re.compile(r"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
_ACROSS, _COLUMN_WIDE, _ROW_HIGH = 340, 64, 20
"""Pixels of a box, of an ordinary column, of an ordinary row."""
_LEAST, _MOST = 40, 420


class Comments:
    """Of one sheet."""

    def __init__(self, package: Package, path: str, sheet: Sheet) -> None:
        self.package, self.path, self.sheet = package, path, sheet
        related = package.relations(path)
        self.part = next((p for kind, p in related.values() if kind == "comments" and package.has(p)), "")
        drawn = child(sheet.root, "legacyDrawing")
        id = next((v for k, v in drawn.attrib.items() if k.endswith("}id")), "") if drawn is not None else ""
        self.vml = related[id][1] if id in related and package.has(related[id][1]) else ""
        empty = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
        self.root = parsed(package.part(self.part) if self.part else empty)
        self._shapes = package.part(self.vml).decode("utf-8", "replace") if self.vml else _DRAWING
        self._new: list[str] = []
        list_ = child(self.root, "commentList")
        self.list = list_ if list_ is not None else self._added(self.root, "commentList")
        self._at = {entry.get("ref"): entry for entry in self.list}

    def _added(self, under: Any, name: str, **about: str) -> Any:
        namespace = self.root.tag.rpartition("}")[0]
        made = self.root.makeelement(f"{namespace}}}{name}" if namespace else name, about)
        under.append(made)
        return made

    def clear(self) -> list[str]:
        """Take out what an earlier run wrote; the cells where it stood."""
        ours = [address for address, entry in self._at.items() if OURS in texts(entry)]
        for address in ours:
            entry = self._at[address]
            kept = theirs(texts(entry))
            if kept:
                self._say(entry, kept)
            else:
                self.list.remove(entry)
                del self._at[address]
                self._undraw(address)
        return ours

    def add(self, address: str, words: str) -> None:
        """Below what people wrote there."""
        entry = self._at.get(address)
        if entry is None:
            entry = self._added(self.list, "comment", ref=address, authorId=str(self._author()))
            self._at[address] = entry
            self._say(entry, f"{OURS}\n{words}")
            self._draw(address, words)
        else:
            text = child(entry, "text")
            assert text is not None
            if child(text, "r") is None:
                self._say(entry, f"{texts(entry)}\n\n{OURS}\n{words}")
            else:
                text.append(self._run(f"\n\n{OURS}\n{words}"))
            self._undraw(address)
            self._draw(address, texts(entry))

    def _say(self, entry: Any, words: str) -> None:
        for old in list(entry):
            if local(old) == "text":
                entry.remove(old)
        text = self._added(entry, "text")
        entry.remove(text)
        entry.insert(0, text)
        text.append(self._run(words))

    def _run(self, words: str) -> Any:
        run = self._added(self.root, "r")
        self.root.remove(run)
        text = self._added(run, "t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run

    def _author(self) -> int:
        authors = child(self.root, "authors")
        if authors is None:
            authors = self._added(self.root, "authors")
            self.root.remove(authors)
            self.root.insert(0, authors)
        names = [author.text for author in authors]
        if _AUTHOR not in names:
            self._added(authors, "author").text = _AUTHOR
            names.append(_AUTHOR)
        return names.index(_AUTHOR)

    # ── boxes ────────────────────────────────────────────────────
    def _undraw(self, address: str) -> None:
        row, column = split(address)

        def without(shape: re.Match[str]) -> str:
            place = _PLACE.search(shape[0])
            here = place is not None and (int(place[1]), int(place[2])) == (row - 1, column)
            return "" if here else shape[0]

        if self.vml:
            self._shapes = _SHAPE.sub(without, self._shapes)

    def _draw(self, address: str, words: str) -> None:
        row, column = split(address)
        high = min(_MOST, _LEAST + 18 * (words.count("\n") + len(words) // 24))
        right, rest = divmod(_ACROSS, _COLUMN_WIDE)
        down, left_over = divmod(high, _ROW_HIGH)
        left, top = column + 1, max(0, row - 2)
        anchor = ", ".join(map(str, (left, 15, top, 4, left + right, rest, top + down, left_over)))
        self._new.append(
            f'<v:shape id="_x0000_e{row}_{column}" type="#_x0000_t202" style="position:absolute;'
            f'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            f'<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            f'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData>"
            "</v:shape>"
        )

    def save(self) -> None:
        """Put the parts back, and lead to those that are new."""
        if not self.part and not len(self.list):
            return
        if not self.part:
            self.part = self.package.free("xl/comments{}.xml")
            self.package.relate(self.path, "comments", self.part)
        self.package.put(self.part, written(self.root), _TYPE)
        if not self.vml:
            self.vml = self.package.free("xl/drawings/vmlDrawing{}.vml")
            self.package.default("vml", _VML)
            self.sheet.lead_to_comments(self.package.relate(self.path, "vmlDrawing", self.vml))
        shapes = self._shapes.rstrip().removesuffix("</xml>") + "".join(self._new) + "</xml>"
        self.package.put(self.vml, shapes.encode("utf-8"))
