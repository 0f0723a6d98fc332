"""呈现 · A finding as people read it, and as programs read it."""

from __future__ import annotations

from typing import Any

from eqrules.diagnostics.catalogue import message, next_step
from eqrules.diagnostics.report import Finding, Fix
from eqrules.diagnostics.width import width
from eqrules.source import Span

_SHOWN_CELLS = 5
_WIDEST = 100
"""Longer source lines are cut around the span, so that the carets stay under it."""
_LEVELS = {"error": ("", ""), "warning": ("提醒：", "Note: "), "hint": ("提示：", "Hint: ")}


def render(finding: Finding, lang: str) -> str:
    """Code, words, place, the line with carets under it, and the next step."""
    level = _LEVELS[finding.level][lang != "zh"]
    lines = [f"{finding.code} {level}{message(finding, lang)}"]
    if finding.span is not None:
        lines += _line(finding.span)
    also = "另见" if lang == "zh" else "see also"
    lines += [f"  {also} {_place(other)}" for other in finding.others]
    if finding.cells:
        lines.append(f"  {cells_text(finding.cells, finding.count, lang)}")
    step = next_step(finding, lang)
    if step:
        lines.append(f"  → {step}")
    lines += [f"    {label} {title}" for label, title in labelled(finding.fixes, lang)]
    return "\n".join(lines)


def labelled(fixes: tuple[Fix, ...], lang: str) -> list[tuple[str, str]]:
    """(label, title): choices are numbered, what `check --fix` writes by itself is marked."""
    choices = [fix for fix in fixes if not fix.safe]
    labels = {id(fix): f"{number})" for number, fix in enumerate(choices, 1)}
    by_itself = "--fix" if fixes else ""
    return [(labels.get(id(fix), by_itself), fix.zh if lang == "zh" else fix.en) for fix in fixes]


def cells_text(cells: tuple[str, ...], count: int, lang: str) -> str:
    """The first cells, and how many there are in all."""
    zh = lang == "zh"
    first = ("、" if zh else ", ").join(cells[:_SHOWN_CELLS])
    total = max(count, len(cells))
    if total <= min(len(cells), _SHOWN_CELLS):
        return first
    return f"{first} 等 {total} 处" if zh else f"{first} … {total} places"


def as_json(finding: Finding) -> dict[str, Any]:
    """The same finding as data; both languages, and the place if it has one."""
    span = finding.span
    return {
        "code": finding.code,
        "level": finding.level,
        "text": {lang: message(finding, lang) for lang in ("zh", "en")},
        "next": {lang: next_step(finding, lang) for lang in ("zh", "en")},
        "cells": list(finding.cells),
        "count": finding.count,
        "place": None if span is None else place_of(span),
        "fixes": [
            {"title": {"zh": fix.zh, "en": fix.en}, "place": place_of(fix.span), "text": fix.text, "safe": fix.safe}
            for fix in finding.fixes
        ],
    }


def place_of(span: Span) -> dict[str, Any]:
    """File, line and column of the first character and of the one behind the last, from 1."""
    end = Span(span.source, span.end, span.end)
    return {"file": span.source.name, "line": span.line, "column": span.column,
            "end_line": end.line, "end_column": end.column}  # fmt: skip


def _place(span: Span) -> str:
    return f"{span.source.name}:{span.line}"


def _line(span: Span) -> list[str]:
    text = span.source.line_text(span.line).replace("\t", " ").rstrip("\r\n")
    start = min(span.column - 1, len(text))
    end = max(start, min(start + span.end - span.start, len(text)))
    text, start, end = _window(text, start, end)
    carets = " " * width(text[:start]) + "^" * max(1, width(text[start:end]))
    return [f"  {_place(span)}", f"  | {text}", f"  | {carets}"]


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """At most about `_WIDEST` columns of the line, with the span in them."""
    first = last = start
    left = _WIDEST
    while left > 0 and (first > 0 or last < len(text)):
        if last < len(text):
            left -= width(text[last])
            last += 1
        if first > 0 and (last >= end or last == len(text)):
            first -= 1
            left -= width(text[first])
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    shift = len(head) - first
    return head + text[first:last] + tail, start + shift, min(end, last) + shift
