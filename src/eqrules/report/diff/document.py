"""对照文书 · 新旧条文对照表 as a document: the judgement, the table on landscape pages, counterexamples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from eqrules.compare.changes import Comparison
from eqrules.report import paper, words
from eqrules.report.diff import sheets
from eqrules.report.diff.sentences import Sentences

if TYPE_CHECKING:
    from docx.document import Document

_SIZE = 9
_HEAD, _CHAPTER = "F1F3F4", "E3E8EC"
_WIDTHS = (46, 26, 66, 66, 24, 29)
"""Millimetres, of the six columns."""
_MOST = 300


def document(found: Comparison, lang: str) -> bytes:
    write = Sentences(found, lang)
    say = write.say
    title = say("新旧条文对照表", "Old and new, side by side")
    out = paper.document(title, f"eqrules {found.old.id} {found.new.id}")
    paper.page(out.sections[0], wide=True)
    out.add_heading(title, 0)
    _note(out, " → ".join(words.name(p.about, p.id, lang) for p in (found.old, found.new)), 12)
    _note(out, f"{write.overall()}{say('：', ': ')}{write.judgement(found.overall)}", 12)
    _note(out, f"{write.proof(found.overall)}{say('。', '.')}", _SIZE)
    _table(out, ["", say("旧", "Old"), say("新", "New")], [list(one) for one in sheets.rulesets(write)], (34, 111, 112))
    out.add_heading(say(f"一、变化（{len(found.changes)} 处）", f"1. Changes ({len(found.changes)})"), 1)
    if found.changes:
        _table(out, sheets.heads(write), _changes(write), _WIDTHS)
    else:
        _note(out, say("规则没有变化。", "No change of meaning."), 12)
    if found.counterexamples:
        out.add_heading(say("二、反例（虚构，已由参照引擎重算）", "2. Counterexamples (made up, judged again)"), 1)
        for one in found.counterexamples:
            for at, line in enumerate(write.example(one)):
                _note(out, line, 10.5 if not at else _SIZE)
    if found.impact is not None:
        out.add_heading(say("三、对这份填报的影响", "3. Impact on this submission"), 1)
        _table(out, sheets.reach_heads(write), sheets.reach_rows(write, found.impact), (70, 40, 70, 77))
        rows = sheets.switch_rows(write, [*found.impact.counties, *found.impact.switches], _MOST)
        _table(out, sheets.switch_heads(write), rows, (70, 50, 50, 24, 24, 19, 20))
    return paper.content(out)


def _changes(write: Sentences) -> list[list[str]]:
    """Rows of six cells; a chapter is a row with one."""
    made: list[list[str]] = []
    chapter = ""
    for line in sheets.lines(write):
        if line.chapter != chapter:
            chapter = line.chapter
            made.append([chapter])
        effect = sheets.effect_words(line.effect, write.lang) if line.decides else ""
        made.append([line.title, line.aspect, line.old, line.new, effect, line.basis])
    return made


def _note(out: Document, text: str, size: float) -> None:
    from docx.shared import Pt

    paragraph = out.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(size * 1.6)
    paragraph.add_run(paper.clean(text)).font.size = Pt(size)


def _table(out: Document, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    listed = list(rows)
    if not listed:
        return
    table = out.add_table(1, len(heads))
    table.style, table.autofit = "Table Grid", False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
    for cell, head, wide in zip(table.rows[0].cells, heads, widths, strict=True):
        cell.width = Mm(wide)
        paper.put(cell, head, _SIZE, bold=True, fill=_HEAD)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in listed:
        cells = table.add_row().cells
        if len(row) == 1:
            whole = cells[0].merge(cells[-1])
            paper.put(whole, row[0], _SIZE, bold=True, align="left", fill=_CHAPTER)
            continue
        for at, (cell, text, wide) in enumerate(zip(cells, row, widths, strict=False)):
            cell.width = Mm(wide)
            paper.put(cell, text, _SIZE, bold=not at, align="left")
    out.add_paragraph()
