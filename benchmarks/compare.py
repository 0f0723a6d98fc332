"""对照测速 · python benchmarks/compare.py: whole comparisons in new processes, and the impact on a large table.

By the time of the processor (user and system), so that other programs disturb little. Writes its part of
docs/benchmarks.md; `--print` leaves the page as it is.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]

from documents import MARK as NEXT  # noqa: E402
from measure import load, machine, milliseconds, table, write_part  # noqa: E402

Edits = tuple[tuple[str, str], ...]
MARK = "<!-- compare: written by python benchmarks/compare.py -->\n"
RULES, LARGE = ROOT / "rulesets" / "cn" / "2017", ROOT / "benchmarks" / "large" / "ruleset.md"
DAY, SECTIONS, SECONDS, TIMES = "2024-09-01", 250_000, 3, 2.2
"""The day; sections of the large table; what a comparison may take, and an impact in single runs."""
EDITED: dict[str, Edits] = {
    "a higher amount (G7 6000 → 8000)": (("6000以上", "8000以上"),),
    "5 of 7 instead of 6": (("R1至R7至少6项达标", "R1至R7至少5项达标"),),
    "all of 7, other numerator, scope and limits (Yijiang)": (
        ("R1至R7至少6项达标，余项不低于标准的85%", "R1至R7全部达标"),
        ("| 达到100% | 95%以上", "| 达到100% | 达到100%"),
        ("：是否城镇公办非寄宿制普通学校为是", ""),
        ("（随迁子女在公办学校就读人数+随迁子女在政府购买服务的民办学校就读人数）÷", "随迁子女在公办学校就读人数÷"),
    ),
    "coefficients at most 0.45": (("0.50以下", "0.45以下"),),
    "unweighted coefficients": (("差异系数（按在校生数加权）", "差异系数（不加权）"),),
}
SHIPPED: dict[str, tuple[str, str]] = {
    "two regimes (cn/2012, cn/2017)": ("cn/2012", "cn/2017"),
    "base and variant (cn/2017, cn-ah/yijiang/2024)": ("cn/2017", "cn-ah/yijiang/2024"),
    "base and layer with seven relaxations (cn/2017, cn-ln/shenyang/2024)": ("cn/2017", "cn-ln/shenyang/2024"),
    "two variants (cn-ah/yijiang/2024, cn-ln/shenyang/2024)": ("cn-ah/yijiang/2024", "cn-ln/shenyang/2024"),
}
CHANGED: dict[str, Edits] = {
    "a limit": (("4.2以上", "4.5以上"),),
    "a numerator": (("教学及辅助用房面积÷", "（教学及辅助用房面积+体育运动场馆面积）÷"),),
    "seven coefficients unweighted": (("(按在校生数加权)", "(不加权)"),),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure eqrules diff and write its part of docs/benchmarks.md.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--print", action="store_true", help="print only")
    arguments = parser.parse_args()
    busy = load()
    with tempfile.TemporaryDirectory() as name:
        part = _page(Path(name), arguments.rounds, busy)
    print(part)
    if not arguments.print:
        write_part(part, MARK, NEXT)


def _page(folder: Path, rounds: int, busy: str) -> str:
    sides = {title: ("cn/2017", _copy(folder / str(at), edits)) for at, (title, edits) in enumerate(EDITED.items())}
    cold = _cold(sides | SHIPPED, folder, rounds)
    lines = [[title, milliseconds(median(taken)), milliseconds(min(taken))] for title, taken in cold.items()]
    reached = [
        [title, milliseconds(single), milliseconds(both), f"{ratio:.2f}"]
        for title, single, both, ratio in _impacts(folder, rounds)
    ]
    return f"""## Two rulesets side by side

`python benchmarks/compare.py` measures this part. `eqrules diff OLD NEW` of rulesets of national size, with every
proof and every counterexample judged again: a new process, plans and byte code kept, milliseconds of processor time
(user and system), {rounds} rounds. Each is to take less than {SECONDS} s. {machine()}. Load before it began: {busy}.

{table(("from cn/2017 with one edit, or from one to the other", "median ms", "best ms"), lines)}

What a change does to a table of {SECTIONS:,} sections (`--data`, the rules of
[ruleset.md](../benchmarks/large/ruleset.md)) against judging it once: the mean of both rulesets, in one process,
medians of ratios within a round. It is to take at most {TIMES} times as long.

{table(("what changes", "one run ms", "impact ms", "ratio"), reached)}
"""


# ── comparisons ──────────────────────────────────────────────────
def _copy(folder: Path, edits: Edits) -> str:
    folder.mkdir()
    texts = {file.name: re.sub(r" +\|", " |", file.read_text("utf-8")) for file in RULES.glob("*.md")}
    for name, text in _edited(texts, edits).items():
        (folder / name).write_text(text, "utf-8")
    return str(folder)


def _edited(texts: dict[str, str], edits: Edits) -> dict[str, str]:
    for old, new in edits:
        if not any(old in text for text in texts.values()):
            raise SystemExit(f"not in the ruleset any more: {old}")
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    return texts


def _cold(sides: dict[str, tuple[str, str]], folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of every round but the first, which fills the caches."""
    taken: dict[str, list[float]] = {title: [] for title in sides}
    for number in range(rounds + 1):
        for title, (old, new) in sides.items():
            seconds = _process(("diff", old, new, "--as-of", DAY), folder)
            taken[title] += [seconds] if number else []
    return taken


def _process(words: Sequence[str], folder: Path) -> float:
    """Processor seconds of one command."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
                    "PYTHONUTF8": "1", "EQRULES_CACHE": str(folder / "cache")}  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "eqrules", *words], env=environment, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# ── impact ───────────────────────────────────────────────────────
def _impacts(folder: Path, rounds: int) -> list[tuple[str, float, float, float]]:
    """(what changes, one run, the impact, median ratio) in seconds."""
    from large.data import build

    from eqrules import workspace
    from eqrules.engine import column_engine
    from eqrules.plan.plan import Plan
    from eqrules.workspace.compare import diff
    from eqrules.workspace.impact import reached
    from eqrules.workspace.judge import settled

    day, engine = date.fromisoformat(DAY), column_engine("duckdb")
    data = folder / "学段校.parquet"
    shutil.copyfile(build(folder, SECTIONS, 1), data)

    def plan(edits: Edits, name: str) -> Plan:
        path = folder / f"{name}.md"
        path.write_text(_edited({"": LARGE.read_text("utf-8")}, edits)[""], "utf-8")
        made = workspace.load(str(path)).plan
        assert made is not None
        return made

    made = []
    base = plan((), "base")
    for number, (title, edits) in enumerate(CHANGED.items()):
        new = plan(edits, f"new{number}")
        found = diff((base, "", None), (new, "", None), day)
        taken: list[tuple[float, float]] = []
        for _ in range(rounds + 1):
            runs = [
                _spent(lambda one=one: engine.judge_columns(one, {"section": data}, day, settled(one, day, None)))
                for one in (base, new)
            ]
            taken.append((sum(runs) / 2, _spent(lambda found=found: reached(found, [data]))))
        singles, both = zip(*taken[1:], strict=True)
        ratio = median(b / a for a, b in taken[1:])
        made.append((title, median(singles), median(both), ratio))
    return made


def _spent(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


if __name__ == "__main__":
    main()
