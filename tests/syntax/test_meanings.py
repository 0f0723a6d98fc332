"""释义 · Every chapter, column and line is explained in both languages: notes in workbooks and hovers show it."""

from __future__ import annotations

import re

import pytest

from eqrules.syntax.layout import HEAD, LAYOUTS
from eqrules.syntax.meanings import meaning

TOKENS = sorted({*HEAD.split(), *LAYOUTS, *(t for one in LAYOUTS.values() for t in (*one.columns, *one.lines))})


@pytest.mark.parametrize("token", TOKENS)
def test_what_it_is_for(token: str) -> None:
    assert re.search("[\u4e00-\u9fff]", meaning(token, "zh"))
    assert re.search("[a-z]{3}", meaning(token, "en"))
