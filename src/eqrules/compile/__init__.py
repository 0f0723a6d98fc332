"""编译 · From written to meant to run: the whole story, one pass a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eqrules.compile.formulas import Scope
from eqrules.compile.gather import gather
from eqrules.compile.head import words_agree
from eqrules.compile.lineage import Fetch, read_lineage
from eqrules.compile.lower import lower
from eqrules.compile.memory import Memory
from eqrules.diagnostics.report import Report
from eqrules.model.ruleset import Ruleset
from eqrules.plan import plan as run
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.glossary import Glossary


@dataclass(slots=True)
class Compilation:
    """How far the story got. `plan` is None if anything was an error."""

    report: Report
    documents: tuple[tree.Document, ...]
    """What the ruleset stands on, itself, its layers: in this order."""
    glossary: Glossary
    own: tree.Document
    ruleset: Ruleset | None = None
    plan: run.Plan | None = None


def compile_ruleset(
    sources: Sequence[Source], fetch: Fetch = lambda _: None, layers: Sequence[str] = (), memory: Memory | None = None
) -> Compilation:
    """A ruleset from its files. `fetch` finds others by id; `layers` are switched on over it.

    `memory`: what was read before, for an editor whose texts change a little at a time.

    A document that is itself a layer (附加于) compiles together with what it applies to.
    """
    report = Report()
    memory = memory or Memory()
    lineage = read_lineage(sources, fetch, layers, report, memory.texts)
    story = Compilation(report, tuple(lineage.documents), lineage.glossary, lineage.own)
    if report.has_errors:
        return story
    story.ruleset = Ruleset(lineage.own.text("ID"))
    scope = Scope(gather(lineage.documents, story.ruleset, report), report)
    words_agree(lineage.documents, scope.vocabulary.signs, report)
    if report.has_errors:
        return story
    plan = lower(lineage, scope, memory)
    if not report.has_errors:
        story.plan = plan
    return story
