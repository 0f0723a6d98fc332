"""图 · Warm medians from memory by size, as a small SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

import matplotlib as mpl
from matplotlib.figure import Figure

from large.contestants import CONTESTANTS
from large.page import Result

_COLOURS = [*mpl.color_sequences["tab10"], "navy"]


def draw(found: Sequence[tuple[int, Result]], path: Path) -> None:
    """One line a contestant; eqrules stands out. No date in it: the same figures give the same bytes."""
    with mpl.rc_context({"svg.hashsalt": "eqrules", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(8, 4.5), layout="constrained")
        axes = figure.subplots()
        for number, contestant in enumerate(one for one in CONTESTANTS if not one.least):
            points = [
                (size, median(told["seconds"]) * 1000)
                for size, result in found
                if "seconds" in (told := result.get(contestant.module, {}).get("memory", {}))
            ]
            ours = contestant.name.startswith("**")
            style = {"color": "black", "linewidth": 2.5} if ours else {"color": _COLOURS[number], "linewidth": 1.2}
            style["linestyle"] = "--" if contestant.module == "eqrules_reference" else "-"
            if points:
                label = contestant.name.replace("*", "")
                axes.plot(*zip(*points, strict=True), marker="o", markersize=3.5, label=label, **style)
        axes.set(xscale="log", yscale="log", xlabel="sections", ylabel="ms, warm, from memory")
        axes.grid(alpha=0.3)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
        figure.savefig(path, metadata={"Date": None})
