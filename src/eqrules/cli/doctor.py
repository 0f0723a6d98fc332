"""诊断 · eqrules doctor: versions, encodings, folders, fonts; nothing here needs the network."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from eqrules.cli.language import command as make
from eqrules.cli.language import say

_NEEDED = (
    "click",
    "lark",
    "pydantic",
    "python-calamine",
    "platformdirs",
    "xlsxwriter",
    "openpyxl",
    "python-docx",
    "docxtpl",
    "pillow",
    "fonttools",
)
_WANTED = ("pyarrow",)
Line = tuple[bool, str, str]
"""Whether it is well, what it is, how it stands."""


@make(
    zh="这台电脑上的安装：版本、编码、文件夹、字体；全部离线检查。",
    en="This installation: versions, encodings, folders, fonts; all checked offline.",
)
def command() -> int:
    from eqrules.report.columns import columns

    lines = [*_versions(), *_encodings(), *_folders()]
    fonts, missing = _fonts()
    rows = [["✓" if well else "✗", what, how] for well, what, how in lines]
    click.echo("\n".join(columns(rows + [["✓" if well else "!", what, how] for well, what, how in fonts])))
    if missing:
        click.echo(_without(missing))
    if all(well for well, _, _ in lines):
        click.echo(say("一切正常；运行不需要网络。", "All is well; no network is needed."))
        return 0
    return 2


def _versions() -> list[Line]:
    from eqrules.report.receipt import version as own

    lines = [
        (True, "eqrules", own()),
        (sys.version_info >= (3, 11), "Python", f"{platform.python_version()} {platform.system()}"),
    ]
    for name in _NEEDED:
        found = _version(name)
        lines.append((bool(found), name, found or say("没有安装：重新安装 eqrules", "missing: install eqrules again")))
    for name in _WANTED:
        without = say("没有安装：不能读 .parquet，其余不受影响", "not installed: no .parquet, all else works")
        lines.append((True, name, _version(name) or without))
    return lines


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _encodings() -> list[Line]:
    return [
        (True, say("终端编码", "terminal"), sys.stdout.encoding or "?"),
        (True, say("文件名编码", "file names"), sys.getfilesystemencoding()),
        (True, say("语言", "language"), os.environ.get("EQRULES_LANG") or os.environ.get("LANG") or "—"),
    ]


def _folders() -> list[Line]:
    from eqrules import kept
    from eqrules.shipped import shipped

    lines = []
    for what, name in ((say("语法", "grammar"), "grammar"), (say("规则集", "rulesets"), "rulesets")):
        folder = shipped(name)
        lines.append((folder.is_dir(), what, str(folder)))
    cache = kept.folder()
    slow = "" if _writable(cache) else say("（不能写入，只是慢一些）", " (not writable: only slower)")
    lines.append((True, say("缓存", "cache"), f"{cache}{slow}"))
    return lines


def _writable(folder: Path) -> bool:
    there = next((f for f in (folder, *folder.parents) if f.exists()), folder)
    return os.access(there, os.W_OK)


# ── fonts ────────────────────────────────────────────────────────
def _fonts() -> tuple[list[Line], list[str]]:
    """The fonts that documents name and one for pictures; the names of those that are not here."""
    try:
        from eqrules.report import fonts
    except ImportError:
        return [], []
    lines: list[Line] = []
    for wanted in fonts.WANTED:
        found = fonts.there(wanted)
        use = say(wanted.use_zh, wanted.use_en)
        here = say(f"{use}：有（{found}）", f"{use}: here ({found})")
        how = here if found else say(f"{use}：没有", f"{use}: not here")
        lines.append((bool(found), say(f"字体 {wanted.name}", f"font {wanted.name}"), how))
    drawn = fonts.chinese()
    without = say("没有带汉字的字体，不能写 .png（EQ763）", "no font has Chinese: no .png can be written (EQ763)")
    lines.append((drawn is not None, say("图片里的汉字", "Chinese in pictures"), drawn[0] if drawn else without))
    return lines, [wanted.name for wanted, line in zip(fonts.WANTED, lines, strict=False) if not line[0]]


def _without(missing: list[str]) -> str:
    names = say("、", ", ").join(missing)
    zh = (
        f"没有的字体：{names}。文书照样写得出，里面写的仍是这些字体名；在这台电脑上打开时由别的字体代替，行数、页数会不同。"
        "打印上报前，装上这些字体，或在有这些字体的电脑（装有 Windows 或 WPS 的）上打开；"
        "要换用别的字体，先写出自评报告模板，改好再用。"
    )
    en = (
        f"Fonts that are not here: {names}. Documents are written all the same and name these fonts; this computer"
        " shows others in their place, so lines and pages differ. Before printing, install them, or open the documents"
        " on a computer that has them (Windows, WPS); to use other fonts, change the self-template."
    )
    return say(zh, en)
