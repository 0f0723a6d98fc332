"""取数 · What the forms look up: which rules judge a school, its floor, items and their sums by stage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from eqrules.engine.contract import Decision, Key, Outcome
from eqrules.language.numbers import Exact, Rounding, decimal_text, parse, plain_text
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Clause, Conclusion, ItemSpec, Rule
from eqrules.report import figures
from eqrules.report.county import County
from eqrules.report.explain_figures import Writer
from eqrules.report.forms.model import TO_FILL


class Reading:
    """One county's figures, by the names of the national items; what a ruleset does not have is 【待填】."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.objects = county.objects
        self.plan = county.objects.plan
        self.writer = Writer(county.objects, "zh")
        self.rounding: Rounding = self.plan.rounding
        self.school, self.clause = self._school()
        groups = {group.id: group.rules for group in self.plan.groups}
        names = self.clause.names if self.clause else ()
        codes = [code for name in names for code in groups.get(name, (name,))]
        self.rules: list[Rule] = [self.objects.rules[code] for code in codes if code in self.objects.rules]

    def _school(self) -> tuple[Conclusion | None, Clause | None]:
        for conclusion in self.plan.conclusions:
            for clause in conclusion.clauses:
                if clause.kind == "at_least" and conclusion.id in self.county.lower_decisions:
                    return conclusion, clause
        return None, None

    # ── schools ──────────────────────────────────────────────────
    @property
    def grain(self) -> str:
        assert self.school is not None
        return self.school.grain

    @property
    def decided(self) -> list[Decision]:
        """Every section, in the order of the submission."""
        assert self.school is not None
        return self.county.lower_decisions[self.school.id]

    @property
    def inside(self) -> list[Decision]:
        """The sections that the school's standard reaches."""
        return [d for d in self.decided if d.verdict is not Verdict.NOT_APPLICABLE]

    @property
    def stages(self) -> list[str]:
        """小学, 初中: in the order of the ruleset, as far as there are schools."""
        item = self.objects.items.get(self.objects.grains[self.grain].key_item)
        seen = dict.fromkeys(d.key[-1] for d in self.decided)
        listed = [value for value in item.values if value in seen] if isinstance(item, ItemSpec) else []
        return listed or list(seen)

    def name(self, key: Key) -> str:
        """第二实验学校, with the part of a school of several stages: 第二实验学校（小学部）."""
        names = self.objects.evaluation.submission.names
        school = key[:-1]
        said = names.get(school, school[-1])
        siblings = self.objects.below("school", school, self.grain) if "school" in self.objects.grains else []
        split = self.plan.split
        kind = self.objects.value("school", school, split.type_item) if split is not None else None
        row = next((row for row in split.rows if kind in row.types), None) if split is not None else None
        several = len(siblings) > 1 or (row is not None and len(row.stages) + len(row.school_items) > 1)
        part = f"{said}（{key[-1]}部）" if several else said
        return "".join(c if c.isprintable() else "·" for c in part)

    # ── items ────────────────────────────────────────────────────
    def text(self, item: str, key: Key, digits: int | None = None) -> str:
        """One handed-in or derived value as printed; 【待填】 when there is none."""
        spec = self.objects.items.get(item)
        if spec is None:
            return TO_FILL
        value = self.value(item, key)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, (int, Fraction)):
            return plain_text(value, 4) if digits is None else decimal_text(value, digits, self.rounding)
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        return value if isinstance(value, str) and value.strip() else TO_FILL

    def value(self, item: str, key: Key) -> object:
        from eqrules.plan.expressions import Item

        spec = self.objects.items.get(item)
        return None if spec is None else self.writer.workings.item(Item(item=item), spec.grain, key)

    def number(self, item: str, key: Key) -> Exact | None:
        value = self.value(item, key)
        return value if isinstance(value, (int, Fraction)) and not isinstance(value, bool) else None

    def total(self, item: str, keys: Iterable[Key]) -> Exact | None:
        """The sum over objects; None as soon as one of them has no figure."""
        summed: Exact = 0
        for key in keys:
            number = self.number(item, key)
            if number is None:
                return None
            summed += number
        return summed

    # ── indicators ───────────────────────────────────────────────
    def outcome(self, rule: str, key: Key) -> Outcome | None:
        return self.objects.outcome(rule, key)

    def floor(self, outcome: Outcome) -> Exact | None:
        """The exact 85 % of the limit, in the unit it is printed in."""
        limit = figures.limit_number(self.objects, outcome)
        return (
            None if limit is None or self.clause is None or not self.clause.floor else limit * parse(self.clause.floor)
        )

    def printed(self, outcome: Outcome) -> str:
        """The value on the side of its limit, and of its floor, that it is really on."""
        value = figures.as_number(outcome.value)
        if value is None or isinstance(outcome.value, (str, bool)):
            return figures.value_text(self.objects, outcome, "zh")
        rule = self.objects.rules[outcome.rule]
        limit, floor = figures.limit_number(self.objects, outcome), self.floor(outcome)
        marks = [mark for mark in (limit, floor) if mark is not None]
        return figures.beside(figures.approached(figures.scaled(rule, value), limit), marks, rule.digits, self.rounding)


def percent(part: int, whole: int, rounding: Rounding, digits: int = 1) -> str:
    """99.99 of 100 never prints as 100.0, nor 0.01 as 0.0; nothing of nothing is a slash."""
    return figures.beside(Fraction(100 * part, whole), (100, 0), digits, rounding) if whole else "/"
