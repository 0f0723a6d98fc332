"""互通 · A ruleset to a workbook, and the workbook back to documents, checked on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.diagnostics.report import Finding, Report
from eqrules.source import Source, Span
from eqrules.workspace.find import sources
from eqrules.workspace.load import compile_named

if TYPE_CHECKING:
    from eqrules.exchange.pieces import Written
    from eqrules.exchange.reading import Change


@dataclass(slots=True)
class Imported:
    """The documents of a workbook; their findings name the sheet and the cell. `hash`: of the plan, if there is one."""

    report: Report
    documents: list[Source] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    hash: str = ""


def export_book(name: str, path: Path) -> Report:
    """Write the workbook of a ruleset, also of one with mistakes in its cells.

    Nothing is written if something in a document belongs to no table, line, gist or comment (EQ1xx).
    """
    from eqrules.exchange.book import write_book
    from eqrules.exchange.pieces import pieces_of
    from eqrules.syntax.choices import choices

    compilation, _ = compile_named(name)
    report = Report()
    own = sources(name) or ()
    pieces = [piece for source in own for piece in pieces_of(source, report)]
    if report.has_errors:
        return report
    documents = compilation.documents
    lang = documents[-1].lang
    about = next((piece.text for piece in pieces if piece.kind == "title"), name)
    write_book(path, pieces, choices(documents, lang), lang, about)
    return report


def import_book(path: Path) -> Imported:
    """The documents that a workbook holds, compiled; raises `Unreadable` for a file that is no workbook."""
    from eqrules.compile import compile_ruleset
    from eqrules.data.files import read_sheets
    from eqrules.exchange.pieces import text_of
    from eqrules.exchange.reading import read_book
    from eqrules.plan.identity import identity

    made = Imported(Report())
    reading = read_book(read_sheets(path), path.name, made.report)
    made.changes = reading.changes
    if made.report.has_errors:
        return made
    written = [text_of(list(pieces)) for _, pieces in groupby(reading.pieces, key=lambda piece: piece.file)]
    made.documents = [document.source for document in written]
    compilation = compile_ruleset(made.documents, sources)
    made.report.findings += in_cells(compilation.report.findings, written)
    made.hash = identity(compilation.plan) if compilation.plan else ""
    return made


def in_cells(findings: Iterable[Finding], written: Iterable[Written]) -> list[Finding]:
    """The findings at the cells their places came from; a place in another ruleset stays as it is."""
    known = {id(document.source): document for document in written}

    def cell(span: Span) -> str:
        document = known.get(id(span.source))
        return document.address(span.start) if document else str(span)

    def moved(finding: Finding) -> Finding:
        if finding.span is None or id(finding.span.source) not in known:
            return finding
        cells = tuple(dict.fromkeys(cell(span) for span in (finding.span, *finding.others)))
        return replace(finding, span=None, others=(), cells=cells, count=len(cells))

    return [moved(finding) for finding in findings]
