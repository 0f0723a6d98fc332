"""量列 · What is known of the numbers of each column before any arithmetic, at the cost of hardly reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from eqrules.engine.duckdb.reading import Column, Database
from eqrules.engine.frames import OUTLYING
from eqrules.plan.plan import ItemSpec

_FIRST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """Of a column of numbers, times 10^scale: the least and the most, how many are `there`, rows, mean size."""

    low: int
    high: int
    there: int
    rows: int
    mean: float

    @property
    def most(self) -> int:
        return max(abs(self.low), abs(self.high))


def ranges(db: Database, items: Iterable[ItemSpec], columns: Mapping[str, Column], source: str) -> dict[str, Known]:
    """Item → what is known of its numbers. The ends are asked for as they stand in the file, which then tells them
    without being read; the mean is that of the first rows, unless some number is far from it."""
    numbers = [spec.id for spec in items if spec.id in columns and spec.type in ("integer", "decimal")]
    parts = ["min({0}), max({0}), count({0})".format(columns[n].own or columns[n].text) for n in numbers]
    (row,) = db.execute(f"SELECT {', '.join(['count(*)', *parts])} FROM {source}").fetchall()
    means = _means(db, columns, numbers, f"(SELECT * FROM {source} LIMIT {_FIRST_ROWS}) AS first")
    made = {}
    for at, name in enumerate(numbers):
        scale = 10 ** columns[name].scale if columns[name].own else 1
        low, high = (int(Fraction(end) * scale) if end is not None else 0 for end in row[3 * at + 1 : 3 * at + 3])
        made[name] = Known(low, high, row[3 * at + 3], row[0], means[name])
    far = [name for name, known in made.items() if known.most > OUTLYING * known.mean]
    means = _means(db, columns, far, source)
    return made | {name: replace(made[name], mean=means[name]) for name in far}


def _means(db: Database, columns: Mapping[str, Column], names: list[str], source: str) -> dict[str, float]:
    """The mean sizes."""
    if not names:
        return {}
    parts = [f"avg(abs({columns[name].text}))" for name in names]
    (row,) = db.execute(f"SELECT {', '.join(parts)} FROM {source}").fetchall()
    return {name: float(mean or 0) for name, mean in zip(names, row, strict=True)}
