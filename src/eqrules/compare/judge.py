"""判断 · Whether new is stricter than old, rule by rule and as a whole: a theorem, a counterexample, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eqrules.compare.changed import Changed, changed, nodes_in
from eqrules.compare.changes import Assumed, Change, Comparison, Counterexample, Effect, Judgement, Proof
from eqrules.compare.composed import Levels
from eqrules.compare.order import UNRELATED, Shares, alone, by_order, coefficients, unchanged
from eqrules.compare.states import ANYTHING, Pairs, harmless
from eqrules.compare.witness import Witnesses
from eqrules.plan.expressions import HasVerdict
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Conclusion, Plan, Rule, Veto

Ways = tuple[bool, bool]
"""(new can stop what old lets pass, new can let pass what old stops)."""
_NO_FLOOR: Shares = ("", "")


class Judge:
    """One comparison; what the solver said is asked once.

    With a `base` it is about data that keep the experience checks too: what the base could not settle is looked at
    again.
    """

    def __init__(self, old: Plan, new: Plan, touched: Changed, base: Judge | None = None) -> None:
        self.old, self.new, self.changed, self.base = old, new, touched, base
        self.rules = [{rule.id: rule for rule in plan.rules} for plan in (old, new)]
        self.vetoes = [{veto.id: veto for veto in plan.vetoes} for plan in (old, new)]
        self.levels = Levels(old, new, self.rule, self.veto, self.together)
        self._rules: dict[tuple[str, Shares, bool], Pairs] = {}
        self._vetoes: dict[str, Pairs] = {}
        self.exact: set[str] = set()
        """What the order of numbers alone was too coarse for."""
        self.asked: set[str] = set()
        """What the solver was needed for."""

    def rule(self, code: str, shares: Shares = _NO_FLOOR, deciding: bool = True) -> Pairs:
        key = (code, shares, deciding)
        if key not in self._rules:
            self._rules[key] = self._rule(code, shares, deciding)
        return self._rules[key]

    def _rule(self, code: str, shares: Shares, deciding: bool) -> Pairs:
        old, new = (side.get(code) for side in self.rules)
        if old is None or new is None:
            one = new or old
            assert one is not None
            return alone(one, "new" if old is None else "old", shares)
        if code not in self.changed.verdicts and not self.changed.whole:
            return unchanged(new, shares)
        if old.grain != new.grain or self.changed.whole:
            return ANYTHING
        if self.base is not None and _one_way(known := self.base.rule(code, shares, deciding)):
            return known
        ordered = None if code in self.exact else by_order(old, new, self.changed, shares)
        if ordered is None and code in self.changed.values and all(map(coefficients, (old, new))):
            return UNRELATED
        return ordered or self.solved((old, new), shares, deciding)

    def solved(self, rules: tuple[Rule, Rule], shares: Shares = _NO_FLOOR, deciding: bool = True) -> Pairs:
        from eqrules.compare.solver.ask import Question, rule_pairs
        from eqrules.compare.solver.verdicts import Asked

        self.asked.add(rules[0].id)
        question = Question((self.old, self.new), self.changed, self.base is not None, pairs=self.counted)
        asked = Asked(shares[0], deciding), Asked(shares[1], deciding)
        return rule_pairs(question, rules, asked)

    def counted(self, code: str) -> Pairs:
        """As conditions see a rule: rows that do not decide count too."""
        return self.rule(code, deciding=False)

    def exactly(self, code: str) -> Pairs:
        """By order alone 9 < x < 10 is possible; of whole persons it is not: ask the solver, and forget the rest."""
        self.exact.add(code)
        self._rules = {key: pairs for key, pairs in self._rules.items() if key[0] != code}
        self.levels = Levels(self.old, self.new, self.rule, self.veto, self.together)
        return self.rule(code)

    def veto(self, code: str) -> Pairs:
        if code not in self._vetoes:
            self._vetoes[code] = self._veto(*(side.get(code) for side in self.vetoes))
        return self._vetoes[code]

    def _veto(self, old: Veto | None, new: Veto | None) -> Pairs:
        if old is None:
            return frozenset({("met", "not_applicable"), ("not_met", "not_applicable")})
        if new is None:
            return frozenset({("not_applicable", "met"), ("not_applicable", "not_met")})
        if not self.differs(old, new):
            return frozenset({("met", "met"), ("not_met", "not_met"), ("undetermined", "undetermined")})
        if old.when is None or new.when is None or old.grain != new.grain or self.changed.whole:
            return ANYTHING
        from eqrules.compare.solver.ask import Question, veto_pairs

        self.asked.add(old.id)
        question = Question((self.old, self.new), self.changed, self.base is not None, pairs=self.counted)
        return veto_pairs(question, (old, new))

    def together(self, old: Conclusion, new: Conclusion) -> Pairs:
        from eqrules.compare.solver.ask import Question, conclusion_pairs

        if self.changed.whole:
            return ANYTHING
        if self.base is not None and _one_way(known := self.base.levels.conclusion(new.id)):
            return known
        self.asked.add(new.id)
        question = Question((self.old, self.new), self.changed, self.base is not None, pairs=self.counted)
        return conclusion_pairs(question, (old, new))

    def differs(self, old: Veto, new: Veto) -> bool:
        from eqrules.compare.same import same

        return not same(old, new) or self.changed.touches(new.when) or self.changed.whole


# ── the whole ────────────────────────────────────────────────────
def judge(found: Comparison) -> Comparison:
    """The comparison with every judgement, the effect of every line, and the counterexamples."""
    old, new = (in_force(plan, day) for plan, day in zip((found.old, found.new), found.days, strict=True))
    touched = changed(old, new)
    plain = Judge(old, new, touched)
    judges = plain, Judge(old, new, touched, plain)
    witnesses = Witnesses(old, new, touched, found.days)
    for code in _differing(judges[0]):
        found.rules[code], shown = _judged(code, judges, witnesses, found.counterexamples)
        found.counterexamples += shown
    found.overall, shown = _overall(found, judges, witnesses)
    found.counterexamples[:0] = shown
    found.changes = [replace(one, effect=_effect(one, found)) for one in found.changes]
    return found


def _differing(judge: Judge) -> list[str]:
    """Rules, vetoes and conclusions that differ, or rest on something that does."""
    codes = dict.fromkeys(code for side in reversed(judge.rules) for code in side)
    rules = [c for c in codes if c in judge.changed.verdicts or not all(c in side for side in judge.rules)]
    both = dict.fromkeys(code for side in reversed(judge.vetoes) for code in side)
    vetoes = [c for c in both if any(a != b for a, b in judge.veto(c))]
    conclusions = dict.fromkeys(c.id for plan in (judge.new, judge.old) for c in plan.conclusions if not c.final)
    return rules + vetoes + [c for c in conclusions if any(a != b for a, b in judge.levels.conclusion(c))]


def _pairs(judge: Judge, code: str) -> Pairs:
    if any(code in side for side in judge.rules):
        return judge.rule(code)
    if any(code in side for side in judge.vetoes):
        return judge.veto(code)
    return judge.levels.conclusion(code)


def _ways(pairs: Pairs) -> Ways:
    return (
        any(harmless(old) and not harmless(new) for new, old in pairs),
        any(harmless(new) and not harmless(old) for new, old in pairs),
    )


def _assuming(pairs: Pairs, clean: Callable[[], Pairs], ways: Callable[[Pairs], Ways]) -> tuple[Assumed, Ways]:
    """The ways that are open, and the least that has to be assumed of the data for one of them to be closed."""
    if not all(first := ways(pairs)):
        return "", first
    checked = clean()
    if not all(found := ways(checked)):
        return "checks", found
    certain = frozenset(pair for pair in checked if "undetermined" not in pair)
    return ("determined", found) if not all(found := ways(certain)) else ("", first)


def _one_way(pairs: Pairs) -> bool:
    return not all(_ways(pairs))


def _judged(
    code: str, judges: tuple[Judge, Judge], witnesses: Witnesses, before: list[Counterexample]
) -> tuple[Judgement, list[Counterexample]]:
    judge, (assumes, ways) = judges[0], _assuming(_pairs(judges[0], code), lambda: _pairs(judges[1], code), _ways)
    parts = [] if any(code in side for side in judge.rules) else before
    shown = [
        witnesses.of(code, looser, parts) if way else None for way, looser in zip(ways, (False, True), strict=True)
    ]
    missing = any(way and not one for way, one in zip(ways, shown, strict=True))
    if missing and code not in judge.asked and all(code in side for side in judge.rules):
        ways = _ways(judge.exactly(code))
    proof: Proof = (
        "solver" if code in judge.asked else "monotone" if any(code in s for s in judge.rules) else "composed"
    )
    made = _weighed(ways, [one is not None for one in shown], proof)
    return replace(made, assumes=assumes), [one for one in shown if one is not None]


def _weighed(ways: Ways, shown: list[bool], proof: Proof) -> Judgement:
    """What is possible, and what has been seen."""
    effects: dict[tuple[bool, bool], Effect] = {
        (False, False): "equal", (True, False): "stricter", (False, True): "looser", (True, True): "incomparable",
    }  # fmt: skip
    effect = effects[ways]
    holds = {"equal": "both", "stricter": "new in old", "looser": "old in new", "incomparable": ""}[effect]
    if any(way and not seen for way, seen in zip(ways, shown, strict=True)):
        passes = "" if holds or not any(shown) else "old" if shown[0] else "new"
        return Judgement("unproven", proof if holds else "", holds=holds, passes=passes)  # type: ignore[arg-type]
    return Judgement(effect, "witness" if effect == "incomparable" else proof, holds=holds)  # type: ignore[arg-type]


def _overall(
    found: Comparison, judges: tuple[Judge, Judge], witnesses: Witnesses
) -> tuple[Judgement, list[Counterexample]]:
    """The county as a whole: every county that passes new passes old, or the other way round, or neither."""
    if not found.rules and all(new == old for new, old in judges[0].levels.county()):
        return Judgement("equal", "same", holds="both"), []
    assumes, ways = _assuming(judges[0].levels.county(), judges[1].levels.county, _passing)
    shown = [
        witnesses.county(looser, found.counterexamples) if way else None
        for way, looser in zip(ways, (False, True), strict=True)
    ]
    seen = [one is not None for one in shown]
    if not all(ways):  # one way is proved: for the other one a rule's example will do
        failing = {one.fails for one in found.counterexamples}
        seen = [one or side in failing for one, side in zip(seen, ("new", "old"), strict=True)]
    made = _weighed(ways, seen, "composed")
    return replace(made, assumes=assumes), [one for one in shown if one is not None]


def _passing(pairs: Pairs) -> Ways:
    return (
        any(old == "met" and new != "met" for new, old in pairs),
        any(new == "met" and old != "met" for new, old in pairs),
    )


_NEUTRAL = ("name", "status", "rounding")


def _effect(change: Change, found: Comparison) -> Effect:
    """Names, status and print decide nothing; the rest has the effect of its rule. Of a sign that changes together
    with its number (≤ 0.50, < 0.505) only the number's line tells it: by itself the sign says the opposite."""
    if change.aspect in _NEUTRAL or change.rule not in found.rules:
        return "equal"
    beside = (change.rule, "limit", change.where)
    if change.aspect == "operator" and any((c.rule, c.aspect, c.where) == beside for c in found.changes):
        return "equal"
    effect = found.rules[change.rule].effect
    return effect if effect != "equal" else _through(change.rule, found)


def _through(code: str, found: Comparison) -> Effect:
    """The effect on what is counted by its verdict, where all of that goes one way: a room that need not decide."""
    resting = {
        rule.id
        for plan in (found.old, found.new)
        for rule in plan.rules
        if any(isinstance(node, HasVerdict) and node.rule == code for node in nodes_in(rule.cases))
    }
    effects = {found.rules[one].effect for one in resting & found.rules.keys()} - {"equal"}
    return effects.pop() if len(effects) == 1 else "equal"
