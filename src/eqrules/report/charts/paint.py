"""涂 · Paints a drawing of `svg.py` dot by dot: rectangles and lines on whole dots, curves and words with soft edges.

The picture holds numbers of a palette, a step from white for each colour and each softness of an edge: drawings of
hundreds of schools stay small and quick. It knows what our drawings are made of, and nothing else of SVG.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import ceil, dist, floor
from xml.etree import ElementTree

from PIL import Image, ImageColor, ImageDraw

from eqrules.report.charts.faces import Faces, sized

_FINE = 3
"""Dots a side within one dot, for soft edges."""
_STEPS, _PLACES = 15, 255
_COLOUR = re.compile(r'(?:fill|stroke)="(#[0-9a-f]{6})"')
_WHITE = "#ffffff"
_MOVED = re.compile(r"translate\(([-0-9.]+) ([-0-9.]+)\)")

Dots = tuple[Image.Image, Image.Image, int, int]
"""Numbers of the palette, the dots that have any, and where the corner stands from the place they are put at."""
Point = tuple[float, float]


def png(drawing: str, zoom: float, faces: Faces) -> bytes:
    """Raises ValueError for a piece that drawings are not made of."""
    root = ElementTree.fromstring(drawing)
    painter = _Painter(root, sorted(set(_COLOUR.findall(drawing)) - {_WHITE}), zoom, faces)
    painter.all(root, 0, 0)
    return painter.content()


class _Painter:
    """One picture while it is painted."""

    def __init__(self, root: ElementTree.Element, colours: list[str], zoom: float, faces: Faces) -> None:
        self.zoom, self.faces = zoom, faces
        self.steps = min(_STEPS, _PLACES // max(1, len(colours)))
        self.first = {colour: 1 + self.steps * n for n, colour in enumerate(colours)}
        self.canvas = Image.new("L", (round(_number(root, "width") * zoom), round(_number(root, "height") * zoom)))
        self.pen = ImageDraw.Draw(self.canvas)
        self.tables = {colour: self._table(first) for colour, first in self.first.items()}
        self.written, self.curved = cache(self._written), cache(self._curved)

    def _table(self, first: int) -> bytes:
        """From how much of a dot is covered, 0 to 255, to the number in the palette."""
        return bytes(first + step - 1 if (step := round(part * self.steps / 255)) else 0 for part in range(256))

    def content(self) -> bytes:
        palette = list(ImageColor.getrgb(_WHITE))
        for colour in self.first:
            parts = ImageColor.getrgb(colour)
            for step in range(1, self.steps + 1):
                palette += [round(255 - (255 - part) * step / self.steps) for part in parts[:3]]
        self.canvas.putpalette(palette)
        file = BytesIO()
        self.canvas.save(file, "PNG", compress_level=2)
        return file.getvalue()

    def all(self, group: ElementTree.Element, x: float, y: float) -> None:
        for piece in group:
            self._piece(piece, x, y)

    def _piece(self, piece: ElementTree.Element, x: float, y: float) -> None:
        match piece.tag.rpartition("}")[2]:
            case "title":
                return
            case "g":
                moved = _MOVED.fullmatch(piece.get("transform", "translate(0 0)"))
                if moved is None:
                    raise ValueError(piece.get("transform"))
                self.all(piece, x + float(moved[1]), y + float(moved[2]))
            case "rect":
                self._rect(piece, x, y)
            case "line":
                self._line(piece, x, y)
            case "text":
                self._text(piece, x, y)
            case "polygon" | "polyline" | "circle" as tag:
                self._curve(tag, piece.attrib, x, y)
            case other:
                raise ValueError(other)

    # ── on whole dots ────────────────────────────────────────────
    def _full(self, colour: str) -> int:
        return 0 if colour == _WHITE else self.first[colour] + self.steps - 1

    def _box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        sides = [round(side * self.zoom) for side in (left, top, right, bottom)]
        if sides[2] > sides[0] and sides[3] > sides[1]:
            self.pen.rectangle((sides[0], sides[1], sides[2] - 1, sides[3] - 1), fill=self._full(colour))

    def _rect(self, piece: ElementTree.Element, x: float, y: float) -> None:
        left, top = x + _number(piece, "x"), y + _number(piece, "y")
        right, bottom = left + _number(piece, "width"), top + _number(piece, "height")
        self._box(left, top, right, bottom, piece.get("fill", ""))

    def _line(self, piece: ElementTree.Element, x: float, y: float) -> None:
        """Upright lines, the only ones that are drawn."""
        wide = max(1.0, _number(piece, "stroke-width")) / 2
        middle, top, bottom = x + _number(piece, "x1"), y + _number(piece, "y1"), y + _number(piece, "y2")
        left = round((middle - wide) * self.zoom) / self.zoom
        for (_, start), (_, end) in _dashes([(middle, top), (middle, bottom)], piece.get("stroke-dasharray")):
            self._box(left, start, left + max(1, round(wide * 2 * self.zoom)) / self.zoom, end, piece.get("stroke", ""))

    # ── with soft edges ──────────────────────────────────────────
    def _put(self, dots: Dots, x: float, y: float) -> None:
        covered, shape, left, top = dots
        self.canvas.paste(covered, (round(x * self.zoom) + left, round(y * self.zoom) + top), shape)

    def _in(self, colour: str, mask: Image.Image, left: int, top: int) -> Dots:
        """How much is covered, as numbers of the palette."""
        dots = mask.tobytes().translate(self.tables[colour])
        paint, shape = (Image.frombytes("L", mask.size, part) for part in (dots, dots.translate(_ANY)))
        return paint, shape, left, top

    def _text(self, piece: ElementTree.Element, x: float, y: float) -> None:
        words, size = piece.text or "", round(_number(piece, "font-size") * self.zoom)
        if words.strip():
            looks = piece.get("fill", ""), piece.get("text-anchor", "start"), piece.get("font-weight") is not None
            self._put(self.written(words, size, *looks), x + _number(piece, "x"), y + _number(piece, "y"))

    def _written(self, words: str, size: int, colour: str, anchor: str, bold: bool) -> Dots:
        font = sized(self.faces.bold if bold else self.faces.upright, size)
        place = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        wide, high = (len(words) + 2) * size, 2 * size
        paper = Image.new("L", (2 * wide, 2 * high))
        ImageDraw.Draw(paper).text((wide, high), words, 255, font, anchor=place)
        sides = paper.getbbox() or (wide, high, wide + 1, high + 1)
        return self._in(colour, paper.crop(sides), sides[0] - wide, sides[1] - high)

    def _curve(self, tag: str, looks: Mapping[str, str], x: float, y: float) -> None:
        """Its surface, then its edge."""
        place = looks.get("points") or " ".join(looks[name] for name in ("cx", "cy", "r"))
        if (fill := looks.get("fill", "none")) != "none":
            self._put(self.curved(tag, place, fill, 0.0, None), x, y)
        if (stroke := looks.get("stroke", "none")) != "none":
            wide = float(looks.get("stroke-width", "1"))
            self._put(self.curved(tag, place, stroke, wide, looks.get("stroke-dasharray")), x, y)

    def _curved(self, tag: str, place: str, colour: str, wide: float, dashes: str | None) -> Dots:
        """`wide`: of the edge, 0 for the surface."""
        numbers = [float(number) * self.zoom for number in place.replace(",", " ").split()]
        if tag == "circle":
            middle_x, middle_y, radius = numbers
            points = [(middle_x - radius, middle_y - radius), (middle_x + radius, middle_y + radius)]
        else:
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
        margin = wide * self.zoom + 1
        left, top = (floor(min(side) - margin) for side in zip(*points, strict=True))
        right, bottom = (ceil(max(side) + margin) for side in zip(*points, strict=True))
        mask = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
        pen, thick = ImageDraw.Draw(mask), max(1, round(wide * self.zoom * _FINE))
        corners = [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]
        if tag == "circle":
            pen.ellipse((*corners[0], *corners[1]), 255 if not wide else None, 255 if wide else None, thick)
        elif not wide:
            pen.polygon(corners, 255)
        else:
            around = [*corners, *corners[: 2 if tag == "polygon" else 0]]
            if dashes is None:
                pen.line(around, 255, thick, joint="curve")
            for dash in _dashes(around, dashes, self.zoom * _FINE) if dashes else ():
                pen.line(dash, 255, thick)
        return self._in(colour, mask.reduce(_FINE), left, top)


_ANY = bytes([0] + [255] * 255)


def _number(piece: ElementTree.Element, name: str) -> float:
    return float(piece.get(name, "0"))


def _dashes(points: list[Point], dashes: str | None, scale: float = 1.0) -> Iterator[tuple[Point, Point]]:
    """The pieces of a line that are seen; all of it where it has no dashes."""
    if dashes is None:
        yield from pairwise(points)
        return
    seen, gap = (float(length) * scale for length in dashes.split())
    gone = 0.0
    for (x1, y1), (x2, y2) in pairwise(points):
        long = dist((x1, y1), (x2, y2))
        at = -gone
        while long and at < long:
            start, end = max(at, 0.0) / long, min(at + seen, long) / long
            if end > start:
                yield (x1 + (x2 - x1) * start, y1 + (y2 - y1) * start), (x1 + (x2 - x1) * end, y1 + (y2 - y1) * end)
            at += seen + gap
        gone = (gone + long) % (seen + gap)
