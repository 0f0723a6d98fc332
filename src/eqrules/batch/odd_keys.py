"""异键 · Counties whose keys are not plain: told twice, blank, spelled with signs, or of unlisted objects.

A column engine takes keys as they stand; the intake knows how to read these, so such counties go to the
reference engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from eqrules.data.names import Names
from eqrules.data.words import NONE_MARKS
from eqrules.plan.plan import Grain

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_PLAIN = r"[0-9A-Za-z\x{4e00}-\x{9fff}()_-]+"
_NOBODY = sorted({*NONE_MARKS, "合计", "总计", "小计", "共计", "总和", "平均", "平均值", "均值"})
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


def odd_keys(db: duckdb.DuckDBPyConnection, names: Names, tables: Mapping[str, pa.Table]) -> set[str]:
    """Their codes; `tables`: grain → its rows by item."""
    grains = {grain.id: grain for grain in names.plan.grains}
    found: set[str] = set()
    for name, table in tables.items():
        db.register(name, table)
    for name in tables:
        for query in _queries(db, grains[name], grains, names, tables):
            found.update(str(row[0]) for row in db.execute(query).fetchall())
    return found


def _queries(
    db: duckdb.DuckDBPyConnection, grain: Grain, grains: dict[str, Grain], names: Names, tables: Mapping[str, pa.Table]
) -> list[str]:
    items = {part: names.part_items[part] for part in grain.keys}
    types = {name: str(kind) for name, kind, *_ in db.execute(f"DESCRIBE {grain.id}").fetchall()}
    texts = {part: f'CAST("{item.id}" AS VARCHAR)' for part, item in items.items()}
    top = texts[names.top]
    odd = [_odd(texts[part], types[item.id], item.values) for part, item in items.items()]
    keys = ", ".join(texts.values())
    made = [
        f"SELECT DISTINCT {top} FROM {grain.id} WHERE {' OR '.join(odd)}",
        f"SELECT DISTINCT c FROM (SELECT {top} AS c FROM {grain.id} GROUP BY {keys} HAVING count(*) > 1)",
    ]
    for other in grains.values():
        if other.id in tables and set(other.keys) < set(grain.keys):
            own = ", ".join(texts[part] for part in other.keys)
            there = ", ".join(f'CAST("{names.part_items[part].id}" AS VARCHAR)' for part in other.keys)
            made.append(
                f"SELECT DISTINCT c FROM (SELECT {own} FROM {grain.id} EXCEPT SELECT {there} FROM {other.id}) "
                f"AS alone({', '.join(['c', *other.keys[1:]])})"
            )
    return made


def _odd(text: str, kind: str, values: tuple[str, ...]) -> str:
    if kind in _WHOLE and not values:
        return f"{text} IS NULL"
    if kind != "VARCHAR":
        return "TRUE"
    if values:
        listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
        return f"{text} IS NULL OR {text} NOT IN ({listed})"
    nobody = ", ".join("'" + word.replace("'", "''") + "'" for word in _NOBODY)
    return f"{text} IS NULL OR NOT regexp_full_match({text}, '{_PLAIN}') OR lower({text}) IN ({nobody})"
