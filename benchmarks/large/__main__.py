"""大数据测速 · python benchmarks/large: one national job at four sizes, eqrules beside its peers.

It needs the peers: `pip install --group peers`. Data are made from a seed and kept in the temporary folder.
`--sizes 60,6000` for fewer (50000000 for more), `--rounds N`, `--print` to leave docs/benchmarks.md as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

BENCHMARKS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS.parent / "src")]
sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]

from large import page  # noqa: E402
from large.contestants import CONTESTANTS, Contestant  # noqa: E402

SIZES = (60, 6_000, 250_000, 5_000_000)
_ROUNDS = {60: 9, 6_000: 9, 250_000: 7}
"""Warm rounds; three at larger sizes."""
_CHECKED = 10_000_000
"""Above this size only the cold run is made: the answers of everybody at once would not fit."""


def main() -> None:
    """Build, measure, print, write. This process stays small, so that it does not count in others' memory."""
    arguments = _arguments()
    load = page.load()
    found = []
    for size in arguments.sizes:
        said = _python("-m", "large.data", str(arguments.data), str(size), str(arguments.seed))
        result = measure(Path(json.loads(said)["file"]), size, arguments.rounds or _ROUNDS.get(size, 3))
        print(page.section(size, result), flush=True)
        found.append((size, result))
    if not arguments.print:
        page.write(found, load, arguments.seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure eqrules beside its peers on large data.")
    parser.add_argument("--sizes", type=lambda text: [int(n) for n in text.split(",")], default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=0, help="warm rounds (default: by size)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "eqrules-bench")
    parser.add_argument("--print", action="store_true", help="print only")
    return parser.parse_args()


def measure(file: Path, size: int, rounds: int) -> dict[str, dict[str, Any]]:
    """By module: `cold` and `peak`, and what was found warm from `memory` and `parquet`."""
    there = [contestant for contestant in CONTESTANTS if contestant.least <= size <= contestant.most]
    result: dict[str, dict[str, Any]] = {contestant.module: {} for contestant in there}
    for _ in range(3 if size <= 6_000 else 1):
        for contestant in there:
            if told := _cold(contestant, file):
                result[contestant.module].setdefault("cold", []).append(told["seconds"])
                result[contestant.module]["peak"] = told["peak"]
    for kind in ("memory", "parquet") if size <= _CHECKED else ():
        names = [one.module for one in there if kind == "memory" or size <= one.rounds_to]
        said = json.loads(_python("-m", "large.warm", str(file), kind, str(rounds), *names))
        for module, told in said.items():
            result[module][kind] = told
    return result


def _cold(contestant: Contestant, file: Path) -> dict[str, Any]:
    """The whole process, from the start of Python to the outputs, from Parquet."""
    start = perf_counter()
    try:
        said = _python("-m", "large.cold", contestant.module, str(file))
    except subprocess.CalledProcessError:
        return {}
    return {"seconds": perf_counter() - start, **json.loads(said)}


def _python(*words: str) -> str:
    paths = os.pathsep.join(sys.path[:2])
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}
    quiet = subprocess.DEVNULL if "large.cold" in words else None
    done = subprocess.run(
        [sys.executable, *words], env=environment, stdout=subprocess.PIPE, stderr=quiet, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


if __name__ == "__main__":
    main()
