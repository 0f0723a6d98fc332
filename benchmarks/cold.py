"""冷启动 · What a person waits for at the terminal: whole commands, each in a new process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from measure import Case, Timing, alternate

ROOT = Path(__file__).resolve().parents[1]
_IMPORTS = "import lark, pydantic, click"


def time_commands(workbook: Path, folder: Path, rounds: int) -> list[Timing]:
    """The imports that nobody can do without come first; everything else is a ratio to them."""
    empty, kept = folder / "empty", folder / "kept"
    run = ("-m", "eqrules", "run", "cn/2017", str(workbook))
    cases = {
        f'python -c "{_IMPORTS}"': _process(("-c", _IMPORTS), kept),
        "eqrules --help": _process(("-m", "eqrules", "--help"), kept),
        "eqrules check cn/2017 · no cached plan": _process(("-m", "eqrules", "check", "cn/2017"), empty, fresh=True),
        "eqrules check cn/2017": _process(("-m", "eqrules", "check", "cn/2017"), kept),
        "eqrules run · no cached plan": _process(run, empty, fresh=True),
        "eqrules run": _process(run, kept),
        "eqrules run -o .html": _process((*run, "-o", str(folder / "报告.html")), kept),
        "eqrules run -o .json": _process((*run, "-o", str(folder / "结果.json")), kept),
    }
    return alternate(cases, rounds)


def _process(arguments: Sequence[str], cache: Path, fresh: bool = False) -> Case:
    """A new Python with these arguments; `fresh` empties the plan cache before.

    Byte code is kept, as it is on anybody's machine; it is written during the warm-up.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONPYCACHEPREFIX": str(cache.parent / "bytecode"),
        "PYTHONUTF8": "1",
        "EQRULES_CACHE": str(cache),
    }

    def case() -> None:
        if fresh:
            shutil.rmtree(cache, ignore_errors=True)
        done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr.decode())

    return case
