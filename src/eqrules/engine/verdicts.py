"""结论表 · What every engine's verdicts look like as columns: one table per grain, one row per object.

Key columns (county, school, …), then for each indicator its verdict, `R1.value` (the nearest double, in the
unit it is printed in; a root rounded to six decimals) and `R1.gap` (more of the numerator; below zero: less),
then each conclusion. The bytes do not depend on the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import Evaluation, Outcome
from eqrules.engine.sql.exactly import rounded
from eqrules.engine.sql.verdict_codes import WORDS
from eqrules.language.numbers import Roots
from eqrules.plan.plan import Plan, Rule

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(slots=True)
class Verdicts:
    """`tables`: grain → Arrow table. `redone`: counties that the reference engine judged. `refused`: ids of what
    SQL cannot express."""

    engine: str
    tables: dict[str, pa.Table]
    redone: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the intake and the reference engine saw in these."""


@dataclass(slots=True)
class Layout:
    """The columns of one grain's table, in order."""

    keys: tuple[str, ...]
    rules: tuple[Rule, ...]
    rulings: tuple[str, ...]
    columns: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        of_rules = [f"{rule.id}{end}" for rule in self.rules for end in ("", ".value", ".gap")]
        self.columns = (*of_rules, *self.rulings)


def layout(plan: Plan, grain: str) -> Layout:
    spec = next(g for g in plan.grains if g.id == grain)
    rulings = [v.id for v in plan.vetoes if v.grain == grain]
    rulings += [g.id for g in plan.groups] if grain == plan.top.id else []
    rulings += [c.id for c in plan.conclusions if c.grain == grain]
    return Layout(spec.keys, tuple(r for r in plan.rules if r.grain == grain), tuple(rulings))


def from_evaluation(made: Evaluation) -> dict[str, pa.Table]:
    """The tables of an evaluation, object by object."""
    import pyarrow as pa

    tables = {}
    for grain in made.plan.grains:
        form, keys = layout(made.plan, grain.id), made.submission.tables[grain.id].keys
        if not form.columns:
            continue
        columns: dict[str, Any] = {
            part: pa.array([key[at] for key in keys], pa.string()) for at, part in enumerate(form.keys)
        }
        for name, values, kind in _columns(form, made):
            columns[name] = dictionary(values) if kind is None else pa.array(values, kind)
        tables[grain.id] = pa.table(columns)
    return tables


def _columns(form: Layout, made: Evaluation) -> Iterator[tuple[str, list[Any], Any]]:
    import pyarrow as pa

    for rule in form.rules:
        outcomes = made.outcomes[rule.id]
        yield rule.id, [WORDS.index(o.verdict.value) for o in outcomes], None
        yield f"{rule.id}.value", [figure(o, rule) for o in outcomes], pa.float64()
        yield f"{rule.id}.gap", [_gap(o) for o in outcomes], pa.float64()
    for name in form.rulings:
        yield name, [WORDS.index(d.verdict.value) for d in made.decisions[name]], None


def shaped(found: pa.Table, form: Layout) -> pa.Table:
    """What an engine fetched, in the columns and types of a table of verdicts."""
    import pyarrow as pa

    made: dict[str, Any] = {part: found[part].cast(pa.string()) for part in form.keys}
    for name in form.columns:
        if name in found.column_names:
            column = found[name]
            figures = name.endswith((".value", ".gap"))
            made[name] = column.cast(pa.float64()) if figures else dictionary(column.combine_chunks().cast(pa.int8()))
        elif f"{name}.n" in found.column_names:
            made[name] = pa.array(_quotients(found[f"{name}.n"], found[f"{name}.d"]), pa.float64())
        else:
            empty = name.endswith((".value", ".gap"))
            made[name] = pa.nulls(found.num_rows, pa.float64()) if empty else dictionary([None] * found.num_rows)
    return pa.table(made)


def _quotients(over: pa.ChunkedArray, under: pa.ChunkedArray) -> list[float | None]:
    """Python divides whole numbers of any size to the nearest double."""
    pairs = zip(over.to_pylist(), under.to_pylist(), strict=True)
    return [None if a is None or b is None else int(a) / int(b) for a, b in pairs]


def figure(outcome: Outcome, rule: Rule) -> float | None:
    """The value as a table shows it."""
    value, times = outcome.value, 100 if rule.percent else 1
    if isinstance(value, Roots):
        return rounded(value.scaled(times))
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return float(value * times)


def _gap(outcome: Outcome) -> float | None:
    if outcome.gap is None:
        return None
    return float(outcome.gap.amount) if outcome.gap.direction == "more" else -float(outcome.gap.amount)


def dictionary(codes: Any) -> Any:
    """Verdicts by number as words."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(WORDS))
