"""零件 · The parts of a workbook by name, their relations and kinds; what is not touched is copied as it is."""

from __future__ import annotations

from io import BytesIO
from posixpath import basename, dirname, normpath, relpath
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from eqrules.data.archive import open_archive, part
from eqrules.data.raw import Unreadable
from eqrules.report.annotated.marks import CannotMark

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION, _TYPES = f"{_PACKAGE}/relationships", f"{_PACKAGE}/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parsed(xml: bytes) -> Any:
    """Without entities of its own, and without looking anything up."""
    from lxml import etree

    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def written(root: Any) -> bytes:
    from lxml import etree

    return cast(bytes, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: Any) -> str:
    """The name without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    return [child for child in element if local(child) == name]


def child(element: Any, name: str) -> Any | None:
    return next(iter(children(element, name)), None)


def relation_id(element: Any) -> str:
    """The attribute `r:id`, whatever the prefix."""
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


class Package:
    """A workbook taken apart. Parts are kept as bytes and unpacked when first asked for."""

    def __init__(self, name: str, content: bytes) -> None:
        try:
            self._archive = open_archive(name, content)
            self.names = [i.filename for i in self._archive.infolist() if not i.is_dir()]
            self._changed: dict[str, bytes | None] = {}
            self._name = name
            self._types = parsed(self.part("[Content_Types].xml"))
        except (Unreadable, KeyError, SyntaxError) as problem:
            raise CannotMark(name) from problem

    def part(self, path: str) -> bytes:
        """`KeyError` where there is no such part."""
        if path in self._changed:
            found = self._changed[path]
            if found is None:
                raise KeyError(path)
            return found
        if path not in self.names:
            raise KeyError(path)
        return part(self._archive, path, self._name)

    def has(self, path: str) -> bool:
        return self._changed.get(path, b"") is not None and (path in self.names or path in self._changed)

    def put(self, path: str, content: bytes, kind: str = "") -> None:
        """Add or replace a part; `kind`: its content type, for a new one."""
        if kind and not self._declared(path):
            override = self._types.makeelement(f"{{{_TYPES}}}Override", {"PartName": f"/{path}", "ContentType": kind})
            self._types.append(override)
        self._changed[path] = content

    def default(self, ending: str, kind: str) -> None:
        """The content type of all parts with an ending."""
        if not any(e.get("Extension", "").lower() == ending for e in children(self._types, "Default")):
            self._types.insert(
                0, self._types.makeelement(f"{{{_TYPES}}}Default", {"Extension": ending, "ContentType": kind})
            )

    def _declared(self, path: str) -> bool:
        return any(e.get("PartName") == f"/{path}" for e in children(self._types, "Override"))

    def remove(self, path: str) -> None:
        self._changed[path] = None
        for override in children(self._types, "Override"):
            if override.get("PartName") == f"/{path}":
                self._types.remove(override)

    def free(self, pattern: str) -> str:
        """A name that no part has: `xl/comments{}.xml`."""
        number = 1
        while self.has(pattern.format(number)) or pattern.format(number) in self.names:
            number += 1
        return pattern.format(number)

    # ── relations ────────────────────────────────────────────────
    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Id → (last word of its type, part) of what a part leads to within the workbook."""
        found = {}
        for entry in self._related(path):
            if entry.get("TargetMode") != "External":
                target = normpath("/".join(("", dirname(path), entry.get("Target", "")))).lstrip("/")
                if entry.get("Target", "").startswith("/"):
                    target = normpath(entry.get("Target")).lstrip("/")
                found[entry.get("Id")] = (entry.get("Type", "").rpartition("/")[2], target)
        return found

    def relate(self, path: str, kind: str, target: str) -> str:
        """Lead from a part to another; the new id."""
        root = self._related(path)
        known = {entry.get("Id") for entry in root}
        id = next(f"rId{n}" for n in range(1, len(known) + 2) if f"rId{n}" not in known)
        about = {"Id": id, "Type": f"{OFFICE}/{kind}", "Target": relpath(f"/{target}", f"/{dirname(path)}")}
        root.append(root.makeelement(f"{{{_RELATION}}}Relationship", about))
        self.put(_relations_of(path), written(root))
        return id

    def unrelate(self, path: str, id: str) -> None:
        root = self._related(path)
        for entry in [entry for entry in root if entry.get("Id") == id]:
            root.remove(entry)
        self.put(_relations_of(path), written(root))

    def _related(self, path: str) -> Any:
        beside = _relations_of(path)
        empty = f'<Relationships xmlns="{_RELATION}"/>'.encode()
        return parsed(self.part(beside) if self.has(beside) else empty)

    def content(self) -> bytes:
        """The whole file, with the same bytes every time."""
        self._changed["[Content_Types].xml"] = written(self._types)
        out = BytesIO()
        names = [*self.names, *(name for name in self._changed if name not in self.names)]
        with ZipFile(out, "w", ZIP_DEFLATED) as made:
            for name in dict.fromkeys(names):
                if self.has(name):
                    made.writestr(ZipInfo(name, (2020, 1, 1, 0, 0, 0)), self.part(name), ZIP_DEFLATED)
        return out.getvalue()


def _relations_of(path: str) -> str:
    return f"{dirname(path)}/_rels/{basename(path)}.rels".lstrip("/")
