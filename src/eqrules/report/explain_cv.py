"""差异系数表 · A coefficient of variation school by school, with each school's part of the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from eqrules.data.submission import Absent
from eqrules.engine.contract import Key, Outcome
from eqrules.language.numbers import Exact, Roots, decimal_text, exact_sum, exact_text
from eqrules.plan import expressions as e
from eqrules.report import figures
from eqrules.report.columns import columns
from eqrules.report.explain_figures import Writer

_WIDE = 24
"""Longer exact fractions stand as decimals only."""


@dataclass(frozen=True, slots=True)
class Spread:
    """`parts[i]` is weight ÷ N × (x − X)²; they add up to S²."""

    keys: tuple[Key, ...]
    values: tuple[Exact, ...]
    weights: tuple[Exact, ...]

    @property
    def total(self) -> Exact:
        return exact_sum(self.weights)

    @property
    def mean(self) -> Fraction:
        products = (x * n for x, n in zip(self.values, self.weights, strict=True))
        return Fraction(exact_sum(products)) / self.total

    @property
    def squares(self) -> tuple[Fraction, ...]:
        return tuple((Fraction(x) - self.mean) ** 2 for x in self.values)

    @property
    def parts(self) -> tuple[Fraction, ...]:
        total = self.total
        return tuple(n * square / total for n, square in zip(self.weights, self.squares, strict=True))

    @property
    def variance(self) -> Fraction:
        return Fraction(exact_sum(self.parts))


def spread(steps: Writer, of: e.Aggregate, outcome: Outcome) -> Spread | None:
    """The schools and figures behind a coefficient; None if one of them is missing."""
    keys = steps.workings.members(of, outcome.grain, outcome.key)
    if not keys or of.of is None:
        return None
    values = [figures.as_number(steps.workings.value(of.of, of.grain, key)) for key in keys]
    weights = (
        [figures.as_number(steps.workings.value(of.by, of.grain, key)) for key in keys]
        if of.by is not None and of.weighting == "weighted"
        else [1 for _ in keys]
    )
    known = [v for v in (*values, *weights) if v is not None and not isinstance(v, Roots)]
    if len(known) < 2 * len(keys) or not exact_sum(known[len(keys) :]):
        return None
    return Spread(tuple(keys), tuple(known[: len(keys)]), tuple(known[len(keys) :]))


def table(steps: Writer, of: e.Aggregate, outcome: Outcome) -> list[str]:
    """Every school on a line, then the sums and the formula with its figures."""
    found = spread(steps, of, outcome)
    if found is None:
        return _lacking(steps, of, outcome)
    weight = steps.formula.value(of.by) if of.by is not None else steps.say("权重", "weight")
    inner = steps.formula.value(of.of) if of.of is not None else "x"
    head = [
        steps.formula.grain(of.grain), f"n {weight}", f"x {inner}", "",
        "n/N", "(x−X)²", "n/N·(x−X)²", steps.say("占比", "share"),
    ]  # fmt: skip
    return ["", *_columns(head, found, steps), "", *_sums(steps, of, found), "", *_exact(steps, found)]


def _exact(steps: Writer, found: Spread) -> list[str]:
    """Each school's part of the sum without any rounding, to check by hand."""
    variance = found.variance
    if not variance:
        return []
    rows = [[steps.say("精确值", "exact"), "n/N·(x−X)²", steps.say("占比", "share")]]
    rows += [
        [steps.objects.label(key), exact_text(part), exact_text(part / variance)]
        for key, part in zip(found.keys, found.parts, strict=True)
    ]
    return columns(rows, "lll")


def _lacking(steps: Writer, of: e.Aggregate, outcome: Outcome) -> list[str]:
    """Which schools have no figure yet."""
    lines = [steps.say("还缺数据，列不出各校份额：", "Data are missing, so there is no table of schools yet:")]
    keys = steps.workings.members(of, outcome.grain, outcome.key) or []
    for key in keys:
        parts = [(part, steps.workings.value(part, of.grain, key)) for part in (of.of, of.by) if part]
        absent = [f"{steps.formula.value(part)} {steps.text(v)}" for part, v in parts if isinstance(v, Absent)]
        if absent:
            lines.append(f"  {steps.objects.label(key)}  {steps.say('、', ', ').join(absent)}")
    return lines


def _columns(head: Sequence[str], found: Spread, steps: Writer) -> list[str]:
    variance, total = found.variance, found.total
    rows = []
    for key, x, n, square, part in zip(
        found.keys, found.values, found.weights, found.squares, found.parts, strict=True
    ):
        exact = exact_text(x)
        share = decimal_text(100 * part / variance, 2) + "%" if variance else "—"
        rows.append([
            steps.objects.label(key), figures.short(n), exact if len(exact) <= _WIDE else "",
            decimal_text(x, 6), decimal_text(Fraction(n) / total, 6),
            decimal_text(square, 6), decimal_text(part, 6), share,
        ])  # fmt: skip
    last = [
        steps.say("合计", "sum"), figures.short(total), "", "", "1", "",
        decimal_text(variance, 6), "100%" if variance else "—",
    ]  # fmt: skip
    return columns([head, *rows, last], "lrrrrrrr")


def _sums(steps: Writer, of: e.Aggregate, found: Spread) -> list[str]:
    mean, variance = found.mean, found.variance
    lines = [f"N = {figures.short(found.total)}", f"X = Σ n·x ÷ N {steps.equals(mean)}"]
    lines.append(f"S² = Σ n/N·(x−X)² {steps.equals(variance)}")
    if not mean:
        return lines
    size = len(found.keys)
    top = "S²"
    if of.weighting == "sample" and size > 1:
        variance = variance * size / (size - 1)
        top = f"S² × {size} ÷ {size - 1}"
    squared = variance / mean**2
    lines.append(f"CV² = {top} ÷ X² {steps.equals(squared)}")
    root = Roots.root(squared)
    filled = f"√{decimal_text(variance, 6)} ÷ {decimal_text(mean, 6)}"
    lines.append(f"CV = √({top}) ÷ X ≈ {filled} ≈ {figures.short(root)}")
    return lines
