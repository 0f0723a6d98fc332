"""数据库 · A DuckDB database in memory, for tables too large to read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@contextmanager
def connection(memory: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """It may spill to disk; `memory` e.g. `8GB`."""
    import duckdb

    with duckdb.connect() as db:
        if memory:
            db.execute(f"SET memory_limit = '{memory}'")
        yield db
