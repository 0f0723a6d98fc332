"""长跑 · python tests/long/agree.py: the column engine against the reference on as many counties as one wants.

Prints how many section verdicts and county coefficients were compared, how many lay on a limit, and every
difference; ends with 1 if there is one. `--sections 1000000 --coefficients 100000` is the default; some minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent / "src"), str(HERE), str(HERE / "laws"), str(HERE / "engine")]

from agreement import differences, embedded, reference  # noqa: E402
from many import counties  # noqa: E402

from submissions import shipped_plan, submission  # noqa: E402

COUNTIES = 500
"""A round: so many in one submission."""


def main() -> int:
    wanted = _arguments()
    plan = shipped_plan("cn/2017")
    stages = [r.id for r in plan.rules if r.grain == "county_stage"]
    sections = [r.id for r in plan.rules if r.grain == "section"]
    verdicts = coefficients = redone = bad = 0
    start, seed = perf_counter(), wanted.seed
    while verdicts < wanted.sections or coefficients < wanted.coefficients:
        data = submission(plan, "-", **counties(seed, COUNTIES))
        expected, found = reference(plan, data), embedded(plan, data)
        verdicts += _judged(expected["section"], sections)
        coefficients += _judged(expected["county_stage"], stages)
        redone += len(found.redone)
        for one in differences(plan, expected, found.tables):
            bad += 1
            print(f"seed {seed}: {one.place}: {one.expected}, not {one.found}")
        seed += 1
        rounds = seed - wanted.seed
        print(f"{verdicts:,} section verdicts, {coefficients:,} coefficients, {bad} differences; "
              f"{redone} of {rounds * COUNTIES} counties by the reference engine; "
              f"{perf_counter() - start:.0f} s", flush=True)  # fmt: skip
    return int(bad > 0)


def _judged(table: Any, rules: list[str]) -> int:
    """Verdicts that are more than 不适用."""
    return sum(word != "not_applicable" for rule in rules for word in table[rule].to_pylist())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the column engine with the reference.")
    parser.add_argument("--sections", type=int, default=1_000_000)
    parser.add_argument("--coefficients", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
