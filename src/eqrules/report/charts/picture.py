"""图片 · A drawing as PNG: the same lines and words, large enough to print, with a font that has Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

ZOOM, _LARGE = 1.5, 2_000_000
"""Some 230 dots an inch across a page of text; drawings of more square units are large enough as they are."""


_SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


class NoFont(Exception):
    """No font on this computer has Chinese: the words would be missing from the picture."""


def zoom_of(drawing: str) -> float:
    sides = _SIZE.search(drawing)
    return 1.0 if sides and float(sides[1]) * float(sides[2]) > _LARGE else ZOOM


@lru_cache(8)
def png(drawing: str) -> bytes:
    """The same picture goes into several documents. Raises `NoFont` where a picture could not show its words."""
    from eqrules.report.charts import paint
    from eqrules.report.charts.faces import faces

    found = faces()
    if found is None:
        raise NoFont
    return paint.png(drawing, zoom_of(drawing), found)
