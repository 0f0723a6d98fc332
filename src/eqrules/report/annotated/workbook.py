"""批注工作簿 · A copy of the submitted workbook with colours, comments and a sheet of findings; the original stays.

The copy differs from the original in what is marked and in nothing else: formulas with their results, formats,
pictures, charts and rules of input are the very bytes that came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from eqrules.data.own_marks import LISTS, is_our_list
from eqrules.report import words
from eqrules.report.annotated import listing
from eqrules.report.annotated.comments import Comments
from eqrules.report.annotated.listing import FILLS, NAMES, clean
from eqrules.report.annotated.marks import NEEDED, CannotMark, Place, Seen, places
from eqrules.report.annotated.package import Package, child, children, parsed, relation_id, written
from eqrules.report.annotated.sheet import Sheet, texts
from eqrules.report.annotated.styles import Styles

_MOST = 5_000
"""Comments in one workbook; more make office programs slow, and the list has them all."""
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SELECTED = re.compile(rb'\stabSelected="(?:1|true)"')
_BEFORE_NAMES = ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
                 "functionGroups", "externalReferences")  # fmt: skip


def workbook(seen: Seen, name: str, content: bytes, lang: str) -> bytes:
    """The annotated copy of one file of the submission, called `name` there."""
    book = _Book(Package(name, content), name)
    alone = len(seen.submission.files) == 1
    own = [p for p in places(seen, lang) if _is_here(p, name, book, alone)]
    originals = [book.mark(place, lang, number < _MOST) for number, place in enumerate(own)]
    book.list(own, originals, lang)
    return book.content()


def _is_here(place: Place, name: str, book: _Book, alone: bool) -> bool:
    if place.file:
        return place.file == name
    return alone or place.sheet in book.paths


@dataclass(slots=True)
class _Open:
    """A sheet that something is marked in."""

    sheet: Sheet
    comments: Comments


class _Book:
    """The workbook while it is marked: sheets are taken apart when something is to be marked in them."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        try:
            leads = package.relations("")
            self.path = next(p for kind, p in leads.values() if kind == "officeDocument")
            self.root = parsed(package.part(self.path))
            self.related = package.relations(self.path)
            sheets = child(self.root, "sheets")
            assert sheets is not None
            self.sheets: Any = sheets
            self.styles_path = self._lead("styles") or "xl/styles.xml"
            self.styles = Styles(package.part(self.styles_path) if package.has(self.styles_path) else None)
        except (StopIteration, KeyError, AssertionError, SyntaxError) as problem:
            raise CannotMark(name) from problem
        self._shared: list[str] | None = None
        self._open: dict[str, _Open] = {}
        self.paths: dict[str, str] = {}
        for entry in list(children(self.sheets, "sheet")):
            kind, path = self.related.get(relation_id(entry), ("", ""))
            if kind == "worksheet" and package.has(path):
                self.paths[entry.get("name", "")] = path
        self._clear()

    def _lead(self, kind: str) -> str:
        return next((path for found, path in self.related.values() if found == kind), "")

    @property
    def shared(self) -> list[str]:
        if self._shared is None:
            path = self._lead("sharedStrings")
            known = self.package.has(path) if path else False
            self._shared = [texts(entry) for entry in parsed(self.package.part(path))] if known else []
        return self._shared

    def opened(self, name: str) -> _Open:
        if name not in self._open:
            path = self.paths[name]
            sheet = Sheet(self.package.part(path), self.styles, self.shared)
            self._open[name] = _Open(sheet, Comments(self.package, path, sheet))
        return self._open[name]

    # ── marks of an earlier run ──────────────────────────────────
    def _clear(self) -> None:
        """For a copy that was corrected and handed in again; people's own comments stay."""
        colours = set(FILLS.values())
        for name, path in list(self.paths.items()):
            if name.startswith(LISTS):
                sheet = self.opened(name).sheet
                if is_our_list(sheet.text("A1"), sheet.text("A4")):
                    self._drop(name, path)
                    continue
            parts = [part for kind, part in self.package.relations(path).values() if kind == "comments"]
            if any(self.package.has(part) and b"eqrules" in self.package.part(part) for part in parts):
                opened = self.opened(name)
                for address in opened.comments.clear():
                    opened.sheet.uncolour(address, colours)

    def _drop(self, name: str, path: str) -> None:
        del self.paths[name], self._open[name]
        every = children(self.sheets, "sheet")
        index = next(i for i, entry in enumerate(every) if entry.get("name") == name)
        self.package.unrelate(self.path, relation_id(every[index]))
        self.package.remove(path)
        self.sheets.remove(every[index])
        names: Any = child(self.root, "definedNames")
        for entry in list(names) if names is not None else ():
            local = int(entry.get("localSheetId", "-1"))
            if local == index:
                names.remove(entry)
            elif local > index:
                entry.set("localSheetId", str(local - 1))

    # ── marks of this run ────────────────────────────────────────
    def mark(self, place: Place, lang: str, comment: bool) -> str:
        """Colour one cell and say why; what stood in it."""
        if not place.cell or place.sheet not in self.paths:
            return ""
        opened = self.opened(place.sheet)
        address = opened.sheet.first(place.cell)
        original = opened.sheet.text(address)
        opened.sheet.colour(address, FILLS[place.level])
        if comment:
            opened.comments.add(address, clean(_comment(place, original, lang)))
        return original

    def list(self, own: list[Place], originals: list[str], lang: str) -> None:
        """检查结果, first in the book."""
        title = self._free(words.either(lang, *LISTS))
        path = self.package.free("xl/worksheets/sheet{}.xml")
        page = listing.sheet(title, self.name, own, originals, list(self.paths), self.styles, lang)
        self.package.put(path, page, _WORKSHEET)
        ids = [int(entry.get("sheetId", "0")) for entry in self.sheets]
        made = self.sheets.makeelement(self._tag("sheet"), {"name": title, "sheetId": str(max(ids, default=0) + 1)})
        sample = next((n for entry in self.sheets for n in entry.attrib if n.endswith("}id")), "")
        id = self.package.relate(self.path, "worksheet", path)
        made.set(sample or "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", id)
        self.sheets.insert(0, made)
        self._name(title, listing.last_row([r for p in own for r in p.remarks]))
        views: Any = child(self.root, "bookViews")
        for view in views if views is not None else ():
            view.set("activeTab", "0")
            view.attrib.pop("firstSheet", None)

    def _name(self, title: str, last: int) -> None:
        """Names of single sheets count from the first sheet, and there is a new first one."""
        found = child(self.root, "definedNames")
        if found is None:
            found = self.root.makeelement(self._tag("definedNames"), {})
            after = [i for i, e in enumerate(self.root) if e.tag.rpartition("}")[2] in _BEFORE_NAMES]
            self.root.insert(max(after) + 1, found)
        for entry in found:
            if "localSheetId" in entry.attrib:
                entry.set("localSheetId", str(int(entry.get("localSheetId")) + 1))
        for name, place in listing.names_of(title, last):
            about = {"name": name, "localSheetId": "0"} | ({"hidden": "1"} if "Filter" in name else {})
            made = found.makeelement(self._tag("definedName"), about)
            made.text = place
            found.append(made)

    def _tag(self, name: str) -> str:
        namespace = self.root.tag.rpartition("}")[0]
        return f"{namespace}}}{name}" if namespace else name

    def _free(self, wanted: str) -> str:
        """A name that no sheet of the book has."""
        known = {entry.get("name", "").lower() for entry in self.sheets}
        name, count = wanted, 1
        while name.lower() in known:
            count += 1
            name = f"{wanted} {count}"
        return name

    def content(self) -> bytes:
        for name, opened in self._open.items():
            opened.comments.save()
            self.package.put(self.paths[name], opened.sheet.content())
        for path in self.paths.values():
            head, mark, rest = self.package.part(path).partition(b"<sheetData")
            if _SELECTED.search(head):
                self.package.put(path, _SELECTED.sub(b"", head) + mark + rest)
        for id, (kind, path) in self.related.items():
            if kind == "calcChain":  # it counts sheets; office programs make it anew
                self.package.unrelate(self.path, id)
                self.package.remove(path)
        if not self.package.has(self.styles_path):
            self.package.relate(self.path, "styles", self.styles_path)
        self.package.put(self.styles_path, self.styles.content(), _STYLES)
        self.package.put(self.path, written(self.root))
        return self.package.content()


def _comment(place: Place, original: str, lang: str) -> str:
    """原文, 读作, then each thing seen: why, and what to do."""
    colon = words.either(lang, "：", ": ")
    lines = [
        words.either(lang, "原文", "Original") + colon + (original or words.either(lang, "（空白）", "(blank)")),
        words.either(lang, "读作", "Read as") + colon + (place.read or "—"),
    ]
    for remark in place.remarks:
        code = "" if remark.code == NEEDED else f" {remark.code}"
        lines.append(f"【{words.of(NAMES[remark.level], lang)}{code}】{remark.why}")
        if remark.what:
            lines.append(f"→ {remark.what}")
    return "\n".join(lines)
