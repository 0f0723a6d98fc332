"""杀与续 · The process is killed at random moments and started again; in the end nobody can tell."""

from __future__ import annotations

from pathlib import Path

from . import nation
from .killing import eqrules, kill_until_done

COUNTIES, KILLS = 40, 6


def test_killed_and_continued(tmp_path: Path) -> None:
    """Batches of about ten counties; moments from a seed, so that a failure can be looked into."""
    nation.write(tmp_path / "data", COUNTIES, 5)
    eqrules(tmp_path / "data", tmp_path / "undisturbed", rows=60)
    killed = kill_until_done(tmp_path / "data", tmp_path / "out", KILLS, step=10, rows=60, seed=1)
    assert killed >= 3, "the run was too quick to be killed"
    assert nation.bytes_of(tmp_path / "out") == nation.bytes_of(tmp_path / "undisturbed")
