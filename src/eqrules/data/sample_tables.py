"""样例表 · Made-up counties as one CSV or Parquet file per object: a province or a nation, quickly."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from eqrules.data.sample_book import Form, add_county, empty_book
from eqrules.data.sample_county import make_county
from eqrules.data.write_xlsx import Cell
from eqrules.plan.plan import ItemSpec, Plan

_AT_ONCE = 50
"""Counties in memory, and in a row group."""


def write_tables(
    plan: Plan, folder: Path, counties: int, schools: int, seed: int = 1, kind: str = "parquet"
) -> list[Path]:
    """`folder/section.parquet` …, county by county without flaws; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_files:
        writers: dict[str, Any] = {}
        for forms in _forms(plan, counties, schools, seed):
            for form in forms:
                path = folder / f"{form.grain.id}.{kind}"
                if kind == "csv":
                    if form.grain.id not in writers:
                        file = open_files.enter_context(path.open("w", encoding="utf-8", newline=""))
                        writers[form.grain.id] = csv.writer(file, lineterminator="\n")
                        writers[form.grain.id].writerow(form.headings)
                    writers[form.grain.id].writerows(form.rows)
                else:
                    table = _arrow(form)
                    if form.grain.id not in writers:
                        from pyarrow.parquet import ParquetWriter

                        writers[form.grain.id] = open_files.enter_context(ParquetWriter(path, table.schema))
                    writers[form.grain.id].write_table(table)
    return sorted(folder.glob(f"*.{kind}"))


def _forms(plan: Plan, counties: int, schools: int, seed: int) -> Iterator[list[Form]]:
    for start in range(1, counties + 1, _AT_ONCE):
        book = empty_book(plan)
        for number in range(start, min(start + _AT_ONCE, counties + 1)):
            rng = Random(f"{seed}/{number}")
            add_county(book, make_county(plan, number, schools, (number - 1) * schools + 1, rng), rng)
        yield list(book.forms.values())


def _arrow(form: Form) -> Any:
    """Whole numbers as integers; others to four decimals."""
    import pyarrow as pa

    columns = list(zip(*form.rows, strict=True)) or [()] * len(form.items)
    return pa.table(
        {heading: _array(item, cells) for heading, item, cells in zip(form.headings, form.items, columns, strict=True)}
    )


def _array(item: ItemSpec, cells: tuple[Cell, ...]) -> Any:
    import pyarrow as pa

    if item.type in ("integer", "year") and all(cell is None or isinstance(cell, int) for cell in cells):
        return pa.array(cells, pa.int64())
    if item.type == "decimal" and all(cell is None or isinstance(cell, int | float) for cell in cells):
        return pa.array(
            [round(float(cell), 4) if isinstance(cell, int | float) else None for cell in cells], pa.float64()
        )
    if item.type == "date" and all(cell is None or isinstance(cell, date) for cell in cells):
        return pa.array(cells, pa.date32())
    return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
