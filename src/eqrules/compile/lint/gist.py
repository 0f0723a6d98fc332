"""要旨与表 · A limit quoted in the gist of a chapter that its table does not have."""

from __future__ import annotations

import re
from fractions import Fraction

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.language.comparisons import TOKENS
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import FOLD
from eqrules.syntax.walk import nodes
from eqrules.syntax.words import words

_NUMBER = r"\d+(?:\.\d+)?%?"
_BEFORE = "|".join(s for t in TOKENS for s in words("keywords")[t].spellings if t.endswith("BEFORE") and s not in "<>=")
_AFTER = "|".join(s for t in TOKENS for s in words("keywords")[t].spellings if t.endswith("AFTER"))
_QUOTED = re.compile(
    rf"(?:(?:{_BEFORE})[^,;:\d。、]{{0,4}}?)(?P<a>{_NUMBER})|(?P<b>{_NUMBER})\s*[^\d\W]{{0,2}}?(?:{_AFTER})"
)
_CLAUSE = re.compile(r"[,;。、:(]")


def gists(document: tree.Document, report: Report) -> None:
    """EQ330: only figures that a comparison word makes a limit; where a list value leads, those of its column."""
    conclusions = _figures([row for section in document.all("CONCLUSIONS") for row in section.rows])
    for section in document.all("INDICATORS"):
        tables = [part for part in section.parts if isinstance(part, tree.Table | tree.Line)]
        known = _figures(tables) | conclusions
        if not any(isinstance(part, tree.Table) for part in tables):
            continue
        for quote in (part for part in section.parts if isinstance(part, tree.Quote)):
            text = quote.span.text.translate(FOLD)
            for found in _QUOTED.finditer(text):
                figure = found["a"] or found["b"]
                column = _leading(text[: found.start()], section)
                within = (_column(section, column) | conclusions) if column else known
                if _value(figure) not in within:
                    at = found.start("a") if found["a"] else found.start("b")
                    place = Span(quote.span.source, quote.span.start + at, quote.span.start + at + len(figure))
                    near = _nearest(figure, within - conclusions or within)
                    report.warn("EQ330", place, figure=figure, column=column or "—", has="、".join(near) or "—",
                                fixes=changes(place, near))  # fmt: skip


def _leading(before: str, section: tree.Section) -> str:
    """The list value that the same clause begins with, if the chapter has a column for it."""
    clause = _CLAUSE.split(before)[-1]
    columns = {c.name for part in section.parts if isinstance(part, tree.Table) for c in part.columns if c.name}
    return next((name for name in columns if clause.strip("> ").startswith(name)), "")


def _column(section: tree.Section, name: str) -> set[tuple[Fraction, bool]]:
    return _figures([c.content for row in section.rows for c in row.cells if c.column.name == name])


def _figures(parts: object) -> set[tuple[Fraction, bool]]:
    """(value, is a percentage) of every literal."""
    found = set()
    for node in nodes(tuple(parts) if isinstance(parts, list) else parts):
        match node:
            case tree.Number(value, unit):
                found.add((value, unit == "%"))
            case tree.Floor(share):
                found.add((share, True))
            case tree.Clause(count=count) if count:
                found.add((Fraction(count), False))
    return found


def _value(figure: str) -> tuple[Fraction, bool]:
    return (Fraction(figure[:-1]) / 100, True) if figure.endswith("%") else (Fraction(figure), False)


def _nearest(figure: str, known: set[tuple[Fraction, bool]]) -> list[str]:
    from eqrules.language.numbers import plain_text

    wanted, share = _value(figure)
    alike = sorted((abs(value - wanted), value) for value, percent in known if percent == share)
    return [plain_text(value * 100) + "%" if share else plain_text(value) for _, value in alike[:2]]
