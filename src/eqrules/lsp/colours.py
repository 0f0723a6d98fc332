"""着色 · Names and list values by what they are; the rest is coloured by the editor's own grammar."""

from __future__ import annotations

from lsprotocol import types

from eqrules.lsp.places import Lines, units
from eqrules.lsp.session import Session

_BY_CHAPTER = {
    "GRAINS": "class",
    "ITEMS": "property",
    "DERIVED": "variable",
    "CHECKS": "macro",
    "READINGS": "enum",
    "INDICATORS": "function",
    "VETOES": "event",
    "CONCLUSIONS": "interface",
}
LEGEND = types.SemanticTokensLegend([*dict.fromkeys(_BY_CHAPTER.values()), "enumMember", "method"], ["declaration"])


def colours(document_uri: str, session: Session) -> list[int]:
    """Five numbers for each word: lines and columns from the one before, length, kind, whether it is declared here."""
    found = session.of(document_uri)
    if found is None:
        return []
    opened, paper = found
    lines, names = Lines(paper.text), opened.names
    words = []
    for mention in names.mentions:
        home = opened.edited.home(mention.span)
        if home is None or home[0] is not paper or "\n" in mention.span.text or not mention.span.text:
            continue
        entity = names.by_key.get(mention.key)
        kind = "enumMember" if mention.kind == "value" else _BY_CHAPTER[entity.token] if entity else "method"
        at = lines.position(home[1])
        size = units(mention.span.text)
        words.append((at.line, at.character, size, LEGEND.token_types.index(kind), int(mention.declares)))
    data: list[int] = []
    line = start = end = 0
    for number, column, size, kind_number, declared in sorted(set(words)):
        if number == line and column < end:
            continue  # inside the one before
        data += [number - line, column - (start if number == line else 0), size, kind_number, declared]
        line, start, end = number, column, column + size
    return data
