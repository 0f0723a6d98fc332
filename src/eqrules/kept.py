"""存放 · Where work that need not be done twice is kept, between one command and the next.

It saves only time: with no folder to write to, or a damaged entry, everything is made anew. Only records of
the modules that the reader names are read back; anything else in an entry is no entry.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any


def folder() -> Path:
    """`EQRULES_CACHE`, or the user's cache folder."""
    if named := os.environ.get("EQRULES_CACHE"):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("eqrules", appauthor=False)


def version_of(files: Iterable[Path]) -> str:
    """Changes whenever one of the files does."""
    marks = (f"{f.name}:{(s := f.stat()).st_size}:{s.st_mtime_ns}" for f in sorted(files))
    return hashlib.sha256("|".join(marks).encode()).hexdigest()


def load(name: str, modules: tuple[str, ...]) -> Any:
    """What is kept under this name; None if there is nothing, or nothing usable."""
    try:
        return _Only(io.BytesIO((folder() / name).read_bytes()), modules).load()
    except (OSError, ValueError, KeyError, EOFError, AttributeError, ImportError, pickle.UnpicklingError):
        return None


class _Only(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, modules: tuple[str, ...]) -> None:
        super().__init__(file)
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        if module not in self._modules:
            raise pickle.UnpicklingError(module)
        return super().find_class(module, name)


def save(name: str, value: object) -> None:
    """Keep it; another process may do the same at the same time."""
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        partial = folder() / f"{name}.{os.getpid()}"
        partial.write_bytes(pickle.dumps(value, protocol=5))
        partial.replace(folder() / name)
