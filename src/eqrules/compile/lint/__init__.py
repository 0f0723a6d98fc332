"""行文检查 · What compiles and still reads wrong: one pass a line, each by itself, none of them in `run`'s way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from eqrules.compile import Compilation
from eqrules.compile.lint.conditions import never_true
from eqrules.compile.lint.dates import dates
from eqrules.compile.lint.gist import gists
from eqrules.compile.lint.lost import lost_characters
from eqrules.compile.lint.missing import english_names, examples, responsible
from eqrules.compile.lint.ranges import ranges
from eqrules.compile.lint.shares import bare_shares
from eqrules.compile.lint.unused import unused
from eqrules.compile.lint.wording import doubled
from eqrules.diagnostics.report import Finding, Report
from eqrules.syntax import tree

_OF_TEXT: tuple[Callable[[tree.Document, Report], None], ...] = (
    doubled, lost_characters, gists, never_true, ranges, responsible, english_names,
)  # fmt: skip
_OF_MEANING: tuple[Callable[[tree.Document, Compilation, Report], None], ...] = (
    bare_shares, dates, unused, examples,
)  # fmt: skip


def lint(compilation: Compilation, own: Collection[str]) -> None:
    """Add to the report what is found in the documents whose files are named in `own`, by place."""
    found = Report()
    for document in _own(compilation.documents, own):
        for of_text in _OF_TEXT:
            of_text(document, found)
        if compilation.plan is not None:
            for of_meaning in _OF_MEANING:
                of_meaning(document, compilation, found)
    compilation.report.findings += sorted(found.findings, key=_place)


def _own(documents: Sequence[tree.Document], own: Collection[str]) -> list[tree.Document]:
    return [document for document in documents if document.span.source.name in own]


def _place(finding: Finding) -> tuple[str, int]:
    return (finding.span.source.name, finding.span.start) if finding.span else ("", 0)
