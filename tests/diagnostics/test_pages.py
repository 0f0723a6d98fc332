"""错误页 · Every page tells the truth: its wrong example gives its code, its right example does not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.compile import lint as lint_room
from eqrules.compile.lint import lint
from eqrules.data.intake import read_submission
from eqrules.diagnostics.catalogue import Page, message, next_step, pages
from eqrules.diagnostics.report import Finding
from eqrules.engine.examine import as_explained
from eqrules.engine.reference import Reference
from eqrules.source import Source
from eqrules.workspace.doubts import doubtful

PREFACE = (Path(__file__).parent / "preface.md").read_text("utf-8")
LINT_ROOM = Path(lint_room.__file__).parent
LINT = {code for path in LINT_ROOM.glob("*.py") for code in re.findall(r"\"(EQ\d{3})\"", path.read_text("utf-8"))}
ID = re.compile(r"^- 编号[:\uff1a](\S+)$", re.M)
COMPILED = [page for page in pages() if page.wrong and page.wrong[0][0].startswith("eqr")]


def whole(kind: str, text: str) -> str:
    """The text of one ruleset: as it stands, after the preface, or (`-with`) with its first lines in the preface."""
    if kind == "eqr-parent-with":
        line, _, rest = text.partition("\n")
        return PREFACE.replace("\n\n## ", f"\n{line}\n\n## ", 1) + f"\n{rest}"
    return text if kind == "eqr-whole" else f"{PREFACE}\n{text}"


def findings(code: str, example: tuple[tuple[str, str], ...], folder: Path) -> list[Finding]:
    """What an example gives: a ruleset (after the preface), with its parents and its data if it has any; other hints
    left aside."""
    (kind, text), *others = example
    sheets = [(name, rows) for name, rows in others if not name.startswith("eqr")]
    parents = {ID.search(made)[1]: Source("parent.md", made)  # type: ignore[index]
               for made in (whole(*other) for other in others if other not in sheets)}  # fmt: skip
    compilation = compile_ruleset(
        [Source("page.md", whole(kind, text))],
        lambda name: [parents[name]] if name in parents else workspace.sources(name),
    )
    if code in LINT:
        lint(compilation, {"page.md"})
    if compilation.plan is not None:
        compilation.report.findings += doubtful(compilation.plan, compilation.documents)
    found = [
        f
        for f in compilation.report.findings
        if f.level != "hint" or (f.code == code and (kind == "eqr-whole" or _in_example(f)))
    ]
    if sheets:
        assert compilation.plan, found
        folder.mkdir()
        for name, rows in sheets:
            if name == "底色":
                in_colour(folder / "县.xlsx", rows)
            else:
                (folder / f"{name}.csv").write_text(rows, "utf-8")
        submission = read_submission(compilation.plan, [folder])
        evaluation = Reference().run(compilation.plan, submission, date(2024, 9, 1), {})
        found += [f for f in submission.report.findings if f.code == code]
        found += as_explained(evaluation, submission).report.findings
    return found


def in_colour(path: Path, text: str) -> None:
    """A workbook of one sheet; the first line names it and the cells that are grey."""
    line, *rows = text.splitlines()
    name, *cells = line.split()
    made = Workbook()
    sheet = made.create_sheet(name, 0)
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() and len(cell) < 6 else cell or None for cell in row.split(",")])
    for cell in cells:
        sheet[cell].fill = PatternFill("solid", fgColor="BFBFBF")
    made.save(path)


def _in_example(finding: Finding) -> bool:
    return finding.span is not None and finding.span.line > PREFACE.count("\n")


@pytest.mark.parametrize("page", COMPILED, ids=lambda page: page.code)
def test_the_wrong_example_gives_its_code(page: Page, tmp_path: Path) -> None:
    wrong = findings(page.code, page.wrong, tmp_path / "wrong")
    assert page.code in [f.code for f in wrong]
    assert {f.code for f in wrong} == {page.code}, "and nothing else"


@pytest.mark.parametrize("page", COMPILED, ids=lambda page: page.code)
def test_the_right_example_is_silent(page: Page, tmp_path: Path) -> None:
    assert page.code not in [f.code for f in findings(page.code, page.right, tmp_path / "right")]


@pytest.mark.parametrize("page", COMPILED, ids=lambda page: page.code)
def test_every_fact_of_the_words_is_given(page: Page, tmp_path: Path) -> None:
    finding = next(f for f in findings(page.code, page.wrong, tmp_path / "facts") if f.code == page.code)
    for lang in ("zh", "en"):
        assert "\u2014" not in message(finding, lang).replace("\u2014\u3002", "").replace("\u2014.", "")
        assert next_step(finding, lang)
