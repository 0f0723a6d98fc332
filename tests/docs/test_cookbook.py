"""三十例 · Every recipe of `docs/cookbook.md` compiles without a finding, and its examples hold."""

from __future__ import annotations

import re

import pytest

from eqrules.compile import compile_ruleset
from eqrules.diagnostics.render import render
from eqrules.plan.identity import identity
from eqrules.source import Source
from eqrules.syntax.format import format_document

from .blocks import DOCS, Block, blocks, compiled, known, wrong_rows

PAGE = DOCS / "cookbook.md"
RECIPES = [block for block in blocks(PAGE) if block.kind == "eqr"]


def test_there_are_thirty_recipes_and_the_contents_lead_to_each() -> None:
    text = PAGE.read_text("utf-8")
    numbers = re.findall(r"^## (\d+) ", text, re.MULTILINE)
    assert numbers == [str(n + 1) for n in range(len(numbers))]
    assert len(numbers) >= 30
    assert re.findall(r"\[(\d+)\]\(#\1\)", text) == numbers
    assert re.findall(r'<a id="(\d+)"></a>', text) == numbers


@pytest.mark.parametrize("block", RECIPES, ids=lambda block: block.at)
def test_a_recipe_runs(block: Block) -> None:
    assert [render(finding, "zh") for finding in compiled(block).report.findings] == []
    wrong, compared = wrong_rows(block)
    assert wrong == []
    assert compared >= 1


@pytest.mark.parametrize("block", RECIPES, ids=lambda block: block.at)
def test_a_recipe_means_the_same_in_english(block: Block) -> None:
    chinese = compiled(block)
    english = format_document(chinese.documents[-1], chinese.glossary, "en")
    made = compile_ruleset([Source("en.md", english)], known("zh", PAGE))
    assert [render(finding, "en") for finding in made.report.findings] == []
    assert chinese.plan is not None
    assert made.plan is not None
    assert identity(made.plan) == identity(chinese.plan)
