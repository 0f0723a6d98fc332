"""影响 · A submission under two rulesets: read once, judged twice, laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.compare.changed import changed
from eqrules.compare.changes import Comparison
from eqrules.compare.impact import Tables, impact
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan
from eqrules.workspace.judge import read, settled

if TYPE_CHECKING:
    from eqrules.data.submission import Submission

_LARGE = 4_000_000
"""Bytes of tables from which whole columns are judged."""
_MANY = 20_000
"""Objects from which whole columns are judged."""


def reached(found: Comparison, data: Sequence[Path], mapping: Path | None = None) -> Comparison:
    """The comparison with its impact on this submission; `CannotRun` as for a run."""
    plans = (found.old, found.new)
    for plan, day in zip(plans, found.days, strict=True):
        settled(plan, day, None)
    columns = [_columns(plan, data) for plan in plans] if mapping is None else [None, None]
    names: dict[tuple[str, ...], str] = {}
    if columns[0] and columns[1]:
        tables, engine = _by_columns(found, (columns[0], columns[1])), "duckdb"
    else:
        tables, names, engine = _read(found, data, mapping)
    held = tuple(in_force(plan, day) for plan, day in zip(plans, found.days, strict=True))
    made = impact((held[0], held[1]), tables, names)
    made.engine, made.files = engine, tuple(path.name for path in data)
    return replace(found, impact=made)


def _columns(plan: Plan, data: Sequence[Path]) -> dict[str, Path] | None:
    """Grain → its one large table; None where there is anything else."""
    from eqrules.data import large_files
    from eqrules.data.mapping import Mapping
    from eqrules.data.names import Names
    from eqrules.data.raw import Unreadable

    files = [p for path in data for p in (path.rglob("*") if path.is_dir() else (path,)) if p.is_file()]
    if (
        any(p.suffix.lower() not in (".csv", ".parquet") for p in files)
        or sum(p.stat().st_size for p in files) < _LARGE
    ):
        return None
    try:
        parts = large_files.parts(large_files.listed(data), Names(plan), Mapping())
    except Unreadable:
        return None
    made = {part.grain.id: part.path for part in parts}
    return made if len(made) == len(parts) and not any(part.beyond for part in parts) else None


def _by_columns(found: Comparison, columns: tuple[dict[str, Path], dict[str, Path]]) -> tuple[Tables, Tables]:
    from eqrules.engine import column_engine

    engine, touched = column_engine("duckdb"), changed(found.old, found.new)
    told = touched.values, touched.verdicts  # where no formula differs, the values of old are those of new
    old, new = (
        engine.judge_columns(plan, data, day, settled(plan, day, None), rules).tables
        for plan, day, data, rules in zip((found.old, found.new), found.days, columns, told, strict=True)
    )
    return old, new


def _read(
    found: Comparison, data: Sequence[Path], mapping: Path | None
) -> tuple[tuple[Tables, Tables], dict[tuple[str, ...], str], str]:
    """Read once where both know the same items."""
    first = read(found.old, data, mapping)
    alike = (found.old.items, found.old.grains, found.old.split) == (found.new.items, found.new.grains, found.new.split)
    second = first if alike else read(found.new, data, mapping)
    many = sum(len(table.keys) for table in first.tables.values()) > _MANY
    sides = [
        _judged(plan, one, found, at, many) for at, (plan, one) in enumerate(((found.old, first), (found.new, second)))
    ]
    return (sides[0], sides[1]), {**first.names, **second.names}, "duckdb" if many else "reference"


def _judged(plan: Plan, submission: Submission, found: Comparison, at: int, many: bool) -> Tables:
    day = found.days[at]
    readings = settled(plan, day, None)
    if many:
        from eqrules.engine import column_engine

        return column_engine("duckdb").judge(plan, submission, day, readings).tables
    from eqrules.engine.reference import Reference
    from eqrules.engine.verdicts import from_evaluation

    return from_evaluation(Reference().run(plan, submission, day, readings))
