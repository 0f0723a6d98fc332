"""停与续 · What stops a batch run is said with a code, leaves only whole counties, and the next run goes on."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from eqrules.batch import publish
from eqrules.cli import batch as command

from . import nation
from .conftest import Eqrules, small_batches

WRITES = ("write_bytes", "mkdir", "rename", "replace")
Fail = Callable[[int, int], None]


@pytest.fixture
def undisturbed(eqrules: Eqrules, province: Path, tmp_path: Path, here: None) -> dict[str, bytes]:
    assert eqrules(province, "-o", "undisturbed/").exit_code == 0
    return nation.bytes_of(tmp_path / "undisturbed")


@pytest.fixture
def fails_at(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """`fails_at(3, ENOSPC)`: the third thing written into the folder fails, and nothing before it."""
    left = [0, 0]

    def watched(name: str) -> Callable[..., Any]:
        real = getattr(Path, name)

        def method(self: Path, *words: Any, **more: Any) -> Any:
            if publish.PARTIAL in str(self):
                left[0] -= 1
                if left[0] == 0:
                    if name == "write_bytes":
                        real(self, words[0][:10])
                    raise OSError(left[1], os.strerror(left[1]))
            return real(self, *words, **more)

        return method

    for name in WRITES:
        monkeypatch.setattr(Path, name, watched(name))

    def at(number: int, code: int) -> None:
        left[:] = [number, code]

    return at


@pytest.mark.parametrize("number", [1, 2, 3, 4, 9, 48, 49, 50, 51, 52])
def test_a_full_disk_at_every_write(
    eqrules: Eqrules, province: Path, tmp_path: Path, undisturbed: dict[str, bytes], fails_at: Fail, number: int
) -> None:
    out = tmp_path / "out"
    fails_at(number, errno.ENOSPC)
    got = eqrules(province, "-o", "out/")
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ756"), got.output
    left = nation.bytes_of(out)
    assert not [name for name in left if publish.PARTIAL in name], "nothing half-written stays"
    assert "manifest.json" not in left
    assert all(undisturbed[name] == content for name, content in left.items() if name != publish.JOURNAL)
    fails_at(0, 0)
    assert eqrules(province, "-o", "out/").exit_code == 0
    assert nation.bytes_of(out) == undisturbed


def test_a_journal_that_cannot_be_written(
    eqrules: Eqrules, province: Path, tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from eqrules.batch import journal

    real, calls = journal._text, []

    def text(value: Any) -> str:
        calls.append(value)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "full")
        return real(value)

    monkeypatch.setattr(journal, "_text", text)
    assert eqrules(province, "-o", "out/").stderr.startswith("EQ756")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    small_batches(monkeypatch)
    assert eqrules(province, "-o", "out/").exit_code == 0
    assert nation.bytes_of(tmp_path / "out") == undisturbed


def test_a_torn_journal_and_a_changed_partition_are_made_good(
    eqrules: Eqrules, province: Path, tmp_path: Path, undisturbed: dict[str, bytes], fails_at: Fail
) -> None:
    out = tmp_path / "out"
    fails_at(40, errno.EACCES)
    assert eqrules(province, "-o", "out/").stderr.startswith("EQ709")
    fails_at(0, 0)
    journal = out / publish.JOURNAL
    journal.write_bytes(journal.read_bytes() + b'{"counties": [{"cou')
    (out / "county=340001" / "section.parquet").write_bytes(b"changed")
    (out / ".partial-county=340011").mkdir()
    assert eqrules(province, "-o", "out/").exit_code == 0
    assert nation.bytes_of(out) == undisturbed
    (out / "county=340002" / "section.parquet").unlink()
    assert eqrules(province, "-o", "out/").exit_code == 0
    assert nation.bytes_of(out) == undisturbed, "a finished run is made good as well"


@pytest.mark.usefixtures("here")
def test_a_folder_of_another_run_is_left_alone(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    eqrules(province, "-o", "out/")
    before = nation.bytes_of(tmp_path / "out")
    nation.write(tmp_path / "other", 3, 5, seed=2)
    for words in ((tmp_path / "other",), (province, "--as-of", "2023-09-01"), (province, "--engine", "duckdb")):
        got = eqrules(*words, "-o", "out/")
        assert (got.exit_code, got.stderr[:5]) == (2, "EQ754")
        assert nation.bytes_of(tmp_path / "out") == before
    assert eqrules(tmp_path / "other", "-o", "out/", "--fresh").exit_code == 0
    assert len([p for p in (tmp_path / "out").iterdir() if p.is_dir()]) == 3


@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
@pytest.mark.parametrize("name", ["letter.txt", "county=340000", "manifest.json"])
def test_a_folder_with_other_files_is_never_cleared(
    eqrules: Eqrules, province: Path, tmp_path: Path, name: str, fresh: tuple[str, ...]
) -> None:
    """Nor one that only looks like a result."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text("{}", "utf-8")
    got = eqrules(province, "-o", "mine/", *fresh)
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ755")
    assert nation.bytes_of(tmp_path / "mine") == {name: b"{}"}


