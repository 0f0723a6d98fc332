"""落地 · Every table of the documents to its part of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from eqrules.compile import conclusions, head, items, judged, rules, sharing, targets
from eqrules.compile.about import about
from eqrules.compile.formulas import Scope
from eqrules.compile.history import with_additions
from eqrules.compile.inherit import inherit
from eqrules.compile.lineage import Lineage, intervals
from eqrules.compile.memory import Memory, RowIn
from eqrules.compile.order import refuse_circles
from eqrules.compile.parts import Parts
from eqrules.diagnostics.report import Report
from eqrules.model.symbols import Grain, Group, Reading
from eqrules.plan import plan as run
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import expand_codes


def lower(lineage: Lineage, scope: Scope, memory: Memory) -> run.Plan:
    """Every table to its part of the plan; then what each document changes; splits first of all."""
    documents, own, report = lineage.documents, lineage.own, scope.report
    for again in (*_sections(documents, "SPLIT")[1:], *_sections(documents, "MERGE")[1:]):
        report.error("EQ113", again.span, name=again.span.text)
    for section in _sections(documents, "SPLIT")[:1]:
        scope.split = sharing.split_head(section, scope)
    scope.memory = memory.meaning = memory.meaning.turn(scope)
    parts = _declared(documents, scope)
    days = intervals(lineage, report)
    with_additions(parts, lineage.root(own.text("ID")), days)
    inherit(lineage, days, parts, scope)
    refuse_circles(parts.derived, parts.rules, scope)
    taken = {own.text("ID"), *lineage.layers}
    for document in documents:
        for section in document.all("EXAMPLES") if document.text("ID") in taken else ():
            rows = [(row, document.lang, document.text("ID"), section) for row in section.rows]
            scope.vocabulary.ruleset.examples += conclusions.examples(section, rows, scope)
    top = next((g for g in scope.vocabulary.all(Grain) if not g.parent), None)
    ends = [s.span for d in reversed(documents) for s in d.all("CONCLUSIONS")]
    made, vetoes = list(parts.rules.values()), list(parts.vetoes.values())
    return run.Plan(
        id=own.text("ID"),
        layers=tuple(d.text("ID") for d in documents if d.text("ID") in lineage.layers),
        lineage=_ancestry(lineage, report),
        about=head.about_document(own),
        paper=head.paper(own),
        interval=days[own.text("ID")],
        rounding=head.rounding(next((d for d in reversed(documents) if d.line("ROUNDING")), own), report),
        grains=items.grains(scope, lineage.root(own.text("ID"))),
        items=(*parts.items.values(), *judged.judged_items(made, vetoes)),
        derived=tuple(parts.derived.values()),
        readings=_readings(documents, scope),
        split=scope.split,
        merge=next((m for s in _sections(documents, "MERGE") if (m := sharing.merge(s, scope))), None),
        checks=tuple(parts.checks.values()),
        groups=_groups(documents, scope, made),
        rules=tuple(made),
        vetoes=tuple(vetoes),
        conclusions=conclusions.settle_final(
            list(parts.conclusions.values()), top, ends[0] if ends else own.span, scope
        ),
        targets=tuple(parts.targets.values()),
        schedule=tuple(d for r, _, o, s in _rows(documents, "SCHEDULE") if (d := targets.due(r, o, s, scope))),
        retired=tuple(run.Retired(id=part.id, about=part.about) for part in parts.retired),
        notes=tuple(p.text for d in documents for p in d.head if isinstance(p, tree.Quote)),
    )


def _sections(documents: Sequence[tree.Document], token: str) -> list[tree.Section]:
    return [s for d in documents for s in d.all(token)]


def _rows(documents: Sequence[tree.Document], token: str) -> list[RowIn]:
    return [(row, d.lang, d.text("ID"), s) for d in documents for s in d.all(token) for row in s.rows]


def _declared(documents: Sequence[tree.Document], scope: Scope) -> Parts:
    """What the tables declare, before any document changes another's."""

    def rows(token: str) -> list[RowIn]:
        return _rows(documents, token)

    top = next((g for g in scope.vocabulary.all(Grain) if not g.parent), None)
    by_item: dict[str, list[RowIn]] = {}
    for entry in rows("DERIVED"):
        by_item.setdefault(entry[0].text("CODE"), []).append(entry)
    made = Parts()
    once = scope.memory.once
    made.derived = {
        code: one
        for code, entries in by_item.items()
        if (one := once("DERIVED", entries, scope, partial(items.derived, entries, scope)))
    }
    made.rules = {rule.id: rule for rule in rules.rules(rows("INDICATORS"), scope)}
    rules.refuse_idle_exceptions(rows("INDICATORS"), scope)
    items.refuse_twice(rows("CHECKS"), scope)
    vetoes = [v for r, lang, o, _ in rows("VETOES") if top and (v := judged.veto(r, lang, o, top, scope))]
    made.vetoes = {veto.id: veto for veto in vetoes}
    ends = [end for r, _, o, _ in rows("CONCLUSIONS") if (end := conclusions.conclusion(r, o, scope))]
    made.conclusions = {end.id: end for end in ends}
    read = [once("ITEMS", [row], scope, partial(items.item, *row[:3], scope)) for row in rows("ITEMS")]
    made.items = {item.id: item for item in read if item}
    held = [once("CHECKS", [row], scope, partial(items.check, *row[:3], scope)) for row in rows("CHECKS")]
    made.checks = {check.id: check for check in held if check}
    reached = [t for r, _, o, s in rows("TARGETS") if (t := targets.target(r, o, s, scope))]
    made.targets = {target.id: target for target in reached if target.id not in scope.vocabulary.ruleset.symbols}
    items.refuse_twice(rows("TARGETS"), scope)
    items.refuse_twice(rows("RELAXATIONS"), scope, "RELAXATION")
    for token in ("DERIVED", "INDICATORS", "CONCLUSIONS"):
        for section in _sections(documents, token):
            _as_written(section, made)
    return made


def _as_written(section: tree.Section, made: Parts) -> None:
    """Formulas, scopes and exceptions of a chapter in its own words."""
    said = section.lines.get("EXCEPT")
    left_out = re.split("[;\uff1b]", said.content.span.text) if said and said.content else []
    if section.rows:
        made.excepts[section.text("ID")] = left_out
    for row in section.rows:
        for code in expand_codes(row.text("CODE")):
            made.excepts[code] = left_out
            texts = [c.span.text for c in row.cells if c.column.token in ("FORMULA", "WHEN") and c.span.text]
            made.formulas.setdefault(code, []).extend(texts)
            made.scopes.setdefault(code, []).extend(c.span.text for c in row.cells if c.column.token == "APPLIES")


def _ancestry(lineage: Lineage, report: Report) -> tuple[run.Ancestor, ...]:
    own = lineage.own.text("ID")
    roles = {parent.id: parent.role for parent in lineage.parents.get(own, ())}
    above = lineage.ancestors(own)
    return tuple(
        run.Ancestor(id=name, role=roles.get(name, ""), about=head.about_document(d), paper=head.paper(d),
                     interval=head.in_force(d, report))
        for d in lineage.documents if (name := d.text("ID")) in above or name in lineage.layers
    )  # fmt: skip


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
