"""比较词 · Words that say a comparison twice, or leave half of it to the reader."""

from __future__ import annotations

from eqrules.compile.lint.walk import contents
from eqrules.diagnostics.fixes import change
from eqrules.diagnostics.report import Report
from eqrules.language.comparisons import TOKENS
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import fold
from eqrules.syntax.walk import nodes
from eqrules.syntax.words import spelled_by

_REACHING = {"达到": "以上", "reaching": "or more"}


def doubled(document: tree.Document, report: Report) -> None:
    """至少3以上 (EQ121) says it twice; 达到85% (EQ122) leaves open whether more will do, 达到100% does not."""
    for content in contents(document):
        for node in nodes(content):
            if isinstance(node, tree.Bound):
                _bound(node, report)


def _bound(bound: tree.Bound, report: Report) -> None:
    place, value = bound.span, bound.value.span
    first, *more = (fold(word) for word in bound.words)
    if more and first not in _REACHING and _sign(first) == _sign(more[0]):
        once = Span(place.source, place.start, value.end).text
        report.warn("EQ121", place, text=place.text, fixes=[change(place, once, safe=True)])
    number = bound.value
    if (
        not more
        and first in _REACHING
        and isinstance(number, tree.Number)
        and not (number.value == 1 and number.unit == "%")
    ):
        ending = _REACHING[first]
        gap = "" if ending == "以上" else " "
        report.hint("EQ122", place, text=place.text, fixes=[change(place, f"{place.text}{gap}{ending}", safe=True)])


def _sign(word: str) -> str:
    return next((TOKENS[token] for token in spelled_by("keywords").get(word, ()) if token in TOKENS), word)
