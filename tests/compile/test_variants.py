"""变更的样张 · Variants on readable pages: what each changes in the plan, or what is wrong with it.

`pytest --accept` rewrites what comes out; the difference is the review.
"""

from __future__ import annotations

import re
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest

from eqrules.compile import Compilation, compile_ruleset
from eqrules.diagnostics.catalogue import message
from eqrules.plan.identity import identity
from eqrules.plan.plan import Plan
from eqrules.report import outline, words
from eqrules.report.history import told
from eqrules.source import Source
from eqrules.syntax.format import format_document

HERE = Path(__file__).parent / "corpus"
GOOD, BAD = (sorted((HERE / kind).glob("*.md")) for kind in ("good", "bad"))
BLOCK = re.compile(r"^```eqr\n(.*?)^```$", re.S | re.M)
COMES_OUT = re.compile(r"(?<=^```text\n)(.*?)(?=^```$)", re.S | re.M)
ID = re.compile(r"^- 编号[:\uff1a](\S+)$", re.M)
PARENT = (HERE / "parent.md").read_text("utf-8")


def rulesets(page: Path) -> dict[str, Source]:
    """The rulesets of a page by id, the one it is about first; and the parent of them all."""
    texts = [*BLOCK.findall(page.read_text("utf-8")), PARENT]
    return {ID.search(text)[1]: Source(f"{n}.md", text) for n, text in enumerate(texts, 1)}  # type: ignore[index]


def made(page: Path, first: Source | None = None) -> Compilation:
    known = rulesets(page)
    own = first or next(iter(known.values()))
    return compile_ruleset([own], lambda name: [known[name]] if name in known else None)


@cache
def parent() -> Plan:
    plan = compile_ruleset([Source("parent.md", PARENT)]).plan
    assert plan is not None
    return plan


def described(plan: Plan) -> list[str]:
    """Everything a person is told of every rule, without who wrote it."""
    lines = []
    for code in words.of_rulings(plan):
        page = outline.one(plan, code, "zh").partition("\n\n")[0].splitlines()
        lines += [code + (line[1:] if at else line.removeprefix(code)) for at, line in enumerate(page)
                  if "  \u5199\u5728  " not in line]  # fmt: skip
    lines += [f"{d.id}  {len(d.variants)} 种算法" for d in plan.derived]
    lines += [f"{t.id}  {t.year} {t.within} {t.limit.text}" for t in plan.targets]
    lines += [f"{d.year}  {d.county} {d.name}" for d in plan.schedule]
    lines += [f"{g.id}  对象 {g.about.zh}" for g in plan.grains] + [f"{i.id}  {i.about.zh}" for i in plan.items]
    return [re.sub(r" {2,}", "  ", line) for line in lines]


def outcome(page: Path) -> str:
    """What the variant changes, line by line, and what the history says."""
    compilation = made(page)
    report = compilation.report
    said = [f"{f.code} {f.level} {f.span}{''.join(f' | {o}' for o in f.others)}\n  {message(f, 'zh')}"
            for f in report.findings]  # fmt: skip
    if compilation.plan is None:
        return "\n".join(said) + "\n"
    plan = compilation.plan
    changed = [line for line in unified_diff(described(parent()), described(plan), lineterm="", n=0)
               if line[:2] not in ("--", "++", "@@")]  # fmt: skip
    parts = [*plan.rules, *plan.derived, *plan.conclusions, *plan.vetoes, *plan.targets, *plan.items, *plan.retired]
    history = [f"{p.id}: {t.since} {t.origin} {told(t, 'zh')}\uff5c{t.basis} {t.status}" for p in parts
               for t in p.about.history if t.origin not in ("test/nation",)]  # fmt: skip
    return "\n".join([*said, *changed, "", *history]).strip() + "\n"


@pytest.mark.parametrize("page", [*GOOD, *BAD], ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_variant_does_what_its_page_says(page: Path, accept: bool) -> None:
    found = outcome(page)
    text = page.read_text("utf-8")
    if accept:
        page.write_text(COMES_OUT.sub(lambda _: found, text), "utf-8")
    expected = COMES_OUT.search(page.read_text("utf-8"))
    assert expected
    assert found == expected[1]


@pytest.mark.parametrize("page", GOOD, ids=lambda page: page.stem)
def test_a_good_variant_is_sound(page: Path) -> None:
    assert made(page).report.findings == []


@pytest.mark.parametrize("page", GOOD, ids=lambda page: page.stem)
def test_a_variant_means_the_same_in_english(page: Path) -> None:
    compilation = made(page)
    assert compilation.plan is not None
    english = format_document(compilation.own, compilation.glossary, "en")
    again = made(page, Source("en.md", english))
    assert again.plan, [(f.code, str(f.span), f.facts) for f in again.report.findings]
    assert identity(again.plan) == identity(compilation.plan)
    back = format_document(again.own, again.glossary, "zh")
    home = made(page, Source("zh.md", back))
    assert home.plan is not None
    assert identity(home.plan) == identity(compilation.plan)
