"""测试的房间 · Where compiled plans are kept while testing, how hard hypothesis tries, and `--accept`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path[:0] = [str(Path(__file__).parent / room) for room in ("engine", "laws")]
"""Made-up rules, counties and comparisons are shared between these rooms."""


_QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("ci", derandomize=True, max_examples=60, print_blob=True, **_QUIET)
settings.register_profile("dev", max_examples=60, **_QUIET)
settings.register_profile("deep", max_examples=2000, **_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the outcomes of case pages")


def pytest_configure(config: pytest.Config) -> None:
    """Plans compiled by tests do not touch the user's cache."""
    if "EQRULES_CACHE" not in os.environ:
        folder = os.environ["EQRULES_CACHE"] = tempfile.mkdtemp(prefix="eqrules-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))
