"""会话 · Where Spark runs: the session that is open, the master that is given, or this computer."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.diagnostics.report import Finding

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "EQRULES_SPARK_MASTER"
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
"""On this computer alone: nothing listens outside, and a shuffle is not cut into two hundred pieces."""
_EXACT = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC"}
"""Overflow raises; days are days."""


class NoSpark(Exception):
    """Spark cannot be used here; `finding` says why and what to do."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.finding = Finding(code, "error", facts=facts)


@contextmanager
def session(master: str = "", memory: str = "") -> Iterator[SparkSession]:
    """A session of its own: views and settings are nobody else's; the machinery behind it stays up.

    The master: the argument, else the environment variable EQRULES_SPARK_MASTER, else a session that is open
    already, else all cores of this computer.
    """
    opened = _opened(master or os.environ.get(MASTER, ""), memory)
    own = opened.newSession()
    for name, value in _EXACT.items():
        own.conf.set(name, value)
    yield own


def _opened(master: str, memory: str) -> SparkSession:
    try:
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise NoSpark("EQ721") from problem
    active = SparkSession.getActiveSession()
    if active is not None:
        there = active.sparkContext.master or ""
        if master not in ("", there):
            raise NoSpark("EQ723", name=master, reason=there)
        return active
    _java()
    builder = SparkSession.builder.appName("eqrules").master(master or "local[*]")
    local = not master or master.startswith("local")
    own = {"spark.driver.memory": memory.lower().removesuffix("b")} if memory else {}
    for name, value in (_QUIET | (_HERE | own if local else {})).items():
        builder = builder.config(name, value)
    # What goes wrong is raised; nobody needs it in the log as well.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as problem:
        raise NoSpark("EQ723", name=master or "local[*]", reason=_first_line(problem)) from problem


def _first_line(problem: Exception) -> str:
    """What went wrong, without the machinery it went through: Java's own words come after the first colon-space."""
    lines = [line.removeprefix(": ") for line in str(problem).splitlines() if line.strip()]
    told = [line for line in lines if "Exception: " in line] or lines or [type(problem).__name__]
    return str(told[0])


def _java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        raise NoSpark("EQ722")
