"""热算 · `python -m large.warm FILE SOURCE ROUNDS MODULE…`: contestants in turn, in one process; prints JSON.

The first run of each warms it up and is checked against the exact answers.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq
from measure import alternate

from large import exact
from large.contestants import Contestant, doer, named
from large.job import Run, Source


def main() -> None:
    """One line of JSON: by module, what was measured or why it was not."""
    file, kind, rounds, *modules = sys.argv[1:]
    print(json.dumps(measure(Path(file), kind, int(rounds), [named(module) for module in modules])), flush=True)


def measure(file: Path, kind: str, rounds: int, contestants: list[Contestant]) -> dict[str, object]:
    """Those that take part in every round, then each slow one once; its ratio is to the median of the first."""
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
    timings = alternate(quick, rounds, warm_up=0)
    for timing in timings:
        told[timing.name] |= {"seconds": timing.seconds, "ratio": timing.ratio}
    for name in runs.keys() - quick.keys():
        start = perf_counter()
        made = runs[name]()
        taken = perf_counter() - start
        wrong = exact.wrong(doer(named(name)).answers(made), right)
        told[name] = {"wrong": wrong, "seconds": [taken], "ratio": taken / timings[0].middle}
        del made
    return told


if __name__ == "__main__":
    main()
