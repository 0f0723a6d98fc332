"""解析 · Texts to one document: blocks, then names, then cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.source import Source, Span
from eqrules.syntax import tree
from eqrules.syntax.blocks import RawLine, RawSection, RawTable, RawText, read_blocks
from eqrules.syntax.cells import read_cell
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.declare import is_list_type, joined_codes, split_values
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.layout import BY_PART, HEAD, LAYOUTS, PARTS, Layout
from eqrules.syntax.meant import report_chapter, report_column, report_line, types_like, with_columns
from eqrules.syntax.memory import Memory
from eqrules.syntax.words import spelled_by, words


def parse(
    sources: Sequence[Source], report: Report, known: Glossary | None = None, memory: Memory | None = None
) -> tuple[tree.Document, Glossary]:
    """One ruleset from its files, in order. `known`: names that a ruleset it builds on has declared.

    Findings: EQ1xx for what cannot be read, EQ201 and EQ203 for names and values that nobody declared.
    """
    memory = memory or Memory()
    preface = RawSection(None)  # what stands before the first chapter of any file
    raw: list[RawSection] = []
    title: Span | None = None
    for source in sources:
        heading, sections = memory.read_blocks(source, report)
        if heading is not None and title is None:
            title = heading
        elif heading is not None:
            report.error("EQ103", heading, text=heading.text, hint="规则集只有一个「# 」标题，各章用「## 」。",
                         hint_en="A ruleset has one “# ” title; chapters start with “## ”.")  # fmt: skip
        if source is not sources[0]:
            _refuse_before_chapters(sections[0], report)
        else:
            preface = sections[0]
        raw += sections[1:]
    token, name = split_heading(title.text) if title else ("", "")
    whole = Span(sources[0], 0, min(len(sources[0].text), 1))
    if token != "RULESET":
        report.error("EQ108", title or whole, text=title.text if title else "")
    lang: tree.Lang = "en" if title and title.text.strip()[:1].isascii() else "zh"
    glossary = memory.glossary(raw, known, lang)
    head = _read_head(preface, report)
    parsed = [_recalled(section, glossary, report, memory) for section in raw]
    return (
        tree.Document(lang, name, head, tuple(s for s in parsed if s is not None), title or whole),
        glossary,
    )


def _refuse_before_chapters(section: RawSection, report: Report) -> None:
    """A further file of a folder starts with a chapter: there is nothing that its first lines could belong to."""
    for part in section.parts:
        place = part.key if isinstance(part, RawLine) else part.span
        report.error("EQ103", place, text=place.text.strip().partition("\n")[0],
                     hint="文件夹里第二个以后的文件，从「## 」开头的一章写起；写给人看的话放在章名下面。",
                     hint_en="A further file starts with a chapter, “## ”; put words for people below it.")  # fmt: skip


def parse_head(source: Source, report: Report) -> tree.Document:
    """Only what stands before the first section: enough to list a ruleset."""
    title, sections = read_blocks(Source(source.name, source.text.split("\n## ", 1)[0]), report)
    whole = Span(source, 0, 0)
    lang: tree.Lang = "en" if title and title.text.strip()[:1].isascii() else "zh"
    name = split_heading(title.text)[1] if title else ""
    return tree.Document(lang, name, _read_head(sections[0], report), (), title or whole)


def split_heading(heading: str) -> tuple[str, str]:
    """The section's token and its own title: `指标 资源配置` → INDICATORS, 资源配置."""
    folded = name_key(heading)
    table = spelled_by("headings")
    for spelling in sorted(table, key=len, reverse=True):
        if folded == spelling or folded.startswith(spelling + " "):
            rest = heading.strip()[len(spelling) :].strip()
            owner = next((t for t in table[spelling] if t in LAYOUTS or t == "RULESET"), "")
            if owner:
                return owner, rest
    return "", heading.strip()


def _line_token(key: Span, allowed: Sequence[str]) -> str:
    owners = spelled_by("headings").get(name_key(key.text), ())
    return next((token for token in owners if token in allowed), "")


