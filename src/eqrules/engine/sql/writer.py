"""书写 · Carries a plan into SQL, wave by wave: what needs no other table first, then what that made possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from eqrules.engine.sql.dialect import Dialect, names_in
from eqrules.engine.sql.exactly import Exact, Question
from eqrules.engine.sql.profile import Profile
from eqrules.engine.sql.ratio import Ratio, guarded
from eqrules.engine.sql.sheets import Join, Sheet, Statement, Totals, key_column
from eqrules.engine.sql.terms import Value, rewritten, texts
from eqrules.engine.sql.whole import Refused, product
from eqrules.plan.plan import Derived, ItemSpec, Plan, Rule

if TYPE_CHECKING:
    from eqrules.engine.sql.over import Below

Made = TypeVar("Made")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Source:
    """What a coefficient is computed from: the objects below, their weight and value."""

    below: Below
    weight: Ratio
    value: Ratio
    sample: bool


class Later(Exception):
    """What is asked for rests on another table; it has been ordered, and is there in the next wave."""


class Ask(Protocol):
    def __call__(self, question: Callable[[], Made]) -> Made: ...


@contextmanager
def asking() -> Iterator[Ask]:
    """Several questions at once: if one must wait, the others are still asked, so that one wave brings them all.

    Answers may be used only after the block.
    """
    waiting = False

    def ask(question: Callable[[], Made]) -> Made:
        nonlocal waiting
        try:
            return question()
        except Later:
            waiting = True
            return cast(Made, None)

    yield ask
    if waiting:
        raise Later


def each(question: Callable[[Thing], Made], things: Iterable[Thing]) -> list[Made]:
    """The same question of several things."""
    with asking() as ask:
        made = [ask(partial(question, thing)) for thing in things]
    return made  # noqa: RET504 (only after the block)


class Writer:
    """What every part of the writing shares: the plan, the tables so far, and what has been ordered."""

    def __init__(self, plan: Plan, profile: Profile, readings: dict[str, str], dialect: Dialect) -> None:
        self.plan, self.profile, self.readings, self.d = plan, profile, readings, dialect
        self.grains = {grain.id: grain for grain in plan.grains}
        self.top = plan.top.id
        self.items: dict[str, ItemSpec] = {item.id: item for item in plan.items}
        self.derived: dict[str, Derived] = {item.id: item for item in plan.derived}
        self.key_items = {grain.keys[-1]: grain.key_item for grain in plan.grains}
        self.rules: dict[str, Rule] = {rule.id: rule for rule in plan.rules}
        self.sheets = {g.id: Sheet(g.id, g.keys, _source(plan, profile, g.id)) for g in plan.grains}
        self.statements: list[Statement] = []
        self.blocked: dict[str, list[str]] = {}
        """Item → flags of failed checks that make it unusable."""
        self.blocking = False
        self.refused: set[str] = set()
        self.odd: dict[str, list[str]] = {}
        """Grain → flags of objects whose county the reference engine has to judge."""
        self.implied: dict[str, str] = {}
        """Grain → the grain whose rows alone tell its objects."""
        self.memo: dict[object, object] = {}
        self.decides = False
        """Near groups may be worked out between two statements."""
        self.sources: dict[str, Source] = {}
        self.printed: dict[Ratio, tuple[str, Ratio]] = {}
        """A rule's value → the column it is printed from, and the ratio whose nearest double that is."""
        self._near: dict[tuple[str, str, Question], str] = {}
        self._orders: dict[tuple[str, str], dict[str, str]] = {}
        self._lookups: dict[tuple[str, str], set[str]] = {}
        self._totals: dict[tuple[str, str, str], str] = {}

    # ── what a table can be asked for ────────────────────────────
    def finer(self, grain: str, than: str) -> bool:
        return set(self.grains[than].keys) < set(self.grains[grain].keys)

    def grain_of(self, item: str) -> str:
        return self.items[item].grain if item in self.items else self.derived[item].grain

    def add(self, grain: str, text: str, name: str) -> str:
        return self.sheets[grain].add(text, name)

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """The same answer to the same question; questions that must wait are asked again."""
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]  # type: ignore[return-value]

    def held(self, grain: str, ratio: Ratio, name: str) -> Ratio:
        """The same ratio in columns of its own, so that its text is written once."""
        if ratio.fixed or (not ratio.guards and all(p.text.startswith("«") for p in (*ratio.over, *ratio.under))):
            return ratio
        over = product(ratio.factor.numerator, ratio.over, self.d)
        column = self.add(grain, guarded(over.text, ratio.guards), f"{name}.n")
        under = ratio.under
        if under:
            below = product(1, under, self.d)
            under = (replace(below, text=self.add(grain, below.text, f"{name}.d"), low=1),)
        return Ratio(Fraction(1, ratio.factor.denominator), (replace(over, text=column),), under)

    def looked_up(self, value: Made, own: str, grain: str) -> Made:
        """A value of the object that one of `grain` belongs to, in the columns of `grain`."""
        if own == grain:
            return value
        if not set(self.grains[own].keys) <= set(self.grains[grain].keys):
            raise Refused("look-up")
        names = {name for text in texts(value) for name in names_in(text)}
        if any(not self.sheets[grain].has(f"{own}:{name}") for name in names):
            self._lookups.setdefault((grain, own), set()).update(names)
            raise Later
        return cast(Made, rewritten(value, lambda text: text.replace("«", f"«{own}:")))

    def total(self, grain: str, below: str, text: str) -> str:
        """A column with an aggregate over the objects of `below` that belong to each of `grain`."""
        key = (grain, below, text)
        if key not in self._totals:
            self._totals[key] = f"{below}>{len(self._totals)}"
        name = self._totals[key]
        if not self.sheets[grain].has(name):
            self._orders.setdefault((grain, below), {})[name] = text
            raise Later
        return f"«{name}»"

    def largest(self, grain: str, below: str, text: str) -> str:
        """The same for the largest, by way of a table between the two that asks things of `below` as well."""
        between = self.once(("between", grain, below), lambda: self._between(grain, below))
        if not between:
            return self.total(grain, below, f"max({text})")
        return self.total(grain, between, f"max({self.total(between, below, f'max({text})')})")

    def _between(self, grain: str, below: str) -> str:
        asking = [own for own, asked in self._orders if asked == below and self.tells(below, own)]
        return next((own for own in asking if self.finer(own, grain) and self.finer(below, own)), "")

    def tells(self, below: str, grain: str) -> bool:
        """Every object of `grain` has some of `below`, for rows tell of it that tell of those too."""
        by = self.implied.get(grain)
        return by is not None and by in (below, self.implied.get(below))

    def exactly(self, grain: str, below: str, asked: Question) -> tuple[str, str]:
        """Columns of `grain` with the side of the limit and the digits of near groups."""
        key = (grain, below, asked)
        name = self._near.setdefault(key, f"near_{len(self._near)}")
        if not self.sheets[grain].has(f"{name}.side"):
            raise Later
        return f"«{name}.side»", f"«{name}.digits»"

    def irregular(self, grain: str, text: str) -> None:
        """Objects where this is true: the reference engine judges their county."""
        column = self.add(grain, text, "odd")
        if column not in self.odd.setdefault(grain, []):
            self.odd[grain].append(column)

    # ── waves ────────────────────────────────────────────────────
    def carry_out(self, goals: Iterable[tuple[str, Callable[[], object]]]) -> None:
        """Everything there is to write; what cannot be is named in `refused`."""
        waiting = list(goals)
        while waiting:
            later = []
            for name, goal in waiting:
                try:
                    goal()
                except Later:
                    later.append((name, goal))
                except Refused:
                    self.refused.add(name)
            if later and not self._orders and not self._lookups and not self._waits():
                raise AssertionError(f"nothing to wait for: {[name for name, _ in later]}")
            self.deliver()
            waiting = later

    def deliver(self) -> None:
        """Write the tables so far, then what was ordered of them; totals of a table that is about to grow wait, so
        that those of what it grows by come in one go with them."""
        waits = self._waits()
        growing = {grain for grain, *_ in (*self._orders, *self._lookups, *waits)}
        held = {pair: columns for pair, columns in self._orders.items() if pair[1] in growing}
        self._orders = {pair: columns for pair, columns in self._orders.items() if pair not in held}
        pairs = (*self._orders, *self._lookups, *((grain, below) for grain, below, _ in waits))
        for grain in dict.fromkeys(name for pair in pairs for name in pair[::-1]):
            self._close(grain)
        for (grain, below), columns in self._orders.items():
            name = f"{below}_to_{grain}_{len(self.statements)}"
            keys = self.sheets[grain].keys
            self.statements.append(Totals(name, self.latest(below), keys, dict(columns)))
            if self.tells(below, grain) and self.sheets[grain].untouched:
                self.sheets[grain].stand_on(name, columns)
            else:
                self.sheets[grain].join(Join(name, keys, {alias: alias for alias in columns}))
        for (grain, own), names in self._lookups.items():
            columns = {f"{own}:{name}": name for name in sorted(names)}
            self.sheets[grain].join(Join(self.latest(own), self.sheets[own].keys, columns))
        for grain, below in dict.fromkeys((grain, below) for grain, below, _ in waits):
            asks = tuple((self._near[key], key[2]) for key in waits if key[:2] == (grain, below))
            name, keys = f"exact_{len(self.statements)}", self.sheets[grain].keys
            made = Exact(name, self.latest(grain), self.latest(below), keys, asks)
            self.statements.append(made)
            self.sheets[grain].join(Join(name, keys, {column: column for column in made.columns()}))
        self._orders, self._lookups = held, {}

    def _waits(self) -> list[tuple[str, str, Question]]:
        """Near groups that have been asked for and not yet worked out."""
        return [key for key, name in self._near.items() if not self.sheets[key[0]].has(f"{name}.side")]

    def _close(self, grain: str) -> None:
        done = self.sheets[grain].close()
        if done is not None:
            self.statements.append(done)

    def finish(self) -> None:
        for grain in self.sheets:
            self._close(grain)

    def latest(self, grain: str) -> str:
        """The table of a grain as it stands."""
        return self.sheets[grain].version.before


def _source(plan: Plan, profile: Profile, grain: str) -> list[str]:
    names = []
    for item in plan.items:
        if item.grain == grain:
            names += [item.id, f"{item.id}.none"]
    return names


def key_value(part: str) -> Value:
    return Value(word=f"«{key_column(part)}»", kind="text")
