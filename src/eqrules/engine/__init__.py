"""引擎 · Plans meet data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

from eqrules.data.submission import Submission
from eqrules.engine.contract import Engine
from eqrules.engine.reference import Reference
from eqrules.plan.plan import Plan

if TYPE_CHECKING:
    from eqrules.engine.verdicts import Verdicts

ENGINES: dict[str, type[Engine]] = {"reference": Reference}
COLUMN_ENGINES = ("duckdb", "spark")
"""Engines over whole columns, each a module of its own here."""


class ColumnEngine(Protocol):
    """Judges whole tables at once; its verdicts are the reference engine's."""

    NAME: str

    def judge(self, plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Verdicts: ...

    def judge_columns(
        self,
        plan: Plan,
        data: Mapping[str, object],
        day: date,
        readings: dict[str, str],
        extras: bool | Collection[str] = True,
        memory: str = "",
    ) -> Verdicts: ...


def engine_named(name: str) -> Engine:
    """Who makes an evaluation for people: always the reference engine; a column engine has to agree with it."""
    if name in COLUMN_ENGINES:
        from eqrules.engine.agreeing import Agreeing

        return Agreeing(name)
    return ENGINES["reference" if name == "auto" else name]()


def column_engine(name: str) -> ColumnEngine:
    """The column engine of that name; its library is loaded here and not before."""
    from importlib import import_module
    from typing import cast

    return cast(ColumnEngine, import_module(f"eqrules.engine.{name}"))
