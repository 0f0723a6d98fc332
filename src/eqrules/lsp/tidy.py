"""整理 · One file in its canonical form, as an edit."""

from __future__ import annotations

from dataclasses import replace

from lsprotocol import types

from eqrules.lsp.places import place
from eqrules.lsp.session import Session
from eqrules.syntax import tree
from eqrules.syntax.format import format_document


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

    def here(part: tree.Line | tree.Quote | tree.Comment | tree.Section) -> bool:
        home = opened.edited.home(part.span)
        return home is not None and home[0] is paper

    own = replace(
        document,
        head=tuple(part for part in document.head if here(part)),
        sections=tuple(section for section in document.sections if here(section)),
    )
    text = format_document(own, compilation.glossary, document.lang)
    title = opened.edited.home(document.span)
    if title is None or title[0] is not paper:
        text = text.split("\n\n", 1)[1] if "\n\n" in text else ""
    if text == paper.text:
        return []
    return [types.TextEdit(place(paper.text, 0, len(paper.text)), text)]
