"""工作表 · The cells of one sheet as they stand in its part: found, made where there was none, coloured."""

from __future__ import annotations

import re
from typing import Any

from eqrules.data.raw import letter
from eqrules.data.xlsx_parts import column_number
from eqrules.report.annotated.package import OFFICE, child, children, local, parsed, written
from eqrules.report.annotated.styles import Styles

_AT = re.compile(r"([A-Z]+)([0-9]+)\Z")
_AFTER_COMMENTS = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
                   "extLst")  # fmt: skip
"""What follows `legacyDrawing` in a sheet."""


def split(address: str) -> tuple[int, int]:
    """Row from 1, column from 0."""
    found = _AT.match(address)
    assert found is not None
    return int(found[2]), column_number(found[1])


class Sheet:
    """One worksheet, taken apart once something is to be marked in it."""

    def __init__(self, xml: bytes, styles: Styles, shared: list[str]) -> None:
        self.root = parsed(xml)
        self.styles, self._shared = styles, shared
        found = child(self.root, "sheetData")
        self.data = found if found is not None else self._made(self.root, "sheetData")
        self._rows: dict[int, Any] = {}
        before = 0
        for row in children(self.data, "row"):
            before = int(row.get("r") or before + 1)
            row.set("r", str(before))
            self._rows[before] = row
        merged = child(self.root, "mergeCells")
        self._merged: list[str] = [cell.get("ref", "") for cell in merged] if merged is not None else []

    def _made(self, under: Any, name: str, **about: str) -> Any:
        element = self._element(name, **about)
        under.append(element)
        return element

    def _element(self, name: str, **about: str) -> Any:
        namespace = self.root.tag.rpartition("}")[0]
        return self.root.makeelement(f"{namespace}}}{name}" if namespace else name, about)

    def first(self, address: str) -> str:
        """The address, or that of the first of the merged cells that it is one of."""
        row, column = split(address)
        for area in self._merged:
            start, _, end = area.partition(":")
            if end:
                (top, left), (bottom, right) = split(start), split(end)
                if top <= row <= bottom and left <= column <= right:
                    return start
        return address

    def cell(self, address: str, make: bool = True) -> Any | None:
        number, column = split(address)
        row = self._rows.get(number)
        if row is None:
            if not make:
                return None
            row = self._element("row", r=str(number))
            later = [n for n in self._rows if n > number]
            place = list(self.data).index(self._rows[min(later)]) if later else len(self.data)
            self.data.insert(place, row)
            self._rows[number] = row
        before, place = -1, 0
        for cell in children(row, "c"):
            before = split(cell.get("r"))[1] if cell.get("r") else before + 1
            cell.set("r", f"{letter(before)}{number}")
            if before == column:
                return cell
            if before > column:
                break
            place = row.index(cell) + 1
        if not make:
            return None
        made = self._element("c", r=address)
        row.insert(place, made)
        row.attrib.pop("spans", None)
        return made

    def colour(self, address: str, colour: str) -> None:
        cell = self.cell(address)
        assert cell is not None
        cell.set("s", str(self.styles.coloured(int(cell.get("s", "0")), colour)))

    def uncolour(self, address: str, colours: set[str]) -> None:
        """Take our colour away again, if the cell has it."""
        cell = self.cell(address, make=False)
        if cell is not None and self.styles.is_ours(int(cell.get("s", "0")), colours):
            cell.set("s", str(self.styles.coloured(int(cell.get("s", "0")), "")))

    def text(self, address: str) -> str:
        """What stands in a cell: a formula as it is written, a day as a day."""
        cell = self.cell(address, make=False)
        if cell is None:
            return ""
        formula, value = child(cell, "f"), child(cell, "v")
        said = value.text if value is not None and value.text else ""
        if formula is not None and formula.text:
            return f"={formula.text}"
        match cell.get("t", "n"):
            case "s":
                return self._shared[int(said)] if said.isdigit() and int(said) < len(self._shared) else ""
            case "inlineStr":
                return texts(cell)
            case "b":
                return "TRUE" if said == "1" else "FALSE"
            case "n" if said:
                return self.styles.day(int(cell.get("s", "0")), said) or _number(said)
            case _:
                return said

    def lead_to_comments(self, id: str) -> None:
        """`legacyDrawing`, in its place among the parts of a sheet."""
        made = self._element("legacyDrawing")
        namespace = next((uri for uri in self.root.nsmap.values() if uri.endswith("/relationships")), OFFICE)
        made.set(f"{{{namespace}}}id", id)
        place = next((i for i, e in enumerate(self.root) if local(e) in _AFTER_COMMENTS), len(self.root))
        self.root.insert(place, made)

    def content(self) -> bytes:
        return written(self.root)


def texts(element: Any) -> str:
    """All runs of a text, without its readings."""
    return "".join(
        part.text or "" for part in element.iter() if local(part) == "t" and local(part.getparent()) != "rPh"
    )


def _number(said: str) -> str:
    try:
        value = float(said)
    except ValueError:
        return said
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
