"""方言 · The few primitives in which SQL dialects differ; arithmetic is written from these, never translated.

`long` is exact to 2⁶³, `wide` to `widest`. Every primitive takes and gives text. Types are those of columns
that may be NULL. Columns are written «name» until a statement is finished.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

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
    quotient: int = 0
    """The largest whole number that `divide` gives, where that is less than `widest`."""
    widen: Callable[[str], str] = lambda x: ""
    """A double that is a whole number, as a wide one: every digit kept. "": a cast does that."""
    floor: Callable[[str], str] = lambda x: f"floor({x})"
    """The next whole double below; NULL stays."""
    ceil: Callable[[str], str] = lambda x: f"ceil({x})"
    nearest: Callable[[str], str] = lambda x: f"CAST({x} AS BIGINT)"
    """The whole number next to a double, half to even, as a long; NULL stays."""
    number: Callable[[str], str] = lambda digits: digits
    """A literal like `3e0` as a double."""
    longest: int = 0
    """Bytes that a column name may have; 0: as many as it likes."""
    dot: str = "."
    """What stands for a dot in a column name."""
    prelude: tuple[str, ...] = ()
    """Settings that the statements rely on."""

    def render(self, text: str) -> str:
        """The finished text: column names quoted as this dialect quotes them."""
        return _NAME.sub(lambda found: self.quoted(found[1]), text)

    def quoted(self, name: str) -> str:
        return f"{self.quote}{self.named(name)}{self.quote}"

    def named(self, name: str) -> str:
        """A column name as it stands in this dialect's tables."""
        raw = name.encode()
        if self.longest and len(raw) > self.longest:
            return f"{raw[: self.longest - 13].decode(errors='ignore')}~{sha256(raw).hexdigest()[:12]}"
        return name.replace(".", self.dot)

    def word(self, value: str) -> str:
        return f"'{self.escape(value)}'"

    def cast(self, text: str, kind: str) -> str:
        return f"CAST({text} AS {kind})"

    def literal(self, number: int) -> str:
        if abs(number) <= DOUBLE:
            return self.number(f"{number}e0" if number >= 0 else f"({number}e0)")
        if abs(number) <= LONG:
            return self.cast(str(number), self.long)
        return self.cast(self.word(str(number)), self.wide)


def double(number: float) -> str:
    """A literal that every dialect reads as exactly this double."""
    text = repr(number)
    return text if "e" in text else f"{text}e0"


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
    create="CREATE OR REPLACE TEMPORARY VIEW {name} AS",
    # A quotient of decimals keeps six decimals of its 38 digits; `div` would give a long.
    divide=lambda a, b: f"CAST((CAST({a} AS DECIMAL(38,0)) - {a} % {b}) / {b} AS DECIMAL(38,0))",
    quotient=10**32 - 1,
    total=lambda x: f"sum(CAST({x} AS DECIMAL(38,0)))",
    # Both give a long here, and the largest long for what is larger.
    floor=lambda x: f"CASE WHEN abs({x}) < 9007199254740992e0 THEN CAST(floor({x}) AS DOUBLE) ELSE {x} END",
    ceil=lambda x: f"CAST(ceil({x}) AS DOUBLE)",
    nearest=lambda x: f"CAST(rint({x}) AS BIGINT)",
    escape=_no_backslash,
    prelude=("SET spark.sql.ansi.enabled = true",),
)  # fmt: skip
POSTGRES = Dialect(
    "postgres", "BIGINT", "NUMERIC(60,0)", "DOUBLE PRECISION", "SMALLINT", "TEXT", 10**60 - 1, '"',
    create="CREATE TEMP TABLE {name} AS",
    divide=lambda a, b: f"div({a}, {b})",
    total=lambda x: f"CAST(sum({x}) AS NUMERIC(60,0))",
    # From a double straight to a numeric only fifteen digits are kept; the text has all of them.
    widen=lambda x: f"CAST(CAST({x} AS TEXT) AS NUMERIC(60,0))",
    # 3e0 is a numeric here, and numerics divide to so many places.
    number=lambda digits: f"CAST({digits} AS DOUBLE PRECISION)",
    longest=63,
)  # fmt: skip
CLICKHOUSE = Dialect(
    "clickhouse", "Nullable(Int64)", "Nullable(Int256)", "Nullable(Float64)", "Nullable(Int8)", "Nullable(String)",
    2**255 - 1, '"',
    nearest=lambda x: f"CAST(roundBankers({x}) AS Nullable(Int64))",
    create="CREATE TEMPORARY TABLE {name} ENGINE = Memory AS",
    divide=lambda a, b: f"intDiv({a}, {b})",
    total=lambda x: f"sum(CAST({x} AS Nullable(Int256)))",
    escape=_no_backslash,
    dot="/",  # With a dot it would be a part of the column before it.
    prelude=("SET join_use_nulls = 1", "SET prefer_column_name_to_alias = 1"),
)  # fmt: skip

DIALECTS: dict[str, Dialect] = {d.name: d for d in (DUCKDB, SPARK, POSTGRES, CLICKHOUSE)}
