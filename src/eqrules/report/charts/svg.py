"""画 · Pieces of an SVG drawing with everything it needs in its own attributes; texts are never markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from eqrules.diagnostics.width import width
from eqrules.language.verdicts import Verdict

INK, SOFT, LINE, WASH, BLUE, PALE = "#1c2126", "#5a646e", "#d9dee3", "#f1f3f4", "#0b5cad", "#c9dbed"
COLOURS: dict[Verdict, str] = {
    Verdict.MET: "#17693f",
    Verdict.NOT_MET: "#a8201a",
    Verdict.UNDETERMINED: "#7a4f00",
    Verdict.NOT_APPLICABLE: SOFT,
}
"""The same as on the page; the word always stands beside the colour."""
FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB",
    "WenQuanYi Micro Hei", "SimHei", "SimSun",
)  # fmt: skip
"""Sans-serif fonts that have Chinese, the best first."""


def rect(x: float, y: float, wide: float, high: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0, wide):.1f}" height="{high:.1f}" fill="{fill}"/>'


def upright(x: float, top: float, bottom: float, stroke: str = INK, wide: float = 1.5, dashed: bool = False) -> str:
    """A vertical line."""
    dash = ' stroke-dasharray="3 2"' if dashed else ""
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}" stroke="{stroke}" '
        f'stroke-width="{wide}"{dash}/>'
    )


def text(
    x: float, y: float, words: str, size: float = 13, fill: str = INK, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"{weight}>'
        f"{escape(words, quote=False)}</text>"
    )


def cut(words: str, columns: int) -> str:
    """At most so many columns, a Chinese character counting two."""
    if width(words) <= columns:
        return words
    while words and width(words) > columns - 1:
        words = words[:-1]
    return f"{words}…"


def lines(words: str, columns: int, most: int) -> list[str]:
    """The words over at most so many lines."""
    found: list[str] = []
    while words and len(found) < most - 1:
        line = words
        while width(line) > columns:
            line = line[:-1]
        found.append(line)
        words = words[len(line) :].lstrip()
    return [*found, cut(words, columns)] if words else found


def drawing(wide: float, high: float, title: str, pieces: Iterable[str]) -> str:
    """The whole picture on white."""
    families = ", ".join(f"'{name}'" for name in FAMILIES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
        f'role="img" font-family="{families}, sans-serif"><title>{escape(title, quote=False)}</title>'
        f"{rect(0, 0, wide, high, '#ffffff')}{''.join(pieces)}</svg>\n"
    )
