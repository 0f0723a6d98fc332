"""量时间 · Alternating rounds, medians, and ratios between cases of the same round."""

from __future__ import annotations

import gc
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median
from time import perf_counter

Case = Callable[[], object]
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
_PACKAGES = ("click", "lark", "pydantic", "python-calamine", "platformdirs")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of every round; `ratio`: the median over rounds of this case to the first case."""

    name: str
    seconds: tuple[float, ...]
    ratio: float

    @property
    def middle(self) -> float:
        return median(self.seconds)

    @property
    def best(self) -> float:
        return min(self.seconds)


def alternate(cases: Mapping[str, Case], rounds: int, warm_up: int = 1) -> list[Timing]:
    """Each round runs every case once, so that whatever else the machine does strikes all alike."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + warm_up):
        for name, case in cases.items():
            gc.collect()
            start = perf_counter()
            case()
            if number >= warm_up:
                taken[name].append(perf_counter() - start)
    first = next(iter(taken.values()))
    return [
        Timing(name, tuple(seconds), median(s / f for s, f in zip(seconds, first, strict=True)))
        for name, seconds in taken.items()
    ]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first stand to the right."""
    marks = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, marks, *rows))


def milliseconds(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def machine() -> str:
    """What the figures were measured with, without naming the machine."""
    versions = "、".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}，{os.cpu_count()} 核，{platform.system()}，{python}；{versions}"


def load() -> str:
    """How busy the machine was with other things: the mean number of waiting programs over a minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "—"


def _processor() -> str:
    """The processor's name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine() or sys.platform)


# ── the parts of docs/benchmarks.md ──────────────────────────────
def write_part(part: str, mark: str, following: str) -> None:
    """Put a part where it belongs: under its mark, before the mark of the part that follows."""
    before, _, rest = PAGE.read_text("utf-8").partition(following)
    front = before.partition(mark)[0].rstrip("\n")
    PAGE.write_text(f"{front}\n\n{mark}\n{part}\n{following}{rest}", "utf-8")


def kept_part(mark: str, following: str) -> str:
    """A part as it stands, for whoever writes the rest of the page anew."""
    _, found, rest = (PAGE.read_text("utf-8") if PAGE.exists() else "").partition(mark)
    return f"\n{found}{rest.partition(following)[0].rstrip()}\n" if found else ""
