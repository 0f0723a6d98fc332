"""大纲 · Chapters and their rows, as the editor lists them."""

from __future__ import annotations

from lsprotocol import types

from eqrules.lsp.names import DECLARING
from eqrules.lsp.places import Lines
from eqrules.lsp.session import Open, Session
from eqrules.syntax import tree

_KINDS = {
    "GRAINS": types.SymbolKind.Class,
    "ITEMS": types.SymbolKind.Field,
    "DERIVED": types.SymbolKind.Variable,
    "CHECKS": types.SymbolKind.Boolean,
    "READINGS": types.SymbolKind.Enum,
    "INDICATORS": types.SymbolKind.Function,
    "VETOES": types.SymbolKind.Event,
    "CONCLUSIONS": types.SymbolKind.Interface,
}


def outline(document_uri: str, session: Session) -> list[types.DocumentSymbol]:
    """One entry per chapter of this file; below it the rows that declare something, with their articles."""
    found = session.of(document_uri)
    if found is None:
        return []
    opened, paper = found
    lines = Lines(paper.text)
    made = []
    for section, begins, ends in opened.chapters(paper):
        start = paper.text.rfind("\n", 0, begins) + 1
        end = start + len(section.span.source.text.rstrip())
        rows = [_row(row, section, opened, lines) for row in section.rows]
        made.append(types.DocumentSymbol(
            section.span.text, types.SymbolKind.Namespace, lines.range(start, max(end, ends)),
            lines.range(begins, ends), children=[row for row in rows if row]))  # fmt: skip
    return made


def _row(row: tree.Row, section: tree.Section, opened: Open, lines: Lines) -> types.DocumentSymbol | None:
    name = row.place("NAME").text if row.get("NAME") is not None else ""
    title = " ".join(filter(None, (row.text("CODE"), name))) or row.text("NOTE")
    if not title or (section.token not in DECLARING and section.token != "EXAMPLES"):
        return None
    kind = _KINDS.get(section.token, types.SymbolKind.Constant)
    home = opened.edited.home(row.span)
    assert home  # it stands in the file that is listed
    place = lines.range(home[1], home[2])
    return types.DocumentSymbol(title, kind, place, place, detail=row.text("BASIS") or None)
