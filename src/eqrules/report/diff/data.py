"""对照数据 · eqrules/diff/1: the same comparison for programs."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from eqrules.compare.changes import Change, Comparison, Counterexample, Impact, Judgement, Switch
from eqrules.language.numbers import Roots, parse, plain_text
from eqrules.plan.expressions import Number
from eqrules.plan.plan import Limit, Plan
from eqrules.report import figures
from eqrules.report.diff.sentences import Sentences


def dump(found: Comparison) -> str:
    return json.dumps(as_data(found), ensure_ascii=False, indent=1) + "\n"


def as_data(found: Comparison) -> dict[str, Any]:
    write = {lang: Sentences(found, lang) for lang in ("zh", "en")}
    return {
        "schema": "eqrules/diff/1",
        "old": _ruleset(found.old, found.hashes[0], found.days[0]),
        "new": _ruleset(found.new, found.hashes[1], found.days[1]),
        "changes": [_change(change, write) for change in found.changes],
        "rules": {code: _judgement(one) for code, one in found.rules.items()},
        "overall": _judgement(found.overall) | {"text": {k: w.judgement(found.overall) for k, w in write.items()}},
        "counterexamples": [_counterexample(one, write) for one in found.counterexamples],
        "impact": _impact(found.impact),
    }


def _ruleset(plan: Plan, ruleset_hash: str, day: date) -> dict[str, Any]:
    return {
        "id": plan.id, "hash": ruleset_hash, "name": {"zh": plan.about.zh, "en": plan.about.en},
        "in_force": {"from": plan.interval.start, "to": plan.interval.end}, "as_of": day.isoformat(),
        "state": plan.paper.state, "kind": plan.paper.kind,
    }  # fmt: skip


def _judgement(of: Judgement) -> dict[str, str]:
    return {"effect": of.effect, "proof": of.proof, "assumes": of.assumes or "logical"}


def _change(change: Change, write: dict[str, Sentences]) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "kind": change.kind,
        "aspect": change.aspect,
        "part": change.part,
        "where": dict(change.where),
        "old": _part(change, "old", write["zh"]),
        "new": _part(change, "new", write["zh"]),
        "effect": change.effect,
        "basis": {"old": change.basis[0], "new": change.basis[1]},
        "related": list(change.related),
        "text": {lang: one.sentence(change) for lang, one in write.items()},
    }


def _part(change: Change, side: str, write: Sentences) -> str:
    """Limits and signs as programs write them, `>= 95%`; the rest in words."""
    part = change.old if side == "old" else change.new
    if part is None:
        return ""
    if change.aspect == "operator":
        return str(part)
    if isinstance(part, Limit) and part.kind == "compare" and isinstance(part.amount, Number):
        rule = next((r for p in (write.found.old, write.found.new) for r in p.rules if r.id == change.rule), None)
        times = 100 if rule and rule.percent else 1
        return f"{part.sign} {plain_text(parse(part.amount.value) * times)}{'%' if times == 100 else ''}"
    return write.parts.of(change, "old" if side == "old" else "new")


# ── counterexamples, impact ──────────────────────────────────────
def _counterexample(of: Counterexample, write: dict[str, Sentences]) -> dict[str, Any]:
    return {
        "passes": of.passes,
        "fails": of.fails,
        "rule": of.rule,
        "grain": of.grain,
        "object": list(of.key),
        "verdicts": {"old": of.verdicts[0], "new": of.verdicts[1]},
        "values": {"old": _exact(of.values[0]), "new": _exact(of.values[1])},
        "submission": {
            sheet: [dict(zip(heads, row, strict=True)) for row in rows] for sheet, heads, rows in write["zh"].sheets(of)
        },
        "text": {lang: one.counterexample(of) for lang, one in write.items()},
    }


def _exact(value: object) -> str:
    if isinstance(value, int | Fraction | Roots) and not isinstance(value, bool):
        return figures.exact(value)
    return "" if value is None else str(value)


def _impact(of: Impact | None) -> dict[str, Any]:
    if of is None:
        return {"schools": [], "counties": []}
    return {
        "files": list(of.files),
        "engine": of.engine,
        "rules": [
            {"rule": r.rule, "grain": r.grain, "objects": r.objects, "near": r.near,
             "changed": [{"old": a, "new": b, "count": n} for (a, b), n in r.turned.items()]} for r in of.reaches
        ],
        "schools": [_switch(one) for one in of.switches],
        "schools_not_listed": of.cut,
        "counties": [_switch(one) for one in of.counties],
    }  # fmt: skip


def _switch(of: Switch) -> dict[str, Any]:
    made: dict[str, Any] = {"rule": of.rule, "object": list(of.key), "name": of.name, "old": of.old, "new": of.new}
    shown = [None if v is None else f"{v:.12g}" for v in of.values]
    return made | {"values": {"old": shown[0], "new": shown[1]}}
