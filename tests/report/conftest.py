"""小县 · The small county, fresh for every test."""

from __future__ import annotations

import pytest

from eqrules.engine.contract import Evaluation
from report import small


@pytest.fixture
def evaluation() -> Evaluation:
    return small.evaluation()
