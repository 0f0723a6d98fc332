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
        told_of = outline.one(plan, code, "zh").partition("\n\n沿革")[0]
        first, *rest = told_of.split("\n\n")  # its names, the sentence that says it, and the rows
        page = "\n".join([first, *rest[1:]]).splitlines()
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


# ── a change is what it would be to edit the parent ──────────────
EDITED = {
    "01-raised": [("| 6000以上 |", "| 8000以上 |")],
    "02-one-stage": [("| 达到100% | 95%以上 |", "| 达到100% | 达到100% |")],
    "04-numerator": [("(公办就读人数+购买服务就读人数)÷随迁子女总数", "公办就读人数÷随迁子女总数"),
                     ("随迁子女总数 | 85%以上", "随迁子女总数 | 达到100%")],
    "06-scope-wider": [("合计(在校生数:是否城镇学校为是)", "合计(在校生数)"),
                       ("合计(就近入学人数:是否城镇学校为是)", "合计(就近入学人数)")],
    "07-scope-narrower": [("特殊教育学校\n\n| 编号", "特殊教育学校;办学类型为教学点且在校生数不足50\n\n| 编号")],
    "08-aggregation": [("R1至R3至少2项达标\uff0c余项不低于标准的85%", "R1至R3全部达标")],
    "09-composite": [("| B1至B3的平均 | 仅报告 | 仅报告 |", "| B1至B3的平均 | 0.65以下 | 0.55以下 |")],
    "10-statistic": [("差异系数(按在校生数加权)", "差异系数(不加权)")],
    "18-renamed": [],
    "20-silent": [],
    "23-status": [],
}  # fmt: skip
"""Page → what would have to be written in the parent instead."""


@pytest.mark.parametrize("name", EDITED)
def test_a_change_gives_the_hash_of_the_edited_parent(name: str) -> None:
    text = PARENT
    for old, new in EDITED[name]:
        assert old in text
        text = text.replace(old, new)
    by_hand = compile_ruleset([Source("edited.md", text)]).plan
    plan = made(HERE / "good" / f"{name}.md").plan
    assert plan is not None
    assert by_hand is not None
    as_here = plan.model_copy(update={"id": by_hand.id, "interval": by_hand.interval})
    assert identity(as_here) == identity(by_hand)
    assert (identity(by_hand) == identity(parent())) == (not EDITED[name])
