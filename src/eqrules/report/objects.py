"""对象 · Objects by key: their rows and names, what lies above and below, what was found there."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any, TypeVar

from eqrules.data.submission import Absent, State, Value
from eqrules.engine.contract import CountyVerdict, Decision, Evaluation, Key, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.plan.expressions import Rank
from eqrules.plan.plan import Case, Derived, ItemSpec, Rule
from eqrules.report import words

Found = TypeVar("Found", Outcome, Decision)


class Objects:
    """Look-ups into one evaluation; every index is built once, when first needed."""

    def __init__(self, evaluation: Evaluation) -> None:
        plan = evaluation.plan
        self.evaluation = evaluation
        self.plan = plan
        self.tables = evaluation.submission.tables
        self.grains = {grain.id: grain for grain in plan.grains}
        self.items: dict[str, ItemSpec | Derived] = {item.id: item for item in plan.items}
        self.items |= {item.id: item for item in plan.derived}
        self.rulings = words.of_rulings(plan)
        self.groups = {group.id for group in plan.groups}
        self.vetoes = [veto.id for veto in plan.vetoes]
        self.rules: dict[str, Rule] = {rule.id: rule for rule in plan.rules}
        self._rows: dict[str, dict[Key, int]] = {}
        self._below: dict[tuple[str, str], dict[Key, list[Key]]] = {}
        self._outcomes: dict[str, dict[Key, Outcome]] = {}
        self._decisions: dict[str, dict[Key, Decision]] = {}
        self._values: dict[str, dict[tuple[str, str], str]] = {}
        self._within: dict[Key, dict[str, list[Outcome]]] | None = None
        self._decided_within: dict[Key, dict[str, list[Decision]]] | None = None
        self.written: dict[tuple[int, str], str] = {}
        """Conditions of cases in words, written once each: many objects share one."""
        self.cells: dict[int, tuple[str, ...]] = {}
        """The cells of outcomes, by their identity: every document that names them names the same."""
        self.limits: dict[tuple[object, ...], str] = {}
        """Limits in words, by the row and the amount."""
        self.values: dict[tuple[int, str, int | None], str] = {}
        """Values for people, by the outcome's identity, language and decimals: each stands in several documents."""
        self.standings: dict[int, Fraction | None] = {}
        """Value ÷ limit, by the outcome's identity."""
        self.shares: dict[int, str] = {}
        """The same as a percentage for people."""
        self.sources: dict[tuple[object, ...], Any] = {}
        """Where the rows come from that outcomes were judged by, by their identity."""
        self.counties: dict[Key, Any] = {}
        """What documents about a county share."""
        self._labels: dict[Key, str] = {}

    def row(self, grain: str, key: Key) -> int | None:
        if grain not in self._rows:
            table = self.tables.get(grain)
            self._rows[grain] = {k: i for i, k in enumerate(table.keys)} if table else {}
        return self._rows[grain].get(key)

    def above(self, grain: str, key: Key, coarser: str) -> Key | None:
        """The key of the object of `coarser` that this one belongs to (itself, for its own grain)."""
        if grain == coarser:
            return key
        parts = dict(zip(self.grains[grain].keys, key, strict=True))
        wanted = self.grains[coarser].keys
        return tuple(parts[name] for name in wanted) if all(name in parts for name in wanted) else None

    def below(self, grain: str, key: Key, finer: str) -> list[Key]:
        """The objects of `finer` that belong to this one, in submission order."""
        if (grain, finer) not in self._below:
            found: dict[Key, list[Key]] = defaultdict(list)
            table = self.tables.get(finer)
            for low in table.keys if table else ():
                high = self.above(finer, low, grain)
                if high is not None:
                    found[high].append(low)
            self._below[grain, finer] = found
        return self._below[grain, finer].get(key, [])

    def value(self, grain: str, key: Key, item: str) -> Value:
        """What was handed in; blank when nothing was."""
        table, row = self.tables.get(grain), self.row(grain, key)
        if table is not None and row is not None and item in table.columns:
            return table.columns[item].values[row]
        return Absent(State.BLANK) if (part := self._key_part(grain, key, item)) is None else part

    def _key_part(self, grain: str, key: Key, item: str) -> str | None:
        """Key items stand in the key, also of groups such as 县×学段 that have no sheet."""
        names = self.grains[grain].keys
        for owner in self.grains.values():
            if owner.key_item == item and owner.keys[-1] in names:
                return key[names.index(owner.keys[-1])]
        return None

    def place(self, grain: str, key: Key, item: str) -> str | None:
        """The cell of a value; None for items that are in no sheet."""
        table, row = self.tables.get(grain), self.row(grain, key)
        if table is None or row is None or item not in table.columns:
            return None
        return table.columns[item].place(row)

    def outcomes_within(self, county: Key) -> dict[str, list[Outcome]]:
        """All outcomes of one county, by rule."""
        if self._within is None:
            self._within = _by_county(self.evaluation.outcomes, len(county))
        return self._within.get(county, {})

    def decisions_within(self, county: Key) -> dict[str, list[Decision]]:
        """All decisions of one county, by conclusion."""
        if self._decided_within is None:
            self._decided_within = _by_county(self.evaluation.decisions, len(county))
        return self._decided_within.get(county, {})

    def outcome(self, rule: str, key: Key) -> Outcome | None:
        if rule not in self._outcomes:
            self._outcomes[rule] = {o.key: o for o in self.evaluation.outcomes.get(rule, ())}
        return self._outcomes[rule].get(key)

    def decision(self, name: str, key: Key) -> Decision | None:
        if name not in self._decisions:
            self._decisions[name] = {d.key: d for d in self.evaluation.decisions.get(name, ())}
        return self._decisions[name].get(key)

    def decisions_at(self, key: Key) -> list[Decision]:
        """Every conclusion, group and veto of one object, in the order of the ruleset."""
        decided = self.evaluation.decisions
        known = [code for code in self.rulings if code in decided]
        other = [code for code in decided if code not in self.rulings]
        found = (self.decision(code, key) for code in (*known, *other))
        return [decision for decision in found if decision is not None]

    def veto_holds(self, code: str, county: CountyVerdict) -> bool | None:
        """Whether a veto holds in a county; None when that is not known."""
        if code in county.vetoes:
            return True
        decision = self.decision(code, county.county)
        return None if decision is not None and decision.verdict is Verdict.UNDETERMINED else False

    def label(self, key: Key) -> str:
        """The object as people call it: 实验学校 小学; its county only when it is the county."""
        if key not in self._labels:
            names = self.evaluation.submission.names
            parts = [names.get(key[: i + 1], key[i]) for i in range(len(key))]
            text = " ".join(parts[1:] or parts)
            self._labels[key] = text if text.isprintable() else "".join(c if c.isprintable() else "·" for c in text)
        return self._labels[key]

    def word(self, case: Case | None, value: str, lang: str) -> str:
        """A list value that a case looks at, in the language asked for."""
        looked = case.value.of if case is not None and isinstance(case.value, Rank) else case and case.item
        return self._value_word(looked.item, value, lang) if looked else value

    def _value_word(self, item: str, value: str, lang: str) -> str:
        if lang not in self._values:
            self._values[lang] = words.of_values(self.plan, lang)
        return self._values[lang].get((item, value), value)

    def below_county(self, grain: str, key: Key, county: Key, lang: str) -> str:
        """The part of a key below its county, in words: 小学."""
        items = {g.keys[-1]: g.key_item for g in self.grains.values()}
        parts = zip(self.grains[grain].keys[len(county) :], key[len(county) :], strict=True)
        return " ".join(self._value_word(items.get(name, name), part, lang) for name, part in parts)

    def ruling(self, code: str, lang: str) -> str:
        """The name of an indicator, group, veto or conclusion."""
        return words.name(self.rulings[code], code, lang) if code in self.rulings else code


def looked_into(of: Evaluation | Objects) -> Objects:
    """The look-ups of a run: those that other documents of it have used, or new ones."""
    return of if isinstance(of, Objects) else Objects(of)


def _by_county(found: dict[str, list[Found]], size: int) -> dict[Key, dict[str, list[Found]]]:
    grouped: dict[Key, dict[str, list[Found]]] = {}
    for code, entries in found.items():
        for entry in entries:
            grouped.setdefault(entry.key[:size], {}).setdefault(code, []).append(entry)
    return grouped
