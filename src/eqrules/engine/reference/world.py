"""天地 · The data of one run as formulas see them: every item, derived item and indicator by object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from eqrules.data.submission import Absent, State, Table
from eqrules.engine.contract import Outcome
from eqrules.engine.reference.bounds import bounded
from eqrules.engine.reference.objects import Objects
from eqrules.plan.expressions import Condition
from eqrules.plan.plan import Derived, ItemSpec, Plan, Rule
from eqrules.plan.walk import items_in

Reader = Callable[[int], Any]
"""The value of something at the object in that position."""


class World:
    """Columns are computed once, when first asked for."""

    def __init__(self, plan: Plan, tables: dict[str, Table], readings: dict[str, str]) -> None:
        self.plan = plan
        self.readings = readings
        self.objects = Objects(plan, tables)
        self.tables = tables
        self.items: dict[str, ItemSpec] = {item.id: item for item in plan.items}
        self.derived: dict[str, Derived] = {item.id: item for item in plan.derived}
        self.rules: dict[str, Rule] = {rule.id: rule for rule in plan.rules}
        self.blocked: dict[str, dict[int, Absent]] = {}
        """Values that a failed check makes unusable: item → position → why."""
        self.relaxed: dict[str, dict[int, str]] = {}
        """Derived item → position → the relaxation its value was computed with."""
        self._columns: dict[str, list[Any]] = {}
        self._outcomes: dict[str, list[Outcome]] = {}
        self._shares: list[Any] | None = None
        self._truths: dict[tuple[str, Condition], list[Any]] = {}

    def grain_of(self, item: str) -> str:
        return self.items[item].grain if item in self.items else self.derived[item].grain

    def column(self, item: str) -> list[Any]:
        """Values of a data item or derived item for all objects of its grain."""
        if item not in self._columns:
            if item in self.derived:
                from eqrules.engine.reference.values import derived_column

                values = derived_column(self.derived[item], self)
            else:
                values = self._handed_in(self.items[item])
            for position, absent in self.blocked.get(item, {}).items():
                values[position] = absent
            self._columns[item] = values
        return self._columns[item]

    def _handed_in(self, item: ItemSpec) -> list[Any]:
        """The cells of an item; what is not there is still within the item's range."""
        values: list[Any] = self.tables[item.grain].columns[item.id].values
        low, high = (Fraction(text) if text else None for text in (item.minimum, item.maximum))
        if (low is None and high is None) or item.unit == "%":
            return list(values)
        return [bounded(v, low, high) if type(v) is Absent and v.state is not State.NONE else v for v in values]

    def never_negative(self, item: str) -> bool:
        spec = self.items.get(item)
        return spec is not None and bool(spec.minimum) and Fraction(spec.minimum) >= 0

    def forget(self) -> None:
        """Compute everything anew, after values have been blocked."""
        self._columns.clear()
        self._outcomes.clear()
        self._truths.clear()
        self._shares = None

    def outcomes(self, rule: str) -> list[Outcome]:
        """The outcomes of an indicator for all objects of its grain."""
        if rule not in self._outcomes:
            from eqrules.engine.reference.judge import judge

            self._outcomes[rule] = judge(self.rules[rule], self)
        return self._outcomes[rule]

    def relaxations(self, value: object, grain: str) -> Reader | None:
        """Which relaxations of derived items the value used at an object; None if it can have used none."""
        relaxed = {item.id for item in self.plan.derived if any(v.relaxation for v in item.variants)}
        used = list(self._used(value, grain, relaxed)) if relaxed else []
        if not used:
            return None
        return lambda i: tuple(dict.fromkeys(r for up, marks in used if (r := marks.get(up[i]))))

    def _used(self, value: object, grain: str, relaxed: set[str]) -> Iterator[tuple[Sequence[int], dict[int, str]]]:
        for item in items_in(value, aggregates=False):
            if item in self.derived:
                own = self.derived[item].grain
                if item in relaxed:
                    self.column(item)
                    up = self.objects.up(grain, own) if own != grain else range(len(self.tables[grain].keys))
                    yield up, self.relaxed[item]
                if own == grain:
                    yield from self._used(self.derived[item].variants, grain, relaxed)

    def truths(self, condition: Condition, grain: str) -> list[Any]:
        """Whether a condition holds, for all objects of `grain`: True, False or `Absent`; shared by all rules."""
        if (grain, condition) not in self._truths:
            from eqrules.engine.reference.conditions import test

            holds = test(condition, grain, self)
            self._truths[grain, condition] = [holds(i) for i in range(len(self.tables[grain].keys))]
        return self._truths[grain, condition]

    # ── the split of shared resources ────────────────────────────
    def shares(self) -> list[Any]:
        """For every section, the exact part of its school's split items that is its own."""
        if self._shares is None:
            self._shares = self._split()
        return self._shares

    def _split(self) -> list[Any]:
        split = self.plan.split
        assert split
        objects, section, school = self.objects, split.section_grain, split.school_grain
        types = self.column(split.type_item)
        counts = self.column(split.by)
        weights = {t: dict(row.stages) for row in split.rows for t in row.types}
        others = {t: row.school_items for row in split.rows for t in row.types}
        found: list[Any] = [Absent(State.ERROR)] * len(counts)
        for parent, children in enumerate(objects.down(school, section)):
            kind = types[parent]
            if isinstance(kind, Absent):
                for child in children:
                    found[child] = kind
                continue
            extra = others.get(kind, ())
            if len(children) == 1 and not extra:
                found[children[0]] = 1
                continue
            parts: list[tuple[Any, Any]] = []
            for child in children:
                stage = self.tables[section].keys[child][-1]
                weight = weights.get(kind, {}).get(stage)
                strange = Absent(State.ERROR, (self.tables[school].columns[split.type_item].place(parent),))
                parts.append((counts[child], Fraction(weight) if weight else strange))
            parts += [(self.column(item)[parent], Fraction(weight)) for item, weight in extra]
            absent = [p for pair in parts for p in pair if isinstance(p, Absent)]
            if absent:
                from eqrules.engine.reference.absence import join

                for child in children:
                    found[child] = join(absent)
                continue
            total = sum(count * weight for count, weight in parts)
            for child, (count, weight) in zip(children, parts, strict=False):
                found[child] = Fraction(count * weight) / total if total else Absent(State.ERROR)
        return found
