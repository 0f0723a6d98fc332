"""逐层 · From the pairs of rules to those of groups, conclusions and the whole county."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from eqrules.compare.order import Shares
from eqrules.compare.states import ANYTHING, STATES, Member, Pairs, concluded
from eqrules.plan.plan import Clause, Conclusion, Plan

RulePairs = Callable[[str, Shares, bool], Pairs]
"""Code, floors, whether rows that do not decide count as 不适用 → what both can come to."""
_NO_VETO = Clause(kind="no_veto")


@dataclass(slots=True)
class Levels:
    """Conclusions of two plans; `vetoes`: code → pairs."""

    old: Plan
    new: Plan
    rules: RulePairs
    vetoes: Callable[[str], Pairs]
    closer: Callable[[Conclusion, Conclusion], Pairs]
    """Looks at how the rules of one object hang together."""
    _found: dict[str, Pairs] = field(default_factory=dict)

    def conclusion(self, code: str) -> Pairs:
        """What it can come to under both; a side without it has 不适用."""
        if code not in self._found:
            old, new = (_conclusion(plan, code) for plan in (self.old, self.new))
            self._found[code] = ANYTHING  # a conclusion that rests on itself does not compile
            if old is not None and new is not None and old.grain != new.grain:
                return ANYTHING
            pairs = self._concluded(old, new)
            if old is not None and new is not None and any(a != b for a, b in pairs) and self._at_one_object(old, new):
                pairs &= self.closer(old, new)
            self._found[code] = pairs
        return self._found[code]

    def _at_one_object(self, old: Conclusion, new: Conclusion) -> bool:
        for plan, one in ((self.old, old), (self.new, new)):
            counted = [part for clause in one.clauses for part in _counted(clause, plan)]
            if any(kind != "rule" or self._many(kind, name, one.grain) for kind, name in counted):
                return False
        return True

    def county(self) -> Pairs:
        """The final conclusions, with every veto: a vetoed county does not pass whatever else it reached."""
        old, new = (next((c for c in plan.conclusions if c.final), None) for plan in (self.old, self.new))
        if old is None or new is None:
            return ANYTHING
        return self._concluded(_vetoed(old), _vetoed(new))

    def _concluded(self, old: Conclusion | None, new: Conclusion | None) -> Pairs:
        clauses = [side.clauses if side is not None else () for side in (new, old)]
        grain = (new or old).grain  # type: ignore[union-attr]
        members: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for side, plan in enumerate((self.new, self.old)):
            for at, clause in enumerate(clauses[side]):
                for kind, name in _counted(clause, plan):
                    members.setdefault((kind, name), ([], []))[side].append(at)
        made = [
            Member(
                tuple(into[0]), tuple(into[1]), self._pairs(kind, name, into, clauses), self._many(kind, name, grain)
            )
            for (kind, name), into in members.items()
        ]
        return concluded(clauses[0], clauses[1], made)

    def _pairs(
        self, kind: str, name: str, into: tuple[list[int], list[int]], clauses: list[tuple[Clause, ...]]
    ) -> Pairs:
        if kind == "conclusion":
            return self.conclusion(name)
        if kind == "veto":
            return self.vetoes(name)
        counted = [[clauses[side][at] for at in into[side]] for side in (0, 1)]
        floors = [{c.floor for c in side if c.kind == "at_least"} for side in counted]
        ways = {c.kind in ("all", "no_veto") for side in counted for c in side}
        if any(len(side) > 1 for side in floors) or len(ways) > 1:
            return self._several_ways(name, floors, ways)
        new, old = (next(iter(side), "") for side in floors)
        return self.rules(name, (old, new), ways == {True})

    def _several_ways(self, name: str, floors: list[set[str]], ways: set[bool]) -> Pairs:
        """Counted both by 全部达标 and by 至少N项: exact where all rows decide and there is one floor."""
        plain = all(
            case.decides for plan in (self.old, self.new) for r in plan.rules if r.id == name for case in r.cases
        )
        if plain and all(len(side) <= 1 for side in floors):
            new, old = (next(iter(side), "") for side in floors)
            return self.rules(name, (old, new), True)
        return frozenset((a, b) for a in STATES for b in STATES)

    def _many(self, kind: str, name: str, grain: str) -> bool:
        """Whether one object of `grain` can have several of these, or none."""
        for plan in (self.new, self.old):
            keys = {g.id: set(g.keys) for g in plan.grains}
            own = {r.id: r.grain for r in plan.rules} if kind == "rule" else {}
            own |= {c.id: c.grain for c in plan.conclusions} if kind == "conclusion" else {}
            if name in own and not keys[own[name]] <= keys.get(grain, set()):
                return True
        return False


def _counted(clause: Clause, plan: Plan) -> Iterator[tuple[str, str]]:
    groups = {group.id: group.rules for group in plan.groups}
    conclusions = {conclusion.id for conclusion in plan.conclusions}
    if clause.kind == "no_veto":
        yield from (("veto", veto.id) for veto in plan.vetoes)
    for name in clause.names:
        if name in groups:
            yield from (("rule", rule) for rule in groups[name])
        else:
            yield ("conclusion" if name in conclusions else "rule"), name


def _conclusion(plan: Plan, code: str) -> Conclusion | None:
    return next((c for c in plan.conclusions if c.id == code), None)


def _vetoed(conclusion: Conclusion) -> Conclusion:
    if any(clause.kind == "no_veto" for clause in conclusion.clauses):
        return conclusion
    return conclusion.model_copy(update={"clauses": (*conclusion.clauses, _NO_VETO)})
