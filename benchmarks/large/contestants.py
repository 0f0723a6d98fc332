"""名单 · Who takes part, and up to which size. The first is the measure of the others. Imports no peer by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from large.job import Answers, Run, Source

_ALL, _FITS = 10**9, 5_000_000
"""No end; or the last size whose outputs fit into the memory of an ordinary computer."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """`rounds_to`: the largest size at which it takes part in every round; above it, up to `most`, it runs once.
    `least`: the smallest size."""

    name: str
    module: str
    packages: tuple[str, ...] = ()
    rounds_to: int = _ALL
    most: int = _ALL
    least: int = 0


@dataclass(frozen=True, slots=True)
class Doer:
    """A contestant whose libraries are there."""

    ready: Callable[[Source], Run]
    answers: Callable[[Any], Answers]


CONTESTANTS = (
    Contestant("DuckDB SQL, float", "duckdb_float", ("duckdb",), most=_FITS),
    Contestant("DuckDB SQL, exact", "duckdb_exact", ("duckdb",), most=_FITS),
    Contestant("**eqrules**, DuckDB", "eqrules_duckdb", ("duckdb",), most=_FITS),
    Contestant("**eqrules**, reference", "eqrules_reference", (), 6_000, 6_000),
    Contestant("Polars, float", "polars_float", ("polars",), most=_FITS),
    Contestant("Polars, exact", "polars_exact", ("polars",), most=_FITS),
    Contestant("NumPy, float", "numpy_hand", ("numpy", "pyarrow"), most=_FITS),
    Contestant("Ibis on DuckDB, float", "ibis_duckdb", ("ibis-framework",), most=_FITS),
    Contestant("OpenFisca-core, float32", "openfisca", ("openfisca-core",), most=_FITS),
    Contestant("zen-engine, decimal", "zen_engine", ("zen-engine",), 6_000, 250_000),
    Contestant("Python fractions", "fractions_python", (), 6_000, 250_000),
    Contestant("DuckDB SQL, exact, verdicts alone", "duckdb_verdicts", ("duckdb",), least=_FITS),
    Contestant("**eqrules**, DuckDB, verdicts alone", "eqrules_verdicts", ("duckdb",), least=_FITS),
)


def doer(contestant: Contestant) -> Doer:
    """Its two functions; ImportError where a library is missing."""
    module = import_module(f"large.peers.{contestant.module}")
    return Doer(module.ready, module.answers)


def named(module: str) -> Contestant:
    return next(contestant for contestant in CONTESTANTS if contestant.module == module)
