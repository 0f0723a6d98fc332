"""改写 · Edited copies of shipped rulesets: what a province's paper would change, in full."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from eqrules import workspace
from eqrules.compare.changes import Change, Comparison
from eqrules.compare.structure import changes
from eqrules.compile import compile_ruleset
from eqrules.plan.plan import Plan
from eqrules.source import Source
from eqrules.syntax.characters import FOLD
from eqrules.workspace.compare import diff

DAY = date(2024, 9, 1)
Edit = tuple[str, str]


def national() -> Plan:
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    return plan


@cache
def edited(*edits: Edit) -> Plan:
    """cn/2017 with every text of the pairs replaced; each must occur. Padding and the width of signs do not count."""
    texts = {s.name: re.sub(r" +\|", " |", s.text).translate(FOLD) for s in workspace.sources("cn/2017") or ()}
    for old, new in ((a.translate(FOLD), b.translate(FOLD)) for a, b in edits):
        assert any(old in text for text in texts.values()), f"not in cn/2017: {old}"
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    made = compile_ruleset([Source(name, text) for name, text in texts.items()])
    assert made.plan is not None, [(f.code, str(f.span), f.facts) for f in made.report.findings]
    return made.plan


YIJIANG: tuple[Edit, ...] = (
    ("编号\uff1acn/2017\n", "编号\uff1acn-ah/yijiang/2024\n"),
    (
        "合计(在校生数:是否城镇公办非寄宿制普通学校为是)超过0 | 合计(家庭住址在划片范围内的学生数"
        ":是否城镇公办非寄宿制普通学校为是)÷合计(在校生数:是否城镇公办非寄宿制普通学校为是)",
        "合计(在校生数)超过0 | 合计(家庭住址在划片范围内的学生数)÷合计(在校生数)",
    ),
    ("达到100% | 95%以上", "达到100% | 达到100%"),
    (
        "(随迁子女在公办学校就读人数+随迁子女在政府购买服务的民办学校就读人数)÷符合条件的随迁子女总数 | 85%以上",
        "随迁子女在公办学校就读人数÷符合条件的随迁子女总数 | 达到100%",
    ),
    ("每百名学生拥有县级以上骨干教师数", "每百名学生拥有区级以上骨干教师数"),
    ("R1至R7至少6项达标\uff0c余项不低于标准的85%", "R1至R7全部达标"),
)
"""What variants.md §4.1 says of Yijiang, written over the national rules."""


def yijiang() -> Plan:
    """The shipped variant where there is one, else the copy made from the same facts."""
    if any(one.id == "cn-ah/yijiang/2024" for one in workspace.rulesets()):
        plan = workspace.load("cn-ah/yijiang/2024").plan
        assert plan is not None
        return plan
    return edited(*YIJIANG)


def compared(new: Plan, old: Plan | None = None) -> Comparison:
    return diff((old or national(), "sha256:old", None), (new, "sha256:new", None), DAY)


def told(new: Plan, old: Plan | None = None) -> list[tuple[str, ...]]:
    """(rule, aspect, part, place) of every line."""
    return [line(change) for change in changes(old or national(), new)]


def line(change: Change) -> tuple[str, ...]:
    return (change.rule, change.aspect, *filter(None, (change.part, *(value for _, value in change.where))))
