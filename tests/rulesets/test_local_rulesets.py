"""地方规则集 · What the rulesets of provinces, cities and counties must say, and must not (VA1 to VA9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.data.intake import read_submission
from eqrules.engine.reference import Reference
from eqrules.plan.identity import identity
from eqrules.plan.plan import Plan
from eqrules.report import outline
from eqrules.source import Source
from submissions import DAY, shipped_plan

NATION = shipped_plan("cn/2017")


def touched(plan: Plan) -> dict[str, set[tuple[str, str]]]:
    """Rule → what the plan's own document does to it: (action, part)."""
    parts = (*plan.rules, *plan.conclusions, *plan.vetoes, *plan.derived, *plan.items, *plan.retired)
    found = {p.id: {(t.action, t.part) for t in p.about.history if t.origin == plan.id} for p in parts}
    return {code: said for code, said in found.items() if said}


def alike(one: Plan, other: Plan) -> bool:
    """The same meaning, but for the id and the dates."""
    return identity(one.model_copy(update={"id": other.id, "interval": other.interval})) == identity(other)


def test_va1_yijiang_changes_five_things_and_nothing_else() -> None:
    assert touched(shipped_plan("cn-ah/yijiang/2024")) == {
        "G13": {("提高", "标准"), ("扩大", "对象范围")},
        "G15b": {("提高", "标准"), ("改算法", "计算")},
        "R2": {("改称", "名称")},
        "backbone_teachers": {("视同", "名称")},
        "RS": {("改汇总", "条件")},
    }


def test_va1_the_aggregation_is_flagged_as_inferred() -> None:
    plan = shipped_plan("cn-ah/yijiang/2024")
    (touch,) = next(c for c in plan.conclusions if c.id == "RS").about.history
    assert (touch.status, touch.effect, plan.paper.kind) == ("推定", "stricter", "创建目标")


def test_va1_what_it_is_silent_about_is_the_nations() -> None:
    plan = shipped_plan("cn-ah/yijiang/2024")
    changed = {"G13", "G15b"}
    old, new = ({r.id: r.model_copy(update={"about": None}) for r in p.rules} for p in (NATION, plan))
    assert {code for code in old if old[code] != new[code] and code != "R2"} == changed
    assert [v.id for v in plan.vetoes] == [v.id for v in NATION.vetoes]


def test_va2_shenyang() -> None:
    plan = shipped_plan("cn-ln/shenyang/2024")
    assert touched(plan) == {
        "G2e": {("新增", "")}, "Q7b": {("新增", "")}, "G7": {("提高", "标准")}, "S1b": {("提高", "约束")},
    }  # fmt: skip
    assert {s for r in plan.rules for t in r.about.history if t.origin == plan.id for s in [t.status]} == {"转引"}
    assert plan.layers == ("cn/2019-guicheng",), "the procedure's tolerances are taken, not Shenyang's own"


def test_va3_hebei_says_the_scope_that_the_nation_took_from_it() -> None:
    plan = shipped_plan("cn-he/undated")
    assert alike(plan, NATION)
    assert {t for said in touched(plan).values() for t in said} == {("重申", "除外"), ("重申", "标准")}


@pytest.mark.parametrize("name", ["cn-ah/2018", "cn-xj/2018"])
def test_va5_a_paper_nobody_has_read_confirms_nothing(name: str) -> None:
    plan = shipped_plan(name)
    assert alike(plan, NATION)
    assert touched(plan) == {}
    assert {r.about.origin for r in plan.rules} == {"cn/2017"}
    assert "沿用" in outline.one(plan, "R1", "zh")


def test_va6_xinjiang_has_two_targets_and_no_2030() -> None:
    plan = shipped_plan("cn-xj/2025-targets")
    found = [(t.year, t.limit.sign, t.limit.amount.value, t.about.status) for t in plan.targets if t.limit.amount]  # type: ignore[union-attr]
    assert found == [(2027, ">=", "2/5", "已核"), (2035, ">=", "1", "已核")]


def test_va7_schedules() -> None:
    puer = [due.year for due in shipped_plan("cn-yn/puer/2022").schedule]
    assert [sum(a <= year <= b for year in puer) for a, b in ((2021, 2025), (2026, 2030), (2031, 2035))] == [3, 4, 3]
    nujiang = [due.year for due in shipped_plan("cn-yn/nujiang/2022").schedule]
    assert [nujiang.count(year) for year in (2032, 2033, 2034)] == [2, 1, 1]


def test_va8_jilin_2013_belongs_to_the_older_regime() -> None:
    """吉林 2013 stands on cn/2012: no parent of a ruleset of 2017."""
    assert next(a.id for a in shipped_plan("cn-jl/2013-targets").lineage) == "cn/2012"
    text = "# 规则集 试\n\n- 编号:test/x\n- 施行:2024年起\n- 继承:cn/2017、cn-jl/2013-targets\n"
    found = compile_ruleset([Source("x.md", text)], workspace.sources).report.findings
    assert [f.code for f in found] == ["EQ412"]
    assert len(found[0].others) == 2


def test_va9_the_regime_is_the_one_named_not_the_title(tmp_path: Path) -> None:
    """A notice titled 基本均衡差异系数 may hold the seven indicators of 优质均衡: the ruleset named judges."""
    folder = tmp_path / "基本均衡差异系数"
    folder.mkdir()
    (folder / "县.csv").write_text("行政区划代码\n341881\n", "utf-8")
    (folder / "学校.csv").write_text("行政区划代码,学校标识码,办学类型\n341881,1,小学\n", "utf-8")
    (folder / "学段校.csv").write_text("学校标识码,学段,在校生数,县级以上骨干教师数\n1,小学,1000,10\n", "utf-8")
    made = Reference().run(NATION, read_submission(NATION, [folder]), DAY, {r.id: r.default for r in NATION.readings})
    assert [o.verdict.value for o in made.outcomes["R2"]] == ["met"]
    assert "B0" in made.outcomes


def test_every_seed_document_has_its_place_in_the_list() -> None:
    listed = (Path(__file__).resolve().parents[2] / "rulesets" / "README.md").read_text("utf-8")
    for one in workspace.rulesets():
        assert f"[`{one.id}`]({one.id})" in listed, one.id
