"""计划缓存 · Compiled plans, kept as long as their sources and this version stay the same.

The cache saves only time: with no folder to write to, or a damaged entry, everything is compiled anew.
Plans were checked when they were made; they are kept as they stand in memory, and nothing but plan records
can be read back.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eqrules.plan.plan import Plan
from eqrules.shipped import shipped


@dataclass(frozen=True, slots=True)
class Cached:
    plan: Plan
    hash: str


def folder() -> Path:
    """Where plans are kept: `EQRULES_CACHE`, or the user's cache folder."""
    if named := os.environ.get("EQRULES_CACHE"):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("eqrules", appauthor=False)


@cache
def _version() -> str:
    """Changes whenever the compiler or the grammar does."""
    package = Path(__file__).parent
    rooms = ("language", "syntax", "model", "plan", "compile")
    files = [f for room in rooms for f in (package / room).rglob("*.py")] + [*shipped("grammar").glob("*.lark")]
    marks = (f"{f.name}:{(s := f.stat()).st_size}:{s.st_mtime_ns}" for f in sorted(files))
    return hashlib.sha256("|".join(marks).encode()).hexdigest()


def _entry(name: str, layers: Sequence[str]) -> Path:
    key = hashlib.sha256(json.dumps([str(Path(name)), *layers, _version()]).encode()).hexdigest()
    return folder() / f"{key[:32]}.plan"


def find(name: str, layers: Sequence[str], digest_of: Callable[[str], str | None]) -> Cached | None:
    """The plan kept for these names, if every source it was made from still reads the same."""
    try:
        head, _, body = _entry(name, layers).read_bytes().partition(b"\n")
        kept = json.loads(head)
        if any(digest_of(source) != value for source, value in kept["sources"].items()):
            return None
        plan = _OnlyPlans(io.BytesIO(body)).load()
        return Cached(plan, kept["hash"]) if isinstance(plan, Plan) else None
    except (OSError, ValueError, KeyError, EOFError, AttributeError, pickle.UnpicklingError):
        return None


class _OnlyPlans(pickle.Unpickler):
    """Reads back records of `eqrules.plan` and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module not in ("eqrules.plan.plan", "eqrules.plan.expressions"):
            raise pickle.UnpicklingError(module)
        return super().find_class(module, name)


def keep(name: str, layers: Sequence[str], sources: dict[str, str], plan: Plan, value: str) -> None:
    """Write an entry; another process may do the same at the same time."""
    with suppress(OSError):
        entry = _entry(name, layers)
        entry.parent.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"sources": sources, "hash": value}).encode()
        partial = entry.with_suffix(f".{os.getpid()}")
        partial.write_bytes(head + b"\n" + pickle.dumps(plan, protocol=5))
        partial.replace(entry)