def _lines_of(section: RawSection, allowed: Sequence[str]) -> set[str]:
    return {_line_token(part.key, allowed) for part in section.parts if isinstance(part, RawLine)}


def _text(place: Span) -> tree.Text | None:
    return tree.Text(place.text.replace("\\|", "|"), place) if place.text else None


def _read_head(section: RawSection, report: Report) -> tuple[tree.Line | tree.Quote | tree.Comment, ...]:
    made: list[tree.Line | tree.Quote | tree.Comment] = []
    allowed = HEAD.split()
    for part in section.parts:
        match part:
            case RawText(kind, text, span):
                made.append(tree.Comment(text, span) if kind == "comment" else tree.Quote(text, span))
            case RawLine(key, value):
                token = _line_token(key, allowed)
                if not token:
                    report_line(key, allowed, _lines_of(section, allowed), report)
                elif any(isinstance(m, tree.Line) and m.token == token for m in made):
                    report.error("EQ113", key, name=key.text)
                else:
                    made.append(tree.Line(token, _text(value), key.to(value)))
            case RawTable():
                report.error("EQ103", part.span, text=part.span.text.strip(), hint="表格要放在「## 」开头的一章里。",
                             hint_en="A table belongs into a chapter that starts with “## ”.")  # fmt: skip
    return tuple(made)


def _recalled(section: RawSection, glossary: Glossary, report: Report, memory: Memory) -> tree.Section | None:
    """A chapter as it was read before, or read now."""
    found = memory.chapter(section, glossary)
    if found is None:
        own = Report()
        found = memory.keep(section, glossary, _read_section(section, glossary, own, memory), own.findings)
    report.take(found.findings)
    return found.section


def _read_section(section: RawSection, glossary: Glossary, report: Report, memory: Memory) -> tree.Section | None:
    heading = cast(Span, section.heading)
    token, title = split_heading(heading.text)
    layout = LAYOUTS.get(token)
    if layout is None or (title and not layout.titled):
        report_chapter(section, heading, report)
        return None
    parts: list[Any] = []
    for part in section.parts:
        match part:
            case RawText(kind, text, span):
                parts.append(tree.Comment(text, span) if kind == "comment" else tree.Quote(text, span))
            case RawLine(key, value):
                name = _line_token(key, list(layout.lines))
                if not name:
                    report_line(key, list(layout.lines), _lines_of(section, list(layout.lines)), report)
                    continue
                if any(isinstance(p, tree.Line) and p.token == name for p in parts):
                    report.error("EQ113", key, name=key.text)
                content = _read_content(layout.lines[name], value, glossary, report)
                parts.append(tree.Line(name, content, key.to(value)))
            case RawTable():
                parts.append(_read_table(part, token, layout, glossary, report, memory))
    made = tree.Section(token, title, tuple(parts), heading)
    _required_cells(made, layout, report)
    return made


def _required_cells(section: tree.Section, layout: Layout, report: Report) -> None:
    """Cells that must not be empty; a 依据 line of the chapter serves all its rows."""
    table = words("headings")
    for row in section.rows:
        for cell in row.cells:
            token = cell.column.token
            given = token == "BASIS" and "BASIS" in section.lines
            wanted = token in layout.required and token not in layout.may_be_blank
            if wanted and cell.content is None and not cell.span.text and not given:
                report.error("EQ120", row.span, name=table[token].zh, name_en=table[token].en)
            if token == "CODE" and isinstance(cell.content, tree.Text) and (codes := joined_codes(cell.content.text)):
                report.error("EQ132", cell.span, text=cell.span.text, wanted=codes, fixes=changes(cell.span, [codes]))
            typed = cell.content.text if token == "TYPE" and isinstance(cell.content, tree.Text) else ""
            if is_list_type(typed) and len(split_values(typed)[0]) < 2:
                near = types_like(typed, cell.span)
                report.error("EQ207", cell.span, name=typed, fixes=changes(cell.span, near))


def _read_content(kind: str, place: Span, glossary: Glossary, report: Report) -> tree.Content | None:
    if not place.text:
        return None
    if kind == "text":
        return _text(place)
    return cast("tree.Content | None", read_cell(kind, place, glossary, report))


