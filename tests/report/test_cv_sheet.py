"""差异系数表 · Live formulas that give the engine's value; no formula where a figure is missing."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import submissions
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.report import figures
from eqrules.report.county import counties
from eqrules.report.cv_sheet import workbook
from eqrules.report.cv_working import workings
from eqrules.report.explain_figures import Writer
from eqrules.report.objects import Objects
from eqrules.report.workbook import decimals
from report import office, small


def made(evaluation: Evaluation, lang: str = "zh") -> bytes:
    content = workbook(counties(Objects(evaluation))[0], lang)
    assert content is not None
    return content


@pytest.fixture(scope="module")
def real() -> Evaluation:
    """The county that passes, with a nine-year school that shares, and a school without a backbone teacher."""
    plan = submissions.shipped_plan("cn/2017")
    rows = submissions.passing_rows(plan)
    rows["school"][1]["school_type"] = "九年一贯制学校"
    junior = next(row for row in rows["section"] if row["stage"] == "初中")
    rows["section"].append(junior | {"school_code": "B", "pupils": 400})
    rows["section"][0]["backbone_teachers"] = 0
    return submissions.judge(plan, submissions.submission(plan, **rows))


def test_there_is_a_sheet_for_each_indicator_and_stage(real: Evaluation) -> None:
    names = list(office.sheets(made(real)))
    assert names == ["汇总", *(f"B{n} {stage}" for n in range(1, 8) for stage in ("小学", "初中"))]


@office.needed
def test_office_gets_the_engines_value(real: Evaluation, tmp_path: Path) -> None:
    book = office.recalculated(made(real), tmp_path)
    seen = 0
    for rule in [f"B{n}" for n in range(8)]:
        for place, stage in enumerate(("小学", "初中")):
            outcome = next(o for o in real.outcomes[rule] if o.key[-1] == stage)
            exact = figures.approached(figures.as_number(outcome.value) or 0)
            front = next(row for row in book["汇总"].iter_rows(min_row=5, values_only=True) if row[0].startswith(rule))
            assert abs(Fraction(front[1 + 5 * place]) - exact) < Fraction(1, 10**9), (rule, stage)
            assert front[3 + 5 * place] < 1e-9
            seen += 1
    assert seen == 16


@office.needed
def test_a_changed_figure_changes_the_coefficient(real: Evaluation, tmp_path: Path) -> None:
    content = BytesIO(made(real))
    book = load_workbook(content)
    book["B1 小学"]["D6"] = 0
    out = BytesIO()
    book.save(out)
    again = office.recalculated(out.getvalue(), tmp_path)
    assert again["汇总"]["B5"].value == again["B1 小学"]["E11"].value
    assert again["汇总"]["D5"].value > 0.1


def test_shares_are_formulas_too(real: Evaluation) -> None:
    rows = office.sheets(made(real))["B4 小学"]
    (shared,) = [row[3] for row in rows if row[1] == "B 小学"]
    assert shared == "=2250*1*500/(1*500+1.1*400)"


@office.needed
def test_the_five_schools_of_the_handbook(tmp_path: Path) -> None:
    """Published: sum 10.65, root 3.26, coefficient 0.52; exactly 0.515257."""
    plan = submissions.shipped_plan("cn/2012")
    figures_ = zip("甲乙丙丁戊", (45, 37, 89, 76, 55), (279, 137, 935, 160, 402), strict=True)
    schools, sections = [], []
    for code, pupils, books in figures_:
        schools.append({"school_code": code, "办学类型": "小学", "举办者类型": "7", "图书册数": books})
        sections.append({"school_code": code, "stage": "小学", "在校生数": pupils})
    county = submissions.submission(
        plan, county=[{"行政区划代码": submissions.COUNTY}], school=schools, section=sections
    )
    page = office.recalculated(made(submissions.judge(plan, county)), tmp_path)["EB5 小学"]
    rows = {str(row[1]): row for row in page.iter_rows(values_only=True)}
    total = next(row for name, row in rows.items() if name.startswith("全县"))
    assert round(total[6], 6) == 10.652787
    assert round(rows["差异系数\uff08公式\uff09"][4], 6) == 0.515257
    assert round(rows["标准差 √Σ"][4], 6) == 3.263861
    assert round(rows["丙 小学"][7], 4) == 0.4813


def test_printed_digits_do_not_hide_the_verdict() -> None:
    assert decimals("0.502") == "0.000"
    assert decimals("0.5002") == "0.0000"
    assert decimals("99.99%") == "0.00%"


def test_a_missing_figure_leaves_no_formula(evaluation: Evaluation) -> None:
    rows = office.sheets(made(evaluation))
    page = rows["B1 初中"]
    assert not [cell for row in page for cell in row if str(cell).startswith("=") and "cmd" not in str(cell)]
    assert any("无法判定" in str(cell) for row in page for cell in row)
    assert any("缺数据" in str(cell) for row in page for cell in row)


def test_names_never_become_formulas(evaluation: Evaluation) -> None:
    book = load_workbook(BytesIO(made(evaluation)))
    found = [cell for page in book for row in page.iter_rows() for cell in row if str(cell.value).startswith("=cmd")]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.hyperlink]


def test_values_that_are_no_quotients_stand_as_they_are(evaluation: Evaluation) -> None:
    """Where the ratio is not resource over weight, it is shown as a value and the mean is weighted."""
    county = counties(Objects(evaluation))[0]
    first = workings(county, Writer(county.objects, "zh"))[0]
    assert [r.factor for r in first.resources] == [100, 100, 100]
    assert first.spread is not None
    assert first.outcome.verdict is Verdict.MET


def test_english(evaluation: Evaluation) -> None:
    names = list(office.sheets(made(evaluation, "en")))
    assert names[0] == "Summary"


def test_a_ruleset_without_coefficients_has_no_such_book(evaluation: Evaluation) -> None:
    evaluation.outcomes = {rule: found for rule, found in evaluation.outcomes.items() if not rule.startswith("B")}
    assert workbook(counties(Objects(evaluation))[0], "zh") is None


def test_the_same_run_gives_the_same_bytes() -> None:
    assert made(small.evaluation()) == made(small.evaluation())
