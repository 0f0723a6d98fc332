"""丢失的字符 · Text pasted from papers that has lost its brackets, units or strokes, with what it likely was."""

from __future__ import annotations

import re

from eqrules.compile.lint.walk import texts
from eqrules.diagnostics.fixes import change
from eqrules.diagnostics.report import Report
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.lost import YEAR, likely_originals

_NUMBER = re.compile(rf"[\[【\uff3b({{\uff08]\s*({YEAR})\s*[\]】\uff3d)}}\uff09]\s*(\d+)\s*号")


def lost_characters(document: tree.Document, report: Report) -> None:
    """EQ126: the likely original is a choice. EQ129: other brackets where a document number has 〔〕."""
    for place in texts(document):
        for where, likely in likely_originals(place):
            report.warn("EQ126", where, text=where.text, likely=likely, fixes=[change(where, likely)])
        for found in _NUMBER.finditer(place.text):
            likely, where = f"〔{found[1]}〕{found[2]}号", _inside(place, found)
            report.hint("EQ129", where, text=found[0], likely=likely, fixes=[change(where, likely, safe=True)])


def _inside(place: Span, found: re.Match[str]) -> Span:
    return Span(place.source, place.start + found.start(), place.start + found.end())
