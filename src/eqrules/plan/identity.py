"""同一 · The hash of what a plan means, whatever its words and its language."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from eqrules.plan.plan import Plan

WORDS = {"about", "paper", "notes", "layers", "lineage", "within", "retired", "text", "values_en", "unit"}
"""Fields that only people read; a unit's meaning is in the conversions the compiler has checked."""
_MAY_LACK = {"targets", "schedule"}
"""Most rulesets have none; then it is as if there were no such field."""
_SETS = {
    "targets", "schedule", "items", "derived", "rules", "checks", "vetoes", "readings", "groups", "conclusions",
    "grains",
}  # fmt: skip


def _meaning(value: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _meaning(v, k) for k, v in value.items() if k not in WORDS and (v or k not in _MAY_LACK)}
    if isinstance(value, list):
        parts = [_meaning(v) for v in value]
        if field in _SETS:
            return sorted(parts, key=_name)
        return parts
    return value


def _name(part: Any) -> str:
    return str(part.get("id") or (part["year"], part["county"], part["name"])) if isinstance(part, dict) else str(part)


def identity(plan: Plan) -> str:
    """`sha256:…` of the meaning: names, notes, papers, order of declarations and language do not count."""
    text = json.dumps(_meaning(plan.model_dump(mode="json")), sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
