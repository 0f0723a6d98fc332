"""世系 · What a ruleset stands on: its parents and theirs, then itself, then the layers it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eqrules.compile import head
from eqrules.compile.fixed import fixed
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Interval
from eqrules.source import Source, Span
from eqrules.syntax import tree
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.declare import split_list
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.memory import Memory
from eqrules.syntax.parse import parse, parse_head
from eqrules.syntax.words import words

Fetch = Callable[[str], Sequence[Source] | None]
ROLES = ("HIGHER_RULE", "PROCEDURE", "LOCAL_RULE")


@dataclass(frozen=True, slots=True)
class Parent:
    """One entry of a 继承 line: an id, and what that ruleset is to this one (上位规定 unless said)."""

    id: str
    role: str
    span: Span


@dataclass(slots=True)
class Lineage:
    """`documents`: whatever is stood on first, `own` after its parents, layers last.

    `parents` and `ancestors` by id; a layer's only parent is what it applies to.
    """

    own: tree.Document
    memory: Memory
    documents: list[tree.Document] = field(default_factory=list)
    glossary: Glossary = field(default_factory=Glossary)
    parents: dict[str, tuple[Parent, ...]] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)
    adopted: dict[str, list[str]] = field(default_factory=dict)
    """Which layers a document takes itself (采用): what stands on it stands on them."""

    def ancestors(self, name: str) -> set[str]:
        """Ids of all that it stands on, without itself."""
        own = [parent.id for parent in self.parents.get(name, ())]
        taken = [] if name in self.layers else [layer for one in own for layer in self.adopted.get(one, ())]
        return {*own, *taken, *(a for one in own for a in self.ancestors(one))}

    def root(self, name: str) -> str:
        """The ruleset at the bottom: its regime."""
        parents = [p.id for p in self.parents.get(name, ()) if p.id not in self.layers]
        return self.root(parents[0]) if parents else name

    def document(self, name: str) -> tree.Document:
        return next(d for d in self.documents if d.text("ID") == name)


def parents_of(document: tree.Document, report: Report) -> tuple[Parent, ...]:
    """`- 继承:cn/2017(上位规定)、cn/2019-guicheng(技术规程)`."""
    line = document.line("INHERITS")
    if line is None or not isinstance(line.content, tree.Text):
        return ()
    found = []
    for entry in split_list(line.content.text):
        name, _, role = entry.translate(FOLD).partition("(")
        role = role.rstrip(")").strip()
        token = fixed(role, ROLES, line.content.span.of_word(role), report) or ROLES[0]
        found.append(Parent(name.strip(), words("values")[token].zh, line.span))
    return tuple(found)


def read_lineage(
    sources: Sequence[Source], fetch: Fetch, layers: Sequence[str], report: Report, memory: Memory
) -> Lineage:
    """Every document the ruleset needs, read. A layer is read over what it applies to."""
    own = parse_head(sources[0], Report())
    if base := own.text("APPLIES_TO"):
        known = fetch(base)
        if known is None:
            _unknown(own, "APPLIES_TO", base, report)
        else:
            name = own.text("ID")
            return read_lineage(known, lambda n: sources if n == name else fetch(n), [name, *layers], report, memory)
    made = Lineage(own, memory)
    _stand(sources, made, fetch, (), report)
    blank = made.own.line("ID")
    if blank is not None and blank.content is None:
        report.error("EQ120", blank.span, name="编号", name_en="id")
    elif blank is None:
        report.error("EQ110", made.own.span, name="编号", name_en="id")
    if name_key(made.own.text("KIND")) in ("附加层", "layer") and not made.own.text("APPLIES_TO"):
        report.error("EQ110", made.own.span, name="附加于", name_en="applies to")
    for layer in dict.fromkeys(layers):
        _take(layer, "ADOPTS", made.own, made, fetch, report)
    return made


def _stand(
    sources: Sequence[Source], made: Lineage, fetch: Fetch, path: tuple[tuple[str, Span], ...], report: Report
) -> None:
    """Read the parents, then the document itself: its names may be theirs."""
    front = parse_head(sources[0], Report())
    name = front.text("ID")
    parents = parents_of(front, report)
    steps = dict(path)
    for parent in parents:
        if parent.id in (*steps, name):
            others = [span for known, span in path if known == parent.id]
            way = " → ".join((*steps, name, parent.id))
            report.error("EQ411", parent.span, *others, name=parent.id, way=way)
            return
    later = []
    for parent in parents:
        known = fetch(parent.id)
        if known is None:
            _unknown(front, "INHERITS", parent.id, report)
        elif parse_head(known[0], Report()).text("APPLIES_TO"):
            later.append(parent)
        elif all(d.text("ID") != parent.id for d in made.documents):
            _stand(known, made, fetch, (*path, (name, parent.span)), report)
    for parent in later:
        _take(parent.id, "INHERITS", front, made, fetch, report)
    document, made.glossary = parse(sources, report, made.glossary if made.documents else None, made.memory)
    made.parents[name] = parents
    made.documents.append(document)
    made.own = document
    for layer in split_list(document.text("ADOPTS")):
        _take(layer, "ADOPTS", document, made, fetch, report)
        made.adopted.setdefault(name, []).append(layer)
    roots = {made.root(p.id): p for p in parents if p.id in made.parents and p.id not in made.layers}
    if len(roots) > 1:
        one, other = list(roots.items())[:2]
        places = [made.document(p.id).span for p in (one[1], other[1])]
        report.error(
            "EQ412", parents[0].span, *places, name=one[1].id, root=one[0], other=other[1].id, other_root=other[0]
        )


def _take(layer: str, token: str, by: tree.Document, made: Lineage, fetch: Fetch, report: Report) -> None:
    """A layer over one of the documents that are there already."""
    if layer in made.layers:
        return
    found = fetch(layer)
    if found is None:
        _unknown(by, token, layer, report)
        return
    front = parse_head(found[0], Report())
    base = front.text("APPLIES_TO")
    if all(d.text("ID") != base for d in made.documents):
        line = front.line("APPLIES_TO")
        report.error("EQ401", line.span if line else front.span, name=layer, base=by.text("ID"),
                     has=base or "（它不是附加层）")  # fmt: skip
        return
    document, made.glossary = parse(found, report, made.glossary, made.memory)
    line = document.line("APPLIES_TO")
    made.documents.append(document)
    made.parents[layer] = (Parent(base, "", line.span if line else document.span),)
    made.layers.append(layer)


def _unknown(document: tree.Document, token: str, name: str, report: Report) -> None:
    line = document.line(token)
    report.error("EQ405", line.span if line else document.span, name=name)


# ── dates ────────────────────────────────────────────────────────
def intervals(made: Lineage, report: Report) -> dict[str, Interval]:
    """When each document holds: its own dates within those of its parents, which must hold when it begins."""
    found: dict[str, Interval] = {}
    for document in made.documents:
        name = document.text("ID")
        days = head.in_force(document, report)
        for parent in made.parents.get(name, ()):
            if parent.id in found and name not in made.layers:
                days = _within(days, found[parent.id], document, made.document(parent.id), report)
        found[name] = days
    return found


def _within(days: Interval, over: Interval, child: tree.Document, parent: tree.Document, report: Report) -> Interval:
    start, end = days.start or over.start, days.end or over.end
    places = [line.span for d in (child, parent) if (line := d.line("EFFECTIVE"))]
    facts: dict[str, Any] = {
        "name": parent.text("ID"), "start": over.start or "—", "end": over.end or "—", "day": start or "—",
    }  # fmt: skip
    if (over.end and start > over.end) or start < over.start:
        report.error("EQ413", places[0] if places else child.span, *places[1:], **facts)
    elif over.end and end > over.end:
        report.warn("EQ429", places[0], *places[1:], **facts, own=days.end)
        end = over.end
    return Interval(start=start, end=end)
