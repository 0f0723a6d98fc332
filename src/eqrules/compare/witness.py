"""见证 · Counterexamples: found by the solver or by search, and shown only if the reference engine agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import partial
from typing import Any

from eqrules.compare.believable import Within, strain, within
from eqrules.compare.changed import Changed
from eqrules.compare.changes import Counterexample
from eqrules.compare.counties import counties
from eqrules.compare.made_up import found_at, harmless, judged, passes
from eqrules.compare.needed import Made, Needs, differs_between, needs, sliced
from eqrules.compare.several import several
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan, Rule

_BATCHES = (0, 48, 240, 1200)
"""Made-up counties are tried from one of these numbers up to the next."""
_TRIED = 4
"""Examples for rules that a county of several schools is tried on."""
_PATIENCE = 2
"""So many batches are tried for an example in which no part is larger than its whole."""


@dataclass(slots=True)
class Witnesses:
    """Looks for data on which the two plans, each in force on its day, differ."""

    old: Plan
    new: Plan
    changed: Changed
    days: tuple[date, date]
    _told: dict[str, dict[bool, Made]] = field(default_factory=dict)
    _batches: dict[str, int] = field(default_factory=dict)
    _within: Within = ()
    _scenes: dict[str, Any] = field(default_factory=dict)
    _slices: dict[str, tuple[Plan, Plan]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._within = within((self.old, self.new))

    def of(self, code: str, looser: bool, parts: Sequence[Counterexample] = ()) -> Counterexample | None:
        """An object for which only new is harmless (`looser`), or only old.

        `parts`: examples for rules that it rests on, tried first.
        """
        sides = [self._find(plan, code) for plan in (self.old, self.new)]
        grains = {one.grain for one in sides if one is not None}
        if len(grains) != 1:
            return None
        (grain,) = grains
        for known in (*_fitting(parts, looser), None):
            for experience in (True, False):
                if any(isinstance(one, Rule) and differs_between(one) for one in sides):
                    break
                made = self._solved(sides, grain, looser, experience, known)
                shown = self._shown(made, code, grain, looser) if made is not None else None
                if shown is not None:
                    return shown
        return self._searched(code, grain, looser)

    def county(self, looser: bool, parts: Sequence[Counterexample] = ()) -> Counterexample | None:
        """A whole county that passes only one of them."""
        finals = [next((c for c in plan.conclusions if c.final), None) for plan in (self.old, self.new)]
        if None in finals:
            return None
        top = self.new.top.id
        same = [one for one in parts if (one.passes == "new") == looser]
        if same and not _fitting(parts, looser):
            return self._of_several(finals, same, looser)
        for known in (*_fitting(parts, looser), None):
            for experience in (True, False):
                made = self._solved(finals, top, looser, experience, known)
                shown = self._shown(made, finals[1].id, top, looser, final=True) if made is not None else None  # type: ignore[union-attr]
                if shown is not None:
                    return shown
        return None

    def _find(self, plan: Plan, code: str) -> Any:
        return next(
            (one for side in (plan.rules, plan.vetoes, plan.conclusions) for one in side if one.id == code), None
        )

    def _solved(
        self, sides: list[Any], grain: str, looser: bool, experience: bool, known: Made | None = None
    ) -> Made | None:
        from eqrules.compare.solver.find import example

        return example(self._scene(sides, grain), looser, experience, known)

    def _scene(self, sides: list[Any], grain: str) -> Any:
        from eqrules.compare.solver.ask import Question
        from eqrules.compare.solver.find import scene

        code = next(one.id for one in sides if one is not None)
        if code not in self._scenes:
            touched = replace(self.changed, whole=False)  # in one school nothing is merged
            question = Question((self.old, self.new), touched, experience=True, single=True, grain=grain)
            self._scenes[code] = scene(question, (sides[0], sides[1]))
        return self._scenes[code]

    def _of_several(self, finals: list[Any], same: list[Counterexample], looser: bool) -> Counterexample | None:
        """What differs takes several schools to see: those of an example for it, and everything else passes."""
        from eqrules.compare.solver.find import passing

        top = self.new.top.id
        seen = self._scene(finals, top)
        for one in sorted(same, key=lambda one: sum(map(len, one.tables.values())))[:_TRIED]:
            under = needs(self.old, one.rule).under | needs(self.new, one.rule).under
            made = several(self.new, one, under, partial(passing, seen, under))
            shown = self._shown(made, finals[1].id, top, looser, final=True) if made is not None else None
            if shown is not None:
                return shown
        return None

    # ── judged again ─────────────────────────────────────────────
    def _shown(self, made: Made, code: str, grain: str, looser: bool, final: bool = False) -> Counterexample | None:
        """The counterexample, if the reference engine says so."""
        runs = [judged(plan, made, day) for plan, day in zip(self._needed(code), self.days, strict=True)]
        tables = [run.submission.tables.get(grain) for run in reversed(runs)]
        for key in dict.fromkeys(key for table in tables if table is not None for key in table.keys):
            if final:
                verdicts = [
                    Verdict.MET if passes(c) else Verdict.NOT_MET for r in runs for c in r.counties if c.county == key
                ]
                verdicts = verdicts if all(_settled(r) for r in runs) else []
                values: tuple[Any, Any] = (None, None)
            else:
                pair = [found_at(run, code, key) for run in runs]
                verdicts = [one[0] if one is not None else Verdict.NOT_APPLICABLE for one in pair]
                values = (pair[0][1] if pair[0] else None, pair[1][1] if pair[1] else None)
            if len(verdicts) == 2 and separates(verdicts[0], verdicts[1], looser):
                return Counterexample(
                    "new" if looser else "old", "old" if looser else "new", code, grain, key,
                    (verdicts[0].value, verdicts[1].value), {g: tuple(rows) for g, rows in made.items()}, values,
                )  # fmt: skip
        return None

    def _needed(self, code: str) -> tuple[Plan, Plan]:
        """Both rulesets with no more than a rule rests on; whole for vetoes and conclusions."""
        if not any(r.id == code for plan in (self.old, self.new) for r in plan.rules):
            return self.old, self.new
        if code not in self._slices:
            self._slices[code] = sliced(self.old, needs(self.old, code)), sliced(self.new, needs(self.new, code))
        return self._slices[code]

    # ── many small counties ──────────────────────────────────────
    def _searched(self, code: str, grain: str, looser: bool) -> Counterexample | None:
        """The smallest of the made-up counties that tell; both directions are looked for at once."""
        if not any(r.id == code for plan in (self.old, self.new) for r in plan.rules):
            return None
        found = self._told.setdefault(code, {})
        for number in range(self._batches.get(code, 0), len(_BATCHES) - 1):
            if looser in found and (number >= _PATIENCE or not strain(found[looser], self._within)):
                break
            self._batches[code] = number + 1
            for way, made in self._batch(code, number).items():
                found[way] = min((made, found.get(way, made)), key=self._size)
        return self._shown(found[looser], code, grain, looser) if looser in found else None

    def _batch(self, code: str, number: int) -> dict[bool, Made]:
        plans = (self.old, self.new)
        each = [needs(plan, code) for plan in plans]
        wanted = Needs(*(getattr(each[0], f.name) | getattr(each[1], f.name) for f in fields(Needs)))
        many = list(counties(plans, wanted, range(*_BATCHES[number : number + 2]), code))
        together: Made = {}
        for one in many:
            for name, rows in one.items():
                together.setdefault(name, []).extend(rows)
        runs = [judged(plan, together, day) for plan, day in zip(self._needed(code), self.days, strict=True)]
        found: dict[bool, Made] = {}
        for way in (False, True):
            codes = _differing(runs, code, way)
            told = [made for made in many if made[self.new.top.id][0][self.new.top.key_item] in codes]
            if told:
                found[way] = min(told, key=self._size)
        return found

    def _size(self, made: Made) -> tuple[int, int, Any]:
        """First what there could be, then what is small."""
        cells = [value for rows in made.values() for row in rows for value in row.values()]
        amounts = [value for value in cells if not isinstance(value, str | bool | date) and value is not None]
        return strain(made, self._within), sum(len(rows) for rows in made.values()), sum(amounts)


def _fitting(parts: Sequence[Counterexample], looser: bool) -> list[Made]:
    """The last two of them that go the same way, of one object of each kind: conclusions before rules."""
    same = [one for one in parts if (one.passes == "new") == looser]
    single = [one for one in same if all(len(rows) == 1 for rows in one.tables.values())]
    return [{grain: list(rows) for grain, rows in one.tables.items()} for one in reversed(single[-2:])]


def _settled(run: Evaluation) -> bool:
    return all(c.verdict in (Verdict.MET, Verdict.NOT_MET) or c.vetoes for c in run.counties)


def separates(old: Verdict, new: Verdict, looser: bool) -> bool:
    """Only one side is harmless, and the other one certain."""
    good, bad = (new, old) if looser else (old, new)
    return harmless(good) and bad is Verdict.NOT_MET


def _differing(runs: list[Evaluation], code: str, looser: bool) -> set[str]:
    """The counties that tell; a side without the rule lets everything pass."""
    old, new = ({o.key: o.verdict for o in run.outcomes.get(code, ())} for run in runs)
    return {
        key[0] for key in old.keys() | new.keys()
        if separates(old.get(key, Verdict.NOT_APPLICABLE), new.get(key, Verdict.NOT_APPLICABLE), looser)
    }  # fmt: skip
