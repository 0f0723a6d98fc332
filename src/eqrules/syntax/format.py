"""书写 · A tree back to text, in its canonical form, in either language.

Written back, a text means the same (equal plan hash), in the other language too; writing it again changes
nothing. A name without a twin in the other language is kept and listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from eqrules.diagnostics.width import width
from eqrules.language import units
from eqrules.language.comparisons import TOKENS
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.characters import FOLD, fold, name_key
from eqrules.syntax.declare import is_list_type, split_list, split_values
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.layout import ACTIONS, PARTS
from eqrules.syntax.permit import read_permit
from eqrules.syntax.punctuation import canonical
from eqrules.syntax.wording import Writer, written
from eqrules.syntax.words import spell, spelled_by, words

_NAME_HEADS = {
    "INDICATORS": ("指标", "indicator"),
    "CONCLUSIONS": ("结论", "conclusion"),
    "VETOES": ("情形", "case"),
    "TARGETS": ("指标", "indicator"),
    "SCHEDULE": ("指标", "indicator"),
}
_SWAP = {"OTHER_EN": "OTHER_ZH", "OTHER_ZH": "OTHER_EN", "TITLE_EN": "TITLE_ZH", "TITLE_ZH": "TITLE_EN"}
_FIXED = {"DETERMINED", "MODALITY", "LEVEL", "STATUS", "MAY_LACK", "SEVERAL"}
_OWN = {
    "ACTION": ACTIONS,
    "PART": tuple(PARTS),
    "OLD_LIMIT": ("DECIDES", "REFERENCE"),
    "NEW": ("DECIDES", "REFERENCE"),
    "INHERITS": ("HIGHER_RULE", "PROCEDURE", "LOCAL_RULE"),
}
"""Columns and lines whose words are among these tokens; any other word stays."""
_NAMES = {"GRAIN", "PARENT", "KEY"}


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
        if source is document.span.source:
            texts.append(write_document(replace(document, sections=own), writer))
        else:
            blocks = [block for section in own for block in _section(section, writer)]
            texts.append("\n\n".join(blocks) + "\n" if blocks else "")
    return texts


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
    content = _text_of(line.content, line.token, writer) if line.content is not None else ""
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
    text = _text_of(cell.content, cell.column.token, writer, section)
    return text.replace("|", "\\|") if isinstance(cell.content, tree.Text) else text


def _text_of(content: tree.Content, token: str, writer: Writer, section: str = "") -> str:
    if not isinstance(content, tree.Text):
        return written(content, writer)
    if not writer.translating:
        return _as_typed(content.text, token, section, writer)
    text = content.text
    if token == "INHERITS":
        return writer.listed([_parent(entry, writer) for entry in split_list(text)])
    if token == "AUTHORISES":
        return _authorised(text, writer)
    if token in _OWN:
        return _fixed(text, writer, _OWN[token])
    if token in _FIXED or (section == "EXAMPLES" and token != "NOTE"):
        return _fixed(text, writer)
    if token in _NAMES:
        return writer.named(text, "name")
    if token == "UNIT":
        return units.translate(text, writer.lang)
    if token == "TYPE":
        return _list_type(text, writer) if is_list_type(text) else _fixed(text, writer)
    if token == "OPTIONS":
        return _list_type(text, writer)
    if token == "DEFAULT" or (section == "SPLIT" and not token):
        return writer.listed(
            [writer.named(part, "value") if not _is_number(part) else part for part in split_list(text)]
        )
    if token == "CODE":
        return _code(text, writer)
    if token in ("WORDS", "ROUNDING"):
        return _header_words(text, writer)
    return canonical(text)


def _as_typed(text: str, token: str, section: str, writer: Writer) -> str:
    """Nothing but punctuation; what a submission may hold, and the values of lists, not even that."""
    if section == "EXAMPLES" and token != "NOTE":
        return _figure(text)
    if token in ("TYPE", "OPTIONS") and is_list_type(text):
        values, ranked = split_values(text)
        parts = [f"{own}={other}" if other else own for own, other in values]
        return "<".join(parts) if ranked else writer.listed(parts)
    if token == "CODE":
        return _code(text, writer)
    if token in ("DEFAULT", "ID") or (section == "SPLIT" and not token):
        return text
    return canonical(text)


_FIGURE = re.compile(r"[-+]?[\d,.]+%?")


def _figure(text: str) -> str:
    """A number in half-width digits; anything else that a submission may hold stays as it is."""
    return name_key(text) if _FIGURE.fullmatch(text.translate(FOLD)) else text


def _is_number(text: str) -> bool:
    return name_key(text).replace(".", "").replace("/", "").isdigit()


def _fixed(text: str, writer: Writer, among: tuple[str, ...] = ()) -> str:
    tokens = [t for t in spelled_by("values").get(name_key(text), ()) if not among or t in among]
    if tokens:
        return words("values")[tokens[0]].twin(name_key(text), writer.lang)
    if not among and "value" in writer.glossary.kinds(text):
        return writer.named(text, "value")
    return _figure(text)


def _list_type(text: str, writer: Writer) -> str:
    """`小学=primary、初中=junior` → `primary=小学, junior=初中`."""
    values, ranked = split_values(text)
    parts = [f"{other}={own}" if other else own for own, other in values]
    return "<".join(parts) if ranked else writer.listed(parts)


def _code(text: str, writer: Writer) -> str:
    """`B1 到 B7` → B1至B7; a single code as it stands, since it is the name that plans know."""
    codes = text.translate(FOLD)
    for mark in ("至", "到", " to ", "~"):
        first, found, last = codes.partition(mark)
        if found:
            return writer.spaced(first.strip(), spell("TO", writer.lang), last.strip())
    return text


def _parent(text: str, writer: Writer) -> str:
    """`cn/2017(上位规定)`: the id stays, the role is translated."""
    name, bracket, role = text.translate(FOLD).partition("(")
    if not bracket:
        return text
    role = _fixed(role.rstrip(")").strip(), writer, _OWN["INHERITS"])
    return f"{name.strip()}{writer.mark('(')}{role}{writer.mark(')')}"


def _authorised(text: str, writer: Writer) -> str:
    """`下级可提高 R1至R7;不得降低`, sentence by sentence; one that nobody can read stays as it is."""
    made = []
    for sentence in text.translate(FOLD).split(";"):
        permit = read_permit(sentence)
        if permit is None:
            made.append(sentence.strip())
            continue
        word = words("values")[permit.action].spelled(writer.lang)
        codes = writer.listed([_code(code, writer) for code in split_list(permit.codes)])
        may = (("不得", "下级可"), ("children must not", "children may"))[writer.lang == "en"][permit.granted]
        made.append(f"{may}{'' if writer.lang == 'zh' else ' '}{word}{' ' if codes else ''}{codes}")
    return writer.mark(";").join(made)


def _header_words(text: str, writer: Writer) -> str:
    """用语 and 修约 lines: known words, parts with ; and , between."""
    parts = []
    for part in text.translate(FOLD).split(";"):
        made: dict[str, None] = {}
        for word in split_list(part):
            tokens = spelled_by("values").get(name_key(word), ())
            compared = next((t for t in spelled_by("keywords").get(fold(word), ()) if t in TOKENS), None)
            if tokens:
                made[words("values")[tokens[0]].spelled(writer.lang)] = None
            else:
                made[words("keywords")[compared].twin(fold(word), writer.lang) if compared else word] = None
        *front, last = made
        parts.append(writer.mark(",").join(filter(None, (writer.listed(front), last))))
    return writer.mark(";").join(parts)
