"""语言文档 · Every example of `docs/language.md` compiles, holds, and means the same in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from eqrules.diagnostics.render import render
from eqrules.diagnostics.report import Report
from eqrules.engine.cases import read_case, run_case
from eqrules.plan.identity import identity
from eqrules.source import Source

from .blocks import BLOCKS, PAGE, Block, compiled, known, pairs, wrong_rows

EXAMPLES = [block for block in BLOCKS if block.kind in ("eqr", "eqr-en")]
CASES = [block for block in BLOCKS if block.kind == "eqr-case"]


def test_each_chinese_example_has_an_english_twin_after_it() -> None:
    kinds = [block.kind for block in EXAMPLES]
    assert kinds == ["eqr", "eqr-en"] * (len(kinds) // 2)
    assert len(kinds) > 20


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block.at)
def test_an_example_compiles_without_findings(block: Block) -> None:
    compilation = compiled(block)
    assert [render(finding, "zh") for finding in compilation.report.findings] == []
    assert compilation.plan is not None


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block.at)
def test_example_rows_hold(block: Block) -> None:
    wrong, compared = wrong_rows(block)
    assert wrong == []
    assert bool(compared) == ("## \u793a\u4f8b" in block.text or "## examples" in block.text)


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair[0].at)
def test_both_languages_mean_the_same(pair: tuple[Block, Block]) -> None:
    zh, en = (compiled(block).plan for block in pair)
    assert zh is not None
    assert en is not None
    assert identity(zh) == identity(en)
    assert len(zh.rules) == len(en.rules)


@pytest.mark.parametrize("block", CASES, ids=lambda block: block.at)
def test_a_case_page_comes_out(block: Block) -> None:
    def no_sibling(name: str) -> Source:
        raise AssertionError(name)

    report = Report()
    case = read_case(Source(PAGE.name, block.text), no_sibling, report)
    found = known("zh")(case.ruleset)
    assert found is not None
    base = next(b for b in EXAMPLES if b.lang == "zh" and b.text == found[0].text)
    plan = compiled(base).plan
    assert plan is not None
    results = run_case(case, plan, date(2024, 1, 1), report)
    assert report.findings == []
    assert [r for r in results if not r.ok] == []
    assert results
