"""结果 · One evaluation as data, schema eqrules/result/1: names are fixed, numbers are text, bytes repeat."""

from __future__ import annotations

import json
from typing import Any

from eqrules.diagnostics.render import as_json
from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import CountyVerdict, Decision, Evaluation, Gap, Key, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.report import figures, receipt, words
from eqrules.report.cells import Cells
from eqrules.report.objects import Objects, looked_into
from eqrules.report.sources import basis, limit_source, limit_status

SCHEMA = "eqrules/result/1"
_line = json.JSONEncoder(ensure_ascii=False).encode


def result(of: Evaluation | Objects, ruleset_hash: str = "") -> dict[str, Any]:
    """The whole run as plain data. `ruleset_hash`: of the ruleset as compiled, for every date."""
    objects = looked_into(of)
    plan, evaluation = objects.plan, objects.evaluation
    cells, limits = Cells(objects), _Limits(objects)
    return {
        "schema": SCHEMA,
        "ruleset": {
            "id": plan.id,
            "name": words.name(plan.about, plan.id, "zh"),
            "hash": receipt.ruleset_hash(evaluation, ruleset_hash),
            "as_of": evaluation.day.isoformat(),
            "layers": list(plan.layers),
            "readings": receipt.readings(evaluation),
        },
        "engine": receipt.engine(evaluation),
        "submission": {"files": [{"name": f.name, "sha256": f.sha256} for f in evaluation.submission.files]},
        "counties": [_county(objects, county) for county in evaluation.counties],
        "decisions": [
            _decision(objects, decision)
            for code in sorted(evaluation.decisions, key=_order(objects))
            for decision in evaluation.decisions[code]
            if code not in objects.vetoes
        ],
        "results": [
            _result(objects, cells, limits, outcome)
            for rule in plan.rules
            for outcome in evaluation.outcomes.get(rule.id, ())
        ],
        "findings": [as_json(finding) for finding in findings(evaluation)],
    }


def findings(evaluation: Evaluation) -> list[Finding]:
    """What intake and the engine saw; each once, also when the engine passed intake's on."""
    seen: list[Finding] = []
    for finding in (*evaluation.submission.report.findings, *evaluation.report.findings):
        if not any(finding is other for other in seen):
            seen.append(finding)
    return seen


def dump(data: dict[str, Any]) -> str:
    """JSON text, one line for each county, result and finding; the same bytes for the same run."""
    blocks = []
    for name, value in data.items():
        if isinstance(value, list) and value:
            lines = ",\n    ".join(_line(entry) for entry in value)
            blocks.append(f"  {_line(name)}: [\n    {lines}\n  ]")
        else:
            blocks.append(f"  {_line(name)}: {_line(value)}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def _order(objects: Objects) -> Any:
    places = {code: place for place, code in enumerate(objects.rulings)}
    return lambda code: (places.get(code, len(places)), code)


def _named(objects: Objects, grain: str, key: Key) -> dict[str, str]:
    return dict(zip(objects.grains[grain].keys, key, strict=True))


def _county(objects: Objects, county: CountyVerdict) -> dict[str, Any]:
    return {
        "county": "/".join(county.county),
        "name": objects.label(county.county),
        "verdict": county.verdict.value,
        "vetoes": list(county.vetoes),
        "conclusions": [
            {
                "rule": decision.id,
                "name": objects.ruling(decision.id, "zh"),
                "kind": "group" if decision.id in objects.groups else "conclusion",
                "verdict": decision.verdict.value,
            }
            for decision in objects.decisions_at(county.county)
            if decision.id not in objects.vetoes
        ],
        "veto_checks": [
            {"rule": code, "name": objects.ruling(code, "zh"), "holds": objects.veto_holds(code, county)}
            for code in objects.vetoes
        ],
        "missing": list(county.missing),
    }


def _decision(objects: Objects, decision: Decision) -> dict[str, Any]:
    return {
        "rule": decision.id,
        "name": objects.ruling(decision.id, "zh"),
        "grain": decision.grain,
        "object": _named(objects, decision.grain, decision.key),
        "verdict": decision.verdict.value,
        "failing": [{"rule": rule, "object": "/".join(key)} for rule, key in decision.failing],
        "missing": list(decision.missing),
    }


def _result(objects: Objects, cells: Cells, limits: _Limits, outcome: Outcome) -> dict[str, Any]:
    rule = objects.rules[outcome.rule]
    value, exact = _value(objects, outcome)
    return {
        "rule": rule.id,
        "name": words.name(rule.about, rule.id, "zh"),
        "grain": outcome.grain,
        "object": _named(objects, outcome.grain, outcome.key),
        "value": value,
        "exact": exact,
        "unit": rule.unit,
        "limit": limits.of(outcome),
        "verdict": outcome.verdict.value,
        "near": outcome.verdict in (Verdict.MET, Verdict.NOT_MET) and figures.near(outcome),
        "gap": None if outcome.gap is None else _gap(objects, outcome.gap),
        "basis": basis(objects, outcome),
        "status": limit_status(objects, outcome),
        "decides": outcome.decides,
        "relaxations": list(outcome.relaxations),
        "note": outcome.note,
        "missing": list(outcome.missing),
        "cells": list(cells.of(outcome)),
    }


def _value(objects: Objects, outcome: Outcome) -> tuple[str | None, str | None]:
    value = outcome.value
    if value is None:
        return None, None
    if isinstance(value, (bool, str)):
        word = figures.word(value, "zh")
        return word, word
    if (rank := figures.ranked(outcome.case, value)) is not None:
        return rank, rank
    rule = objects.rules[outcome.rule]
    number = figures.scaled(rule, value)
    return figures.machine(number, figures.limit_number(objects, outcome)), figures.exact(number)


class _Limits:
    """Limits as data: most outcomes of a row share one."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.known: dict[tuple[object, ...], dict[str, Any] | None] = {}

    def of(self, outcome: Outcome) -> dict[str, Any] | None:
        place = (outcome.rule, id(outcome.case), id(outcome.limit), outcome.limit_value, outcome.relaxations)
        if place not in self.known:
            self.known[place] = _limit(self.objects, outcome)
        return self.known[place]


def _limit(objects: Objects, outcome: Outcome) -> dict[str, Any] | None:
    limit = outcome.limit
    if limit is None:
        return None
    amount = figures.limit_number(objects, outcome)
    return {
        "op": limit.sign if limit.kind == "compare" else limit.kind,
        "value": "、".join(limit.values)
        if limit.kind == "one_of"
        else None
        if amount is None
        else figures.ranked(outcome.case, amount) or figures.lossless(amount),
        "source": limit_source(objects, outcome),
        "text": limit.text,
    }


def _gap(objects: Objects, gap: Gap) -> dict[str, str]:
    item, grain = objects.items.get(gap.item), objects.grains.get(gap.item)
    about = item.about if item else grain.about if grain else None
    return {
        "item": gap.item,
        "name": words.name(about, gap.item, "zh") if about else gap.item,
        "amount": figures.lossless(gap.amount),
        "unit": item.unit if item else "",
        "direction": gap.direction,
    }
