"""批量的桌面 · Two small nations, judged in this process and in small batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eqrules.batch import run as batch_run
from eqrules.batch import terms, worker
from eqrules.batch.terms import Batch, Desk, Outcome
from eqrules.cli import main

from . import nation

Eqrules = Callable[..., Result]


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve counties of five schools, in two CSV files."""
    folder = tmp_path_factory.mktemp("province") / "data"
    nation.write(folder, 12, 5)
    return folder


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge in this process, three or four counties at a time."""

    def judged(desk: Desk, left: Sequence[Batch]) -> Iterator[Outcome]:
        return (worker.judge(desk, batch) for batch in left)

    monkeypatch.setattr(batch_run, "_judged", judged)
    small_batches(monkeypatch)


def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "LEAST_ROWS", 20)
    monkeypatch.setattr(terms, "MOST_ROWS", 20)


@pytest.fixture
def eqrules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Eqrules:
    """`eqrules("province", "-o", "out/")`: a run of the resource rule, as typed."""
    monkeypatch.chdir(tmp_path)
    for name in ("EQRULES_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def typed(*words: object) -> Result:
        return CliRunner().invoke(main, ["run", str(nation.RULES), "--as-of", "2024-09-01", *map(str, words)])

    return typed
