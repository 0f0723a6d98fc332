"""取用 · A ruleset by name: compiled, or its plan from the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules import plan_cache
from eqrules.diagnostics.report import Finding, Report
from eqrules.plan.identity import identity
from eqrules.plan.plan import Plan
from eqrules.shipped import shipped
from eqrules.source import Source
from eqrules.workspace.find import CannotRun, digest, sources, unknown

if TYPE_CHECKING:
    from eqrules.compile import Compilation


@dataclass(slots=True)
class Loaded:
    """`plan` is None when the report has errors. `compilation` is None when the plan came from the cache."""

    plan: Plan | None
    report: Report
    hash: str = ""
    compilation: Compilation | None = None


def compile_named(name: str, layers: Sequence[str] = (), on: bool = False) -> tuple[Compilation, dict[str, str]]:
    """Compile by name, and the hashes of all that was read (for the cache); `on`: past the first mistakes."""
    from eqrules.compile import compile_ruleset

    read: dict[str, str] = {}

    def fetch(wanted: str) -> tuple[Source, ...] | None:
        found = sources(wanted)
        if found is not None:
            read[wanted] = digest(found)
        return found

    own = fetch(name)
    if own is None:
        raise unknown(name)
    for layer in layers:
        if sources(layer) is None:
            raise unknown(layer)
    if on:
        from eqrules.compile.recover import compile_on

        compilation = compile_on(own, fetch)
    else:
        compilation = compile_ruleset(own, fetch, list(layers))
    _say_renamed(name, own, compilation)
    return compilation, read


def _say_renamed(name: str, own: Sequence[Source], compilation: Compilation) -> None:
    """A copy that keeps a shipped id but not its text would pass for the shipped rules."""
    known = compilation.own.text("ID")
    ours = shipped("rulesets") / known
    shipped_text = sources(str(ours)) if known and Path(name).exists() and ours.exists() else None
    if shipped_text is not None and [s.text for s in shipped_text] != [s.text for s in own]:
        line = compilation.own.line("ID")
        compilation.report.warn("EQ409", line.span if line else None, name=known)


def _digest_of(name: str) -> str | None:
    found = sources(name)
    return digest(found) if found is not None else None


def load(name: str, layers: Sequence[str] = ()) -> Loaded:
    """The plan of a ruleset, from the cache if none of its sources has changed since."""
    if name.endswith(".json"):
        if layers:
            raise CannotRun(Finding("EQ503", "error", facts={"file": name, "layers": "、".join(layers)}))
        plan = plan_from_file(Path(name))
        return Loaded(plan, Report(), identity(plan))
    cached = plan_cache.find(name, layers, _digest_of)
    if cached is not None:
        return Loaded(cached.plan, Report(), cached.hash)
    compilation, read = compile_named(name, layers)
    if compilation.plan is None:
        return Loaded(None, compilation.report, "", compilation)
    value = identity(compilation.plan)
    if not compilation.report.findings:
        plan_cache.keep(name, layers, read, compilation.plan, value)
    return Loaded(compilation.plan, compilation.report, value, compilation)


def plan_from_file(path: Path) -> Plan:
    """A plan saved by `eqrules plan -o`; `CannotRun` (EQ502) if it is none."""
    from pydantic import ValidationError

    try:
        return Plan.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as problem:
        raise CannotRun(Finding("EQ502", "error", facts={"file": path.name})) from problem
