"""一个县 · What every report says about one county, picked out of an evaluation once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any

from eqrules.engine.contract import CountyVerdict, Decision, Key, Outcome
from eqrules.language.numbers import parse
from eqrules.language.verdicts import Verdict, all_met
from eqrules.plan import expressions as e
from eqrules.plan.plan import Rule
from eqrules.report import figures
from eqrules.report.objects import Objects

CAP = Fraction(3, 2)
"""Strips and radars end at one and a half times the standard."""
MOST = 400
"""Schools with a block or a strip of their own; of more, those that do not pass come first."""
WRONG = (Verdict.NOT_MET, Verdict.UNDETERMINED)


class County:
    """One county's part of an evaluation."""

    def __init__(self, objects: Objects, verdict: CountyVerdict) -> None:
        self.objects = objects
        self.verdict = verdict
        self.key = verdict.county
        self.worked: dict[tuple[str, str], Any] = {}
        """What several documents need and one has worked out: (what, language)."""
        within = objects.outcomes_within(self.key)
        self.outcomes: dict[str, list[Outcome]] = {rule.id: within.get(rule.id, []) for rule in objects.plan.rules}

    @property
    def name(self) -> str:
        return self.objects.label(self.key)

    def decisions(self, groups: bool = False) -> list[Decision]:
        """The county's own conclusions, or its groups."""
        objects = self.objects
        return [
            d
            for d in objects.decisions_at(self.key)
            if d.id not in objects.vetoes and (d.id in objects.groups) == groups
        ]

    @cached_property
    def lower_decisions(self) -> dict[str, list[Decision]]:
        """Conclusions on smaller objects: 学校资源达标 for each section."""
        objects, size = self.objects, len(self.key)
        skip = {*objects.groups, *objects.vetoes}
        found = {
            code: [d for d in decisions if len(d.key) > size]
            for code, decisions in objects.decisions_within(self.key).items()
            if code not in skip
        }
        return {code: decisions for code, decisions in found.items() if decisions}

    @cached_property
    def lower_rules(self) -> set[str]:
        """The indicators that those conclusions are about."""
        plan, lower = self.objects.plan, self.lower_decisions
        groups = {group.id: group.rules for group in plan.groups}
        clauses = [c for conclusion in plan.conclusions if conclusion.id in lower for c in conclusion.clauses]
        return {rule for c in clauses for name in c.names for rule in groups.get(name, (name,))}

    @cached_property
    def measured(self) -> list[Rule]:
        """Those indicators, in the order of the ruleset."""
        return [rule for rule in self.objects.plan.rules if rule.id in self.lower_rules]

    def shown(self) -> list[Decision]:
        """The sections that get a block, a strip, a radar, in the order of the submission."""
        found = [d for made in self.lower_decisions.values() for d in made if d.verdict is not Verdict.NOT_APPLICABLE]
        if len(found) <= MOST:
            return found
        return sorted(found, key=lambda d: d.verdict not in WRONG)[:MOST]

    @cached_property
    def floors(self) -> dict[str, Fraction]:
        """How much of its limit a value must reach all the same, by indicator: 0.85."""
        plan = self.objects.plan
        groups = {group.id: group.rules for group in plan.groups}
        clauses = [c for conclusion in plan.conclusions for c in conclusion.clauses if c.floor]
        return {rule: parse(c.floor) for c in clauses for name in c.names for rule in groups.get(name, (name,))}

    def standing(self, outcome: Outcome) -> Fraction | None:
        """Value ÷ limit, where more is better: 1 is the standard."""
        known = self.objects.standings
        if id(outcome) not in known:
            known[id(outcome)] = _standing(outcome)
        return known[id(outcome)]

    def share(self, outcome: Outcome, reached: Fraction) -> str:
        """`reached` as a percentage that never rounds across the standard or the floor."""
        known = self.objects.shares
        if id(outcome) not in known:
            floor = self.floors.get(outcome.rule)
            marks = [Fraction(100), *([floor * 100] if floor is not None else [])]
            known[id(outcome)] = figures.beside(reached * 100, marks, 0, self.objects.plan.rounding)
        return known[id(outcome)]

    def below_floor(self, outcome: Outcome) -> bool:
        floor, reached = self.floors.get(outcome.rule), self.standing(outcome)
        return floor is not None and reached is not None and reached < floor

    @cached_property
    def aspects(self) -> list[tuple[str, Verdict, Counter[Verdict]]]:
        """(code, verdict, counts) of what the county's conclusion asks for; all groups where there is none."""
        plan = self.objects.plan
        final = next((c for c in plan.conclusions if c.final), None)
        names = [name for clause in final.clauses for name in clause.names] if final else [g.id for g in plan.groups]
        groups = {group.id: group.rules for group in plan.groups}
        made = []
        for name in names:
            if name in self.lower_decisions:
                counts = Counter(d.verdict for d in self.lower_decisions[name])
            else:
                counts = self.tally(groups.get(name, (name,)))
            if counts:
                made.append((name, all_met(counts.elements()), counts))
        return made

    def tally(self, rules: Iterable[str]) -> Counter[Verdict]:
        """How many outcomes of these rules have each verdict; what does not decide is not counted."""
        return Counter(o.verdict for rule in rules for o in self.outcomes.get(rule, ()) if o.decides)

    def places(self) -> list[tuple[str, Key]]:
        """(grain, object) of the coefficients: the stages of the county."""
        found = ((o.grain, o.key) for rule in self.dispersions for o in self.outcomes[rule.id])
        return list(dict.fromkeys(found))

    def vetoes(self) -> list[tuple[str, bool | None]]:
        """Every veto, and whether it holds."""
        return [(code, self.objects.veto_holds(code, self.verdict)) for code in self.objects.vetoes]

    @cached_property
    def dispersions(self) -> list[Rule]:
        """Coefficients of variation, and what is averaged from them."""
        own = [rule for rule in self.objects.plan.rules if dispersion(rule) is not None]
        codes = {rule.id for rule in own}
        composite = [
            rule for rule in self.objects.plan.rules if any(_averages(case.value, codes) for case in rule.cases)
        ]
        return [rule for rule in (*own, *composite) if self.outcomes[rule.id]]

    def missed(self, rules: Iterable[Rule]) -> list[Outcome]:
        """What decides and is not met."""
        return [o for rule in rules for o in self.outcomes[rule.id] if o.verdict is Verdict.NOT_MET and o.decides]


def dispersion(rule: Rule) -> e.Aggregate | None:
    """The coefficient of variation that a rule is, if it is one."""
    for case in rule.cases:
        if isinstance(case.value, e.Aggregate) and case.value.function == "cv":
            return case.value
    return None


def _averages(value: e.Expression | None, codes: set[str]) -> bool:
    return isinstance(value, e.Several) and all(
        isinstance(part, e.Result) and part.rule in codes for part in value.values
    )


def county_of(objects: Objects, verdict: CountyVerdict) -> County:
    """The same for every document of a run."""
    if verdict.county not in objects.counties:
        objects.counties[verdict.county] = County(objects, verdict)
    found = objects.counties[verdict.county]
    assert isinstance(found, County)
    return found


def counties(objects: Objects) -> list[County]:
    return [county_of(objects, verdict) for verdict in objects.evaluation.counties]


def _standing(outcome: Outcome) -> Fraction | None:
    value, limit = outcome.value, outcome.limit_value
    if not isinstance(value, (int, Fraction)) or isinstance(value, bool) or not limit or limit < 0:
        return None
    return Fraction(value) / limit if outcome.limit is not None and outcome.limit.sign in (">=", ">") else None