def test_a_folder_that_cannot_be_made(eqrules: Eqrules, province: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert eqrules(province, "-o", "file/out/").stderr.startswith("EQ709")


@pytest.mark.usefixtures("here")
def test_two_runs_in_one_folder(eqrules: Eqrules, province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = []

    def again(county: int) -> None:
        if county == 1 and not inner:
            inner.append("")
            inner[0] = eqrules(province, "-o", "out/").stderr

    from contextlib import nullcontext

    monkeypatch.setattr(command, "progress", lambda counties: nullcontext(again))
    assert eqrules(province, "-o", "out/").exit_code == 0
    assert inner[0].startswith("EQ750")


# ── inputs ───────────────────────────────────────────────────────
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("section-2.parquet", lambda b: b[: len(b) // 2], "EQ758"),
        ("section-2.parquet", lambda b: b[:400] + bytes(600) + b[1000:], "EQ758"),
        ("notes.csv", lambda b: b"a,b\n1,2\n", "EQ757"),
        ("more.zip", lambda b: b"", "EQ758"),
        ("answers.md", lambda b: "| EQ657 | * | ? | 不计入 |\n".encode(), "EQ759"),
        ("section-3.csv", lambda b: "学校标识码,学段,行政区划代码\n1,小学,\n".encode(), "EQ747"),
        ("section-3.csv", lambda b: "学校标识码,行政区划代码\n1,340001\n".encode(), "EQ616"),
        ("section-3.csv", lambda b: "学校标识码,学段,行政区划代码\n1,小学,340001\n".encode("gb18030"), "EQ758"),
    ],
)
def test_an_input_that_cannot_be_read(
    eqrules: Eqrules, tmp_path: Path, name: str, change: Callable[[bytes], bytes], code: str
) -> None:
    nation.write(tmp_path / "data", 12, 5, "parquet")
    path = tmp_path / "data" / name
    path.write_bytes(change(path.read_bytes() if path.exists() else b""))
    got = eqrules(tmp_path / "data", "-o", "out/", "--engine", "duckdb")
    assert (got.exit_code, got.stderr[:5]) == (2, code), got.output
    assert not (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.usefixtures("here")
def test_an_input_that_changes_during_the_run(
    eqrules: Eqrules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    nation.write(tmp_path / "data", 12, 5)
    changed = tmp_path / "data" / "county.csv"
    monkeypatch.setattr(command, "progress", lambda counties: nullcontext(lambda n: os.utime(changed, (n, n))))
    assert eqrules(tmp_path / "data", "-o", "out/").stderr.startswith("EQ751")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_killed_worker(eqrules: Eqrules, province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    small_batches(monkeypatch)

    def kill(done: int) -> None:
        for child in active_children() if done else ():
            if child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)

    with monkeypatch.context() as during:
        during.setattr(command, "progress", lambda counties: nullcontext(kill))
        got = eqrules(province, "-o", "out/")
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ748"), got.output
    assert [p for p in (tmp_path / "out").iterdir() if p.is_dir()], "what was published stays"
    for folder in ("out/", "undisturbed/"):
        assert eqrules(province, "-o", folder).exit_code == 0
    assert nation.bytes_of(tmp_path / "out") == nation.bytes_of(tmp_path / "undisturbed")


def test_too_little_memory(eqrules: Eqrules, province: Path, here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from eqrules.batch import run, worker

    def judge(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "judge", judge)
    monkeypatch.setattr(run, "_judged", lambda desk, left: map(worker.work, left))
    monkeypatch.setattr(worker, "_DESKS", [None])
    assert eqrules(province, "-o", "out/").stderr.startswith("EQ752")
