"""判定 · An indicator at every object: scope, case, value, limit, relaxations, verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eqrules.data.submission import Absent, State
from eqrules.engine.contract import Outcome
from eqrules.engine.reference.absence import Lone, join
from eqrules.engine.reference.bounds import decided
from eqrules.engine.reference.conditions import compare
from eqrules.engine.reference.values import item_reader, reader
from eqrules.engine.reference.world import Reader, World
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Case, Limit, Relaxation, Rule

MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE = Verdict


@dataclass(slots=True)
class _Ready:
    """One case with its functions made; `when` holds the truth for every object, None for all of them."""

    case: Case
    when: list[Any] | None
    read: Reader
    limit: Limit
    amount: Reader | None
    relaxed: Reader | None
    """Which relaxations of derived items the value used."""


@dataclass(slots=True)
class _Relaxed:
    relaxation: Relaxation
    when: list[Any]
    amount: Reader


def judge(rule: Rule, world: World) -> list[Outcome]:
    """Outcomes for all objects of the rule's grain, in order."""
    grain = rule.grain
    excluded = [world.truths(c, grain) for c in rule.excluded]
    cases = [_ready(case, rule, world) for case in rule.cases if case.limits]
    relaxed = [
        _Relaxed(r, world.truths(r.when, grain), reader(r.limit.amount, grain, world))
        for r in rule.relaxations
        if r.limit.amount is not None
    ]
    made = []
    for i, key in enumerate(world.tables[grain].keys):
        outcome = Outcome(rule.id, grain, key, UNDETERMINED)
        ready = _choose(outcome, excluded, cases, i)
        if ready is not None:
            _decide(outcome, rule, ready, relaxed, i)
        made.append(outcome)
    return made


def _ready(case: Case, rule: Rule, world: World) -> _Ready:
    limit = case.limits[0].limit
    if limit.kind == "one_of" or case.value is None:
        assert case.item is not None
        read = item_reader(case.item, rule.grain, world)
    else:
        read = reader(case.value, rule.grain, world)
    return _Ready(
        case,
        world.truths(case.when, rule.grain) if case.when is not None else None,
        read,
        limit,
        reader(limit.amount, rule.grain, world) if limit.amount is not None else None,
        world.relaxations(case.value, rule.grain) if case.value is not None else None,
    )


def _choose(outcome: Outcome, excluded: list[list[Any]], cases: list[_Ready], i: int) -> _Ready | None:
    """The one case for this object; None when the outcome is settled without one."""
    unknown: list[Absent] = []
    for exception in excluded:
        holds = exception[i]
        if holds is True:
            outcome.verdict, outcome.note = NOT_APPLICABLE, "excluded"
            return None
        if holds is not False:
            unknown.append(holds)
    chosen: _Ready | None = None
    for ready in cases:
        holds = True if ready.when is None else ready.when[i]
        if holds is True:
            if chosen is not None:
                outcome.note = "overlap"
                return None
            chosen = ready
        elif holds is not False:
            unknown.append(holds)
    if unknown:
        possible = [ready for ready in cases if ready.when is None or ready.when[i] is not False]
        values = [value for ready in possible if type(value := ready.read(i)) is Absent]
        outcome.missing, outcome.note = join([*unknown, *values]).cells, "unknown_scope"
        outcome.case = next((r.case for r in possible if r.case.decides), possible[0].case if possible else None)
        return None
    if chosen is None:
        outcome.verdict, outcome.note = NOT_APPLICABLE, "no_case"
    return chosen


