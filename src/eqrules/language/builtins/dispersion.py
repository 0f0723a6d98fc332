"""差异系数 · coefficient of variation: how far schools differ, smaller is more even.

Official form (2012 and 2017 regimes): √Σ(nᵢ/N)(xᵢ−X)² ÷ X, X the pooled mean Σnᵢxᵢ/N, population form.
Computed in one pass, CV² = N·Σnx² ÷ (Σnx)² − 1, and kept as an exact square.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eqrules.language.builtins.page import Builtin
from eqrules.language.numbers import Exact, Roots, exact_quotients


def cv(values: Sequence[Exact], weights: Sequence[Exact] | None = None, sample: bool = False) -> Roots | None:
    """The exact coefficient of variation; None when the mean is zero or there are too few values.

    `weights` None counts every value once; `sample` divides by n−1 (never official, for comparison only).
    """
    each = weights if weights is not None else [1] * len(values)
    pairs = zip(values, each, strict=True)
    return cv_of_quotients([(x.numerator, x.denominator, n.numerator, n.denominator) for x, n in pairs], sample)


def cv_of_quotients(pairs: Sequence[tuple[int, int, int, int]], sample: bool = False) -> Roots | None:
    """The same for values a/b with weights n/m, given as (a, b, n, m), which need not be in lowest terms."""
    total = exact_quotients((n, m) for _, _, n, m in pairs)
    pooled = exact_quotients((a * n, b * m) for a, b, n, m in pairs)
    if not total or not pooled or (sample and len(pairs) < 2):
        return None
    squares = exact_quotients((a * a * n, b * b * m) for a, b, n, m in pairs)
    squared = Fraction(total * squares) / (pooled * pooled) - 1
    if sample:
        squared = squared * len(pairs) / (len(pairs) - 1)
    return Roots.root(squared)


CV = Builtin(
    "cv", "差异系数", "cv", "aggregate",
    "标准差除以平均值；必须写明「按…加权」「不加权」或「样本」。只有一个对象时只列出，不判定；平均值为 0 时无法判定。",
    "Standard deviation over mean; must say weighted by, unweighted or sample. One object alone is shown and"
    " not judged; a zero mean is undetermined.",
    cv, takes="weighted", unit="pure",
    examples=((([Fraction(29, 120), Fraction(11, 120)], [120, 120]), Roots(Fraction(9, 20))),),
)  # fmt: skip
