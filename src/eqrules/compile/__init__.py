"""编译 · From written to meant to run: the whole story, one pass a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eqrules.compile import head
from eqrules.compile.formulas import Scope
from eqrules.compile.gather import gather
from eqrules.compile.lower import lower
from eqrules.diagnostics.report import Report
from eqrules.model.ruleset import Ruleset
from eqrules.plan import plan as run
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import split_list
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.memory import Memory
from eqrules.syntax.parse import parse, parse_head

Fetch = Callable[[str], Sequence[Source] | None]


@dataclass(slots=True)
class Compilation:
    """How far the story got. `plan` is None if anything was an error."""

    report: Report
    documents: tuple[tree.Document, ...]
    glossary: Glossary
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
    documents, glossary = _read(sources, fetch, layers, report, memory or Memory())
    story = Compilation(report, documents, glossary)
    if report.has_errors:
        return story
    story.ruleset = Ruleset(documents[0].text("ID"))
    scope = Scope(gather(documents, story.ruleset, report), report)
    for document in documents:
        scope.vocabulary.signs.update(head.signs(document, report))
    if report.has_errors:
        return story
    plan = lower(documents, scope)
    if not report.has_errors:
        story.plan = plan
    return story


def _read(
    sources: Sequence[Source], fetch: Fetch, layers: Sequence[str], report: Report, memory: Memory
) -> tuple[tuple[tree.Document, ...], Glossary]:
    """The base first, then the layers in the order they are named, sharing one glossary."""
    head_of = parse_head(sources[0], Report())
    if base := head_of.text("APPLIES_TO"):
        known, own = fetch(base), head_of.text("ID")
        if known is not None:
            return _read(known, lambda name: sources if name == own else fetch(name), [own, *layers], report, memory)
    document, glossary = parse(sources, report, None, memory)
    if base:
        line = document.line("APPLIES_TO")
        report.error("EQ405", line.span if line else document.span, name=base)
        return (document,), glossary
    wanted = [*split_list(document.text("ADOPTS")), *layers]
    if not document.text("ID"):
        report.error("EQ110", document.span, name="编号", name_en="id")
    if name_key(document.text("KIND")) in ("附加层", "layer"):
        report.error("EQ110", document.span, name="附加于", name_en="applies to")
    documents = [document]
    for layer in dict.fromkeys(wanted):
        found = fetch(layer)
        if found is None:
            line = document.line("ADOPTS")
            report.error("EQ405", line.span if line else document.span, name=layer)
            continue
        head_of = parse_head(found[0], Report())
        if head_of.text("APPLIES_TO") != document.text("ID"):
            line = head_of.line("APPLIES_TO")
            report.error("EQ401", line.span if line else head_of.span, name=layer,
                         base=document.text("ID"), has=head_of.text("APPLIES_TO") or "（它不是附加层）")  # fmt: skip
            continue
        added, glossary = parse(found, report, glossary, memory)
        documents.append(added)
    return tuple(documents), glossary
