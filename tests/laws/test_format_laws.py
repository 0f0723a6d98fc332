"""书写的定律 · What is written back reads the same, and means the same in the other language."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.diagnostics.report import Report
from eqrules.plan.identity import identity
from eqrules.source import Source
from eqrules.syntax import tree
from eqrules.syntax.format import format_document
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.parse import parse
from eqrules.workspace import writing
from rulesets import HEAD, rulesets
from submissions import plan_of

SHIPPED = [r.id for r in workspace.rulesets()]


def read(*texts: str, known: Glossary | None = None) -> tuple[tree.Document, Glossary]:
    report = Report()
    made = parse([Source(f"{n}.md", text) for n, text in enumerate(texts)], report, known)
    assert report.findings == [], [(f.code, str(f.span), f.facts) for f in report.findings]
    return made


def shipped(name: str) -> tuple[tree.Document, Glossary]:
    """The document, read with the names of all that it stands on."""
    made, _ = workspace.compile_named(name)
    assert made.report.findings == []
    return next(d for d in made.documents if d.text("ID") == name), made.glossary


# ── shipped ──────────────────────────────────────────────────────
@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulesets_read_the_same_written_back(name: str) -> None:
    document, glossary = shipped(name)
    text = format_document(document, glossary, document.lang)
    again, _ = read(text, known=glossary)
    assert format_document(again, glossary, document.lang) == text, "writing is at rest after once"
    made = compile_ruleset([Source("zh.md", text)], workspace.sources)
    assert made.plan
    assert identity(made.plan) == workspace.load(name).hash


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulesets_mean_the_same_in_english(name: str) -> None:
    document, glossary = shipped(name)
    english = format_document(document, glossary, "en")
    made = compile_ruleset([Source("en.md", english)], workspace.sources)
    assert made.plan, [(f.code, str(f.span), f.facts) for f in made.report.findings][:5]
    loaded = workspace.load(name)
    assert identity(made.plan) == loaded.hash


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulesets_come_home_from_english(name: str) -> None:
    """zh → en → zh gives the same text: everything with a twin comes back, the rest never left."""
    document, glossary = shipped(name)
    there, other = read(format_document(document, glossary, "en"), known=glossary)
    assert there.lang == "en"
    assert format_document(there, other, "zh") == format_document(document, glossary, "zh")


# ── made ─────────────────────────────────────────────────────────
@settings(max_examples=25)
@given(rulesets())
def test_made_rulesets_read_the_same_written_back(text: str) -> None:
    document, glossary = read(text)
    written = format_document(document, glossary, "zh")
    again, _ = read(written)
    assert format_document(again, glossary, "zh") == written
    assert identity(plan_of(written)) == identity(plan_of(text))


@settings(max_examples=25)
@given(rulesets())
def test_made_rulesets_mean_the_same_in_english(text: str) -> None:
    document, glossary = read(text)
    english = format_document(document, glossary, "en")
    assert identity(plan_of(english)) == identity(plan_of(text))


@settings(max_examples=25)
@given(rulesets())
def test_made_rulesets_come_home_from_english(text: str) -> None:
    document, glossary = read(text)
    there, other = read(format_document(document, glossary, "en"))
    assert format_document(there, other, "en") == format_document(document, glossary, "en")
    assert format_document(there, other, "zh") == format_document(document, glossary, "zh")


@pytest.mark.parametrize("word", ["参考", "原则上"])
def test_words_that_are_not_the_same_come_home(word: str) -> None:
    """原则上 (in principle) is not 参考 (for reference), though neither decides."""
    row = f"| R1 | 丁项 | 学校 | 丁数 | 1以上 | {word} |"
    table = f"| 编号 | 指标 | 对象 | 计算 | 标准 | 约束 |\n|---|---|---|---|---|---|\n{row}"
    document, glossary = read(f"{HEAD}\n## 指标 试\n\n- 编号:GEN\n- 依据:试\n\n{table}\n")
    there, other = read(format_document(document, glossary, "en"))
    assert word in format_document(there, other, "zh")


# ── typed any way ────────────────────────────────────────────────
_WIDE = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "(": "\uff08", ")": "\uff09", "%": "\uff05", "|": "\uff5c"}


@settings(max_examples=15)
@given(rulesets(), st.randoms(use_true_random=False))
def test_however_it_is_typed_it_means_the_same_and_comes_to_rest(text: str, chance: Random) -> None:
    """Marks of either width, blanks anywhere between cells: the hash is that of the plain text."""
    narrow = text.translate({ord(wide): mark for mark, wide in _WIDE.items()})
    typed = "".join(
        _WIDE[c] if c in _WIDE and chance.random() < 0.5 else "|" + " " * chance.randrange(3) if c == "|" else c
        for c in narrow
    )
    document, glossary = read(typed)
    written = format_document(document, glossary, "zh")
    again, known = read(written)
    assert format_document(again, known, "zh") == written
    assert identity(plan_of(written)) == identity(plan_of(typed)) == identity(plan_of(text))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulesets_are_tidy(name: str) -> None:
    assert [file.path.name for file in writing.tidied(writing.document(name)) if file.old != file.new] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_found_in_shipped_rulesets(name: str) -> None:
    assert workspace.check(name).findings == []
