"""说明 · A person can check every figure by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eqrules.engine.contract import Evaluation
from eqrules.report.explain import NotOne, explain
from report import small


def test_a_ratio_with_its_derived_item(evaluation: Evaluation) -> None:
    said = explain(evaluation, "2134000002", "R1", "zh")
    for line in (
        "结论    ✗ 不达标\uff1a4.10 < 4.2",
        "算式    高于规定学历教师数 ÷ 在校生数 × 100",
        "代入    41 ÷ 1000 × 100 = 41/10 = 4.1",
        "高于规定学历教师数 = 本科教师数 + 专科教师数 = 21 + 20 = 41",
        "本科教师数 = 21 人  ← 学段校!E4",
        "标准    ≥ 4.2\uff08cn/small R1 小学\uff0c原文「4.2以上」\uff09",
        "差距    高于规定学历教师数 增加 1 人",
        "依据    第六条(一)\uff08转引\uff09",
    ):
        assert line in said, line


def test_a_share_shows_weights_and_pupils(evaluation: Evaluation) -> None:
    said = explain(evaluation, "实验学校/初中", "R4", "zh")
    assert "9000 × (1.1 × 450) ÷ (小学 1 × 900 + 初中 1.1 × 450) = 99000/31 ≈ 3193.548387" in said
    assert "代入    3193.548387 ÷ 450 = 220/31 ≈ 7.096774" in said


def test_a_coefficient_shows_every_school_and_adds_up(evaluation: Evaluation) -> None:
    said = explain(evaluation, "小学", "B1", "zh")
    table = [line.split() for line in said.splitlines() if "%" in line]
    parts = [Fraction(row[-2]) for row in table]
    assert abs(sum(parts[:-1]) - parts[-1]) <= Fraction(3, 10**6)
    assert sum(Fraction(row[-1][:-1]) for row in table[:-1]) == 100
    for line in ("N = 2400", "X = Σ n·x ÷ N = 131/24", "S² = Σ n/N·(x−X)² = 3967/2880", "CV² = S² ÷ X² = 3967/85805"):
        assert line in said, line
    assert "≈ 0.215018" in said


def test_a_coefficient_that_cannot_be_worked_names_the_schools(evaluation: Evaluation) -> None:
    said = explain(evaluation, "初中", "B1", "zh")
    assert "还缺数据" in said
    assert small.FORMULA in said.splitlines()[-1]


def test_a_conclusion_says_what_met_what_fell_short_and_the_floor(evaluation: Evaluation) -> None:
    said = explain(evaluation, "2134000002/小学", "学校资源达标", "zh")
    assert "至少 1 项达标\uff0c余项不低于标准的 85%" in said
    assert "底线 3.57\uff0c达到" in said
    assert "底线 3.825\uff0c未达到" in said


def test_a_school_is_explained_with_its_sections(evaluation: Evaluation) -> None:
    said = explain(evaluation, "实验学校", None, "en")
    assert said.count("Qualified teachers per 100 pupils") == 2
    assert "School resources met · 实验学校 初中" in said


def test_engine_and_explanation_are_compared(evaluation: Evaluation) -> None:
    assert "不一致" not in explain(evaluation, "2134000003", "R1", "zh")
    wrong = next(o for o in evaluation.outcomes["R1"] if o.key[1] == small.THIRD[1])
    wrong.value = 7
    assert "另行演算 = 6\uff0c引擎 = 7" in explain(evaluation, "2134000003", "R1", "zh")


@pytest.mark.parametrize(
    ("text", "rule", "heading"),
    [
        ("2134000003", "R1", "城关小学 小学"),
        ("城关小学", "每百名学生拥有高于规定学历教师数", "城关小学 小学"),
        ("340203/2134000003/小学", "r1", "城关小学 小学"),
        ("城关小学 小学", "R1", "城关小学 小学"),
        ("弋江区", "Rotation rate", "弋江区"),
        ("340203", "county_ok", "弋江区"),
        ("小学", "B4", "小学"),
        (small.SCRIPT, "R1", f"{small.SCRIPT} 小学"),
    ],
)
def test_objects_and_rules_by_what_people_call_them(evaluation: Evaluation, text: str, rule: str, heading: str) -> None:
    assert explain(evaluation, text, rule, "zh").splitlines()[0].endswith(f"· {heading}")


def test_unknown_words_get_the_closest_names(evaluation: Evaluation) -> None:
    with pytest.raises(NotOne) as caught:
        explain(evaluation, "城关小", "R1", "zh")
    assert (caught.value.what, caught.value.many) == ("object", False)
    assert any("城关小学" in near for near in caught.value.candidates)
    with pytest.raises(NotOne) as caught:
        explain(evaluation, "城关小学", "R9", "zh")
    assert (caught.value.what, caught.value.candidates[0][:2]) == ("rule", "R1")


def test_one_name_for_two_schools_asks_which(evaluation: Evaluation) -> None:
    evaluation.submission.names[small.SECOND] = "城关小学"
    with pytest.raises(NotOne) as caught:
        explain(evaluation, "城关小学", None, "zh")
    assert caught.value.many
    assert caught.value.candidates == ["340203/2134000002", "340203/2134000003"]
