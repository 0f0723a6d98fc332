"""边界 · Example rows around a limit, and one left blank, worked out by trying figures on the engine itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from eqrules.engine.contract import Outcome
from eqrules.language.numbers import parse, plain_text
from eqrules.language.verdicts import Verdict
from eqrules.model.ruleset import Example
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, ItemSpec, Plan, Rule
from eqrules.plan.walk import aggregates_in, items_in
from eqrules.source import Source, Span
from eqrules.trial.points import Point
from eqrules.trial.trials import of_example

_NOWHERE = Span(Source("", ""), 0, 0)
_SIZES = ("1000", "100", "200", "500", "10000", "120", "60", "7")
"""What the other figures of a formula are set to, until the figure that is sought comes out whole."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row: `values` by item code, and what the program makes of it; `side`: below, equal, above, missing."""

    rule: str
    case: int
    side: str
    values: dict[str, str]
    verdict: str


def propose(plan: Plan, missing: Sequence[Point], day: date) -> tuple[list[Proposal], list[str]]:
    """Rows for every deciding limit that lacks one of its sides; codes for which no single row can be found.

    The three with a figure come together; the one without comes where no example has left the figure out.
    """
    wanted: dict[tuple[str, int], set[bool]] = {}
    for point in missing:
        if point.kind in ("equal", "met", "not_met", "missing"):
            wanted.setdefault((point.code, point.at), set()).add(point.kind == "missing")
    made: list[Proposal] = []
    beyond: dict[str, None] = {}
    rules = {rule.id: rule for rule in plan.rules}
    for (code, number), blank in wanted.items():
        rows = [row for row in _rows(plan, rules[code], number, day) if (row.side == "missing") in blank]
        made += rows
        if not rows:
            beyond[code] = None
    return made, list(beyond)


def _rows(plan: Plan, rule: Rule, number: int, day: date) -> Iterator[Proposal]:
    case = rule.cases[number]
    limit = case.limits[-1].limit
    if limit.kind != "compare" or not isinstance(limit.amount, e.Number) or case.value is None:
        return
    specs = {spec.id: spec for spec in plan.items}
    fixed = _scope(case, plan)
    free = [code for code in dict.fromkeys(_inputs(case.value, plan)) if code in specs and code not in fixed]
    figures = [code for code in free if specs[code].type in ("integer", "decimal")]
    if fixed is None or not figures:
        return
    goal = parse(limit.amount.value)
    for size in _SIZES:
        base = fixed | {code: _within(specs[code], size) for code in figures[1:]}
        found = _solve(plan, rule, number, base, figures[0], goal, day)
        if found is None or (specs[figures[0]].whole and found.denominator != 1) or found < 0:
            continue
        step = Fraction(1) if specs[figures[0]].whole else Fraction(1, 100)
        for side, value in (("below", found - step), ("equal", found), ("above", found + step)):
            row = base | {figures[0]: plain_text(value)}
            outcome = _outcome(plan, rule, row, day)
            if value >= 0 and outcome is not None and _same(outcome.case, case):
                yield Proposal(rule.id, number, side, row, str(outcome.verdict))
        yield from _left_blank(plan, rule, number, base | {figures[0]: plain_text(found)}, figures, day)
        return


def _left_blank(
    plan: Plan, rule: Rule, number: int, row: dict[str, str], figures: Sequence[str], day: date
) -> Iterator[Proposal]:
    """The row with the first of its figures gone whose lack leaves the verdict open."""
    for blank in figures:
        outcome = _outcome(plan, rule, {code: value for code, value in row.items() if code != blank}, day)
        if outcome is not None and outcome.verdict is Verdict.UNDETERMINED and _same(outcome.case, rule.cases[number]):
            yield Proposal(rule.id, number, "missing", row | {blank: ""}, str(outcome.verdict))
            return


def _inputs(value: e.Expression, plan: Plan) -> Iterator[str]:
    """Data items behind a value, those behind its derived items too."""
    if any(one.function in ("cv", "max", "min", "median") for one in aggregates_in(value)):
        return
    derived = {one.id: one for one in plan.derived}
    for code in items_in(value):
        if code in derived:
            for variant in derived[code].variants:
                if variant.value is not None:
                    yield from _inputs(variant.value, plan)
        else:
            yield code


def _scope(case: Case, plan: Plan) -> dict[str, str]:
    """Values that put a row under this case; conditions that need more are left for the trial to fail on."""
    found: dict[str, str] = {}

    def settle(condition: e.Condition | None) -> None:
        match condition:
            case e.All(parts=parts):
                for part in parts:
                    settle(part)
            case e.Any(parts=parts):
                settle(parts[0])
            case e.Among(item=item, values=values):
                key = {grain.keys[-1]: grain.key_item for grain in plan.grains}.get(item.item, item.item)
                found.setdefault(key, values[0])
            case e.ReadingIs(reading=reading, values=values):
                found.setdefault(reading, values[0])
            case _:
                return

    settle(case.when)
    return found


def _within(spec: ItemSpec, size: str) -> str:
    return min(size, spec.maximum, key=lambda text: parse(text)) if spec.maximum else size


def _solve(
    plan: Plan, rule: Rule, number: int, base: dict[str, str], code: str, goal: Fraction, day: date
) -> Fraction | None:
    """The figure at which a value that grows evenly with it reaches the limit; None where it does not."""
    points = []
    for figure in (1, 2, 3):
        outcome = _outcome(plan, rule, base | {code: str(figure)}, day)
        value = outcome.value if outcome is not None else None
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            return None
        points.append(Fraction(value))
    slope = points[1] - points[0]
    if slope == 0 or points[2] - points[1] != slope:
        return None
    return 1 + (goal - points[0]) / slope


def _outcome(plan: Plan, rule: Rule, values: dict[str, str], day: date) -> Outcome | None:
    example = Example("", "", ((values, {rule.id: "met"}),), _NOWHERE)
    entries = of_example(example, day).run(plan)[0].entries
    return entries[0] if entries and isinstance(entries[0], Outcome) else None


def _same(found: Case | None, case: Case) -> bool:
    return found is not None and (found.when, found.value) == (case.when, case.value)
