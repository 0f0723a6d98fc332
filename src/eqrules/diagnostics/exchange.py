"""交换 · Findings for programs: JSON, GitHub annotations, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from eqrules.diagnostics import render
from eqrules.diagnostics.catalogue import message, next_step, page
from eqrules.diagnostics.report import Finding, Fix, Report
from eqrules.source import Span

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NOTE = {"error": "error", "warning": "warning", "hint": "note"}
_GITHUB = {"error": "error", "warning": "warning", "hint": "notice"}


def as_json(reports: Mapping[str, Report]) -> str:
    entries = [{"ruleset": n, "findings": [render.as_json(f) for f in r.findings]} for n, r in reports.items()]
    return _dumped({"schema": "eqrules/check/1", "rulesets": entries})


def as_github(reports: Mapping[str, Report], lang: str) -> str:
    """One workflow command a finding: `::error file=…,line=…::…`."""
    return "".join(_annotation(finding, lang) for report in reports.values() for finding in report.findings)


def _annotation(finding: Finding, lang: str) -> str:
    facts = {"title": finding.code}
    if finding.span is not None:
        place = render.place_of(finding.span)
        facts |= {"file": place["file"], "line": place["line"], "endLine": place["end_line"],
                  "col": place["column"], "endColumn": place["end_column"]}  # fmt: skip
    shown = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in facts.items())
    text = f"{message(finding, lang)} → {next_step(finding, lang)}"
    return f"::{_GITHUB[finding.level]} {shown}::{_escaped(text)}\n"


def _escaped(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def as_sarif(reports: Mapping[str, Report], lang: str) -> str:
    """One run; each code a rule with its page's words, each finding a result with its fixes."""
    findings = [finding for report in reports.values() for finding in report.findings]
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "eqrules", "rules": [_rule(code, lang) for code in codes]}
    results = [_result(finding, codes.index(finding.code), lang) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dumped({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _rule(code: str, lang: str) -> dict[str, Any]:
    words = page(code)
    return {"id": code, "shortDescription": {"text": words.title_zh if lang == "zh" else words.title_en}}


def _result(finding: Finding, index: int, lang: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _NOTE[finding.level],
        "message": {"text": f"{message(finding, lang)} → {next_step(finding, lang)}"},
    }
    if finding.span is not None:
        made["locations"] = [_location(finding.span)]
    if finding.others:
        made["relatedLocations"] = [_location(other) for other in finding.others]
    if finding.fixes:
        made["fixes"] = [_fix(fix, lang) for fix in finding.fixes]
    return made


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(span), "region": _region(span)}}


def _artifact(span: Span) -> dict[str, str]:
    from urllib.parse import quote

    return {"uri": quote(span.source.name.replace("\\", "/"))}


def _region(span: Span) -> dict[str, int]:
    place = render.place_of(span)
    return {"startLine": place["line"], "startColumn": place["column"],
            "endLine": place["end_line"], "endColumn": place["end_column"]}  # fmt: skip


def _fix(fix: Fix, lang: str) -> dict[str, Any]:
    change = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}}
    return {"description": {"text": fix.zh if lang == "zh" else fix.en},
            "artifactChanges": [{"artifactLocation": _artifact(fix.span), "replacements": [change]}]}  # fmt: skip


def _dumped(made: object) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
