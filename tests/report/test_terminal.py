"""终端 · The verdict first; columns line up; a county fits a screen."""

from __future__ import annotations

from dataclasses import replace

from eqrules.diagnostics.width import width
from eqrules.engine.contract import CountyVerdict, Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Relaxation
from eqrules.report.columns import columns, shortened
from eqrules.report.explain import explain
from eqrules.report.html import page
from eqrules.report.terminal import MOST_LINES, text
from report import small


def test_the_verdict_comes_first_and_then_what_stands_in_the_way(evaluation: Evaluation) -> None:
    said = text(evaluation, "zh")
    order = [
        "弋江区",
        "✗ 不达标",
        "县达标",
        "学校资源达标",
        "差异系数",
        "学校资源达标\uff1a",
        "未达标的其他项目",
        "补上这些单元格",
    ]
    places = [said.index(word) for word in order]
    assert places == sorted(places)
    assert "R1 4.10 (≥ 4.2)\uff0c高于规定学历教师数 增加 1 人" in said
    assert "学段校!D6" in said


def test_the_heading_names_only_readings_that_were_chosen(evaluation: Evaluation) -> None:
    assert "K3=合计" in text(evaluation, "zh").splitlines()[0]
    evaluation.readings = {"K3": "分别"}
    assert "K3" not in text(evaluation, "zh").splitlines()[0]


def test_a_veto_stands_above_everything(evaluation: Evaluation) -> None:
    evaluation.counties = [CountyVerdict((small.C,), Verdict.MET, ("V1",))]
    assert "⊘ 一票否决" in text(evaluation, "zh").splitlines()
    assert "V1 存在以考试方式招生" in text(evaluation, "zh")


def test_english(evaluation: Evaluation) -> None:
    said = text(evaluation, "en")
    assert "✗ Does not meet the standard" in said
    assert "teachers above the required qualification: 1 more" in said


def test_many_counties_take_a_line_each(evaluation: Evaluation) -> None:
    many = [CountyVerdict((f"34020{n}",), list(Verdict)[n % 3]) for n in range(9)]
    evaluation.counties = many
    said = text(evaluation, "zh").splitlines()
    assert sum(line.lstrip("✓✗? ").startswith("34020") for line in said) == 9
    assert "共 9 个县 · 达标 3 · 不达标 3 · 暂不能认定 3" in said


def test_no_county_is_said(evaluation: Evaluation) -> None:
    evaluation.counties = []
    assert "没有县" in text(evaluation, "zh")


def test_a_county_fits_a_screen(evaluation: Evaluation) -> None:
    first = evaluation.outcomes["G11a"][0]
    rules = tuple(
        rule.model_copy(update={"id": f"X{n}", "group": "government"})
        for rule in evaluation.plan.rules if rule.id == "G11a" for n in range(99)
    )  # fmt: skip
    evaluation.plan = evaluation.plan.model_copy(update={"rules": (*evaluation.plan.rules, *rules)})
    evaluation.outcomes |= {rule.id: [replace(first, rule=rule.id)] for rule in rules}
    evaluation.counties[0].missing = tuple(f"县!A{n}" for n in range(99))
    lines = text(evaluation, "zh").splitlines()
    assert len(lines) <= MOST_LINES + 4
    assert "……另有" in "\n".join(lines), "what was left out is said"


def test_a_name_cannot_drive_the_terminal(evaluation: Evaluation) -> None:
    evaluation.submission.names[small.SECOND] = "\x1b[31m红\u202e学校"
    said = text(evaluation, "zh")
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_columns_line_up_by_width() -> None:
    lines = columns([["学校", "1"], ["abc", "22"]], "lr")
    assert [width(line) for line in lines] == [8, 8]
    assert shortened("学段校学段校", 7) == "学段校…"


def test_a_relaxation_that_was_used_is_named_with_its_condition(evaluation: Evaluation) -> None:
    own = evaluation.plan.rules[0].cases[0].limits[0].limit
    relaxed = Relaxation(
        id="T9", when=small.compare("pupils", "<", "2000"), replaces=own, limit=own,
        about=small.about("小规模放宽", "small schools", "规程"),
    )  # fmt: skip
    rule = evaluation.plan.rules[0].model_copy(update={"relaxations": (relaxed,)})
    evaluation.plan = evaluation.plan.model_copy(update={"rules": (rule, *evaluation.plan.rules[1:])})
    evaluation.outcomes["R1"][2].relaxations = ("T9",)
    assert "R1  T9  1 处" in text(evaluation, "zh")
    assert "T9 小规模放宽\uff1b在校生数 &lt; 2000\uff1b规程" in page(evaluation, "zh")
    assert "放宽    T9 小规模放宽\uff1b在校生数 < 2000\uff1b规程" in explain(evaluation, "2134000002", "R1", "zh")
