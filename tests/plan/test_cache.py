"""计划缓存 · A cached plan is the compiled one, and a changed source is never served from the cache."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from eqrules import kept, workspace

RULES = (Path(__file__).parent.parent / "diagnostics" / "preface.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQRULES_CACHE", str(tmp_path / "cache"))


def test_the_second_load_is_cached_and_equal(tmp_path: Path) -> None:
    file = tmp_path / "rules.md"
    file.write_text(RULES, "utf-8")
    first, second = workspace.load(str(file)), workspace.load(str(file))
    assert first.compilation
    assert second.compilation is None
    assert (second.plan, second.hash) == (first.plan, first.hash)


def test_a_changed_source_is_compiled_anew(tmp_path: Path) -> None:
    file = tmp_path / "rules.md"
    file.write_text(RULES, "utf-8")
    before = workspace.load(str(file))
    file.write_text(RULES.replace("0以上", "1以上"), "utf-8")
    after = workspace.load(str(file))
    assert after.compilation
    assert after.hash != before.hash


def test_a_damaged_or_foreign_entry_is_ignored(tmp_path: Path) -> None:
    file = tmp_path / "rules.md"
    file.write_text(RULES, "utf-8")
    first = workspace.load(str(file))
    (entry,) = kept.folder().glob("*.plan")
    for body in (b"", b"garbage", pickle.dumps(Path("/")), pickle.dumps(({}, "no plan", "sha256:0"))):
        entry.write_bytes(body)
        again = workspace.load(str(file))
        assert again.compilation
        assert again.plan == first.plan
