"""内建 · The functions a formula may call: one page each, listed here and nowhere else."""

from eqrules.language.builtins import aggregates, dispersion, single
from eqrules.language.builtins.page import Builtin

BUILTINS: tuple[Builtin, ...] = (
    aggregates.SUM,
    aggregates.MAXIMUM,
    aggregates.MINIMUM,
    aggregates.MEAN,
    aggregates.COUNT,
    aggregates.SHARE,
    aggregates.MEDIAN,
    dispersion.CV,
    single.CEILING,
    single.FLOOR,
    single.LARGER,
    single.SMALLER,
    single.YEARS,
)
BY_ID = {builtin.id: builtin for builtin in BUILTINS}

__all__ = ["BUILTINS", "BY_ID", "Builtin"]
