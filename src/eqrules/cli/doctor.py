"""诊断 · eqrules doctor: versions, encodings, folders; nothing here needs the network."""

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
)
_WANTED = ("pyarrow",)
Line = tuple[bool, str, str]
"""Whether it is well, what it is, how it stands."""


@make(
    zh="这台电脑上的安装：版本、编码、文件夹；全部离线检查。",
    en="This installation: versions, encodings, folders; all checked offline.",
)
def command() -> int:
    from eqrules.report.columns import columns

    lines = [*_versions(), *_encodings(), *_folders()]
    click.echo("\n".join(columns([["✓" if well else "✗", what, how] for well, what, how in lines])))
    if all(well for well, _, _ in lines):
        click.echo(say("一切正常；运行不需要网络，也不需要字体。", "All is well; no network and no fonts are needed."))
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
