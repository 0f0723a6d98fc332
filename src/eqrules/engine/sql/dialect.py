"""方言 · The few primitives in which SQL dialects differ; arithmetic is written from these, never translated.

`long` is exact to 2⁶³, `wide` to `widest`. Every primitive takes and gives text. Types are those of columns
that may be NULL. Columns are written «name» until a statement is finished.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

LONG = 2**63 - 1
DOUBLE = 2**53
_NAME = re.compile("«([^»]+)»")


@dataclass(frozen=True, slots=True)
class Dialect:
    name: str
    long: str
    wide: str
    double: str
    small: str
    text: str
    widest: int
    """The largest whole number that `wide` holds."""
    quote: str
    create: str
    """How a statement begins whose result later statements read."""
    divide: Callable[[str, str], str]
    """Division rounded down, of a long or wide number that is not negative by a positive one."""
    total: Callable[[str], str]
    """The exact sum of long or wide numbers, as a wide one."""
    escape: Callable[[str], str] = lambda word: word.replace("'", "''")

    def render(self, text: str) -> str:
        """The finished text: column names quoted as this dialect quotes them."""
        return _NAME.sub(lambda found: f"{self.quote}{found[1]}{self.quote}", text)

    def word(self, value: str) -> str:
        return f"'{self.escape(value)}'"

    def cast(self, text: str, kind: str) -> str:
        return f"CAST({text} AS {kind})"

    def literal(self, number: int) -> str:
        if abs(number) <= DOUBLE:
            return f"{number}e0" if number >= 0 else f"({number}e0)"
        if abs(number) <= LONG:
            return self.cast(str(number), self.long)
        return self.cast(self.word(str(number)), self.wide)


def names_in(text: str) -> list[str]:
    """The columns that a text reads."""
    return _NAME.findall(text)


def _no_backslash(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "\\'")


DUCKDB = Dialect(
    "duckdb", "BIGINT", "HUGEINT", "DOUBLE", "TINYINT", "VARCHAR", 2**127 - 1, '"',
    create="CREATE TEMP TABLE {name} AS",
    divide=lambda a, b: f"({a} // {b})",
    total=lambda x: f"sum({x})",
)  # fmt: skip
SPARK = Dialect(
    "spark", "BIGINT", "DECIMAL(38,0)", "DOUBLE", "TINYINT", "STRING", 10**38 - 1, "`",
    create="CREATE TEMPORARY VIEW {name} AS",
    divide=lambda a, b: f"CAST(({a} - {a} % {b}) / {b} AS DECIMAL(38,0))",
    total=lambda x: f"sum(CAST({x} AS DECIMAL(38,0)))",
    escape=_no_backslash,
)  # fmt: skip
POSTGRES = Dialect(
    "postgres", "BIGINT", "NUMERIC(60,0)", "DOUBLE PRECISION", "SMALLINT", "TEXT", 10**60 - 1, '"',
    create="CREATE TEMP TABLE {name} AS",
    divide=lambda a, b: f"div({a}, {b})",
    total=lambda x: f"CAST(sum({x}) AS NUMERIC(60,0))",
)  # fmt: skip
CLICKHOUSE = Dialect(
    "clickhouse", "Nullable(Int64)", "Nullable(Int256)", "Nullable(Float64)", "Nullable(Int8)", "Nullable(String)",
    2**255 - 1, '"',
    create="CREATE TABLE {name} ENGINE = Memory AS",
    divide=lambda a, b: f"intDiv({a}, {b})",
    total=lambda x: f"sum(CAST({x} AS Nullable(Int256)))",
    escape=_no_backslash,
)  # fmt: skip

DIALECTS: dict[str, Dialect] = {d.name: d for d in (DUCKDB, SPARK, POSTGRES, CLICKHOUSE)}
