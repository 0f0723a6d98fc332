"""读列 · How a column that comes as it is gets read: numbers as whole numbers with a scale, words, dates, 「/」.

Only what reads in one plain way; `fine` tells which cells do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from eqrules.plan.plan import ItemSpec


class Answer(Protocol):
    def fetchall(self) -> list[Any]: ...


class Database(Protocol):
    """What takes these statements: DuckDB's connection, or another database made to look like it."""

    def execute(self, query: str) -> Answer: ...


def types_of(db: Database, relation: str) -> dict[str, str]:
    """Column → its type in the database, in their order."""
    return {name: str(kind) for name, kind, *_ in db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}


_MOST_DECIMALS = 9
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read: `text`; `fine`: true where that reads the cell in full; its scale; `none`: where it
    says 无此项; `own`: the column itself, where it holds nothing but numbers, `text` being those times 10^scale."""

    text: str
    fine: str
    scale: int = 0
    none: str = ""
    own: str = ""


def reading(db: Database, spec: ItemSpec, heading: str | None, kind: str, source: str) -> Column:
    """How the column under this heading, of this type of the database, is read; of blanks where there is none."""
    return _excused(spec, _column(db, spec, heading, kind, source), f'"{heading}"', kind)


def _column(db: Database, spec: ItemSpec, heading: str | None, kind: str, source: str) -> Column:
    if heading is None:
        blank = {"integer": "BIGINT", "decimal": "BIGINT", "yes_no": "BOOLEAN", "date": "DATE"}
        return Column(f"CAST(NULL AS {blank.get(spec.type, 'STRING')})", "TRUE")
    own = f'"{heading}"'
    if spec.type in ("integer", "decimal"):
        return _number(db, spec, own, kind, source)
    if kind in ("VARCHAR", "STRING"):
        own = f"NULLIF(trim({own}), '')"
    if spec.type == "yes_no":
        if kind == "BOOLEAN":
            return Column(own, "TRUE")
        return Column(f"CASE {own} WHEN '是' THEN TRUE WHEN '否' THEN FALSE END", f"{own} IN ('是', '否')")
    if spec.type == "date":
        return Column(f"TRY_CAST({own} AS DATE)", f"TRY_CAST({own} AS DATE) IS NOT NULL")
    text = f"CAST({own} AS STRING)"
    if spec.type == "list":
        words = ", ".join("'" + word.replace("'", "''") + "'" for word in spec.values)
        return Column(f"CASE WHEN {text} IN ({words}) THEN {text} END", f"{text} IN ({words})")
    return Column(text, "TRUE")


def _number(db: Database, spec: ItemSpec, own: str, kind: str, source: str) -> Column:
    if kind in _WHOLE:
        return Column(own, "TRUE", own=own)
    if kind.startswith("DECIMAL("):
        width, scale = map(int, kind[8:-1].split(","))
        text = f"round(CAST({own} AS DOUBLE) * 1e{scale})" if scale else own
        return Column(text, "TRUE" if width <= 15 else f"abs({own}) < 9e{15 - scale}", scale, own=own)
    if kind in ("DOUBLE", "FLOAT"):
        number = f"CASE WHEN abs({own}) < 1e15 THEN CAST({own} AS DOUBLE) END"  # Neither NaN nor infinity is.
        scale = _scale(db, number, source)
        text = f"round({number} * 1e{scale})"
        return Column(text, f"COALESCE({text} / 1e{scale} = {own} AND abs({text}) < 1e15, {own} IS NULL)", scale)
    return _written(db, own, source)


def _scale(db: Database, own: str, source: str) -> int:
    """The fewest decimals that give back all but one number in a hundred as it was: the rest is noise of somebody's
    arithmetic, and the intake asks."""
    test = "avg(CASE WHEN round({0} * 1e{1}) / 1e{1} = {0} THEN 1 WHEN {0} IS NOT NULL THEN 0 END)"
    tests = [test.format(own, s) for s in range(_MOST_DECIMALS + 1)]
    (found,) = db.execute(f"SELECT {', '.join(tests)} FROM {source}").fetchall()
    return next((s for s, share in enumerate(found) if share is None or share >= 0.99), 6)


def _written(db: Database, own: str, source: str) -> Column:
    """Plain digits in a text column."""
    text = f"trim(CAST({own} AS STRING))"
    (row,) = db.execute(f"SELECT max(length(split_part({text}, '.', 2))) FROM {source}").fetchall()
    scale = min(row[0] or 0, _MOST_DECIMALS)
    fine = f"(regexp_full_match({text}, '-?[0-9]{{1,9}}([.][0-9]{{1,{max(scale, 1)}}})?') OR {text} = '')"
    return Column(f"TRY_CAST(TRY_CAST({text} AS DECIMAL(28,{scale})) * {10**scale} AS BIGINT)", fine, scale)


def _excused(spec: ItemSpec, column: Column, own: str, kind: str) -> Column:
    """A column of words in which 「/」 is a proper answer."""
    if kind not in ("VARCHAR", "STRING") or not (spec.may_be_none or spec.type == "text"):
        return column
    none = f"trim({own}) IN ('/', '无此项', '不适用')"
    if spec.type == "text":
        return replace(column, text=f"CASE WHEN NOT {none} THEN {column.text} END", none=none)
    fine = column.fine if column.fine == "TRUE" else f"({column.fine} OR {none})"
    return replace(column, fine=fine, none=none)
