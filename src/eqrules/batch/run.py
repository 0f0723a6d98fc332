"""批跑 · The whole run: what is there already, what is left, judged in workers, published here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from eqrules.batch import closing, journal, publish, worker
from eqrules.batch.terms import Batch, Desk, Outcome, Stopped, batches
from eqrules.data.large_rows import Counties

Progress = Callable[[int], None]


def run(
    desk: Desk, counties: Counties, folder: Path, fresh: bool, progress: Progress, unchanged: Callable[[], None]
) -> dict[str, Any]:
    """Judge what is not yet in the folder; the manifest. `progress` is told how many counties are done.

    `unchanged` raises when the inputs are no longer what they were.
    """
    terms, record = desk.terms, desk.terms.record()
    known, found = _prepare(folder, record, fresh)
    if known is not None:
        progress(len(counties.rows))
        return known
    with journal.kept(folder, record, found) as file:
        publish.tidy(folder, set(counties.rows))
        whole = {tuple(e.county for e in one.counties): one for one in found}
        cut = batches(counties.rows, counties.written, terms.rows_at_once)
        lines = [whole[tuple(batch.counties)] for batch in cut if tuple(batch.counties) in whole]
        left = [batch for batch in cut if tuple(batch.counties) not in whole]
        progress(sum(len(one.counties) for one in lines))
        for outcome in _judged(desk, left):
            for one in outcome.counties:
                publish.write_county(folder, one.county, one.contents)
                progress(1)
            lines.append(journal.line(outcome))
            journal.add(folder, file, lines[-1])
        unchanged()
        return closing.close(folder, terms, lines)


def _prepare(folder: Path, record: dict[str, Any], fresh: bool) -> tuple[dict[str, Any] | None, list[journal.Line]]:
    """The manifest if all is done, or the batches that are published, whole; `Stopped` if the folder is another's."""
    with publish.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = list(folder.iterdir())
    begun, lines = journal.started(folder)
    manifest = closing.finished(folder)
    marked = manifest is not None or any(entry.name == publish.JOURNAL for entry in there)
    foreign = sorted(entry.name for entry in there if not entry.name.startswith(publish.PARTIAL))
    if foreign and not marked:
        raise Stopped("EQ755", folder=str(folder), files="、".join(foreign[:3]))
    if fresh:
        publish.tidy(folder, set(), all_of_it=True)
        return None, []
    for known in (begun, _record_of(manifest) if manifest is not None else None):
        if known is not None and known != record:
            raise Stopped("EQ754", folder=str(folder), what="、".join(_differences(known, record)))
    if begun is None and manifest is not None and closing.stands(folder, manifest):
        return manifest, []
    return None, [one for one in lines if all(publish.holds(folder, e.county, e.digests) for e in one.counties)]


def _record_of(manifest: dict[str, Any]) -> dict[str, Any]:
    engine = {name: manifest["engine"][name] for name in ("name", "version", "eqrules")}
    own = ("schema", "ruleset", "submission", "documents")
    return {**{name: manifest[name] for name in own if name in manifest}, "engine": engine}


def _differences(known: dict[str, Any], record: dict[str, Any]) -> Iterator[str]:
    """What the two runs do not share, in words."""
    words = {
        "ruleset": "规则集、日期或口径（rules, day or readings）",
        "submission": "填报文件（input files）",
        "engine": "引擎或版本（engine or version）",
        "documents": "每县的文书（documents of each county）",
        "schema": "格式（format）",
    }
    yield from (word for name, word in words.items() if known.get(name) != record.get(name))


# ── workers ──────────────────────────────────────────────────────
def _judged(desk: Desk, left: Sequence[Batch]) -> Iterator[Outcome]:
    """Outcomes in the order of the batches; a few are judged ahead while others are written."""
    if not left:
        return
    pool = ProcessPoolExecutor(desk.terms.workers, get_context("spawn"), worker.begin, (desk,))
    try:
        waiting = iter(left)
        ahead: list[tuple[Batch, Future[Outcome]]] = [
            (batch, pool.submit(worker.work, batch)) for batch in islice(waiting, desk.terms.workers + 1)
        ]
        while ahead:
            batch, future = ahead.pop(0)
            try:
                outcome = future.result()
            except BrokenProcessPool as problem:
                raise Stopped("EQ748", county=next(iter(batch.counties)), n=str(len(batch.counties))) from problem
            ahead += [(more, pool.submit(worker.work, more)) for more in islice(waiting, 1)]
            yield outcome
    except BaseException:
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
