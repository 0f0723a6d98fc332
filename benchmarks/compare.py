"""对照测速 · python benchmarks/compare.py: whole comparisons in new processes, in seconds of processor time.

Cold: nothing imported, plans from the cache, proofs and counterexamples included. `--rounds N` (default 5).
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "rulesets" / "cn" / "2017"
CASES: dict[str, tuple[tuple[str, str], ...]] = {
    "a higher amount (G7 6000 → 8000)": (("6000以上", "8000以上"),),
    "5 of 7 instead of 6": (("R1至R7至少6项达标", "R1至R7至少5项达标"),),
    "all of 7, other numerator, scope and limits (Yijiang)": (
        ("R1至R7至少6项达标，余项不低于标准的85%", "R1至R7全部达标"),
        ("| 达到100% | 95%以上", "| 达到100% | 达到100%"),
        ("：是否城镇公办非寄宿制普通学校为是", ""),
        ("（随迁子女在公办学校就读人数+随迁子女在政府购买服务的民办学校就读人数）÷", "随迁子女在公办学校就读人数÷"),
    ),
    "unweighted coefficients": (("差异系数（按在校生数加权）", "差异系数（不加权）"),),
}


def main() -> None:
    """Print a table; nothing here is a test."""
    parser = argparse.ArgumentParser(description="Measure eqrules diff.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (title, edits) in enumerate(CASES.items()):
            copy = _copy(folder / str(number), edits)
            _run("cn/2017", copy, folder)
            spent = [_run("cn/2017", copy, folder) for _ in range(rounds)]
            print(f"{title}: median {median(spent):.2f} s, best {min(spent):.2f} s", flush=True)
        spent = [_run("cn/2012", "cn/2017", folder) for _ in range(rounds + 1)][1:]
        print(f"two regimes (cn/2012, cn/2017): median {median(spent):.2f} s, best {min(spent):.2f} s")


def _copy(folder: Path, edits: tuple[tuple[str, str], ...]) -> str:
    folder.mkdir()
    texts = {file.name: re.sub(r" +\|", " |", file.read_text("utf-8")) for file in RULES.glob("*.md")}
    for old, new in edits:
        if not any(old in text for text in texts.values()):
            raise SystemExit(f"not in the ruleset any more: {old}")
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return str(folder)


def _run(old: str, new: str, folder: Path) -> float:
    """Processor seconds of one command."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "EQRULES_CACHE": str(folder / "cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "eqrules", "diff", old, new, "--as-of", "2024-09-01"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
