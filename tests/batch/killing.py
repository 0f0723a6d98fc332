"""杀 · A batch run in a process of its own, and SIGKILL at a moment nobody chose."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import monotonic, sleep

from . import nation

_SMALL = (
    "import sys; from eqrules.batch import terms; terms.LEAST_ROWS = terms.MOST_ROWS = int(sys.argv.pop(1)); "
    "from eqrules.cli import main; main()"
)
"""The command with a batch of so many rows."""


def started(data: Path, out: Path, rows: int, engine: str = "duckdb") -> subprocess.Popen[bytes]:
    words = ["run", str(nation.RULES), str(data), "-o", f"{out}/", "--as-of", "2024-09-01", "--engine", engine]
    return subprocess.Popen(
        [sys.executable, "-c", _SMALL, str(rows), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def eqrules(data: Path, out: Path, rows: int) -> float:
    """Run it to its end; the seconds it took."""
    before = monotonic()
    run = started(data, out, rows)
    _, told = run.communicate()
    assert run.returncode == 0, told.decode()
    return monotonic() - before


def kill_until_done(data: Path, out: Path, kills: int, step: int, rows: int, seed: int) -> int:
    """Start it again and again, killed while it starts or after up to `step` more counties; how often it was."""
    rng, killed = Random(seed), 0
    for _ in range(2 * kills):
        if killed == kills:
            break
        run = started(data, out, rows)
        wanted = _published(out) + rng.randrange(step + 1)
        late = monotonic() + (rng.uniform(0, 1.5) if rng.random() < 0.2 else 3600)
        while run.poll() is None and _published(out) < wanted and monotonic() < late:
            sleep(0.002)
        sleep(rng.uniform(0, 0.05))
        if run.poll() is None:
            os.kill(run.pid, signal.SIGKILL)
            killed += 1
        _, told = run.communicate()
        assert run.returncode in (0, -signal.SIGKILL), told.decode()
    eqrules(data, out, rows)
    return killed


def _published(out: Path) -> int:
    try:
        return sum(entry.name.startswith("county=") for entry in out.iterdir())
    except OSError:
        return 0
