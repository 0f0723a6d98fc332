"""目标 · Results of runs, read back to be set beside targets and schedules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eqrules.diagnostics.report import Finding
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan
from eqrules.workspace.find import CannotRun

if TYPE_CHECKING:
    from eqrules.engine.targets import County

SCHEMAS = ("eqrules/batch/1", "eqrules/result/1")


def results(plan: Plan, paths: Sequence[Path]) -> list[County]:
    """The counties of batch folders and result files, each with its day.

    `CannotRun`: EQ430 for what is no result, EQ431 for one by rules that this plan does not stand on, EQ432 for a
    plan without targets.
    """
    if not plan.targets and not plan.schedule:
        raise CannotRun(Finding("EQ432", "error", facts={"name": plan.id}))
    return [county for path in paths for county in _counties(plan, path)]


def _counties(plan: Plan, path: Path) -> list[County]:
    from eqrules.engine.targets import County

    made = _read(path)
    rules, own = made["ruleset"], next((c.id for c in plan.conclusions if c.final), "")
    known = {plan.id, *(one.id for one in plan.lineage)}
    if rules["id"] not in known:
        facts = {"file": path.name, "has": rules["id"], "name": plan.id, "known": "、".join(sorted(known))}
        raise CannotRun(Finding("EQ431", "error", facts=facts))
    return [
        County(
            one["county"], one.get("name", ""), date.fromisoformat(rules["as_of"]),
            {own: Verdict(one["verdict"])} | {c["rule"]: Verdict(c["verdict"]) for c in one.get("conclusions", ())},
        )
        for one in made["counties"]
    ]  # fmt: skip


def _read(path: Path) -> dict[str, Any]:
    """The manifest of a batch, or a result as JSON."""
    file = path / "manifest.json" if path.is_dir() else path
    try:
        made = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        made = None
    if not isinstance(made, dict) or made.get("schema") not in SCHEMAS:
        raise CannotRun(Finding("EQ430", "error", facts={"file": path.name}))
    return made
