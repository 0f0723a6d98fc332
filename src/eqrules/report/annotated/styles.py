"""样式 · Cell formats added to a workbook's own: the same format with another colour behind it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from eqrules.report.annotated.package import child, children, parsed, written

_EMPTY = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
_DAYS = frozenset(map(str, (*range(14, 18), 22, *range(27, 37), *range(50, 59))))
"""Numbers of the built-in formats that show a day."""


class Styles:
    """`styles.xml` with formats added at the end, so that no number of an old one changes."""

    def __init__(self, xml: bytes | None) -> None:
        self.root = parsed(xml or _EMPTY.encode())
        if any(child(self.root, name) is None for name in ("fonts", "fills", "cellXfs")):
            self.root = parsed(_EMPTY.encode())
        self._known: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}
        self._plain: dict[tuple[str, ...], int] = {}
        formats = child(self.root, "numFmts")
        self._codes = {f.get("numFmtId"): f.get("formatCode", "") for f in (formats if formats is not None else ())}

    @property
    def _formats(self) -> list[Any]:
        return children(child(self.root, "cellXfs"), "xf")

    def coloured(self, style: int, colour: str) -> int:
        """The number of this format on this colour (six hex digits); "" for none."""
        if (style, colour) not in self._known:
            every = self._formats
            made = deepcopy(every[style if style < len(every) else 0])
            made.set("fillId", str(self._fill(colour)))
            made.set("applyFill", "1")
            self._known[style, colour] = self._added("cellXfs", made)
        return self._known[style, colour]

    def _fill(self, colour: str) -> int:
        if not colour:
            return 0
        if colour not in self._fills:
            made = self._element("fill")
            pattern = self._element("patternFill", patternType="solid")
            pattern.append(self._element("fgColor", rgb=f"FF{colour}"))
            pattern.append(self._element("bgColor", indexed="64"))
            made.append(pattern)
            self._fills[colour] = self._added("fills", made)
        return self._fills[colour]

    def is_ours(self, style: int, colours: set[str]) -> bool:
        """The format stands on one of our colours."""
        every, fills = self._formats, children(child(self.root, "fills"), "fill")
        if style >= len(every):
            return False
        number = int(every[style].get("fillId", "0"))
        said = (
            [e.get("rgb", "")[2:].upper() for e in fills[number].iter() if e.get("rgb")] if number < len(fills) else []
        )
        return any(colour in colours for colour in said)

    def plain(
        self, *, colour: str = "", bold: bool = False, size: int = 0, ink: str = "", line: bool = False,
        wrap: bool = False, align: str = "",
    ) -> int:  # fmt: skip
        """A format of our own sheet."""
        place = (colour, str(bold), str(size), ink, str(line), str(wrap), align)
        if place not in self._plain:
            every = children(child(self.root, "fonts"), "font")
            font = deepcopy(every[0])
            for name in ("b", "u", "color", "sz", "i", "strike") if size else ("b", "u", "color", "i", "strike"):
                for old in children(font, name):
                    font.remove(old)
            parts = [self._element("b")] * bold + [self._element("u")] * line
            parts += [self._element("sz", val=str(size))] * bool(size)
            parts += [self._element("color", rgb=f"FF{ink}")] * bool(ink)
            for made in reversed(parts):
                font.insert(0, made)
            number = self._added("fonts", font)
            about = {"numFmtId": "0", "fontId": str(number), "fillId": str(self._fill(colour)), "borderId": "0",
                     "xfId": "0", "applyFont": "1", "applyFill": "1", "applyAlignment": "1"}  # fmt: skip
            format_ = self._element("xf", **about)
            more = {"wrapText": "1"} if wrap else {}
            format_.append(
                self._element("alignment", vertical="top", **({"horizontal": align} if align else {}), **more)
            )
            self._plain[place] = self._added("cellXfs", format_)
        return self._plain[place]

    def day(self, style: int, number: str) -> str:
        """The day that a number in this format shows; "" where it shows none."""
        every = self._formats
        format_ = every[style].get("numFmtId", "0") if style < len(every) else "0"
        code = self._codes.get(format_, "").lower()
        if format_ in _DAYS or ("y" in code and ("m" in code or "d" in code)):
            try:
                return (date(1899, 12, 30) + timedelta(int(float(number)))).isoformat()
            except (ValueError, OverflowError):
                return ""
        return ""

    def _element(self, name: str, **about: str) -> Any:
        namespace = self.root.tag.rpartition("}")[0]
        return self.root.makeelement(f"{namespace}}}{name}" if namespace else name, about)

    def _added(self, where: str, made: Any) -> int:
        among = child(self.root, where)
        assert among is not None
        among.append(made)
        among.set("count", str(len(among)))
        return len(among) - 1

    def content(self) -> bytes:
        return written(self.root)
