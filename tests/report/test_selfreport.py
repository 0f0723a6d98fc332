"""自评报告 · From the office's own template or ours: figures filled, 【待填】 where people write, texts stay texts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm

import submissions
from eqrules.engine.contract import Evaluation
from eqrules.report.county import County, counties
from eqrules.report.objects import Objects
from eqrules.report.selfreport.fill import BadTemplate, document, filled
from eqrules.report.selfreport.names import names
from eqrules.report.selfreport.template import template
from report import office

PLAN = submissions.shipped_plan("cn/2017")


def county(evaluation: Evaluation) -> County:
    return counties(Objects(evaluation))[0]


def opened(content: bytes | None) -> Any:
    assert content is not None
    return Document(BytesIO(content))


def text(content: bytes | None) -> str:
    made = opened(content)
    cells = [c.text for table in made.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def own(*paragraphs: str) -> bytes:
    """A template that an office wrote."""
    made, out = Document(), BytesIO()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(out)
    return out.getvalue()


def known(evaluation: Evaluation) -> dict[str, Any]:
    found = names(county(evaluation))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def passing() -> Evaluation:
    return submissions.judge(PLAN, submissions.passing_county(PLAN))


def test_three_parts_with_their_figures(passing: Evaluation) -> None:
    made = opened(document(county(passing)))
    heads = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert heads == [
        "一、基本情况", "二、主要做法及成效", "\uff08一\uff09资源配置", "\uff08二\uff09政府保障程度",
        "\uff08三\uff09教育质量", "\uff08四\uff09社会认可度", "三、存在问题及下一步打算",
        "\uff08一\uff09存在问题", "\uff08二\uff09下一步打算",
    ]  # fmt: skip
    said = text(document(county(passing)))
    assert "总人口30.00万人" in said
    assert "小学在校生1500人" in said
    assert "自评结论为\uff1a达标" in said
    assert "校际差异系数共14项\uff0c达到规定14项。" in said
    assert "没有发现未达到的项目" in said
    assert "{{" not in said
    assert "{%" not in said


def test_cells_are_written_as_word_asks(passing: Evaluation) -> None:
    assert office.out_of_order(opened(document(county(passing)))) == []


def test_open_places_for_people(passing: Evaluation) -> None:
    made = opened(document(county(passing)))
    open_ = [p for p in made.paragraphs if p.text.startswith("【待填")]
    assert len(open_) >= 6
    assert sum(any(run.font.highlight_color for run in p.runs) for p in open_) == 5


def test_problems_and_missing_data() -> None:
    evaluation = submissions.joined(PLAN, "小学", 1000, multimedia_rooms=19, backbone_teachers=None)
    said = text(document(county(evaluation)))
    assert "不达标1个" not in said
    assert "不达标\uff1aE。" in said
    assert "R7 每百名学生拥有网络多媒体教室数" in said
    assert "补齐以前有的项目不能判定" in said


def test_the_layout_of_official_papers(passing: Evaluation) -> None:
    made = opened(document(county(passing)))
    (section,) = made.sections
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(m / Mm(1)) for m in margins] == [37, 28, 26, 35]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    fonts = {
        name: (made.styles[name].element.rPr.rFonts.xml.partition('w:eastAsia="')[2].partition('"')[0],
               made.styles[name].font.size.pt)
        for name in ("Normal", "Title", "Heading 1", "Heading 2")
    }  # fmt: skip
    assert fonts == {
        "Normal": ("仿宋", 16), "Title": ("方正小标宋简体", 22), "Heading 1": ("黑体", 16), "Heading 2": ("楷体", 16),
    }  # fmt: skip
    assert 'w:eastAsia="zh-CN"' in made.styles.element.xml
    assert "PAGE" in section.footer._element.xml


def test_an_offices_own_template(passing: Evaluation) -> None:
    mine = own(
        "{{ 县名 }} {{ 在校生小学 }} {{ 局长姓名 }} {{ 差异系数表[0].小学.值 }}",
        "{% if 已达标 %}好{% else %}差{% endif %}",
    )
    lines = [p.text for p in opened(document(county(passing), mine)).paragraphs]
    assert lines == ["340203 1500 【待填\uff1a局长姓名】 0.000", "好"]


def test_texts_never_become_markup(evaluation: Evaluation) -> None:
    mine = own("{{ 未达标学校 }} {{ 问题表[0].学校 }}")
    said = text(document(county(evaluation), mine))
    assert said.startswith("<script>alert(1)</script>小学")
    evil = known(evaluation) | {"县名": "{{ 7*7 }}</w:t><w:evil/>&\x0b"}
    assert text(filled(own("{{ 县名 }}"), evil)).startswith("{{ 7*7 }}</w:t><w:evil/>&")


@pytest.mark.parametrize("bad", [b"", b"PK", own("{{ 县名 "), own("{% for %}")])
def test_a_template_that_cannot_be_filled_is_refused(passing: Evaluation, bad: bytes) -> None:
    with pytest.raises(BadTemplate) as refused:
        document(county(passing), bad)
    assert all(refused.value.reason)


def test_a_template_looks_only_at_what_it_is_given(passing: Evaluation) -> None:
    with pytest.raises(BadTemplate, match="unsafe"):
        document(county(passing), own("{{ 县名.__class__.__mro__[1].__subclasses__() }}"))


def test_our_template_fills_the_same_when_an_office_gives_it_back(passing: Evaluation) -> None:
    assert document(county(passing), template()) == document(county(passing))
    assert template() == template()


def test_a_county_without_a_stage_has_slashes() -> None:
    rows = submissions.passing_rows(PLAN)
    for grain in ("section", "class", "county_stage"):
        rows[grain] = [row for row in rows[grain] if row["stage"] == "小学"]
    kept = {row["school_code"] for row in rows["section"]}
    for grain in ("school", "room"):
        rows[grain] = [row for row in rows[grain] if row["school_code"] in kept]
    line = known(submissions.judge(PLAN, submissions.submission(PLAN, **rows)))["资源表"][0]
    assert (line["小学"]["达标数"], line["初中"]["达标数"]) == ("2", "/")


def test_every_name_of_the_manual_is_known(passing: Evaluation) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "documents.md"
    listed = [line.split("|")[1].strip() for line in page.read_text("utf-8").splitlines() if line.startswith("| `{{")]
    assert listed
    assert {name.strip("`{} ") for cell in listed for name in cell.split("、")} == set(known(passing))


def test_a_ruleset_that_judges_no_schools_has_no_report() -> None:
    plan = submissions.shipped_plan("cn/2012")
    made = submissions.submission(plan, county=[{"行政区划代码": submissions.COUNTY}])
    assert document(county(submissions.judge(plan, made))) is None


@office.needed
def test_office_opens_it(evaluation: Evaluation, tmp_path: Path) -> None:
    content = document(county(evaluation))
    assert content is not None
    assert office.converted(content, "self.docx", "pdf", tmp_path).startswith(b"%PDF")
