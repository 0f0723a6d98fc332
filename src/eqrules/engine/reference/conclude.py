"""下结论 · Conclusions over outcomes: three-valued, N of M, the rest above a floor, vetoes first.

Article 六 of the 2017 regime: at least six of seven reach the standard and the rest at least 85 % of it. An
unknown item may turn out met, short or below the floor; a verdict is given as soon as that cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from eqrules.data.submission import Absent
from eqrules.engine.contract import CountyVerdict, Decision, Key, Outcome
from eqrules.engine.reference.conditions import test
from eqrules.engine.reference.world import World
from eqrules.language.verdicts import Verdict, all_met
from eqrules.plan.plan import Clause, Conclusion

MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE = Verdict
Part = tuple[Verdict, tuple[str, ...], tuple[tuple[str, Key], ...]]
"""Verdict, missing cells, what fails where."""


class Conclusions:
    """Decisions are made once, when first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._conclusions = {c.id: c for c in world.plan.conclusions}
        self._groups = {g.id: g for g in world.plan.groups}
        self.made: dict[str, list[Decision]] = {}

    def all(self) -> dict[str, list[Decision]]:
        """Every conclusion at its objects, every group and veto at the top object."""
        for veto in self.world.plan.vetoes:
            self.vetoes(veto.id)
        for group in self._groups.values():
            self.group(group.id)
        for conclusion in self._conclusions.values():
            self.conclusion(conclusion.id)
        return self.made

    def conclusion(self, name: str) -> list[Decision]:
        if name not in self.made:
            conclusion = self._conclusions[name]
            keys = self.world.tables[conclusion.grain].keys
            self.made[name] = [self._decide(conclusion, i, key) for i, key in enumerate(keys)]
        return self.made[name]

    def group(self, name: str) -> list[Decision]:
        """A chapter of indicators at the top object."""
        if name not in self.made:
            top = self.world.objects.top
            clause = Clause.model_construct(kind="all", names=self._groups[name].rules)
            self.made[name] = [
                _decision(name, top, key, [self._clause(clause, top, i, key)])
                for i, key in enumerate(self.world.tables[top].keys)
            ]
        return self.made[name]

    def vetoes(self, name: str) -> list[Decision]:
        """A veto at the top object: 达标 when it does not hold, 不达标 when it does."""
        if name not in self.made:
            veto = next(v for v in self.world.plan.vetoes if v.id == name)
            holds = (
                test(veto.when, veto.grain, self.world)
                if veto.when is not None
                else self.world.column(veto.item).__getitem__
            )
            made = []
            for i, key in enumerate(self.world.tables[veto.grain].keys):
                value = holds(i)
                if isinstance(value, Absent):
                    made.append(Decision(name, veto.grain, key, UNDETERMINED, value.cells))
                else:
                    failing = ((name, key),) if value else ()
                    made.append(Decision(name, veto.grain, key, NOT_MET if value else MET, (), failing))
            self.made[name] = made
        return self.made[name]

    def _decide(self, conclusion: Conclusion, i: int, key: Key) -> Decision:
        parts = [self._clause(clause, conclusion.grain, i, key) for clause in conclusion.clauses]
        return _decision(conclusion.id, conclusion.grain, key, parts)

    def _clause(self, clause: Clause, grain: str, i: int, key: Key) -> Part:
        if clause.kind == "no_veto":
            found = [self.vetoes(v.id)[self._top(grain, i)] for v in self.world.plan.vetoes]
            return _all([(d.verdict, d.missing, d.failing) for d in found])
        if clause.kind == "all":
            return _all([part for name in clause.names for part in self._named(name, grain, i, key)])
        outcomes = [o for name in clause.names for o in self._outcomes(name, grain, i)]
        return _at_least(clause, outcomes) if clause.kind == "at_least" else _at_most_not(clause, outcomes)

    def _top(self, grain: str, i: int) -> int:
        top = self.world.objects.top
        return i if grain == top else self.world.objects.up(grain, top)[i]

    def _named(self, name: str, grain: str, i: int, key: Key) -> Iterator[Part]:
        """All that a name in 「…全部达标」 stands for at this object."""
        if name in self._groups and grain == self.world.objects.top:
            made = self.group(name)[i]
            yield made.verdict, made.missing, made.failing
        elif name in self._groups:
            for rule in self._groups[name].rules:
                yield from self._named(rule, grain, i, key)
        elif name in self._conclusions:
            own = self._conclusions[name].grain
            for position in self._positions(own, grain, i):
                made = self.conclusion(name)[position]
                failing = ((name, made.key),) if made.verdict is NOT_MET else ()
                yield made.verdict, made.missing, failing
        else:
            if not any(case.decides for case in self.world.rules[name].cases):
                return
            outcomes = list(self._outcomes(name, grain, i))
            objects = self.world.objects.grains[self.world.rules[name].grain]
            if not outcomes and not objects.may_lack and not self.world.objects.handed_in(objects.id, key[0]):
                yield UNDETERMINED, (f"{objects.about.zh or objects.id}!(未交)",), ()
            for outcome in outcomes:
                if outcome.decides:
                    failing = ((name, outcome.key),) if outcome.verdict is NOT_MET else ()
                    yield outcome.verdict, outcome.missing, failing

    def _outcomes(self, rule: str, grain: str, i: int) -> Iterator[Outcome]:
        outcomes = self.world.outcomes(rule)
        return (outcomes[position] for position in self._positions(self.world.rules[rule].grain, grain, i))

    def _positions(self, own: str, grain: str, i: int) -> list[int]:
        objects = self.world.objects
        if own == grain:
            return [i]
        if objects.finer(own, grain):
            return objects.down(grain, own)[i]
        position = objects.up(grain, own)[i]
        return [position] if position >= 0 else []


