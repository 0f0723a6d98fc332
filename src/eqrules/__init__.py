"""eqrules · Rules as code for education supervision.

`load` a ruleset, `run` it on what a county handed in:

    plan = eqrules.load("cn/2017").compile(as_of="2024-09-01")
    evaluation = eqrules.run(plan, ["县.xlsx"])

and `diff` two rulesets: `eqrules.diff("cn/2017", "我的规则").overall`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eqrules.compare.changes import Comparison
    from eqrules.engine.contract import Evaluation
    from eqrules.engine.verdicts import Verdicts
    from eqrules.plan.plan import Plan

__version__ = "0.1.0"


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A ruleset by id or path, with the layers switched on over it."""

    name: str
    layers: tuple[str, ...] = ()

    def compile(self, as_of: date | str | None = None) -> Plan:
        """The plan; with a date, only what is in force on it. ValueError lists the codes of what is wrong."""
        from eqrules import workspace
        from eqrules.plan.in_force import in_force

        loaded = workspace.load(self.name, self.layers)
        if loaded.plan is None:
            raise ValueError(" ".join(f"{f.code} {f.span}" for f in loaded.report.findings))
        if as_of is None:
            return loaded.plan
        return in_force(loaded.plan, as_of if isinstance(as_of, date) else date.fromisoformat(as_of))


def load(name: str, layers: Sequence[str] = ()) -> Ruleset:
    """A shipped ruleset by id (`cn/2017`) or one of yours by path."""
    return Ruleset(name, tuple(layers))


def run(
    plan: Plan,
    data: Sequence[str | Path],
    as_of: date | str | None = None,
    readings: dict[str, str] | None = None,
    engine: str = "auto",
) -> Evaluation:
    """Judge the submission in these files or folders, as of a day (today if none is given)."""
    from eqrules import workspace

    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of) if as_of else date.today()
    submission = workspace.read(plan, [Path(path) for path in data])
    return workspace.run(plan, submission, day, readings, engine)


def diff(old: str | Plan, new: str | Plan, as_of: date | str | None = None) -> Comparison:
    """What changed in meaning from old to new (ids, paths or plans), and which is stricter, with proof or example.

    ValueError lists the codes of what is wrong in a ruleset.
    """
    from eqrules.plan.identity import identity
    from eqrules.workspace import compare

    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    sides = [load(one).compile() if isinstance(one, str) else one for one in (old, new)]
    found = compare.diff((sides[0], identity(sides[0]), None), (sides[1], identity(sides[1]), None), day)
    if isinstance(old, str) and isinstance(new, str):
        found.asked = (old, new)
    return found


def judge(
    plan: Plan,
    data: Mapping[str, object],
    as_of: date | str | None = None,
    readings: dict[str, str] | None = None,
    engine: str = "duckdb",
) -> Verdicts:
    """Judge tables that come as columns: grain → Arrow table (or anything with the Arrow interface), or a path.

    Columns are named as items are, by id, name or alias. The result has one Arrow table per grain.
    """
    from eqrules.engine import column_engine

    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of) if as_of else date.today()
    chosen = {reading.id: reading.default for reading in plan.readings} | (readings or {})
    return column_engine(engine).judge_columns(plan, data, day, chosen)
