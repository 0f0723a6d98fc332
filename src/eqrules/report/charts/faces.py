"""字面 · The faces of one font with Chinese that pictures are written in: upright and bold, in any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from eqrules.report import fonts
from eqrules.report.charts.svg import FAMILIES

_MOST = 40
"""Faces in one file that are looked at."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face in a file of fonts, which may hold several."""

    path: Path
    number: int
    family: str
    style: str

    @property
    def heavy(self) -> bool:
        return any(word in self.style for word in ("Bold", "Heavy", "Black"))


@dataclass(frozen=True, slots=True)
class Faces:
    upright: Face
    bold: Face


@cache
def faces() -> Faces | None:
    """None where no font on this computer has Chinese."""
    own = _known() or _any()
    upright = next((f for f in own if f.style in ("Regular", "Normal", "Book", "W3")), None)
    upright = upright or next((f for f in own if not f.heavy), own[0]) if own else None
    if upright is None:
        return None
    return Faces(upright, next((f for f in own if f.style == "Bold"), next((f for f in own if f.heavy), upright)))


def _known() -> list[Face]:
    """The best of the fonts that are known to have Chinese, by the names that these call themselves in English."""
    every = [face for path in fonts.files() if fonts.is_likely(path) for face in _in(path)]
    found = ([face for face in every if face.family == family] for family in FAMILIES)
    return next((own for own in found if own), [])


def _any() -> list[Face]:
    """Any font with Chinese, slower: by what is in it."""
    found = fonts.chinese()
    if found is None:
        return []
    family, files = found
    every = [face for path in files for face in _in(path)]
    return [face for face in every if face.family == family] or every


def _in(path: Path) -> Iterator[Face]:
    for number in range(_MOST):
        try:
            family, style = ImageFont.truetype(path, 12, number).getname()
        except OSError:
            return
        yield Face(path, number, family or "", style or "")


@cache
def sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, face.number, layout_engine=ImageFont.Layout.BASIC)