def _decision(name: str, grain: str, key: Key, parts: list[Part]) -> Decision:
    verdict, missing, failing = _all(parts)
    return Decision(name, grain, key, verdict, missing, failing)


def _all(parts: list[Part]) -> Part:
    verdict = all_met(part[0] for part in parts)
    missing: tuple[str, ...] = ()
    if verdict is UNDETERMINED:
        missing = tuple(dict.fromkeys(cell for part in parts if part[0] is UNDETERMINED for cell in part[1]))
    return verdict, missing, tuple(dict.fromkeys(f for part in parts for f in part[2]))


def _at_least(clause: Clause, outcomes: list[Outcome]) -> Part:
    """At least N met, and the rest (if a floor is given) at least that share of their limit."""
    judged = [o for o in outcomes if o.verdict is not NOT_APPLICABLE]
    if not judged:
        return NOT_APPLICABLE, (), ()
    met = sum(o.verdict is MET for o in judged)
    unknown = [o for o in judged if o.verdict is UNDETERMINED]
    short = [o for o in judged if o.verdict is NOT_MET]
    floor = Fraction(clause.floor) if clause.floor else None
    below = [o for o in short if floor is not None and reaches(o, floor) is False]
    vague = [o for o in short if floor is not None and reaches(o, floor) is None]
    missing = tuple(dict.fromkeys(cell for o in (*unknown, *vague) for cell in o.missing))
    if below or met + len(unknown) < clause.count:
        return NOT_MET, (), tuple((o.rule, o.key) for o in (below or short))
    if met >= clause.count and ((not unknown and not vague) or floor is None):
        return MET, (), ()
    return UNDETERMINED, missing, ()


def reaches(outcome: Outcome, share: Fraction) -> bool | None:
    """Whether the value is at least that share of the limit, exactly; None if nobody can know.

    Only rising limits have a floor: a value above a cap is below every floor.
    """
    if outcome.limit is None or outcome.limit_value is None or outcome.limit.sign not in (">=", ">"):
        return False
    if outcome.note == "certain":
        return False if outcome.most is not None and outcome.most < share * outcome.limit_value else None
    return isinstance(outcome.value, int | Fraction) and outcome.value >= share * outcome.limit_value


def _at_most_not(clause: Clause, outcomes: list[Outcome]) -> Part:
    judged = [o for o in outcomes if o.verdict is not NOT_APPLICABLE]
    if not judged:
        return NOT_APPLICABLE, (), ()
    short = [o for o in judged if o.verdict is NOT_MET]
    unknown = [o for o in judged if o.verdict is UNDETERMINED]
    if len(short) > clause.count:
        return NOT_MET, (), tuple((o.rule, o.key) for o in short)
    if len(short) + len(unknown) <= clause.count:
        return MET, (), ()
    return UNDETERMINED, tuple(dict.fromkeys(cell for o in unknown for cell in o.missing)), ()


def county_verdicts(conclusions: Conclusions) -> list[CountyVerdict]:
    """一票否决, then 不达标, then 无法判定, then 达标, for every top object."""
    plan = conclusions.world.plan
    final = next((c for c in plan.conclusions if c.final), None)
    if final is None:
        return []
    made = []
    for i, decision in enumerate(conclusions.conclusion(final.id)):
        held = tuple(v.id for v in plan.vetoes if conclusions.vetoes(v.id)[i].verdict is NOT_MET)
        made.append(CountyVerdict(decision.key, decision.verdict, held, decision.missing))
    return made
