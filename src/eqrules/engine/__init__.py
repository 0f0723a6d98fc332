"""引擎 · Plans meet data."""

from __future__ import annotations

from eqrules.engine.contract import Engine
from eqrules.engine.reference import Reference

ENGINES: dict[str, type[Engine]] = {"reference": Reference}


def engine_named(name: str) -> Engine:
    """The engine of that name; "auto" takes the one that is fastest for what a county hands in."""
    return ENGINES["reference" if name == "auto" else name]()
