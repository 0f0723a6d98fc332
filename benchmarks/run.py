"""测速 · python benchmarks/run.py: cold commands, the engine, the intake; writes docs/benchmarks.md.

`--rounds N` (default 9) for steadier medians, `--print` to leave the page as it is. Nothing here is a test.
The parts on comparisons, documents and large data are `python benchmarks/compare.py`, `python benchmarks/documents.py`
and `python benchmarks/large`, and stay.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]

import cold  # noqa: E402
import documents  # noqa: E402
import editor  # noqa: E402
import warm  # noqa: E402
from large.page import kept  # noqa: E402
from measure import kept_part, load, machine, milliseconds, table  # noqa: E402

import compare  # noqa: E402
from eqrules import workspace  # noqa: E402
from eqrules.data.sample import write_sample  # noqa: E402
from eqrules.plan.plan import Plan  # noqa: E402

SIZES = (60, 600, 2_000, 10_000)
STEPS = ("prepare", "R", "B", "G", "Q", "others", "gaps", "conclusions")
PAGE = ROOT / "docs" / "benchmarks.md"
_OPENING = """# 测速 · Benchmarks

`python benchmarks/run.py` measures all of this and writes this page (`make bench` does it in the project's own
environment). Every round runs each case once, one after the other; figures are medians over {rounds} rounds after
one to warm up, in milliseconds, and ratios are medians of the ratios within a round. Nothing here is timed in CI.

Measured with: {machine}. Load before it began: {load}; on a busy machine only the ratios and the best figures count.
"""


def main() -> None:
    """Measure, print, and write the page."""
    arguments = _arguments()
    plan = workspace.load("cn/2017").plan
    if plan is None:
        raise SystemExit("cn/2017 does not compile")
    parts = [_OPENING.format(rounds=arguments.rounds, machine=machine(), load=load())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (workbook,) = write_sample(plan, folder / "样例县.xlsx", 1, 60, 1, 12)
        for part in (
            _commands(workbook, folder, arguments.rounds),
            _engine(plan, arguments.rounds),
            _intake(plan, folder, arguments.rounds),
        ):
            print(part, flush=True)
            parts.append(part)
    if not arguments.print:
        others = [kept_part(part.MARK, part.NEXT) for part in (editor, compare, documents)]
        PAGE.write_text("\n".join(parts) + "".join(others) + kept(), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure eqrules and write docs/benchmarks.md.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--print", action="store_true", help="print only")
    return parser.parse_args()


def _commands(workbook: Path, folder: Path, rounds: int) -> str:
    timings = cold.time_commands(workbook, folder, rounds)
    rows = [[f"`{t.name}`", milliseconds(t.middle), milliseconds(t.best), f"{t.ratio:.2f}"] for t in timings]
    return f"""## Commands, cold

Each in a new process; `run` judges one made-up county of 60 schools (`eqrules sample cn/2017 --schools 60 --flaws 12`),
all {_cells(workbook):,} cells of it, against the whole of cn/2017. The first line is what Python needs for the three
libraries that compiling cannot do without; the last column is the ratio to it.

{table(("command", "median ms", "best ms", "ratio"), rows)}
"""


def _cells(workbook: Path) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(workbook)
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name != "说明")
    return sum(cell != "" for sheet in sheets for row in sheet for cell in row)


def _engine(plan: Plan, rounds: int) -> str:
    totals, steps = [], []
    for schools in SIZES:
        submission, size = warm.county(plan, schools)
        timing = warm.time_engine(plan, submission, max(2, min(rounds, 24_000 // schools)))
        spent = warm.engine_steps(plan, submission)
        counts = [f"{n:,}" for n in (schools, size.rows["section"], size.rows["class"])]
        each = f"{timing.middle / schools * 1e6:.0f}"
        totals.append([*counts, milliseconds(timing.middle), milliseconds(timing.best), each])
        steps.append([f"{schools:,}", *(milliseconds(spent[step]) for step in STEPS)])
    total = table(("schools", "sections", "classes", "median ms", "best ms", "µs a school"), totals)
    return f"""## The engine alone, warm

The reference engine on one county in memory: all of R, B, G, Q, S, gaps and conclusions, exact throughout.

{total}

Where the time goes, one run each, ms. A chapter pays for the derived items it is the first to ask for.

{table(("schools", *STEPS), steps)}
"""


def _intake(plan: Plan, folder: Path, rounds: int) -> str:
    rows = []
    for schools in SIZES[:3]:
        (workbook,) = write_sample(plan, folder / f"{schools}.xlsx", 1, schools, 1, 0)
        alone, intake = warm.time_intake(plan, workbook, max(3, min(rounds, 6_000 // schools)))
        rows.append(
            [f"{schools:,}", f"{_cells(workbook):,}", milliseconds(alone.middle), milliseconds(intake.middle),
             f"{intake.ratio:.2f}"]
        )  # fmt: skip
    return f"""## The intake alone, warm

Workbook to submission: sheets and headings recognised, keys joined, every cell read exactly and placed.

{table(("schools", "cells", "calamine alone", "intake", "ratio"), rows)}
"""


if __name__ == "__main__":
    main()
