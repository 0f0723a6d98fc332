"""所见 · Findings as the editor shows them, and the quick fixes that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from eqrules.diagnostics.catalogue import message, next_step
from eqrules.diagnostics.report import Finding
from eqrules.diagnostics.suggest import closest
from eqrules.lsp.places import Lines, place
from eqrules.lsp.session import Open, Session
from eqrules.source import Span
from eqrules.syntax.glossary import Glossary

_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "hint": types.DiagnosticSeverity.Hint,
}


def diagnostics(opened: Open, session: Session) -> dict[Path, list[types.Diagnostic]]:
    """File → what was seen in it, for every file of the ruleset. What has no place in them is shown at the top."""
    found: dict[Path, list[types.Diagnostic]] = {path: [] for path in opened.edited.papers}
    first = next(iter(found))
    lines = _Lines(opened)
    for finding in opened.compilation.report.findings:
        home = opened.edited.home(finding.span) if finding.span else None
        path, start, end = (home[0].path, home[1], home[2]) if home else (first, 0, 0)
        shown = diagnostic(finding, lines[path].range(start, max(start, end)), session)
        shown.related_information = list(_related(finding, opened, session)) or None
        if home is None and finding.span is not None:
            shown.message = f"{opened.edited.in_chapter(finding.span)}\n{shown.message}"
        found[path].append(shown)
    for results in opened.tested.values():
        for row, result in results:
            home = opened.edited.home(row) if not result.ok else None
            if home:
                words = session.say("应为 {}，得到 {}", "expected {}, got {}").format(
                    _word(result.expected, session), _word(result.got, session)
                )
                text = f"{result.title} · {result.rule}\n{words}"
                found[home[0].path].append(types.Diagnostic(
                    lines[home[0].path].range(home[1], home[2]), text, types.DiagnosticSeverity.Warning,
                    source="eqrules test"))  # fmt: skip
    return found


class _Lines(dict[Path, Lines]):
    """The lines of each file that something is seen in."""

    def __init__(self, opened: Open) -> None:
        super().__init__()
        self._papers = opened.edited.papers

    def __missing__(self, path: Path) -> Lines:
        made = self[path] = Lines(self._papers[path].text)
        return made


def _word(verdict: str, session: Session) -> str:
    from eqrules.language.verdicts import Verdict

    return Verdict(verdict).word(session.lang) if verdict in set(Verdict) else verdict


def diagnostic(finding: Finding, where: types.Range, session: Session) -> types.Diagnostic:
    step = next_step(finding, session.lang)
    text = message(finding, session.lang) + (f"\n→ {step}" if step else "")
    return types.Diagnostic(where, text, _SEVERITY[finding.level], finding.code, source="eqrules")


def _related(finding: Finding, opened: Open, session: Session) -> Iterator[types.DiagnosticRelatedInformation]:
    for other in finding.others:
        where = session.location(opened, other)
        if where is not None:
            yield types.DiagnosticRelatedInformation(where, session.say("另见这里", "see also here"))


# ── quick fixes ──────────────────────────────────────────────────
def quick_fixes(document_uri: str, wanted: types.Range, session: Session) -> list[types.CodeAction]:
    """What can be done about the findings in this range: a word that is not known becomes one that is."""
    found = session.of(document_uri)
    if found is None:
        return []
    opened, paper = found
    actions: list[types.CodeAction] = []
    for finding in opened.compilation.report.findings:
        home = opened.edited.home(finding.span) if finding.span else None
        if home is None or home[0] is not paper:
            continue
        where = place(paper.text, home[1], home[2])
        if where.end < wanted.start or wanted.end < where.start:
            continue
        shown = diagnostic(finding, where, session)
        for fix in finding.fixes:
            spot = opened.edited.home(fix.span)
            if spot is None:
                continue
            own = place(spot[0].text, spot[1], spot[2])
            edit = types.WorkspaceEdit({session.uri(spot[0].path): [types.TextEdit(own, fix.text)]})
            title = session.say(fix.zh, fix.en)
            actions.append(types.CodeAction(title, types.CodeActionKind.QuickFix, [shown], fix.safe or None, edit=edit))
        near = close_names(finding, opened.compilation.glossary) if not finding.fixes else []
        for rank, name in enumerate(near):
            edit = types.WorkspaceEdit({document_uri: [types.TextEdit(where, name)]})
            title = session.say(f"改成「{name}」", f"Change to “{name}”")
            actions.append(
                types.CodeAction(title, types.CodeActionKind.QuickFix, [shown], rank == 0 or None, edit=edit)
            )
    return actions


def close_names(finding: Finding, glossary: Glossary) -> list[str]:
    """The names that a message offers in place of the very words it marks."""
    near, span = finding.facts.get("near", "—"), finding.span
    typed = finding.facts.get("name", finding.facts.get("key", ""))
    if near == "—" or not _marks(span, typed):
        return []
    if finding.code == "EQ201":
        known = [*glossary.spellings("name"), *glossary.spellings("value")]
        return [name for name in closest(typed, known) if name in near]
    return near.split("、")


def _marks(span: Span | None, typed: str) -> bool:
    return span is not None and bool(typed) and span.text.strip() == typed.strip()
