"""放宽 · Where a relaxation was used: which, under what condition, with what promise, at which objects."""

from __future__ import annotations

from eqrules.engine.contract import Outcome
from eqrules.report import words
from eqrules.report.county import County
from eqrules.report.formula import Formula
from eqrules.report.objects import Objects


def used(county: County) -> dict[tuple[str, str], list[Outcome]]:
    """Outcomes by (indicator, relaxation)."""
    found: dict[tuple[str, str], list[Outcome]] = {}
    for rule, outcomes in county.outcomes.items():
        for outcome in outcomes:
            for code in outcome.relaxations:
                found.setdefault((rule, code), []).append(outcome)
    return found


def text(objects: Objects, formula: Formula, rule: str, code: str) -> str:
    """`T5 规模放宽；建成年份 ≤ 2010；规程；三年内达到原标准`."""
    own = next((r for r in objects.rules[rule].relaxations if r.id == code), None)
    if own is not None:
        parts = [words.coded(own.about, code, formula.lang), formula.condition(own.when)]
        parts += [own.about.basis, own.about.note]
    else:
        variants = (v for item in objects.plan.derived for v in item.variants if v.relaxation == code)
        conditions = (formula.condition(v.when) for v in variants if v.when is not None)
        parts = [code, *dict.fromkeys(conditions)]
    return words.either(formula.lang, "；", "; ").join(part for part in parts if part)