def _decide(outcome: Outcome, rule: Rule, ready: _Ready, relaxed: list[_Relaxed], i: int) -> None:
    outcome.case, outcome.limit = ready.case, ready.limit
    value = ready.read(i)
    if type(value) is Absent:
        _decide_absent(outcome, value, ready, relaxed, i)
        return
    if ready.relaxed is not None:
        outcome.relaxations = ready.relaxed(i)
    lone = type(value) is Lone
    outcome.value = value.value if lone else value
    limit = ready.limit
    if limit.kind in ("none", "unknown"):
        outcome.verdict = NOT_APPLICABLE if limit.kind == "none" else UNDETERMINED
        outcome.note = "report_only" if limit.kind == "none" else "unknown_limit"
        if lone:
            outcome.note = "single"
        return
    if limit.kind == "one_of":
        word = ("是" if value else "否") if isinstance(value, bool) else value
        outcome.verdict = MET if word in limit.values else NOT_MET
        return
    assert ready.amount is not None
    amount = ready.amount(i)
    if type(amount) is Absent:
        outcome.missing, outcome.note = amount.cells, "missing"
        return
    outcome.limit_value = amount
    if lone:
        outcome.verdict, outcome.note = NOT_APPLICABLE, "single"
        return
    if compare(limit.sign, outcome.value, amount):
        outcome.verdict = MET
    else:
        outcome.verdict = NOT_MET
        if relaxed:
            _relax(outcome, rule, relaxed, i)


def _decide_absent(outcome: Outcome, value: Absent, ready: _Ready, relaxed: list[_Relaxed], i: int) -> None:
    """No value: not applicable, undetermined, or certain from what is known of it."""
    if value.state is State.NONE:
        outcome.verdict, outcome.note = NOT_APPLICABLE, "none"
        return
    outcome.missing, outcome.note = value.cells, "missing" if value.cells else "no_value"
    if ready.amount is None or ready.limit.kind != "compare":
        return
    amount = ready.amount(i)
    certain = decided(ready.limit.sign, value, amount)
    if certain or (certain is False and not relaxed):
        outcome.verdict, outcome.note = MET if certain else NOT_MET, "certain"
        outcome.limit_value = None if type(amount) is Absent else amount
        outcome.most = value.high


def _relax(outcome: Outcome, rule: Rule, relaxed: list[_Relaxed], i: int) -> None:
    """A value that misses its limit may meet one that a relaxation puts in its place."""
    applying: list[tuple[_Relaxed, Any]] = []
    unknown: list[Absent] = []
    own = (outcome.limit.sign, outcome.limit.amount) if outcome.limit else None
    for one in relaxed:
        if (one.relaxation.replaces.sign, one.relaxation.replaces.amount) != own:
            continue
        holds, amount = one.when[i], one.amount(i)
        if isinstance(holds, Absent) or isinstance(amount, Absent):
            if holds is not False:
                would = isinstance(amount, Absent) or compare(one.relaxation.limit.sign, outcome.value, amount)
                if would:
                    unknown += [p for p in (holds, amount) if isinstance(p, Absent)]
        elif holds:
            applying.append((one, amount))
    if applying:
        amounts = {amount for _, amount in applying}
        if len(amounts) > 1 and rule.several == "error":
            outcome.verdict, outcome.note = UNDETERMINED, "several"
            outcome.relaxations += tuple(one.relaxation.id for one, _ in applying)
            return
        chosen, amount = _pick(applying, rule.several == "strictest")
        outcome.relaxations += tuple(one.relaxation.id for one, _ in applying)
        outcome.limit, outcome.limit_value = chosen.relaxation.limit, amount
        if compare(chosen.relaxation.limit.sign, outcome.value, amount):
            outcome.verdict = MET
            return
    if unknown:
        outcome.verdict, outcome.note, outcome.missing = (
            UNDETERMINED,
            "unknown_relaxation",
            join(unknown).cells,
        )


def _pick(applying: list[tuple[_Relaxed, Any]], strictest: bool) -> tuple[_Relaxed, Any]:
    """The widest (or strictest) of the limits that apply."""
    rising = applying[0][0].relaxation.limit.sign in (">=", ">")
    best = max if rising == strictest else min
    return best(applying, key=lambda pair: pair[1])
