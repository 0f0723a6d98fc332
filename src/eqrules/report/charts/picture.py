"""图片 · A drawing as PNG: the same lines and words, large enough to print, with a font that has Chinese."""

from __future__ import annotations

from functools import cache, lru_cache

ZOOM = 1.5
"""Some 230 dots an inch across a page of text."""


class NoFont(Exception):
    """No font on this computer has Chinese: the words would be missing from the picture."""


@cache
def _font() -> tuple[str, tuple[str, ...]] | None:
    from eqrules.report.fonts import chinese

    found = chinese()
    return None if found is None else (found[0], tuple(map(str, found[1])))


@lru_cache(8)
def png(drawing: str) -> bytes:
    """The same picture goes into several documents. Raises `NoFont` where a picture could not show its words."""
    from resvg_py import svg_to_bytes

    font = _font()
    if font is None:
        raise NoFont
    family, files = font
    return bytes(
        svg_to_bytes(
            svg_string=drawing, zoom=ZOOM, skip_system_fonts=True, font_files=list(files), font_family=family,
            sans_serif_family=family,
        )
    )  # fmt: skip
