"""按县取行 · The rows of some counties out of large tables, as columns or as the intake reads sheets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eqrules.data.cells import Trouble, read_text
from eqrules.data.large_files import Part, unreadable
from eqrules.data.names import Names
from eqrules.data.raw import Raw, Row, Sheet
from eqrules.data.words import NONE_MARKS, plain

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ROW, COUNTY = "eqrules row", "eqrules county"
"""Columns added to what is read: the number of a row in its file, and its county as the cell spells it."""


@dataclass(slots=True)
class Counties:
    """`rows`: county → how many rows it has in all. `written`: county → how cells spell its code.

    `objects`: kind of object → its rows. `nameless`: file → rows that name no county.
    """

    rows: dict[str, int] = field(default_factory=dict)
    written: dict[str, set[str]] = field(default_factory=dict)
    objects: dict[str, int] = field(default_factory=dict)
    nameless: dict[str, int] = field(default_factory=dict)


def counties(db: duckdb.DuckDBPyConnection, parts: Sequence[Part], names: Names) -> Counties:
    """One scan of every file's county column."""
    found = Counties()
    for part in parts:
        top = _quoted(part.keys[names.top])
        query = f"SELECT CAST({top} AS VARCHAR), count(*) FROM {_source(db, part)} GROUP BY 1"
        cells, counts = (column.to_pylist() for column in _fetched(db, part, query).columns)
        found.objects[part.grain.id] = found.objects.get(part.grain.id, 0) + sum(counts)
        for cell, rows in zip(cells, counts, strict=True):
            code = "" if cell is None or plain(cell) in NONE_MARKS else read_text(cell)
            if isinstance(code, Trouble) or not code:
                found.nameless[part.file] = found.nameless.get(part.file, 0) + rows
                continue
            found.rows[code] = found.rows.get(code, 0) + rows
            found.written.setdefault(code, set()).add(cell)
    return found


def rows(db: duckdb.DuckDBPyConnection, part: Part, names: Names, written: Collection[str]) -> pa.Table:
    """The rows of counties whose code is written so, in file order, with their numbers and their county."""
    top = _quoted(part.keys[names.top])
    words = ", ".join("'" + word.replace("'", "''") + "'" for word in sorted(written))
    spelled = f"CAST({top} AS VARCHAR)"
    query = f"SELECT *, {spelled} AS {_quoted(COUNTY)} FROM {_source(db, part)} WHERE {spelled} IN ({words})"
    return _fetched(db, part, query)


def _fetched(db: duckdb.DuckDBPyConnection, part: Part, query: str) -> pa.Table:
    import duckdb

    try:
        return db.sql(query).to_arrow_table()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as problem:
        raise unreadable(part.file, problem) from problem


def _source(db: duckdb.DuckDBPyConnection, part: Part) -> str:
    """What to read FROM: every column of the file and `ROW`."""
    if part.table is not None:
        name = f"sheet {part.file} {part.sheet}"
        db.register(name, part.table)
        return f"(SELECT *, row_number() OVER () + 1 AS {_quoted(ROW)} FROM {_quoted(name)})"
    path = str(part.path).replace("'", "''")
    if part.path.suffix.lower() == ".parquet":
        reader = f"read_parquet('{path}', file_row_number = true)"
        return f"(SELECT * EXCLUDE (file_row_number), file_row_number + 2 AS {_quoted(ROW)} FROM {reader})"
    columns = ", ".join("'" + heading.replace("'", "''") + "': 'VARCHAR'" for heading in part.headings)
    reader = (
        f"read_csv('{path}', auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"null_padding = true, columns = {{{columns}}})"
    )
    return f"(SELECT *, row_number() OVER () + 1 AS {_quoted(ROW)} FROM {reader})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def sheet(part: Part, table: pa.Table) -> Sheet:
    """These rows as the intake finds them in a file; each keeps its number."""
    from eqrules.data.read_parquet import plain_cells

    own = [name for name in table.column_names if name not in (ROW, COUNTY)]
    columns = [plain_cells(table[name]) for name in own]
    body: list[Row] = [list(row) for row in zip(*columns, strict=True)]
    head: list[Raw] = list(own)
    return Sheet(part.sheet, part.file, [head, *body], numbers=[1, *table[ROW].to_pylist()])


def columns(parts: Sequence[Part], tables: Sequence[pa.Table]) -> pa.Table | None:
    """The rows of one kind of object by item; None where the files do not go together."""
    import pyarrow as pa

    made = []
    for part, table in zip(parts, tables, strict=True):
        if part.beyond:
            return None
        own = [heading for heading in part.headings if heading in part.items]
        made.append(table.select(own).rename_columns([part.items[heading] for heading in own]))
    try:
        return pa.concat_tables(made, promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None