def _read_table(
    raw: RawTable, token: str, layout: Layout, glossary: Glossary, report: Report, memory: Memory
) -> tree.Table:
    def head(own: Report) -> list[tree.Column | None]:
        return [_column(cell, layout, raw.header, glossary, own) for cell in raw.header]

    columns = memory.once(raw.header, token, glossary, report, head)
    seen: set[tuple[str, str]] = set()
    for column, cell in zip(columns, raw.header, strict=True):
        if column and (column.token, column.name) in seen:
            report.error("EQ113", cell, name=cell.text)
        elif column:
            seen.add((column.token, column.name))
    named = {column.token for column in columns if column}
    missing = [t for t in layout.required if t not in named]
    if missing and raw.header and None not in columns:  # else one of these may be what is missing
        table = words("headings")
        report.error("EQ110", raw.span, name="、".join(table[t].zh for t in missing),
                     name_en=", ".join(table[t].en for t in missing), fixes=[with_columns(raw, missing)])  # fmt: skip
    rows = []
    for raw_row in raw.rows:
        if raw_row and len(raw_row) == len(raw.header):
            read = partial(_read_row, raw_row, columns, token, layout, glossary)
            rows.append(memory.once(raw_row, columns, glossary, report, read))
    return tree.Table(tuple(c for c in columns if c), tuple(rows), raw.span)


def _read_row(
    raw: list[Span], columns: list[tree.Column | None], token: str, layout: Layout, glossary: Glossary, report: Report
) -> tree.Row:
    cells = []
    is_range = token == "INDICATORS" and _is_range(columns, raw)
    part = _part(columns, raw)
    for column, place in zip(columns, raw, strict=True):
        if column is None:
            continue
        kind = layout.columns.get(column.token, layout.named) if column.token else layout.named
        if is_range and column.token == "NAME":
            kind = "subject"
        elif kind == BY_PART:
            kind = part
        cells.append(tree.Cell(column, _read_content(kind, place, glossary, report), place))
    return tree.Row(tuple(cells), raw[0].to(raw[-1]))


def _is_range(columns: Sequence[tree.Column | None], row: Sequence[Span]) -> bool:
    for column, place in zip(columns, row, strict=False):
        if column and column.token == "CODE":
            folded = place.text.translate(FOLD)
            return any(mark in folded for mark in ("至", "到", " to ", "~"))
    return False


def _part(columns: Sequence[tree.Column | None], row: Sequence[Span]) -> str:
    """How the old and the new cell of this row are read; what 项目 looks like decides where it says nothing known."""
    place = next((p for c, p in zip(columns, row, strict=False) if c and c.token == "PART"), None)
    if place is None:
        return "text"
    kinds = {name_key(s): kind for token, kind in PARTS.items() for s in words("values")[token].spellings}
    text = name_key(place.text)
    return kinds.get(text) or next((kinds[near] for near in closest(text, kinds, 1)), "limit" if not text else "text")


def _column(
    cell: Span, layout: Layout, header: Sequence[Span], glossary: Glossary, report: Report
) -> tree.Column | None:
    """A heading word, a heading word with a list value (`计算:小学`), or a declared name."""
    folded = name_key(cell.text)
    owners = spelled_by("headings").get(folded, ())
    if token := next((t for t in owners if t in layout.columns), ""):
        return tree.Column(token, "", cell)
    head, colon, rest = folded.partition(":")
    owners = spelled_by("headings").get(head.strip(), ())
    token = next((t for t in owners if t in layout.columns), "")
    if colon and token and "value" in glossary.kinds(rest):
        value = cell.text[-len(cell.text.translate(FOLD).partition(":")[2]) :].strip()
        return tree.Column(token, value, cell)
    kinds = glossary.kinds(cell.text)
    if (layout.names == "values" and "value" in kinds) or (layout.names == "any" and kinds):
        return tree.Column("", cell.text, cell)
    report_column(cell, layout, header, glossary, report)
    return None
