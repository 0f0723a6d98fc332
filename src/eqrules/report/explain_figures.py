"""演算的写法 · How figures stand inside a worked calculation: filled-in formulas, exact and rounded values."""

from __future__ import annotations

from fractions import Fraction

from eqrules.engine.contract import Key
from eqrules.language.numbers import Roots
from eqrules.plan import expressions as e
from eqrules.report import figures, words
from eqrules.report.cells import Cells
from eqrules.report.figures import Figure
from eqrules.report.formula import Formula
from eqrules.report.objects import Objects

Row = tuple[str, str]
"""A label and what stands beside it."""


class Writer:
    """Writes the figures of one evaluation in one language."""

    def __init__(self, objects: Objects, lang: str) -> None:
        self.objects, self.lang = objects, lang
        self.cells = Cells(objects)
        self.workings = self.cells.workings
        self.formula = Formula(objects.plan, lang)

    def say(self, zh: str, en: str) -> str:
        return words.either(self.lang, zh, en)

    def filled(self, of: e.Expression, grain: str, key: Key) -> str:
        """The formula with figures in it."""

        def leaf(part: e.Expression) -> str | None:
            if isinstance(part, (e.Item, e.Result, e.Rank, e.Aggregate)):
                text = self.text(self.workings.value(part, grain, key))
                return f"({text})" if text.startswith("-") else text
            return None

        return self.formula.value(of, leaf)

    def text(self, value: Figure) -> str:
        number = figures.as_number(value)
        return figures.word(value, self.lang) if number is None else figures.short(number)

    def equals(self, value: Fraction | int | Roots | bool) -> str:
        """`= 41/10 = 4.1`, `= 20/3 ≈ 6.666667`, `= √(…) ≈ 0.515257`."""
        if isinstance(value, bool):
            return f"= {self.text(value)}"
        exact, shown = figures.exact(value), figures.short(value)
        if exact == shown:
            return f"= {exact}"
        rooted = isinstance(value, Roots) and bool(value.terms)
        precise = not rooted and Fraction(shown) == figures.approached(value)
        return f"= {exact} {'=' if precise else '≈'} {shown}"

    def percent(self, value: Fraction | int | Roots) -> str:
        hundred = value.scaled(100) if isinstance(value, Roots) else value * 100
        shown = figures.short(hundred)
        return f" {'=' if Fraction(shown) == figures.approached(hundred) else '≈'} {shown}%"
