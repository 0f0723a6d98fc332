"""复述 · One plain sentence a rule, and the whole as numbered articles."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from eqrules.compile import compile_ruleset
from eqrules.plan.plan import Plan
from eqrules.report.articles import articles
from eqrules.report.articles_out import MADE
from eqrules.report.paraphrase import sentences
from eqrules.source import Source
from submissions import shipped_plan

HERE = Path(__file__).parent
TEXT = (HERE / "said.md").read_text("utf-8")


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = compile_ruleset([Source("said.md", TEXT)])
    assert made.plan, made.report.findings
    return made.plan


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_in_one_sentence_each(plan: Plan, lang: str) -> None:
    lines = (HERE / f"said.{lang}.txt").read_text("utf-8").splitlines()
    assert [f"{code} {said}" for code, said in sentences(plan, lang).items()] == lines


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_of_the_national_ruleset_has_its_sentence(lang: str) -> None:
    national = shipped_plan("cn/2017")
    said = sentences(national, lang)
    for rule in national.rules:
        assert said[rule.id]
        assert rule.about.basis in said[rule.id]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_articles_are_counted_through_and_leave_nothing_out(plan: Plan, lang: str) -> None:
    blocks = articles(plan, lang, "sha256:x")
    numbers = [block.number for block in blocks if block.kind == "article"]
    assert numbers[:2] == (["第一条", "第二条"] if lang == "zh" else ["Article 1", "Article 2"])
    assert len(set(numbers)) == len(numbers)
    whole = "\n".join(block.text for block in blocks)
    assert [code for code, said in sentences(plan, lang).items() if said not in whole] == []


def test_the_same_articles_in_each_form(plan: Plan) -> None:
    blocks = articles(plan, "zh", "sha256:x")
    assert "第三章\u3000其他\n\n第四条\u3000G1 " in MADE[".txt"](blocks, "zh").decode("utf-8")
    page = MADE[".html"](blocks, "zh").decode("utf-8")
    assert "<b>第四条</b>" in page
    assert "http" not in page
    paragraphs = [p.text for p in Document(BytesIO(MADE[".docx"](blocks, "zh"))).paragraphs]
    assert any(text.startswith("第四条") and "G1" in text for text in paragraphs)
    assert MADE[".docx"](blocks, "zh") == MADE[".docx"](blocks, "zh")
