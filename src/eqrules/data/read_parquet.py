"""读列式表 · Parquet files to raw sheets: decimals and integers exactly as stored."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any, cast

from eqrules.data.raw import Raw, Row, Sheet, Unreadable


def read_parquet(name: str, content: bytes) -> list[Sheet]:
    """One sheet, named after the file; row 1 is the column names."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as problem:
        raise Unreadable("EQ607", file=name) from problem
    try:
        table = ParquetFile(BytesIO(content)).read()
        columns = [plain_cells(column) for column in table.columns]
    except (ArrowException, OSError) as problem:
        raise Unreadable("EQ604", file=name) from problem
    rows: list[Row] = [list(table.column_names)]
    rows.extend(list(row) for row in zip(*columns, strict=True))
    return [Sheet(PurePath(name).stem, name, rows)]


def plain_cells(column: Any) -> list[Raw]:
    """An Arrow column as cells."""
    return [_plain(cell) for cell in column.to_pylist()]


def _plain(cell: object) -> Raw:
    """Lists, structs and bytes are shown as text: no item is any of these."""
    return str(cell) if isinstance(cell, list | dict | bytes | tuple) else cast(Raw, cell)
