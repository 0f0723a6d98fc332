"""落地 · Every table of the documents to its part of the plan."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.compile import conclusions, dated, head, items, judged, rules, sharing
from eqrules.compile.about import about
from eqrules.compile.formulas import Scope
from eqrules.compile.order import refuse_circles
from eqrules.model.symbols import Grain, Group, Reading
from eqrules.plan import plan as run
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key


def lower(documents: Sequence[tree.Document], scope: Scope) -> run.Plan:
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
    indicators = {rule.id: rule for rule in rules.rules(rows("INDICATORS"), scope)}
    indicators = dated.dated(indicators, rows("PERIODS"), scope)
    rules.refuse_idle_exceptions(rows("INDICATORS"), scope)
    items.refuse_twice(rows("CHECKS"), scope)
    dated.relax(rows("RELAXATIONS"), indicators, derived, scope)
    refuse_circles(derived, indicators, scope.vocabulary.ruleset, report)
    vetoes = [v for r, lang, o, _ in rows("VETOES") if top and (v := judged.veto(r, lang, o, top, scope))]
    made = [end for r, _, o, _ in rows("CONCLUSIONS") if (end := conclusions.conclusion(r, o, scope))]
    place = sections("CONCLUSIONS")[0].span if sections("CONCLUSIONS") else base.span
    specs = [i for r, lang, o, _ in rows("ITEMS") if (i := items.item(r, lang, o, scope))]
    for section in sections("EXAMPLES"):
        scope.vocabulary.ruleset.examples += conclusions.examples(section, scope)
    groups = _groups(documents, scope, list(indicators.values()))
    return run.Plan(
        id=origin,
        layers=tuple(d.text("ID") for d in documents[1:]),
        about=head.about_document(base),
        paper=head.paper(base),
        interval=head.in_force(base, report),
        rounding=head.rounding(base, report),
        grains=items.grains(scope, origin),
        items=(*specs, *judged.judged_items(list(indicators.values()), vetoes)),
        derived=tuple(derived.values()),
        readings=_readings(documents, scope),
        split=scope.split,
        merge=next((m for s in sections("MERGE") if (m := sharing.merge(s, scope))), None),
        checks=tuple(c for r, lang, o, _ in rows("CHECKS") if (c := items.check(r, lang, o, scope))),
        groups=groups,
        rules=tuple(indicators.values()),
        vetoes=tuple(vetoes),
        conclusions=conclusions.settle_final(made, top, place, scope),
        notes=tuple(p.text for d in documents for p in d.head if isinstance(p, tree.Quote)),
    )


def _groups(documents: Sequence[tree.Document], scope: Scope, made: Sequence[run.Rule]) -> tuple[run.Group, ...]:
    return tuple(
        run.Group(
            id=group.names.code,
            rules=tuple(rule.id for rule in made if rule.group == group.names.code),
            about=run.About(zh=group.names.zh, en=group.names.en, note=group.gist),
        )
        for group in scope.vocabulary.all(Group)
    )


def _readings(documents: Sequence[tree.Document], scope: Scope) -> tuple[run.Reading, ...]:
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
