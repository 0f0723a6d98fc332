"""文件信息 · The header lines: id, dates, paper, what words mean, how figures are rounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eqrules.compile.dates import OPEN, interval
from eqrules.compile.fixed import fixed
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.language.comparisons import EXCLUDED, INCLUDED, TOKENS, Sign
from eqrules.plan.plan import About, Interval, Paper
from eqrules.syntax.characters import FOLD, fold, name_key
from eqrules.syntax.declare import split_list
from eqrules.syntax.tree import Document, Text
from eqrules.syntax.words import spelled_by

_ENDINGS = {"INCLUSIVE": INCLUDED, "EXCLUSIVE": EXCLUDED}


def about_document(document: Document) -> About:
    zh, en = document.title, document.text("TITLE_EN")
    if document.lang == "en":
        zh, en = document.text("TITLE_ZH"), document.title
    return About(zh=zh, en=en, note=document.text("NOTE_LINE"), origin=document.text("ID"))


def paper(document: Document) -> Paper:
    return Paper(
        document=document.text("DOCUMENT"),
        number=document.text("NUMBER"),
        issued=document.text("ISSUED"),
        state=document.text("STATE"),
        kind=document.text("KIND"),
    )


def in_force(document: Document, report: Report) -> Interval:
    line = document.line("EFFECTIVE")
    if line is None or line.content is None:
        report.error("EQ110", document.span, name="施行", name_en="in force")
        return Interval()
    text = line.content.text if isinstance(line.content, Text) else ""
    if name_key(text) in OPEN:
        return Interval()  # nobody knows the day: as long as its parents, or open
    return interval(line.content, report)


def signs(document: Document, report: Report) -> dict[str, Sign]:
    """用语: `以上、以下,含本数;不足、超过,不含本数` → folded word → sign."""
    line = document.line("WORDS")
    if line is None or not isinstance(line.content, Text):
        return {}
    table = spelled_by("keywords")
    known = [word for word, tokens in table.items() if any(t in TOKENS for t in tokens)]
    found: dict[str, Sign] = {}
    for part in line.content.text.translate(FOLD).split(";"):
        words = split_list(part)
        owners = spelled_by("values").get(name_key(words[-1]), ()) if words else ()
        ending = next((_ENDINGS[t] for t in owners if t in _ENDINGS), None)
        if ending is None:
            report.error("EQ119", line.content.span.of_word(words[-1] if words else part), text=part.strip())
            continue
        for word in words[:-1]:
            token = next((t for t in table.get(fold(word), ()) if t in TOKENS), None)
            if token is None:
                near, place = closest(word, known), line.content.span.of_word(word)
                report.error("EQ203", place, name=word, near="、".join(near) or "—", fixes=changes(place, near))
            else:
                found[fold(word)] = ending[TOKENS[token]]
    return found


def words_agree(documents: Sequence[Document], known: dict[str, Sign], report: Report) -> None:
    """Gather the 用语 lines of all documents; one word means one thing in all of them (EQ421)."""
    places: dict[str, Document] = {}
    for document in documents:
        for word, sign in signs(document, report).items():
            if known.setdefault(word, sign) != sign:
                spans = [line.span for d in (document, places[word]) if (line := d.line("WORDS"))]
                report.error("EQ421", spans[0], *spans[1:], name=word, id=places[word].text("ID"))
            places.setdefault(word, document)


_ROUNDING: dict[str, Literal["half_up", "half_even"]] = {"HALF_UP": "half_up", "HALF_EVEN": "half_even"}


def rounding(document: Document, report: Report) -> Literal["half_up", "half_even"]:
    """修约: `比较用原值;显示四舍五入`: verdicts on unrounded values, figures printed in the mode named."""
    line = document.line("ROUNDING")
    mode: Literal["half_up", "half_even"] = "half_up"
    if line is None or not isinstance(line.content, Text):
        return mode
    for part in line.content.text.translate(FOLD).split(";"):
        token = fixed(part.strip(), ("RAW", *_ROUNDING), line.content.span.of_word(part.strip()), report)
        mode = _ROUNDING.get(token or "", mode)
    return mode
