"""符号 · The unknowns of one question: what can be handed in, within its declared range, and what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

import z3

from eqrules.compare.same import Form, form, parts_of, terms
from eqrules.compare.solver.terms import Number, Truth, Value, number
from eqrules.compare.states import Pairs
from eqrules.plan import expressions as e
from eqrules.plan.plan import Check, ItemSpec

Scope = tuple[str, str]
"""(grain that adds up, grain below it)."""
_YEARS = (1990, 2030)
_MOST = 4
"""Conditions that sums below one object are told apart by; more are not related to one another."""


@dataclass(slots=True)
class Sums:
    """Sums and counts over the objects below, by the condition they are counted by."""

    wheres: dict[Form, int] = field(default_factory=dict)
    summands: dict[Form, tuple[Number, Number, Number] | None] = field(default_factory=dict)
    """Summand → (least, most, whether whole), as far as known."""
    asked: list[tuple[Number, Form | None, Form | None]] = field(default_factory=list)
    """(term, summand or None for a count, condition or None)."""


@dataclass(slots=True)
class Symbols:
    """`facts` hold of all data; `sizes`: whole amounts that a small example keeps small."""

    facts: list[Truth] = field(default_factory=list)
    items: dict[Hashable, Value] = field(default_factory=dict)
    specs: dict[Hashable, ItemSpec] = field(default_factory=dict)
    sums: dict[Scope, Sums] = field(default_factory=dict)
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    single: bool = False
    """For examples: decimals to the hundredth, days as the first of their year, grains that may lack there or not."""
    any_reading: bool = False
    """Whether a run may choose other readings than the default ones."""
    present: dict[str, Truth] = field(default_factory=dict)
    pairs: Callable[[str], Pairs] | None = None
    """What a rule can come to on both sides at once, for conditions on its verdict."""
    wheres: dict[Scope, dict[Form, e.Condition]] = field(default_factory=dict)
    """(side, or "" where it means the same on both; form) → the condition that objects are counted by."""
    never: dict[Scope, set[tuple[Form, Form]]] = field(default_factory=dict)
    """Two such conditions: no object that may be counted by the first is surely not counted by the second."""
    written: dict[Hashable, Any] = field(default_factory=dict)
    """What both sides have in common is written once."""
    _count: int = 0

    def there(self, grain: str, may_lack: bool) -> Truth:
        """Whether a single example has an object of this grain."""
        if not may_lack:
            return True
        return self.present.setdefault(grain, self.flag())

    def fresh(self, whole: bool = False) -> Number:
        self._count += 1
        name = f"v{self._count}"
        return z3.Int(name) if whole else z3.Real(name)

    def flag(self) -> Truth:
        self._count += 1
        return z3.Bool(f"b{self._count}")

    def once(self, key: Hashable) -> Truth:
        """The flag of this name."""
        if key not in self.written:
            self.written[key] = self.flag()
        return self.written[key]

    def opaque(self, key: Hashable, nonnegative: bool = False, sure: bool = False) -> Value:
        """Something that is not looked into: any value, there or not, the same wherever it is the same."""
        if key not in self.items:
            value = self.fresh()
            if nonnegative:
                self.facts.append(value >= 0)
            flags = {} if sure else {name: self.flag() for name in ("none", "error", "lone")}
            self.items[key] = Value(value, **flags)
        return self.items[key]

    def item(self, key: Hashable, spec: ItemSpec, unbounded: bool) -> Value:
        """A cell: within its range, a whole number where it has to be one, a word of its list."""
        if key not in self.items:
            self.specs[key] = spec
            none = self.flag() if spec.may_be_none else False
            if self.single and spec.type in ("decimal", "integer") and not (spec.whole or spec.type == "integer"):
                cents = self.fresh(whole=True)
                self.facts += list(within(cents, spec, unbounded, 100))
                self.items[key] = Value(cents, 100, none=none)
                return self.items[key]
            if spec.type in ("integer", "decimal", "year", "date"):
                value = self.fresh(spec.whole or spec.type in ("integer", "year", "date"))
                self.facts += list(within(value, spec, unbounded))
                if self.single and spec.type in ("year", "date"):
                    self.facts += [value >= _YEARS[0], value <= _YEARS[1]]
            else:
                value = self.fresh(whole=True)
                self.facts += [value >= 0, value < max(1, self._words(spec))] if spec.type != "text" else [value >= 0]
            self.items[key] = Value(value, none=none)
        return self.items[key]

    def _words(self, spec: ItemSpec) -> int:
        for word in ("否", "是") if spec.type == "yes_no" else spec.values:
            self.code(spec.id, word)
        return len(self.words.get(spec.id, ()))

    def code(self, item: str, word: str) -> int:
        known = self.words.setdefault(item, {})
        return known.setdefault(word, len(known))

    # ── sums over what is below ──────────────────────────────────
    def total(self, scope: Scope, summand: Form | None, where: Form | None, spec: ItemSpec | None) -> Number:
        """Σ of the summand (None: of 1) over the objects below where the condition holds."""
        sums = self.sums.setdefault(scope, Sums())
        if where is not None:
            sums.wheres.setdefault(where, len(sums.wheres))
        if summand is not None:
            sums.summands.setdefault(summand, _range(spec))
        for term, other, held in sums.asked:
            if (other, held) == (summand, where):
                return term
        term = self.fresh(whole=summand is None)
        sums.asked.append((term, summand, where))
        return term

    def settle(self, checks: list[Check]) -> None:
        """Everything that holds of the sums: they are made of parts, and what holds of each object holds of sums."""
        for scope, sums in self.sums.items():
            kept = [check for check in checks if check.grain == scope[1]]
            self.facts += _facts(self, sums, kept, self.never.get(scope, set()))


def within(value: Number, spec: ItemSpec, unbounded: bool, times: int = 1) -> Iterator[Truth]:
    """The declared range; amounts of merged campuses add up beyond the most that one may have."""
    if spec.minimum and (spec.unit != "%" or not Fraction(spec.minimum)):
        yield value >= number(Fraction(spec.minimum) * times)
    if spec.maximum and spec.unit != "%" and not (unbounded and spec.additive):
        yield value <= number(Fraction(spec.maximum) * times)


def _range(spec: ItemSpec | None) -> tuple[Any, Any, Any] | None:
    if spec is None:
        return None
    least = Fraction(spec.minimum) if spec.minimum and spec.unit != "%" else None
    most = Fraction(spec.maximum) if spec.maximum and spec.unit != "%" and not spec.additive else None
    return least, most, spec.whole


def _facts(symbols: Symbols, sums: Sums, checks: list[Check], never: set[tuple[Form, Form]]) -> Iterator[Truth]:
    if len(sums.wheres) > _MOST:
        return
    linear = [line for check in checks for line in _lines(check.holds) if set(line[0]) & set(sums.summands)]
    for coefficients, _, _ in linear:
        for summand in coefficients:
            sums.summands.setdefault(summand, None)
    cells = list(product((False, True), repeat=len(sums.wheres)))
    counts = {cell: symbols.fresh(whole=True) for cell in cells}
    parts: dict[tuple[Form, tuple[bool, ...]], Number] = {}
    apart = [(sums.wheres[a], sums.wheres[b]) for a, b in never if a in sums.wheres and b in sums.wheres]
    for cell in cells:
        yield counts[cell] == 0 if any(cell[a] and not cell[b] for a, b in apart) else counts[cell] >= 0
        for summand, limits in sums.summands.items():
            least, most, whole = limits or (None, None, False)
            part = parts[summand, cell] = symbols.fresh(whole=bool(whole))
            yield z3.Implies(counts[cell] == 0, part == 0)
            if least is not None:
                yield part >= number(least) * counts[cell]
            if most is not None:
                yield part <= number(most) * counts[cell]
        for coefficients, constant, sign in linear:
            total = z3.Sum([number(factor) * parts[s, cell] for s, factor in coefficients.items()])
            yield _SIGNS[sign](total + number(constant) * counts[cell])
    for term, summand, where in sums.asked:
        held = [cell for cell in cells if where is None or cell[sums.wheres[where]]]
        yield term == z3.Sum([counts[cell] if summand is None else parts[summand, cell] for cell in held])


_SIGNS: dict[str, Any] = {
    ">=": lambda x: x >= 0, "<=": lambda x: x <= 0, ">": lambda x: x >= 0, "<": lambda x: x <= 0, "=": lambda x: x == 0,
}  # fmt: skip
"""A strict inequality between objects is at least a plain one between sums: there may be none of them."""


def _lines(holds: e.Condition) -> Iterator[tuple[dict[Form, Fraction], Fraction, str]]:
    """The linear parts of a check: Σ coefficient · item + constant `sign` 0."""
    for part in parts_of(holds, "all"):
        if isinstance(part, e.Compare):
            found: dict[Form, Fraction] = {}
            constant = Fraction(0)
            for side, sign in ((part.left, 1), (part.right, -1)):
                for own, term in terms(side):
                    factor = Fraction(sign if own == "+" else -sign)
                    if isinstance(term, e.Number):
                        constant += factor * Fraction(term.value)
                    elif isinstance(term, e.Item) and term.via == "own":
                        found[form(term)] = found.get(form(term), Fraction(0)) + factor
                    else:
                        break
                else:
                    continue
                break
            else:
                yield found, constant, part.sign
