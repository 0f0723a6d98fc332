"""对照的定律 · What is proved is never refuted by data; what is shown separates; nothing differs from itself."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eqrules.compare.changes import Comparison
from eqrules.compare.made_up import found_at, harmless, judged, passes
from eqrules.compile import compile_ruleset
from eqrules.diagnostics.report import Report
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan
from eqrules.source import Source
from eqrules.syntax.format import format_document
from eqrules.syntax.parse import parse
from eqrules.workspace.compare import diff
from rulesets import rulesets
from submissions import judge, plan_of, submission

Rows = dict[str, list[dict[str, Any]]]
DAY = date(2024, 9, 1)
EDITS = (
    ("以上", "以下"), ("不低于", "超过"), ("超过", "不低于"), ("且", "或"), ("或", "且"), ("至少1项", "至少2项"),
    ("至少2项", "至少1项"), ("按乙数加权", "不加权"), ("0.50以下", "0.505以下"), ("5以上", "5.5以上"), ("85%", "80%"),
    ("类别为红", "类别为红或蓝"), ("+", "-"), ("÷", "×"), ("除外:甲数等于0", "除外:甲数不超过1"), ("甲数", "乙数"),
    ("5以上 | 4以上", "5以上 | 3以上"), ("非(", "("), ("参考", ""), ("合计(", "最大("), ("全部达标,余", "全部达标,余"),
)  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """A made-up ruleset, and the same with one or two places edited."""
    text = draw(rulesets())
    other = text
    for _ in range(draw(st.integers(1, 2))):
        old, new = draw(st.sampled_from([e for e in EDITS if e[0] in other.split("## 派生项")[1]]))
        places = [m.start() for m in re.finditer(re.escape(old), other) if m.start() > other.index("## 派生项")]
        at = draw(st.sampled_from(places))
        other = other[:at] + new + other[at + len(old) :]
    made = compile_ruleset([Source("other.md", other)])
    assume(made.plan is not None)
    assert made.plan is not None
    return plan_of(text), made.plan


numbers = st.sampled_from([0, 1, 2, 5, 100, Fraction("0.5"), Fraction("4.2"), Fraction(21, 4), 10])


@st.composite
def complete(draw: st.DrawFn) -> Rows:
    """A county of a few schools with every cell filled, 无此项 where it may be."""
    rows: Rows = {"county": [], "school": [], "section": []}
    rows["county"].append({"county_name": "甲县", "zeta": draw(numbers), "V1": draw(st.booleans())})
    for name in "甲乙丙"[: draw(st.integers(1, 3))]:
        school = {"county_name": "甲县", "school_name": name, "delta": draw(numbers), "epsilon": draw(numbers)}
        school["kind"] = draw(st.sampled_from(["红", "绿", "蓝"]))
        school["grade"] = draw(st.sampled_from(["低", "中", "高", "/"]))
        school["flag"] = draw(st.booleans())
        rows["school"].append(school)
        for stage in draw(st.sampled_from([("小学",), ("初中",), ("小学", "初中")])):
            section = {"county_name": "甲县", "school_name": name, "stage": stage, "alpha": draw(numbers)}
            section |= {
                "beta": draw(st.sampled_from([0, 1, 2, 5, 100])),
                "gamma": draw(st.one_of(numbers, st.just("/"))),
            }
            rows["section"].append(section)
    return rows


def evaluated(plan: Plan, rows: Rows) -> Evaluation:
    items = [i.id for i in plan.items if i.judged and i.type == "list" and i.grain == "school"]
    schools = [row | dict.fromkeys(items, ("符合", "不符合")[n % 2]) for n, row in enumerate(rows["school"])]
    return judge(plan, submission(plan, **(rows | {"school": schools})))


@settings(max_examples=10, deadline=None)
@given(pairs(), st.lists(complete(), min_size=4, max_size=4))
def test_what_is_proved_is_never_refuted(
    plans: tuple[Plan, Plan], counties: list[dict[str, list[dict[str, Any]]]]
) -> None:
    found = compared(plans)
    for rows in counties:
        old, new = (evaluated(plan, rows) for plan in plans)
        seen = {f.code for one in (old, new) for f in one.report.findings}
        if "EQ731" in seen:
            continue
        clean = "EQ732" not in seen
        for code, of in found.rules.items():
            if of.holds and (clean or not of.assumes):
                objects = {
                    o.key for one in (old, new) for o in (*one.outcomes.get(code, ()), *one.decisions.get(code, ()))
                }
                for key in objects:
                    verdicts = [found_at(one, code, key) or (None, None) for one in (old, new)]
                    if of.assumes != "determined" or all(one is not Verdict.UNDETERMINED for one, _ in verdicts):
                        check(of.holds, *(harmless(one) for one, _ in verdicts), f"{code} {key}")
        if found.overall.holds and (clean or not found.overall.assumes):
            sides = [one.counties[0] for one in (old, new)]
            if found.overall.assumes != "determined" or all(c.verdict is not Verdict.UNDETERMINED for c in sides):
                check(found.overall.holds, *map(passes, sides), "county")


def check(holds: str, old: bool, new: bool, what: str) -> None:
    if holds in ("both", "new in old"):
        assert old or not new, f"{what} passes new and not old"
    if holds in ("both", "old in new"):
        assert new or not old, f"{what} passes old and not new"


def compared(plans: tuple[Plan, Plan]) -> Comparison:
    return diff((plans[0], "", None), (plans[1], "", None), DAY)


@settings(max_examples=15, deadline=None)
@given(pairs())
def test_every_counterexample_separates(plans: tuple[Plan, Plan]) -> None:
    found = compared(plans)
    for one in found.counterexamples:
        runs = [judged(plan, one.tables, DAY) for plan in plans]
        if one.rule == "CA":
            sides = [passes(run.counties[0]) for run in runs]
        else:
            at = [found_at(run, one.rule, one.key) for run in runs]
            sides = [harmless(pair[0] if pair else None) for pair in at]
        assert sides == [one.passes == "old", one.passes == "new"]
        assert Verdict.NOT_MET in [Verdict(word) for word in one.verdicts]


@settings(max_examples=25, deadline=None)
@given(rulesets())
def test_nothing_differs_from_itself(text: str) -> None:
    found = compared((plan_of(text), plan_of(text)))
    assert (found.changes, found.rules, found.counterexamples) == ([], {}, [])
    assert (found.overall.effect, found.overall.holds) == ("equal", "both")


@settings(max_examples=15, deadline=None)
@given(rulesets())
def test_a_translation_is_no_change(text: str) -> None:
    document, glossary = parse([Source("zh.md", text)], Report())
    english = compile_ruleset([Source("en.md", format_document(document, glossary, "en"))])
    assert english.plan is not None, [f.code for f in english.report.findings]
    found = compared((plan_of(text), english.plan))
    assert (found.changes, found.rules, found.overall.effect) == ([], {}, "equal")
