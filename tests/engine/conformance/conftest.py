"""各库备好 · Databases that start once for all tests here, and the other rooms that these tests borrow from."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "laws")]

import databases  # noqa: E402
from databases import Database, postgres_tools  # noqa: E402


@pytest.fixture(scope="session")
def clickhouse() -> Iterator[Database]:
    pytest.importorskip("chdb", reason="chdb is not installed")
    with databases.clickhouse() as run:
        yield run


@pytest.fixture(scope="session")
def postgres() -> Iterator[Database]:
    tools = postgres_tools()
    if tools is None:
        pytest.skip("no PostgreSQL here")
    with databases.postgres(tools) as run:
        yield run


@pytest.fixture(scope="session")
def spark() -> Database:
    """One session for all; small rows need no code of their own, which takes longer to make than to spare."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("no Java here")
    small = ("codegen.wholeStage=false", "codegen.factoryMode=NO_CODEGEN", "adaptive.enabled=false")
    given = " ".join(f"--conf spark.sql.{one}" for one in small)
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"{given} --conf spark.sql.shuffle.partitions=2 pyspark-shell")
    return databases.spark
