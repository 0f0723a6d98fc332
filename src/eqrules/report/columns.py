"""对齐 · Tables for a terminal, aligned by display width: Han characters take two columns."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.diagnostics.width import width

GAP = "  "


def columns(rows: Sequence[Sequence[str]], align: str = "", indent: str = "") -> list[str]:
    """One line a row; `align` has "l" or "r" for each column, left when it says nothing."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    sides = align.ljust(count, "l")
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(width(row[i]) for row in full) for i in range(count)]
    return [indent + _line(row, widths, sides) for row in full]


def _line(row: Sequence[str], widths: Sequence[int], sides: str) -> str:
    cells = []
    for text, wide, side in zip(row, widths, sides, strict=False):
        pad = " " * (wide - width(text))
        cells.append(pad + text if side == "r" else text + pad)
    return GAP.join(cells).rstrip()


def shortened(text: str, most: int) -> str:
    """At most `most` columns, with … where something was cut."""
    if width(text) <= most:
        return text
    kept, used = "", 1
    for character in text:
        used += width(character)
        if used > most:
            break
        kept += character
    return kept + "…"
