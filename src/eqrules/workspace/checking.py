"""检查 · What is wrong or reads wrong in a ruleset, and its texts with what is certain put right."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from eqrules import plan_cache
from eqrules.diagnostics.fixes import applied
from eqrules.diagnostics.report import Finding, Fix, Report
from eqrules.source import Source
from eqrules.workspace.find import digest, files_of, source_at, sources, unknown
from eqrules.workspace.load import compile_named, load

_ROUNDS = 20
"""A fix may bring the next mistake to light: a line without its space hides what it says."""


@dataclass(slots=True)
class Mended:
    """New texts of the files that change, and what was done where."""

    texts: dict[Path, str] = field(default_factory=dict)
    done: list[tuple[str, Fix]] = field(default_factory=list)


def check(name: str) -> Report:
    """All findings of one ruleset, those of its wording too; nothing is done twice for a ruleset that has none."""
    if name.endswith(".json"):
        return load(name).report
    if plan_cache.is_clean(name, _digest_of):
        return Report()
    from eqrules.compile.lint import lint

    compilation, read = compile_named(name, on=True)
    own = sources(name) or ()
    lint(compilation, {source.name for source in own})
    if compilation.plan is not None:
        from eqrules.workspace.doubts import doubtful

        compilation.report.findings += doubtful(compilation.plan, compilation.documents)
    files = [source.name for source in own]
    compilation.report.findings.sort(key=lambda finding: _place(finding, files))
    if not compilation.report.findings:
        plan_cache.keep_clean(name, read)
    return compilation.report


def _place(finding: Finding, files: list[str]) -> tuple[int, int]:
    """As people read: the files in their order, from the first line to the last; other documents behind."""
    span = finding.span
    if span is None:
        return (-1, 0)
    return (files.index(span.source.name) if span.source.name in files else len(files), span.start)


def mended(name: str) -> Mended:
    """Safe fixes, round by round, until none is left; nothing is written."""
    from eqrules.compile.lint import lint
    from eqrules.compile.recover import compile_on

    found = Mended()
    paths = files_of(name)
    if not paths:
        raise unknown(name)
    texts = [source_at(path) for path in paths]
    for _ in range(_ROUNDS):
        compilation = compile_on(texts, sources)
        names = {source.name for source in texts}
        lint(compilation, names)
        findings = [f for f in compilation.report.findings if f.span is None or f.span.source.name in names]
        changed = applied(findings)
        if not changed:
            break
        found.done += [(str(fix.span), fix) for f in findings for fix in f.fixes if fix.safe]
        texts = [Source(s.name, changed.get(s.name, s.text)) for s in texts]
        found.texts |= {p: s.text for p, s in zip(paths, texts, strict=True) if s.name in changed}
    return found


def _digest_of(name: str) -> str | None:
    found = sources(name)
    return digest(found) if found is not None else None
