"""丢失的字符 · Text pasted from papers that has lost its brackets, units or strokes, with what it likely was."""

from __future__ import annotations

import re
from collections.abc import Callable

from eqrules.compile.lint.walk import texts
from eqrules.diagnostics.fixes import change
from eqrules.diagnostics.report import Report
from eqrules.source import Span
from eqrules.syntax import tree

_YEAR = r"(?:19|20)\d\d"
_LIKELY: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"〔({_YEAR})(\d+)号"), lambda m: f"〔{m[1]}〕{m[2]}号"),
    (re.compile(rf"(?<![〔\d])({_YEAR})〕(\d+)号"), lambda m: f"〔{m[1]}〕{m[2]}号"),
    (re.compile(rf"(?<!\d)({_YEAR})(1[0-2]|0?[1-9])月"), lambda m: f"{m[1]}年{m[2]}月"),
    (re.compile(rf"(?<!\d)({_YEAR})({_YEAR})(?=年|学年|$)"), lambda m: f"{m[1]}—{m[2]}"),
    (re.compile(r"(?<![\d.])([1-9])(\d{2,3})(?=继续教育学时)"), lambda m: f"{m[1]}年{m[2]}"),
    (re.compile(r"(\d+)/每(班|生|校)"), lambda m: f"{m[1]}人/每{m[2]}" if m[2] != "生" else f"{m[1]}元/每生"),
)  # fmt: skip
_NUMBER = re.compile(rf"[\[【\uff3b({{\uff08]\s*({_YEAR})\s*[\]】\uff3d)}}\uff09]\s*(\d+)\s*号")


def lost_characters(document: tree.Document, report: Report) -> None:
    """EQ126: the likely original is a choice. EQ129: other brackets where a document number has 〔〕."""
    for place in texts(document):
        for pattern, original in _LIKELY:
            for found in pattern.finditer(place.text):
                likely = original(found)
                if likely != found[0]:
                    where = _inside(place, found)
                    report.warn("EQ126", where, text=found[0], likely=likely, fixes=[change(where, likely)])
        for found in _NUMBER.finditer(place.text):
            likely, where = f"〔{found[1]}〕{found[2]}号", _inside(place, found)
            report.hint("EQ129", where, text=found[0], likely=likely, fixes=[change(where, likely, safe=True)])


def _inside(place: Span, found: re.Match[str]) -> Span:
    return Span(place.source, place.start + found.start(), place.start + found.end())
