"""书写 · A tree back to text, in its canonical form, in either language.

Written back, a text means the same (equal plan hash), in the other language too; writing it again changes
nothing. A name without a twin in the other language is kept and listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from eqrules.diagnostics.width import width
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.contents import text_of
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.punctuation import canonical
from eqrules.syntax.wording import Writer
from eqrules.syntax.words import spell, words

_NAME_HEADS = {
    "INDICATORS": ("指标", "indicator"),
    "CONCLUSIONS": ("结论", "conclusion"),
    "VETOES": ("情形", "case"),
    "TARGETS": ("指标", "indicator"),
    "SCHEDULE": ("指标", "indicator"),
}
_SWAP = {"OTHER_EN": "OTHER_ZH", "OTHER_ZH": "OTHER_EN", "TITLE_EN": "TITLE_ZH", "TITLE_ZH": "TITLE_EN"}


def format_document(document: tree.Document, glossary: Glossary, lang: str) -> str:
    """The whole document in one language."""
    return write_document(document, Writer(glossary, document.lang, lang))


def write_document(document: tree.Document, writer: Writer) -> str:
    """The whole document as one text; what `writer` had no twin for is in `writer.unnamed`."""
    title, head = document.title, list(document.head)
    if writer.translating:
        title, head = _swapped_title(title, head)
    blocks = [f"# {spell('RULESET', writer.lang)} {canonical(title)}".rstrip()]
    blocks += _parts(head, "", writer)
    for section in document.sections:
        blocks += _section(section, writer)
    return "\n\n".join(blocks) + "\n"


def write_files(document: tree.Document, sources: Sequence[Source], writer: Writer) -> list[str]:
    """The text of each file of a document, in their order: every chapter stays in its file."""
    texts = []
    for source in sources:
        own = tuple(section for section in document.sections if section.span.source is source)
        texts.append(write_file(document, own, source is document.span.source, writer))
    return texts


def write_file(document: tree.Document, own: tuple[tree.Section, ...], titled: bool, writer: Writer) -> str:
    """The text of one file: its own chapters, below the title and the head if it is the first."""
    if titled:
        return write_document(replace(document, sections=own), writer)
    blocks = [block for section in own for block in _section(section, writer)]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _section(section: tree.Section, writer: Writer) -> list[str]:
    name, parts = section.title, list(section.parts)
    if writer.translating and section.token == "INDICATORS":
        name, parts = _swapped_title(name, parts)
    heading = f"## {spell(section.token, writer.lang)} {canonical(name)}".rstrip()
    return [heading, *_parts(parts, section.token, writer)]


def _swapped_title(title: str, parts: list[Any]) -> tuple[str, list[Any]]:
    """The title and the line that holds its twin, changed over."""
    for at, part in enumerate(parts):
        if isinstance(part, tree.Line) and part.token in ("TITLE_EN", "TITLE_ZH"):
            twin = part.content.text if isinstance(part.content, tree.Text) else ""
            if twin:
                kept = tree.Text(title, part.span) if title else None
                return twin, [*parts[:at], tree.Line(part.token, kept, part.span), *parts[at + 1 :]]
    return title, parts


def _parts(parts: list[Any], section: str, writer: Writer) -> list[str]:
    """Lines that follow one another stay together; tables, comments and quotes with a line between stand apart."""
    blocks: list[str] = []
    before: Any = None
    for part in parts:
        match part:
            case tree.Table():
                text = _table(part, section, writer)
            case tree.Line():
                text = _line(part, writer)
            case tree.Quote():
                text = f"> {canonical(part.text)}".rstrip()
            case _:
                text = f"<!-- {part.text} -->" if "\n" not in part.text else f"<!--\n{part.text}\n-->"
        together = isinstance(part, tree.Line) or (
            isinstance(part, tree.Quote) and isinstance(before, tree.Quote) and part.span.line == before.span.line + 1
        )
        if together and type(part) is type(before):
            blocks[-1] += "\n" + text
        else:
            blocks.append(text)
        before = part
    return blocks


def _line(line: tree.Line, writer: Writer) -> str:
    token = _SWAP.get(line.token, line.token) if writer.translating else line.token
    content = text_of(line.content, line.token, writer) if line.content is not None else ""
    return f"- {words('headings')[token].spelled(writer.lang)}{writer.mark(':')}{content}".rstrip()


# ── tables ───────────────────────────────────────────────────────
def _table(table: tree.Table, section: str, writer: Writer) -> str:
    lines = [[_head(column, section, writer) for column in table.columns]]
    for row in table.rows:
        cells = list(row.cells)
        if writer.translating:
            cells = _swapped_names(cells, writer)
        lines.append([_cell(cell, section, writer) for cell in cells])
    return "\n".join(aligned(lines))


def aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Heading and rows as the lines of a table, with the rule below the heading and columns of even width."""
    widths = [max(3, *(_wanted(line[i]) for line in lines)) for i in range(len(lines[0]))]
    written = ["| " + " | ".join(_padded(c, w) for c, w in zip(line, widths, strict=True)) + " |" for line in lines]
    rule = "|" + "|".join("-" * (size + 2) for size in widths) + "|"
    return [written[0], rule, *written[1:]]


_WIDEST = 44
"""A cell wider than this runs over, instead of moving every row of its column to the right."""


def _wanted(text: str) -> int:
    return min(width(text), _WIDEST)


def _padded(text: str, wanted: int) -> str:
    return text + " " * (wanted - width(text))


def _head(column: tree.Column, section: str, writer: Writer) -> str:
    token = _SWAP.get(column.token, column.token) if writer.translating else column.token
    if not token:
        kinds = writer.glossary.kinds(column.name)
        return writer.named(column.name, "name" if "name" in kinds and section in ("SPLIT", "EXAMPLES") else "value")
    if token == "NAME" and section in _NAME_HEADS:
        return _NAME_HEADS[section][writer.lang == "en"]
    head = words("headings")[token].spelled(writer.lang)
    return f"{head}{writer.mark(':')}{writer.named(column.name, 'value')}" if column.name else head


def _swapped_names(cells: list[tree.Cell], writer: Writer) -> list[tree.Cell]:
    """The name and its twin change places; without a twin the name stays, and is listed."""
    name = next((i for i, c in enumerate(cells) if c.column.token == "NAME"), None)
    other = next((i for i, c in enumerate(cells) if c.column.token in ("OTHER_EN", "OTHER_ZH")), None)
    if name is None or other is None or isinstance(cells[name].content, tree.Call):
        return cells
    if cells[other].content is None:
        if isinstance(cells[name].content, tree.Text):
            writer.unnamed[cells[name].content.text] = None  # type: ignore[union-attr]
        return cells
    swapped = list(cells)
    swapped[name] = tree.Cell(cells[name].column, cells[other].content, cells[name].span)
    swapped[other] = tree.Cell(cells[other].column, cells[name].content, cells[other].span)
    return swapped


def _cell(cell: tree.Cell, section: str, writer: Writer) -> str:
    if cell.content is None:
        return ""
    text = text_of(cell.content, cell.column.token, writer, section)
    return text.replace("|", "\\|") if isinstance(cell.content, tree.Text) else text
