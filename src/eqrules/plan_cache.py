"""计划缓存 · Compiled plans, kept as long as their sources and the compiler stay the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eqrules import kept
from eqrules.plan.plan import Plan
from eqrules.shipped import shipped

_RECORDS = tuple(f"eqrules.plan.{room}" for room in ("plan", "about", "expressions", "limits", "targets"))


@dataclass(frozen=True, slots=True)
class Cached:
    plan: Plan
    hash: str


@cache
def _version() -> str:
    """Changes whenever the compiler or the grammar does."""
    package = Path(__file__).parent
    rooms = ("language", "syntax", "model", "plan", "compile")
    files = [f for room in rooms for f in (package / room).rglob("*.py")]
    return kept.version_of([*files, *shipped("grammar").glob("*.lark")])


def _entry(name: str, layers: Sequence[str]) -> str:
    key = hashlib.sha256(json.dumps([str(Path(name)), *layers, _version()]).encode()).hexdigest()
    return f"{key[:32]}.plan"


def find(name: str, layers: Sequence[str], digest_of: Callable[[str], str | None]) -> Cached | None:
    """The plan kept for these names, if every source it was made from still reads the same."""
    match kept.load(_entry(name, layers), _RECORDS):
        case (dict() as sources, Plan() as plan, str() as value):
            if all(digest_of(source) == digest for source, digest in sources.items()):
                return Cached(plan, value)
    return None


def is_clean(name: str, digest_of: Callable[[str], str | None]) -> bool:
    """True if these very sources were checked before, and nothing was found."""
    sources = kept.load(_entry(name, ()).replace(".plan", ".clean"), ())
    return isinstance(sources, dict) and all(digest_of(source) == digest for source, digest in sources.items())


def keep_clean(name: str, sources: dict[str, str]) -> None:
    """Remember that nothing was found in these sources."""
    kept.save(_entry(name, ()).replace(".plan", ".clean"), sources)


def keep(name: str, layers: Sequence[str], sources: dict[str, str], plan: Plan, value: str) -> None:
    """Keep a plan with the digests of what it was made from, and its identity."""
    kept.save(_entry(name, layers), (sources, plan, value))
