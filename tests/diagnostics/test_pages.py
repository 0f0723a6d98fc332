"""错误页 · Every page tells the truth: its wrong example gives its code, its right example does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.data.intake import read_submission
from eqrules.diagnostics.catalogue import Page, message, next_step, pages
from eqrules.diagnostics.report import Finding
from eqrules.engine.reference import Reference
from eqrules.source import Source
from eqrules.workspace.doubts import doubtful

PREFACE = (Path(__file__).parent / "preface.md").read_text("utf-8")
COMPILED = [page for page in pages() if page.wrong and page.wrong[0][0].startswith("eqr")]


def findings(example: tuple[tuple[str, str], ...], folder: Path) -> list[Finding]:
    """What an example gives: a ruleset (after the preface), with its data if it has any."""
    (kind, text), *sheets = example
    source = Source("page.md", text if kind == "eqr-whole" else f"{PREFACE}\n{text}")
    compilation = compile_ruleset([source], workspace.sources)
    found = list(compilation.report.findings)
    if compilation.plan is not None:
        found += doubtful(compilation.plan, compilation.documents)
    if sheets:
        assert compilation.plan, found
        folder.mkdir()
        for name, rows in sheets:
            (folder / f"{name}.csv").write_text(rows, "utf-8")
        submission = read_submission(compilation.plan, [folder])
        found += Reference().run(compilation.plan, submission, date(2024, 9, 1), {}).report.findings
    return found


@pytest.mark.parametrize("page", COMPILED, ids=lambda page: page.code)
def test_the_wrong_example_gives_its_code(page: Page, tmp_path: Path) -> None:
    wrong = findings(page.wrong, tmp_path / "wrong")
    assert page.code in [f.code for f in wrong]
    assert {f.code for f in wrong} == {page.code}, "and nothing else"


@pytest.mark.parametrize("page", COMPILED, ids=lambda page: page.code)
def test_the_right_example_is_silent(page: Page, tmp_path: Path) -> None:
    assert page.code not in [f.code for f in findings(page.right, tmp_path / "right")]


@pytest.mark.parametrize("page", COMPILED, ids=lambda page: page.code)
def test_every_fact_of_the_words_is_given(page: Page, tmp_path: Path) -> None:
    finding = next(f for f in findings(page.wrong, tmp_path / "facts") if f.code == page.code)
    for lang in ("zh", "en"):
        assert "\u2014" not in message(finding, lang).replace("\u2014\u3002", "").replace("\u2014.", "")
        assert next_step(finding, lang)
