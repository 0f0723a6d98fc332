"""发布 · Files and folders that appear whole or not at all: written under `.partial-…`, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from eqrules.batch.terms import Stopped

PARTIAL = ".partial-"
COUNTY = "county="
MANIFEST, LIST, RANKING, JOURNAL = "manifest.json", "counties.csv", "ranking.html", ".journal"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever keeps a file from being written, as a coded message."""
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise Stopped("EQ756", name=path.name, folder=str(path.parent)) from problem
        reason = os.strerror(problem.errno) if problem.errno else str(problem)
        raise Stopped("EQ709", name=str(path), reason=reason) from problem


def write_file(path: Path, content: bytes) -> None:
    partial = path.with_name(f"{PARTIAL}{path.name}")
    with writing(path):
        try:
            partial.write_bytes(content)
            partial.replace(path)
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise


def write_county(folder: Path, county: str, files: Mapping[str, bytes]) -> None:
    """`county=340203/` with all its files; one that is there already is replaced."""
    place = folder / f"{COUNTY}{county}"
    partial, old = folder / f"{PARTIAL}{place.name}", folder / f"{PARTIAL}old-{place.name}"
    with writing(place):
        try:
            remove(partial)
            partial.mkdir()
            for name, content in files.items():
                (partial / name).write_bytes(content)
            remove(old)
            if place.exists():
                place.rename(old)
            partial.rename(place)
            remove(old)
        except OSError:
            with suppress(OSError):
                remove(partial)
            raise


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def holds(folder: Path, county: str, files: Mapping[str, str]) -> bool:
    """The county's folder has exactly these files (name → sha256)."""
    place = folder / f"{COUNTY}{county}"
    try:
        if {entry.name for entry in place.iterdir()} != set(files):
            return False
        return all(sha256((place / name).read_bytes()).hexdigest() == digest for name, digest in files.items())
    except OSError:
        return False


def ours(path: Path) -> bool:
    """Something that a batch run writes."""
    return path.name in (MANIFEST, LIST, RANKING, JOURNAL) or path.name.startswith((PARTIAL, COUNTY))


def tidy(folder: Path, counties: set[str], all_of_it: bool = False) -> None:
    """Remove half-written things and counties that are not in this run; with `all_of_it` every trace of a run.

    What marks the folder as ours goes last, so that a run killed here knows it again.
    """
    with writing(folder):
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name in (JOURNAL, MANIFEST)):
            stray = entry.name.startswith(COUNTY) and entry.name.removeprefix(COUNTY) not in counties
            if ours(entry) and (all_of_it or stray or entry.name.startswith(PARTIAL)):
                remove(entry)
