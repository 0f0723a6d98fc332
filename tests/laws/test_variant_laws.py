"""变更的定律 · A change gives what editing the parent would; the word must fit; the other language means the same."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from eqrules.compile import Compilation, compile_ruleset
from eqrules.plan.identity import identity
from eqrules.source import Source
from eqrules.syntax.format import format_document
from rulesets import conditions, rulesets
from submissions import plan_of

HEAD = """# 规则集 下级

- 编号:test/child
- 施行:2020年起
- 继承:test/made

## 变更

| 动作 | 编号 | 项目 | 范围 | 原标准 | 新标准 | 依据 |
|---|---|---|---|---|---|---|
"""
OLD = Fraction("5.5")
figures = st.sampled_from(["4", "5.49", "5.5", "5.50", "5.51", "12"])
words = st.sampled_from(["{}以上", "不低于{}", "至少{}", "超过{}"])


def child(parent: str, *rows: str) -> Compilation:
    known = {"test/made": [Source("parent.md", parent)]}
    return compile_ruleset([Source("child.md", HEAD + "".join(f"{row}\n" for row in rows))], known.get)


def codes(made: Compilation) -> set[str]:
    return {finding.code for finding in made.report.findings}


def same(one: Compilation, text: str) -> bool:
    """The same plan as this text gives, but for id and dates."""
    assert one.plan is not None, one.report.findings
    other = plan_of(text)
    return identity(one.plan.model_copy(update={"id": other.id, "interval": other.interval})) == identity(other)


@settings(max_examples=30)
@given(rulesets(), figures, words)
def test_a_limit_changed_is_the_limit_edited(parent: str, figure: str, word: str) -> None:
    new = word.format(figure)
    stricter = Fraction(figure) > OLD or (Fraction(figure) == OLD and "超过" in word)
    equal = Fraction(figure) == OLD and "超过" not in word
    right, wrong = ("提高", "降低") if stricter else ("降低", "提高")
    rows = [f"| {action} | Q1 | 标准 | 初中 | 5.5以上 | {new} | 试 |" for action in (right, wrong)]
    if equal:
        assert codes(child(parent, rows[0])) == {"EQ418"}
        rows[0] = "| 重申 | Q1 | 标准 | 初中 | 不低于5.5 | | 试 |"
    else:
        assert "EQ414" in codes(child(parent, rows[1]))
    made = child(parent, rows[0])
    assert same(made, parent.replace("| 5以上 | 5.5以上 |", f"| 5以上 | {new} |"))
    english = format_document(made.own, made.glossary, "en")
    again = compile_ruleset([Source("en.md", english)], {"test/made": [Source("parent.md", parent)]}.get)
    assert again.plan is not None
    assert made.plan is not None
    assert identity(again.plan) == identity(made.plan)


@settings(max_examples=20)
@given(rulesets(), conditions("section", 1))
def test_an_exception_added_and_taken_away_again_changes_nothing(parent: str, condition: str) -> None:
    there = f"| 缩小 | STG | 除外 | | 无 | {condition} | 试 |"
    back = f"| 扩大 | STG | 除外 | | {condition} | 无 | 试 |"
    made = child(parent, there)
    assert made.plan is not None, made.report.findings
    lines = parent.replace("- 除外:甲数等于0;类别为蓝", f"- 除外:甲数等于0;类别为蓝;{condition}")
    assert same(made, lines)
    assert same(child(parent, there, back), parent)


@settings(max_examples=20)
@given(rulesets())
def test_silence_inherits(parent: str) -> None:
    made = child(parent)
    assert same(made, parent)
