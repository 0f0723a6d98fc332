"""太少 · Coefficients of variation over one or two objects: shown, or computed, and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import Evaluation, Key
from eqrules.language.verdicts import Verdict
from eqrules.plan.expressions import Aggregate, Result
from eqrules.plan.plan import Plan, Rule
from eqrules.plan.walk import aggregates_in


def few(evaluation: Evaluation) -> list[Finding]:
    """EQ691: over one value nothing is judged. EQ692: over two it is computed, and says little."""
    lone: dict[tuple[str, Key], None] = {}
    two: dict[tuple[str, Key], None] = {}
    for rule in evaluation.plan.rules:
        outcomes = evaluation.outcomes.get(rule.id, [])
        lone |= {(rule.grain, o.key): None for o in outcomes if o.note == "single"}
        judged = [o.key for o in outcomes if o.note != "single" and o.value is not None]
        for source in _coefficients_of(rule):
            values = _values(evaluation, source, rule.grain)
            two |= {(rule.grain, key): None for key in judged if values[key] == 2}
    told = (("EQ691", list(lone)), ("EQ692", [place for place in two if place not in lone]))
    return [_finding(code, found, evaluation.plan) for code, found in told if found]


def _coefficients_of(rule: Rule) -> Iterator[str]:
    """The indicators whose values a coefficient in this rule is taken over."""
    for node in aggregates_in(rule.cases):
        match node:
            case Aggregate(function="cv", of=Result(rule=source), where=None):
                yield source
            case _:
                pass


def _values(evaluation: Evaluation, source: str, grain: str) -> Counter[Key]:
    """Object of `grain` → how many values the indicator has below it."""
    keys = {g.id: g.keys for g in evaluation.plan.grains}
    counted: Counter[Key] = Counter()
    for outcome in evaluation.outcomes[source]:
        if outcome.value is not None or outcome.verdict is Verdict.UNDETERMINED:
            place = dict(zip(keys[outcome.grain], outcome.key, strict=True))
            counted[tuple(place[part] for part in keys[grain])] += 1
    return counted


def _finding(code: str, found: list[tuple[str, Key]], plan: Plan) -> Finding:
    names = {g.id: g.about.zh or g.id for g in plan.grains}
    cells = tuple(f"{names[grain]}!({' '.join(key)})" for grain, key in found)
    shown = "；".join(" ".join(key) for _, key in found[:3])
    return Finding(code, "warning", None, {"objects": shown, "n": str(len(found))}, (), cells, len(found))
