"""发问 · Which states a rule can be in under both rulesets at once: every pair that the solver cannot rule out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import z3

from eqrules.compare.changed import Changed
from eqrules.compare.same import Form
from eqrules.compare.solver.encode import Encoder
from eqrules.compare.solver.symbols import Scope, Symbols
from eqrules.compare.solver.terms import Truth, both, either, negated
from eqrules.compare.solver.verdicts import Asked, Formulas, states
from eqrules.compare.states import Pair, Pairs
from eqrules.plan.plan import Check, Conclusion, Plan, Rule, Veto

EFFORT = 400_000
"""Steps that one question may take: the same on every computer, about a second at worst."""


@dataclass(slots=True)
class Question:
    """One rule (or veto) on both sides over the same unknowns. `sure` False: the solver gave up on some pair."""

    plans: tuple[Plan, Plan]
    changed: Changed
    experience: bool = False
    """Whether the data keep the experience checks too."""
    single: bool = False
    grain: str = ""
    """Of the rule asked about, for examples."""
    pairs: Callable[[str], Pairs] | None = None
    """What a rule can come to under both."""
    symbols: Symbols = field(default_factory=Symbols)

    def __post_init__(self) -> None:
        self.symbols.single, self.symbols.pairs = self.single, self.pairs

    def encoders(self) -> tuple[Encoder, Encoder]:
        old, new = self.plans
        return (
            Encoder(new, "new", self.changed, self.symbols, self.single),
            Encoder(old, "old", self.changed, self.symbols, self.single),
        )


def rule_pairs(question: Question, rules: tuple[Rule, Rule], asked: tuple[Asked, Asked]) -> Pairs:
    """The pairs (new, old) of a rule; `asked` and `rules` are (old, new)."""
    new, old = question.encoders()
    sides = states(rules[1], new, asked[1]), states(rules[0], old, asked[0])
    return _pairs(question, sides)


def veto_pairs(question: Question, vetoes: tuple[Veto, Veto]) -> Pairs:
    made: list[Formulas] = []
    for encoder, veto in zip(question.encoders(), reversed(vetoes), strict=True):
        assert veto.when is not None
        held = encoder.condition(veto.when, veto.grain)
        made.append({"met": held.no, "not_met": held.yes, "undetermined": held.unknown})
    return _pairs(question, (made[0], made[1]))


def conclusion_pairs(question: Question, sides: tuple[Conclusion, Conclusion]) -> Pairs:
    """For conclusions over rules of their own object: how the rules hang together counts."""
    from eqrules.compare.solver.conclude import concluded

    made = [concluded(one, encoder) for encoder, one in zip(question.encoders(), reversed(sides), strict=True)]
    for side in made:
        side["undetermined"] = negated(either(*side.values()))
    return _pairs(question, (made[0], made[1]))


def _pairs(question: Question, sides: tuple[Formulas, Formulas]) -> Pairs:
    solver = ready(question)
    found: set[Pair] = set()
    open_pairs = {
        (a, b): both(x, y) for a, x in sides[0].items() for b, y in sides[1].items() if both(x, y) is not False
    }
    for pair, truth in open_pairs.items():
        if pair not in found and solver.check(*([truth] if truth is not True else [])) != z3.unsat:
            found.add(pair)
    return frozenset(found)


def ready(question: Question) -> z3.Solver:
    """A solver that knows all facts about the unknowns so far."""
    checks = checks_of(question)
    asserted = kept_by(question, checks)
    question.symbols.never = {scope: set(_never(question, scope)) for scope in question.symbols.wheres}
    question.symbols.settle(checks)
    solver = z3.Solver()
    solver.set("rlimit", EFFORT)
    solver.set("random_seed", 7)
    for fact in (*asserted, *question.symbols.facts):
        if fact is not True:
            solver.add(fact)
    return solver


def _never(question: Question, scope: Scope) -> Iterator[tuple[Form, Form]]:
    """Conditions that objects are counted by on one side only: which of them lets every object of which pass."""
    held = question.symbols.wheres[scope]
    told = [(a, b) for a in held for b in held if {a[0], b[0]} == {"new", "old"}]
    if not told:
        return
    inner = Question(question.plans, question.changed, question.experience, pairs=question.pairs)
    sides = dict(zip(("new", "old"), inner.encoders(), strict=True))
    no = {key: sides[key[0]].condition(held[key], scope[1]).no for pair in told for key in pair}
    solver = ready(inner)
    for a, b in told:
        apart = both(negated(no[a]), no[b])
        if apart is False or (apart is not True and solver.check(apart) == z3.unsat):
            yield a, b


def checks_of(question: Question) -> list[Check]:
    """The relations that data keep: logical ones always, of both rulesets."""
    kept = {
        check.id + side: check
        for side, plan in zip(("old", "new"), question.plans, strict=True)
        for check in plan.checks
        if (check.level == "logical" or question.experience) and not question.changed.touches(check.holds)
    }
    return list(kept.values())


def kept_by(question: Question, checks: list[Check]) -> list[Truth]:
    """Checks at the objects that the rule itself looks at."""
    used = {spec.id for spec in question.symbols.specs.values()}
    encoder, made, seen = question.encoders()[0], [], set()
    for check in checks:
        if set(check.items) & used and check.holds not in seen:
            seen.add(check.holds)
            made.append(negated(encoder.condition(check.holds, check.grain).no))
    return made
