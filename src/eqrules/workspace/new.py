"""新建 · The skeleton of a ruleset: a small regime of its own, or a variant that follows another one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from eqrules.diagnostics.catalogue import message
from eqrules.diagnostics.report import Finding, Report
from eqrules.source import Source
from eqrules.workspace.find import CannotRun, sources, unknown

_SKELETONS = Path(__file__).parent / "skeletons"


def new_ruleset(name: str, parent: str, day: date, lang: str) -> str:
    """The text of a ruleset that compiles and has its first example; raises `CannotRun` (EQ405, EQ791).

    With `parent` it is a variant of that ruleset: it inherits everything, and repeats its first example.
    """
    from eqrules.compile import compile_ruleset
    from eqrules.syntax.format import format_document

    title = " ".join(name.split("/")[-2 if name.rpartition("/")[2].isdigit() else -1 :])
    facts = {"id": name, "title": title, "title_en": title, "day": f"{day.year}年{day.month}月{day.day}日"}
    if parent:
        facts |= {"parent": parent, "example": _first_example(parent)}
    text = (_SKELETONS / ("variant.md" if parent else "regime.md")).read_text("utf-8").format(**facts)
    made = compile_ruleset([Source(f"{title}.md", text)], sources)
    errors = [finding for finding in made.report.findings if finding.level == "error"]
    if errors:
        raise _cannot(parent or name, *(message(errors[0], tongue).rstrip("。.") for tongue in ("zh", "en")))
    return text if lang == "zh" else format_document(made.documents[-1], made.glossary, lang)


def _cannot(parent: str, reason: str, reason_en: str) -> CannotRun:
    return CannotRun(Finding("EQ791", "error", facts={"parent": parent, "reason": reason, "reason_en": reason_en}))


def _first_example(parent: str) -> str:
    """The heading and the first row of the first examples of a ruleset, as a chapter of its own."""
    from eqrules.exchange.pieces import Grid, Piece, pieces_of, text_of
    from eqrules.syntax.parse import parse_head, split_heading

    texts = sources(parent)
    if texts is None:
        raise unknown(parent)
    if base := parse_head(texts[0], Report()).text("APPLIES_TO"):
        raise _cannot(
            parent,
            f"它是附加在「{base}」上的附加层，不能单独继承",
            f"it is a layer over `{base}` and does not stand alone",
        )
    pieces = [piece for text in texts for piece in pieces_of(text, Report())]
    heading = next(
        (n for n, p in enumerate(pieces) if p.kind == "chapter" and split_heading(p.text)[0] == "EXAMPLES"), None
    )
    if heading is None:
        return ""
    chapter: list[Piece] = [pieces[heading]]
    for piece in pieces[heading + 1 :]:
        if piece.kind == "line":
            chapter.append(piece)
        elif piece.grid:
            return text_of([*chapter, Piece(piece.file, "table", grid=Grid(piece.grid.lines[:2]))]).source.text.strip()
        elif piece.kind == "chapter":
            break
    return ""
