"""整理 · One file in its canonical form, as an edit."""

from __future__ import annotations

from lsprotocol import types

from eqrules.lsp.places import place
from eqrules.lsp.session import Session
from eqrules.source import Span
from eqrules.syntax.format import write_file
from eqrules.syntax.wording import Writer


def tidied(document_uri: str, session: Session) -> list[types.TextEdit] | None:
    """The whole file written anew; None while something in it cannot be read, since that would be lost."""
    found = session.of(document_uri)
    if found is None:
        return []
    opened, paper = found
    compilation = opened.compilation
    for finding in compilation.report.findings:
        home = opened.edited.home(finding.span) if finding.span else None
        if finding.level == "error" and finding.code < "EQ3" and home and home[0] is paper:
            return None
    document = next((d for d in compilation.documents if opened.edited.home(d.span)), None)
    if document is None:
        return None

    def here(span: Span) -> bool:
        home = opened.edited.home(span)
        return home is not None and home[0] is paper

    own = tuple(section for section in document.sections if here(section.span))
    writer = Writer(compilation.glossary, document.lang, document.lang)
    text = write_file(document, own, here(document.span), writer)
    if text == paper.text:
        return []
    return [types.TextEdit(place(paper.text, 0, len(paper.text)), text)]
