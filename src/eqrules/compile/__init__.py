"""编译 · From written to meant to run: the whole story, one pass a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eqrules.compile import conclusions, dated, head, items, rules, sharing
from eqrules.compile import judged as judged_by
from eqrules.compile.formulas import Scope
from eqrules.compile.gather import gather
from eqrules.compile.order import refuse_circles
from eqrules.diagnostics.report import Report
from eqrules.model.ruleset import Ruleset
from eqrules.model.symbols import Grain
from eqrules.plan import plan as run
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import split_list
from eqrules.syntax.glossary import Glossary
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
    sources: Sequence[Source], fetch: Fetch = lambda _: None, layers: Sequence[str] = ()
) -> Compilation:
    """A ruleset from its files. `fetch` finds others by id; `layers` are switched on over it.

    A document that is itself a layer (附加于) compiles together with what it applies to.
    """
    report = Report()
    documents, glossary = _read(sources, fetch, layers, report)
    story = Compilation(report, documents, glossary)
    if report.has_errors:
        return story
    story.ruleset = Ruleset(documents[0].text("ID"))
    scope = Scope(gather(documents, story.ruleset, report), report)
    for document in documents:
        scope.vocabulary.signs.update(head.signs(document, report))
    if report.has_errors:
        return story
    plan = _lower(documents, scope)
    if not report.has_errors:
        story.plan = plan
    return story


def _read(
    sources: Sequence[Source], fetch: Fetch, layers: Sequence[str], report: Report
) -> tuple[tuple[tree.Document, ...], Glossary]:
    """The base first, then the layers in the order they are named, sharing one glossary."""
    document, glossary = parse(sources, report)
    wanted = [*split_list(document.text("ADOPTS")), *layers]
    if base := document.text("APPLIES_TO"):
        known = fetch(base)
        if known is None:
            line = document.line("APPLIES_TO")
            report.error("EQ405", line.span if line else document.span, name=base)
            return (document,), glossary
        own = document.text("ID")
        report.findings.clear()
        return _read(known, lambda name: sources if name == own else fetch(name), [own, *layers], report)
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
                         base=document.text("ID"), has=head_of.text("APPLIES_TO") or "—")  # fmt: skip
            continue
        added, glossary = parse(found, report, glossary)
        documents.append(added)
    return tuple(documents), glossary


def _lower(documents: Sequence[tree.Document], scope: Scope) -> run.Plan:
    """Every table to its part of the plan; splits first, since formulas must know what is shared."""
    base, report = documents[0], scope.report
    origin = base.text("ID")

    def rows(token: str) -> list[rules.RowIn]:
        return [(row, d.lang, d.text("ID"), s) for d in documents for s in d.all(token) for row in s.rows]

    def sections(token: str) -> list[tree.Section]:
        return [s for d in documents for s in d.all(token)]

    top = next((g for g in scope.vocabulary.all(Grain) if not g.parent), None)
    for again in (*sections("SPLIT")[1:], *sections("MERGE")[1:]):
        report.error("EQ113", again.span, name=again.span.text)
    for section in sections("SPLIT")[:1]:
        scope.split = sharing.split_head(section, scope)
    by_item: dict[str, list[rules.RowIn]] = {}
    for entry in rows("DERIVED"):
        by_item.setdefault(entry[0].text("CODE"), []).append(entry)
    derived = {code: one for code, entries in by_item.items() if (one := items.derived(entries, scope))}
    judged = {rule.id: rule for rule in rules.rules(rows("INDICATORS"), scope)}
    judged = dated.dated(judged, rows("PERIODS"), scope)
    rules.refuse_idle_exceptions(rows("INDICATORS"), scope)
    items.refuse_twice(rows("CHECKS"), scope)
    dated.relax(rows("RELAXATIONS"), judged, derived, scope)
    refuse_circles(derived, judged, scope.vocabulary.ruleset, report)
    vetoes = [v for r, lang, o, _ in rows("VETOES") if top and (v := judged_by.veto(r, lang, o, top, scope))]
    made = [end for r, _, o, _ in rows("CONCLUSIONS") if (end := conclusions.conclusion(r, o, scope))]
    place = sections("CONCLUSIONS")[0].span if sections("CONCLUSIONS") else base.span
    specs = [i for r, lang, o, _ in rows("ITEMS") if (i := items.item(r, lang, o, scope))]
    for section in sections("EXAMPLES"):
        scope.vocabulary.ruleset.examples += conclusions.examples(section, scope)
    groups = _groups(documents, scope, list(judged.values()))
    return run.Plan(
        id=origin,
        layers=tuple(d.text("ID") for d in documents[1:]),
        about=head.about_document(base),
        paper=head.paper(base),
        interval=head.in_force(base, report),
        rounding=head.rounding(base, report),
        grains=items.grains(scope, origin),
        items=(*specs, *judged_by.judged_items(list(judged.values()), vetoes)),
        derived=tuple(derived.values()),
        readings=_readings(documents, scope),
        split=scope.split,
        merge=next((m for s in sections("MERGE") if (m := sharing.merge(s, scope))), None),
        checks=tuple(c for r, lang, o, _ in rows("CHECKS") if (c := items.check(r, lang, o, scope))),
        groups=groups,
        rules=tuple(judged.values()),
        vetoes=tuple(vetoes),
        conclusions=conclusions.settle_final(made, top, place, scope),
        notes=tuple(p.text for d in documents for p in d.head if isinstance(p, tree.Quote)),
    )


def _groups(documents: Sequence[tree.Document], scope: Scope, made: Sequence[run.Rule]) -> tuple[run.Group, ...]:
    from eqrules.model.symbols import Group

    return tuple(
        run.Group(
            id=group.names.code,
            rules=tuple(rule.id for rule in made if rule.group == group.names.code),
            about=run.About(zh=group.names.zh, en=group.names.en, note=group.gist),
        )
        for group in scope.vocabulary.all(Group)
    )


def _readings(documents: Sequence[tree.Document], scope: Scope) -> tuple[run.Reading, ...]:
    from eqrules.compile.about import about
    from eqrules.model.symbols import Reading
    from eqrules.syntax.characters import name_key

    made = []
    for document in documents:
        for section in document.all("READINGS"):
            for row in section.rows:
                symbol = scope.vocabulary.ruleset.symbols.get(row.text("CODE"))
                if not isinstance(symbol, Reading):
                    continue
                words = {name_key(w): zh or en for zh, en in symbol.options for w in (zh, en) if w}
                meant = about(symbol.names, row, document.text("ID"), scope.report)
                made.append(
                    run.Reading(
                        id=symbol.names.code,
                        default=words.get(name_key(row.text("DEFAULT")), ""),
                        options=tuple(zh or en for zh, en in symbol.options),
                        about=meant.model_copy(update={"note": row.text("QUESTION") or meant.note}),
                    )
                )
    return tuple(made)
