"""一次试验 · Examples and case pages as things that can be run again on another plan, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from eqrules.engine.cases import Case, code_of, entries_at, submission_of
from eqrules.engine.contract import Decision, Evaluation, Outcome
from eqrules.engine.examples import entry_at, example_submission
from eqrules.engine.reference import Reference
from eqrules.model.ruleset import Example
from eqrules.plan.plan import Plan
from eqrules.plan.walk import items_in, rules_in

Entry = Outcome | Decision


@dataclass(frozen=True, slots=True)
class Look:
    """One expectation: the verdict that an author wrote for a rule at an object, and what was found there."""

    code: str
    expected: str
    entries: tuple[Entry, ...]
    evaluation: Evaluation

    @property
    def ok(self) -> bool:
        """Exactly one verdict, and the one expected."""
        return {str(entry.verdict) for entry in self.entries} == {self.expected}


@dataclass(frozen=True, slots=True)
class Trial:
    """`codes`: what its expectations are about; `run` judges it with a plan; `heavy`: a whole county."""

    title: str
    codes: frozenset[str]
    run: Callable[[Plan], list[Look]]
    heavy: bool = False


def of_example(example: Example, day: date) -> Trial:
    def run(plan: Plan) -> list[Look]:
        submission, chains = example_submission(plan, example)
        readings = {reading.id: reading.default for reading in plan.readings}
        for row, _ in example.rows:
            readings.update({code: value for code, value in row.items() if code in readings})
        evaluation = Reference().run(plan, submission, day, readings)
        return [
            Look(code, verdict, (entry,) if (entry := entry_at(evaluation, code, chain)) else (), evaluation)
            for (_, expected), chain in zip(example.rows, chains, strict=True)
            for code, verdict in expected.items()
        ]

    codes = frozenset(code for _, expected in example.rows for code in expected)
    return Trial(example.title, codes, run)


def of_case(case: Case, plan: Plan, day: date) -> Trial:
    """The county of a page is read once; a changed plan asks for the same items."""
    submission = submission_of(case, plan)

    def run(changed: Plan) -> list[Look]:
        readings = {reading.id: reading.default for reading in changed.readings} | case.readings
        evaluation = Reference().run(changed, submission, case.day or day, readings)
        return [Look(code_of(changed, e.rule), e.verdict, tuple(entries_at(evaluation, e)), evaluation)
                for e in case.expected]  # fmt: skip

    return Trial(case.title, frozenset(code_of(plan, e.rule) for e in case.expected), run, heavy=True)


def affected(plan: Plan, code: str) -> set[str]:
    """The code, and everything whose verdict may hang on it."""
    found = {code, *(rule for group in plan.groups if group.id == code for rule in group.rules)}
    while True:
        derived = {d.id for d in plan.derived if found & {*items_in(d.variants), *rules_in(d.variants)}}
        rules = {r.id for r in plan.rules if found & {*rules_in((r.cases, r.excluded, r.relaxations)),
                                                      *items_in((r.cases, r.excluded, r.relaxations))}}  # fmt: skip
        groups = {g.id for g in plan.groups if found & set(g.rules)}
        vetoes = {v.id for v in plan.vetoes if found & {*rules_in(v.when), *items_in(v.when)}}
        ends = {c.id for c in plan.conclusions if any(found & set(clause.names) for clause in c.clauses)}
        more = found | derived | rules | groups | vetoes | ends
        if more & {v.id for v in plan.vetoes}:
            more |= {c.id for c in plan.conclusions if any(clause.kind == "no_veto" for clause in c.clauses)}
        if more == found:
            return found
        found = more


def nearest_first(trials: Sequence[Trial], codes: set[str], code: str) -> list[Trial]:
    """Trials that may notice: those about the code itself, then light ones about what hangs on it, then counties."""
    fitting = [trial for trial in trials if trial.codes & codes]
    return sorted(fitting, key=lambda trial: (trial.heavy, code not in trial.codes))
