"""字体 · Which of the fonts that documents name are on this computer, and a font with Chinese for pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eqrules.report.charts.svg import FAMILIES

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_NAMES = (1, 4, 16)
"""Family, full name, typographic family, in a font's own table of names."""
_LIKELY = ("notosanscjk", "notosanssc", "sourcehansans", "pingfang", "msyh", "hiragino", "wqy", "simhei", "simsun")
"""How files of fonts with Chinese are called; looked into before all others."""
_TRIED = "校"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A font that documents name: how programs spell it, and where it is used."""

    name: str
    spellings: tuple[str, ...]
    use_zh: str
    use_en: str


WANTED = (
    Wanted("仿宋", ("仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong"),
           "公文正文", "body of documents"),
    Wanted("方正小标宋简体", ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
           "公文标题", "titles of documents"),
    Wanted("黑体", ("黑体", "SimHei", "STHeiti"), "一级标题", "first headings"),
    Wanted("楷体", ("楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312", "STKaiti"), "二级标题", "second headings"),
    Wanted("宋体", ("宋体", "SimSun", "STSong"), "表格", "tables"),
    Wanted("Times New Roman", ("Times New Roman",), "公文里的数字和字母", "figures and letters in documents"),
)  # fmt: skip


def folders() -> list[Path]:
    """Where this kind of computer keeps fonts; `EQRULES_FONTS` names one more."""
    home, own = Path.home(), os.environ.get("EQRULES_FONTS")
    match sys.platform:
        case "win32":
            local = Path(os.environ.get("LOCALAPPDATA", home))
            found = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft/Windows/Fonts"]
        case "darwin":
            found = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
        case _:
            found = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts",
                     home / ".fonts"]  # fmt: skip
    return [*([Path(own)] if own else []), *found]


def files() -> list[Path]:
    """Every font file, those likely to have Chinese first."""
    found = [
        p for folder in folders() if folder.is_dir() for p in sorted(folder.rglob("*")) if p.suffix.lower() in _ENDINGS
    ]
    return sorted(found, key=lambda path: not path.name.lower().startswith(_LIKELY))


@cache
def names(path: Path) -> frozenset[str]:
    """What a font file calls its fonts, in any language; nothing for a file that is none."""
    return frozenset(name for font in _fonts(path) for name in _said(font))


def _fonts(path: Path) -> Iterator[object]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        collection = path.suffix.lower() in (".ttc", ".otc")
        yield from TTCollection(path, lazy=True).fonts if collection else [TTFont(path, lazy=True)]
    except (TTLibError, OSError, ValueError):
        return


def _said(font: object) -> Iterator[str]:
    try:
        records = font["name"].names  # type: ignore[index]
    except (KeyError, ValueError):
        return
    for record in records:
        if record.nameID in _NAMES:
            try:
                yield record.toUnicode()
            except UnicodeDecodeError:
                continue


def there(wanted: Wanted) -> str:
    """The name under which the font is on this computer, "" if it is not."""
    known = {name: path for path in files() for name in names(path)}
    return next((name for name in wanted.spellings if name in known), "")


def chinese() -> tuple[str, list[Path]] | None:
    """Family and files of a font that has Chinese; None where no font has."""
    every = files()
    for family in FAMILIES:
        if found := [path for path in every if is_likely(path) and family in names(path)]:
            return family, found
    for path in every:
        for font in _fonts(path):
            if ord(_TRIED) in (font.getBestCmap() or {}):  # type: ignore[attr-defined]
                family = next(iter(sorted(_said(font))), "")
                return family, [path]
    return None


def is_likely(path: Path) -> bool:
    """Whether a file is called like one of the fonts with Chinese."""
    return path.name.lower().startswith(_LIKELY)
