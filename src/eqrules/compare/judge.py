"""判断 · Whether new is stricter than old, rule by rule and as a whole."""

from __future__ import annotations

from eqrules.compare.changes import Comparison, Judgement


def judge(found: Comparison) -> Comparison:
    if found.changes:
        found.overall = Judgement("unproven")
    return found
