"""长跑 · python tests/long/kill.py: a national run killed twenty times and continued, against an undisturbed one.

`--counties 2900 --schools 86` (250,000 sections), `--kills 20`, `--seed 1`; takes minutes, and is no test of the suite.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from batch import nation
from batch.killing import eqrules, kill_until_done


def main() -> None:
    """Exit with 1 if a byte differs."""
    asked = argparse.ArgumentParser(description="Kill a national run again and again, and continue it.")
    for name, number in (("--counties", 2900), ("--schools", 86), ("--kills", 20), ("--rows", 10_000), ("--seed", 1)):
        asked.add_argument(name, type=int, default=number)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nation.write(folder / "data", given.counties, given.schools, "parquet", files=4)
        took = eqrules(folder / "data", folder / "undisturbed", given.rows)
        print(f"undisturbed: {given.counties} counties, {given.counties * given.schools} sections, {took:.1f} s")
        before, step = monotonic(), 3 * given.counties // (2 * given.kills)
        killed = kill_until_done(folder / "data", folder / "out", given.kills, step, given.rows, given.seed)
        print(f"killed {killed} times and continued: {monotonic() - before:.1f} s")
        one, other = (nation.bytes_of(folder / name) for name in ("undisturbed", "out"))
        unlike = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        print(f"{len(one)} files, {len(unlike)} differ", *unlike[:5])
        sys.exit(bool(unlike))


if __name__ == "__main__":
    main()
