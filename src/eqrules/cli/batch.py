"""批量 · eqrules run … -o FOLDER/: a province or the nation, one partition per county, continued when stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from eqrules.cli import outputs
from eqrules.cli.language import say, spoken
from eqrules.cli.subject import plan_of, show
from eqrules.cli.trouble import Trouble

if TYPE_CHECKING:
    from eqrules.data.large import Large
    from eqrules.plan.plan import Plan

REFERENCE_UP_TO = 3_000
"""Section rows to which plain Python is faster than DuckDB. The column engine takes about a second before the first
row of cn/2017 (its library, the program, the planning of it); the reference engine judges some 3,000 in that time
(docs/benchmarks.md; 2 cores, Python 3.11, DuckDB 2.0)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The command as typed."""

    ruleset: str
    data: tuple[Path, ...]
    day: date | None
    layers: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    mapping: Path | None
    county: str | None
    engine: str
    folder: Path
    each: tuple[str, ...]
    memory: int | None
    fresh: bool


def batch(asked: Asked, form: str) -> set[str]:
    """Run it, say what came out; the verdicts that some county has, as `--fail-on` names them."""
    from eqrules import workspace
    from eqrules.batch.run import run
    from eqrules.batch.terms import DEFAULT_MEMORY, Desk, Terms
    from eqrules.data import large, large_files
    from eqrules.report.batch_summary import lines

    names = documents(asked)
    plan, ruleset_hash, own_day = plan_of(asked.ruleset, asked.layers)
    when = asked.day or own_day or date.today()
    readings = workspace.settled(plan, when, dict(asked.readings))
    found = large.opened(plan, asked.data, asked.mapping, asked.county, asked.folder)
    if not found.counties.rows:
        raise Trouble("EQ716", county=asked.county or "—", files=say("、", ", ").join(p.name for p in asked.data))
    show_findings(found)
    marks = _marks(found)
    terms = Terms(
        plan, ruleset_hash, when, readings, "reference" if names else chosen(asked.engine, plan, found),
        files=tuple((name, large_files.sha256(name, path)) for name, path in found.files),
        mapping=large_files.sha256(asked.mapping.name, asked.mapping) if asked.mapping else "",
        county=asked.county or "",
        each=names,
        lang=spoken(),
        memory=asked.memory or DEFAULT_MEMORY,
        workers=max(1, min(4, len(found.counties.rows), os.cpu_count() or 1)),
    )  # fmt: skip

    def unchanged() -> None:
        if changed := [name for name, mark in _marks(found).items() if mark != marks[name]]:
            raise Trouble("EQ751", file=changed[0])

    with progress(len(found.counties.rows)) as tell:
        desk = Desk(terms, tuple(found.parts), asked.mapping, asked.folder)
        made = run(desk, found.counties, asked.folder, asked.fresh, tell, unchanged)
    if form == "json":
        from eqrules.batch.closing import dumped

        outputs.data(dumped(made))
    else:
        click.echo("\n".join(lines(plan, made, str(asked.folder), spoken())))
    return failing(made)


def documents(asked: Asked) -> tuple[str, ...]:
    """File names of what each county gets; `Trouble` for what is no document about one county."""
    from eqrules.report import kinds

    if asked.each and asked.engine not in ("auto", "reference"):
        raise Trouble("EQ762", engine=asked.engine)
    names = []
    for text in asked.each:
        found = kinds.each(text, spoken())
        if found is None or found[1].per == "file":
            fitting = (say(kind.zh, kind.id) for kind in kinds.KINDS if kind.per != "file")
            raise Trouble("EQ761", name=text, kinds=say("、", ", ").join(fitting))
        names.append(found[0])
    return tuple(dict.fromkeys(names))


def show_findings(found: Large) -> None:
    from eqrules.diagnostics.report import Report

    show(Report(found.findings))


def _marks(found: Large) -> dict[str, tuple[int, int]]:
    """Size and time of every input, to see whether one changes while the run is at work."""
    return {name: (s.st_size, s.st_mtime_ns) if (s := _stat(path)) else (-1, -1) for name, path in found.files}


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def chosen(engine: str, plan: Plan, found: Large) -> str:
    """`auto` by the number of objects that get a conclusion of their own (sections, in cn/2017)."""
    if engine != "auto":
        return engine
    top = plan.top.id
    concluded = {c.grain for c in plan.conclusions if c.grain != top} or set(found.counties.objects)
    rows = max((found.counties.objects.get(grain, 0) for grain in concluded), default=0)
    return "reference" if rows <= REFERENCE_UP_TO else "duckdb"


def failing(made: dict[str, Any]) -> set[str]:
    """A vetoed county does not meet the standard either."""
    words = {"veto" if one["vetoes"] else one["verdict"] for one in made["counties"]}
    return words | ({"not_met"} if "veto" in words else set())


@contextmanager
def progress(counties: int) -> Iterator[Callable[[int], None]]:
    """Counties done of all, and how fast, on standard error; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    label, began, judged = say("评估各县", "Judging counties"), monotonic(), 0

    def rate(shown: object) -> str:
        speed = judged / (monotonic() - began)
        return say(f"每秒 {speed:.1f} 个县", f"{speed:.1f} counties a second")

    with click.progressbar(
        length=counties, label=label, file=sys.stderr, show_pos=True, show_eta=True, item_show_func=rate
    ) as bar:

        def tell(done: int) -> None:
            nonlocal judged
            judged += done
            bar.update(done, bar)

        yield tell
