"""填的值 · What options and arguments may be: dates, files, choices, whole numbers, 口径=取值."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from eqrules.cli.language import say
from eqrules.cli.trouble import Trouble


def _name(parameter: click.Parameter | None) -> str:
    return "" if parameter is None else parameter.opts[0] if parameter.opts else parameter.name or ""


class Choice(click.ParamType):  # type: ignore[type-arg]
    """One of a few words; `words` maps what may be typed to what is meant."""

    name = "choice"

    def __init__(self, words: dict[str, str] | Sequence[str]) -> None:
        self.words = words if isinstance(words, dict) else {word: word for word in words}

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(dict.fromkeys(self.words.values()))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.words:
            return self.words[value]
        wanted = say("、", ", ").join(self.words)
        raise Trouble("EQ705", name=_name(param), value=str(value), wanted=wanted)


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day, 2024-09-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError as problem:
            wanted = say("日期，如 2024-09-01", "a date such as 2024-09-01")
            raise Trouble("EQ705", name=_name(param), value=str(value), wanted=wanted) from problem


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number from `least`."""

    name = "number"

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if str(value).isdecimal() and int(value) >= self.least:
            return int(value)
        wanted = say(f"{self.least} 以上的整数", f"a whole number from {self.least}")
        raise Trouble("EQ705", name=_name(param), value=str(value), wanted=wanted)


class Existing(click.ParamType):  # type: ignore[type-arg]
    """A file or folder that is there."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(str(value))
        if path.exists():
            return path
        from eqrules.diagnostics.suggest import closest

        folder = path.parent
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        near = say("、", ", ").join(closest(path.name, names)) or "—"
        raise Trouble("EQ707", name=str(value), folder=str(folder), near=near)


class Pair(click.ParamType):  # type: ignore[type-arg]
    """口径=取值, K3=合计."""

    name = "K=V"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        key, equals, chosen = str(value).partition("=")
        if not equals or not key.strip() or not chosen.strip():
            raise Trouble("EQ715", value=str(value))
        return key.strip(), chosen.strip()


class Mapped(Existing):
    """A mapping file, or the name of one that comes with the program."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from eqrules.data.mapping import shipped_mapping

        return shipped_mapping(str(value)) or super().convert(value, param, ctx)
