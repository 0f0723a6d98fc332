"""热算 · `python -m large.warm FILE SOURCE ROUNDS MODULE…`: contestants in turn, in one process; prints JSON.

The first run of each warms it up and is checked against the exact answers.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
from measure import Timing, alternate

from large import exact
from large.contestants import Contestant, doer, named
from large.job import Run, Source


def main() -> None:
    """One line of JSON: by module, what was measured or why it was not."""
    file, kind, rounds, *modules = sys.argv[1:]
    print(json.dumps(measure(Path(file), kind, int(rounds), [named(module) for module in modules])), flush=True)


def measure(file: Path, kind: str, rounds: int, contestants: list[Contestant]) -> dict[str, object]:
    """Those that take part in every round, then each slow one once, beside the first."""
    table = pq.read_table(file)
    source: Source = table if kind == "memory" else file
    right = exact.answers(table)
    size = len(table)
    if kind != "memory":
        del table
    runs: dict[str, Run] = {}
    told: dict[str, dict[str, object]] = {}
    for contestant in contestants:
        try:
            does = doer(contestant)
            runs[contestant.module] = does.ready(source)
            if size <= contestant.rounds_to:
                told[contestant.module] = {"wrong": exact.wrong(does.answers(runs[contestant.module]()), right)}
        except Exception as problem:
            runs.pop(contestant.module, None)
            told[contestant.module] = {"missing": f"{type(problem).__name__}: {problem}".splitlines()[0]}
        gc.collect()
    quick = {name: run for name, run in runs.items() if size <= named(name).rounds_to}
    _keep(told, alternate(quick, rounds, warm_up=0))
    first = next(iter(quick))
    for name in runs.keys() - quick.keys():
        kept: list[object] = []
        slow: Mapping[str, Run] = {first: runs[first], name: lambda name=name, kept=kept: kept.append(runs[name]())}
        _keep(told, alternate(slow, 1, warm_up=0)[1:])
        told[name]["wrong"] = exact.wrong(doer(named(name)).answers(kept.pop()), right)
    return told


def _keep(told: dict[str, dict[str, object]], timings: list[Timing]) -> None:
    for timing in timings:
        told.setdefault(timing.name, {}).update(seconds=timing.seconds, ratio=timing.ratio)


if __name__ == "__main__":
    main()
