"""县分区 · A county's rows of a verdict table as Parquet: the same rows always give the same bytes.

Verdicts are words, figures doubles without a negative zero, rows sorted by key; codec and writer settings are
fixed. Nothing tells which engine computed it, or when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def sorted_rows(table: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """Words for verdicts, and rows in the order of their keys."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {}
    for name in table.column_names:
        column = table[name]
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        elif pa.types.is_floating(column.type):
            column = pc.add(column, 0.0)
        columns[name] = column
    return pa.table(columns).sort_by([(key, "ascending") for key in keys]).combine_chunks()


def by_county(table: pa.Table) -> Mapping[str, pa.Table]:
    """Slices of a sorted table."""
    counties = table.columns[0].to_pylist()
    return {county: table.slice(start, end - start) for county, start, end in _runs(counties)}


def _runs(values: list[str]) -> Iterator[tuple[str, int, int]]:
    start = 0
    for end in range(1, len(values) + 1):
        if end == len(values) or values[end] != values[start]:
            yield values[start], start, end
            start = end


def encoded(table: pa.Table) -> bytes:
    from pyarrow.parquet import write_table

    out = BytesIO()
    words = [field.name for field in table.schema if str(field.type) == "string"]
    write_table(
        table, out, compression="zstd", compression_level=3, version="2.6", data_page_version="1.0",
        use_dictionary=words, write_statistics=False, store_schema=False, row_group_size=1_000_000,
    )  # fmt: skip
    return out.getvalue()
