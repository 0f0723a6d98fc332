"""写出 · The part of docs/benchmarks.md on large data: tables, a chart, machine and versions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

from measure import load as load
from measure import machine, milliseconds, table

from large.contestants import CONTESTANTS, Contestant

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, CHART = DOCS / "benchmarks.md", "benchmarks-large.svg"
MARK = "<!-- large: from here on written by python benchmarks/large -->\n"
Result = dict[str, dict[str, Any]]
_OPENING = """## The same job on large data

`python benchmarks/large` measures this part and writes it (`pip install --group peers` first). The job is the
national resource rule, [ruleset.md](../benchmarks/large/ruleset.md): seven indicators with value, flag and shortfall
for every section, the section's verdict, 14 coefficients of variation with flags for every county, the county's
verdict. The data are made from seed {seed}: about 60 sections a county, half of the figures within one unit of a
limit, some coefficients exactly on theirs. All start from the same Arrow table or Parquet file (decimals as
DECIMAL(12,2)) and build all outputs; making their own form of it is part of the work.

Warm: contestants in turn within each round, in one process, medians; ratios are medians of the ratios to the first
line within a round. Cold: a new process, imports and all, from Parquet; memory is its peak. Wrong: verdicts and
shortfalls that differ from the exact answers (floating point gets some wrong: that is information, not an error).
Too slow or too large for a size: –. A ratio in italics: one run, against the
first line's median. Verdicts alone: neither values nor shortfalls are made; eqrules looks at the table within the
time, and may use 6 GB.

Measured with: {machine}; {versions}. Load before it began: {load}.
"""


def section(size: int, result: Result) -> str:
    """One size: a line per contestant."""
    rows = []
    for contestant in (one for one in CONTESTANTS if one.least <= size):
        told = result.get(contestant.module, {})
        memory, parquet = told.get("memory", {}), told.get("parquet", {})
        cells = [*_warm(contestant, size, memory), *_warm(contestant, size, parquet)]
        cold = milliseconds(median(told["cold"])) if "cold" in told else "–"
        peak = f"{told['peak'] / 2**20:,.0f}" if "peak" in told else "–"
        rows.append([contestant.name, *cells, cold, peak, *_wrong(memory)])
    headings = ("", "memory ms", "ratio", "Parquet ms", "ratio", "cold ms", "MiB", "wrong verdicts", "wrong shortfalls")
    return f"### {size:,} sections\n\n{table(headings, rows)}\n{_missing(result)}"


def _missing(result: Result) -> str:
    """Why somebody is not available."""
    reasons = {
        module: told["memory"]["missing"] for module, told in result.items() if "missing" in told.get("memory", ())
    }
    return "".join(f"\nNot available: {module}, {reason}.\n" for module, reason in reasons.items())


def _warm(contestant: Contestant, size: int, told: dict[str, Any]) -> tuple[str, str]:
    if "missing" in told:
        return "not available", "–"
    if "seconds" not in told:
        return "–", "–"
    ratio = f"{told['ratio']:.2f}" if told["ratio"] < 100 else f"{told['ratio']:,.0f}"
    return milliseconds(median(told["seconds"])), ratio if size <= contestant.rounds_to else f"*{ratio}*"


def _wrong(told: dict[str, Any]) -> tuple[str, str]:
    wrong = told.get("wrong")
    return (f"{wrong['verdicts']:,}", f"{wrong['shortfalls']:,}") if wrong else ("–", "–")


def write(found: Sequence[tuple[int, Result]], load: str, seed: int) -> None:
    """This part of the page anew; what stands before it stays."""
    from large.chart import draw

    packages = dict.fromkeys(name for contestant in CONTESTANTS for name in contestant.packages)
    versions = "、".join(f"{name} {_version(name)}" for name in packages)
    parts = [_OPENING.format(machine=machine(), versions=versions, load=load, seed=seed)]
    draw(found, DOCS / CHART)
    parts.append(f"![Warm, from memory: milliseconds by sections]({CHART})\n")
    parts += [section(size, result) for size, result in found]
    before = PAGE.read_text("utf-8").partition(MARK)[0].rstrip("\n")
    growing = PAGE.with_suffix(".part")
    growing.write_text(f"{before}\n\n{MARK}\n" + "\n".join(parts), "utf-8")
    os.replace(growing, PAGE)


def kept() -> str:
    """This part as it stands, for whoever writes the rest of the page anew."""
    _, mark, rest = (PAGE.read_text("utf-8") if PAGE.exists() else "").partition(MARK)
    return f"\n{mark}{rest}" if mark else ""


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"
