"""新建 · A new ruleset reads, runs, and says what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eqrules import workspace
from eqrules.cli import main


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_ruleset_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.chdir(tmp_path)
    got = CliRunner().invoke(main, ["new", "\u67d0\u7701/2025", "--lang", lang])
    assert got.exit_code == 0
    assert "eqrules check" in got.stderr
    folder = str(tmp_path / "\u67d0\u7701" / "2025")
    loaded = workspace.load(folder)
    assert loaded.report.findings == []
    assert loaded.plan
    assert loaded.plan.id == "\u67d0\u7701/2025"
    results = workspace.run_examples(folder).results
    assert [result.ok for result in results] == [True, True, True]


def test_both_languages_are_one_ruleset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for lang in ("zh", "en"):
        assert CliRunner().invoke(main, ["new", "a/1", "-o", lang, "--lang", lang]).exit_code == 0
    assert workspace.load("zh").hash == workspace.load("en").hash


@pytest.mark.parametrize("name", ["../x", "a b", "", "/tmp/x"])
def test_ids_that_are_no_paths_of_words(name: str) -> None:
    got = CliRunner().invoke(main, ["new", name])
    assert got.exit_code == 2
    assert "EQ705" in got.stderr
