"""接表 · Handed-in tables on Spark: staged by the same statements as on DuckDB, where few words differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eqrules.engine.spark.carry_out import keep

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_CALLED = {"approx_quantile(": "approx_percentile(", "regexp_full_match(": "full_match(",
           "array_length(": "array_size("}  # fmt: skip
"""Functions that staging calls by DuckDB's names."""
_TABLE = re.compile('CREATE OR REPLACE TEMP TABLE "(?P<name>[^"]+)" AS ')
_TYPES = {"INT": "INTEGER"}
_FULL_MATCH = """CREATE OR REPLACE TEMPORARY FUNCTION full_match(words STRING, pattern STRING) RETURNS BOOLEAN
RETURN words RLIKE concat('^(?:', pattern, ')$')"""


@dataclass(frozen=True, slots=True)
class Rows:
    rows: list[Any]

    def fetchall(self) -> list[Any]:
        return self.rows


@dataclass(frozen=True, slots=True)
class Staging:
    """A Spark session that takes staging's statements."""

    spark: SparkSession

    def execute(self, query: str) -> Rows:
        for theirs, ours in _CALLED.items():
            query = query.replace(theirs, ours)
        if table := _TABLE.match(query):
            keep(self.spark, table["name"], query[table.end() :])
            return Rows([])
        made = [tuple(row) for row in self.spark.sql(query).collect()]
        if query.startswith("DESCRIBE"):
            made = [(name, _TYPES.get(kind.upper(), kind.upper())) for name, kind, *_ in made]
        return Rows(made)


def handed_in(spark: SparkSession, data: Mapping[str, object]) -> dict[str, str]:
    """A view of each table as it came: grain → its name."""
    spark.conf.set("spark.sql.ansi.doubleQuotedIdentifiers", "true")
    spark.sql(_FULL_MATCH)
    for grain, given in data.items():
        _read(spark, given).createOrReplaceTempView(f"{grain}_given")
    return {grain: f"{grain}_given" for grain in data}


def _read(spark: SparkSession, given: object) -> DataFrame:
    import pyarrow as pa

    if isinstance(given, str | Path):
        if str(given).endswith(".parquet"):
            return spark.read.parquet(str(given))
        return spark.read.csv(str(given), header=True, escape='"', multiLine=True)
    table = given if isinstance(given, pa.Table) else pa.table(given)
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in table.schema]
    return spark.createDataFrame(table.cast(pa.schema(plain)))
