"""日志 · What a run has published so far, one line per batch; a run that was stopped goes on from it.

The first line is what the run is. A last line that was cut off counts for nothing. When all is done the manifest
says the same, and the journal goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from eqrules.batch import publish
from eqrules.batch.terms import Judged, Outcome, Stopped


@dataclass(slots=True)
class Entry:
    """One published county; `files`: name → its sha256 and rows; `documents`: name → its sha256."""

    county: str
    name: str
    verdict: str
    vetoes: list[str]
    objects: dict[str, list[int]]
    files: dict[str, list[Any]]
    standing: dict[str, Any]
    documents: dict[str, str]

    @property
    def digests(self) -> dict[str, str]:
        return {name: digest for name, (digest, _) in self.files.items()} | self.documents


@dataclass(slots=True)
class Line:
    """One batch: its counties; why → those that the reference engine judged; findings by code."""

    counties: list[Entry] = field(default_factory=list)
    again: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


def entry(judged: Judged) -> Entry:
    files = {f"{name}.parquet": [sha256(content).hexdigest(), n] for name, (content, n) in judged.files.items()}
    papers = {name: sha256(content).hexdigest() for name, content in judged.documents.items()}
    return Entry(
        judged.county, judged.name, judged.verdict, list(judged.vetoes), judged.objects, files, judged.standing, papers
    )


def line(outcome: Outcome) -> Line:
    return Line([entry(judged) for judged in outcome.counties], outcome.again, outcome.seen)


def started(folder: Path) -> tuple[dict[str, Any] | None, list[Line]]:
    """What the run in this folder is, and its batches so far; (None, []) if there is none."""
    lines: list[Line] = []
    try:
        first, *rest = (folder / publish.JOURNAL).read_text("utf-8").split("\n")
        record = json.loads(first)
    except (OSError, ValueError):
        return None, []
    for text in rest[:-1]:
        try:
            found = json.loads(text)
            lines.append(Line([Entry(**one) for one in found["counties"]], found["again"], found["seen"]))
        except (ValueError, TypeError):
            break
    return record, lines


@contextmanager
def kept(folder: Path, record: dict[str, Any], lines: list[Line]) -> Iterator[Any]:
    """The journal, written anew up to here and held, so that no second run writes into the folder."""
    path = folder / publish.JOURNAL
    with publish.writing(path):
        file = path.open("a", encoding="utf-8")
    with file:
        _hold(file, folder)
        wanted = "".join(f"{text}\n" for text in (_text(record), *(_text(asdict(one)) for one in lines)))
        with publish.writing(path):
            if path.read_text("utf-8").startswith(wanted):
                file.truncate(len(wanted.encode("utf-8")))
            else:
                file.truncate(0)
                file.write(wanted)
                file.flush()
        yield file


def add(folder: Path, file: Any, one: Line) -> None:
    with publish.writing(folder / publish.JOURNAL):
        file.write(f"{_text(asdict(one))}\n")
        file.flush()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hold(file: Any, folder: Path) -> None:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError as problem:
        raise Stopped("EQ750", folder=str(folder)) from problem
