"""自评报告模板 · The template that comes with eqrules: an office saves it, makes it its own, and gives it back."""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from eqrules.report import paper

if TYPE_CHECKING:
    from docx.document import Document

_FILL = "【待填：{}】"
_STAGES = ("小学", "初中")


@cache
def template() -> bytes:
    """A .docx with {{ 名称 }} where a figure goes and 【待填】 where a person writes."""
    out = paper.document("自评报告模板", "eqrules: {{ 名称 }} 由程序填入，【待填】由人写")
    body = out.styles["Body Text"]
    paper.body(body)
    out.add_paragraph("{{ 县名 }}义务教育督导评估自评报告", style="Title")
    _text(out, "")
    _text(out, "根据《{{ 文件 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，"
               "{{ 县名 }}对本县义务教育发展情况进行了自查自评。"
               "按{{ 评估日期 }}的规定，自评结论为：{{ 结论 }}。现将有关情况报告如下。")  # fmt: skip
    _basics(out)
    _achievements(out)
    _problems(out)
    _text(out, "")
    for line in (_FILL.format("单位名称"), _FILL.format("日期")):
        _text(out, line).alignment = _right()
    return paper.content(out)


def _basics(out: Document) -> None:
    out.add_heading("一、基本情况", 1)
    _text(out, "{{ 县名 }}总人口{{ 人口总数 }}万人，其中农业人口{{ 农业人口数 }}万人，"
               "有{{ 乡镇数 }}个乡镇、{{ 行政村数 }}个行政村。"
               "上一年度人均国内生产总值{{ 年人均国内生产总值 }}元，"
               "人均地方财政收入{{ 年人均地方财政收入 }}元。")  # fmt: skip
    _text(out, "全县有小学{{ 小学 }}所、九年一贯制学校{{ 九年一贯制学校 }}所、"
               "初中{{ 初中 }}所、完全中学{{ 完全中学 }}所、"
               "十二年一贯制学校{{ 十二年一贯制学校 }}所、特殊教育学校{{ 特殊教育学校 }}所，教学点{{ 教学点 }}个。"
               "小学在校生{{ 在校生小学 }}人，初中在校生{{ 在校生初中 }}人。小学教职工{{ 小学教职工 }}人，其中专任教师"
               "{{ 小学专任教师 }}人；初中教职工{{ 初中教职工 }}人，其中专任教师{{ 初中专任教师 }}人。")  # fmt: skip


def _achievements(out: Document) -> None:
    out.add_heading("二、主要做法及成效", 1)
    out.add_heading("（一）资源配置", 2)
    _text(out, "{{ 资源配置概述 }}")
    heads = ["指标", *(f"{stage}{part}" for stage in _STAGES for part in ("标准", "达标校数", "达标比例（%）"))]
    cells = ["{{ 行.指标 }}"]
    cells += [f"{{{{ 行.{stage}.{part} }}}}" for stage in _STAGES for part in ("标准", "达标数", "比例")]
    _table(out, "资源表", heads, cells, (40, 15, 15, 18, 15, 15, 18))
    _text(out, "{{ 校际均衡概述 }}")
    heads = ["指标", *(f"{stage}{part}" for stage in _STAGES for part in ("差异系数", "标准", "结论"))]
    cells = ["{{ 行.指标 }}"]
    cells += [f"{{{{ 行.{stage}.{part} }}}}" for stage in _STAGES for part in ("值", "标准", "结论")]
    _table(out, "差异系数表", heads, cells, (40, 16, 14, 16, 16, 14, 16))
    _picture(out, "差异系数图")
    _text(out, _FILL.format("资源配置的主要做法和成效"), fill=True)
    for title, summary, table in (
        ("（二）政府保障程度", "政府保障概述", "政府保障表"), ("（三）教育质量", "教育质量概述", "教育质量表"),
    ):  # fmt: skip
        out.add_heading(title, 2)
        _text(out, f"{{{{ {summary} }}}}")
        cells = ["{{ 行.序号 }}", "{{ 行.名称 }}", "{{ 行.内容 }}", "{{ 行.结论 }}"]
        _table(out, table, ["序号", "名称", "指标值或简要结论", "结论"], cells, (8, 46, 60, 12))
        _text(out, _FILL.format(f"{title[3:]}的主要做法和成效"), fill=True)
    out.add_heading("（四）社会认可度", 2)
    cells = [
        f"{{{{ 行.{name} }}}}" for name in ("群体", "有效问卷", "满意问卷", "问卷满意度", "走访人数", "走访满意度")
    ]
    heads = ["群体", "有效问卷数", "满意问卷数", "问卷满意度（%）", "走访人数", "走访满意度（%）"]
    _table(out, "认可度表", heads, cells, (20, 18, 18, 20, 18, 20))
    _text(out, _FILL.format("听取各方意见、改进工作的做法"), fill=True)


def _problems(out: Document) -> None:
    out.add_heading("三、存在问题及下一步打算", 1)
    out.add_heading("（一）存在问题", 2)
    _text(out, "{% if 问题数 %}对照标准，还有{{ 问题数 }}项没有达到，列表如下"
               "{% if 问题表未列 %}（另有{{ 问题表未列 }}项见整改台账）"
               "{% endif %}。{% else %}对照标准，没有发现未达到的项目。{% endif %}"
               "{% if 待补 %}另有{{ 待补|length }}处数据没有填报，补齐以前有的项目不能判定。{% endif %}")  # fmt: skip
    cells = [f"{{{{ 行.{name} }}}}" for name in ("序号", "学校", "指标", "现值", "标准", "缺口")]
    _table(out, "问题表", ["序号", "学校", "指标", "现值", "标准", "缺口"], cells, (8, 34, 44, 14, 14, 18))
    out.add_heading("（二）下一步打算", 2)
    _text(out, _FILL.format("整改措施、责任单位、完成时限"), fill=True)


def _picture(out: Document, name: str) -> None:
    """A line as high as the picture, where there is one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    _text(out, f"{{%p if {name} %}}")
    paragraph = out.add_paragraph(f"{{{{ {name} }}}}", style="Normal")
    layout = paragraph.paragraph_format
    layout.alignment, layout.line_spacing_rule = WD_ALIGN_PARAGRAPH.CENTER, WD_LINE_SPACING.SINGLE
    layout.space_before = Pt(6)
    _text(out, "{%p endif %}")


def _text(out: Document, words: str, fill: bool = False) -> Any:
    """A paragraph of the body; what a person must write is highlighted."""
    from docx.enum.text import WD_COLOR_INDEX

    paragraph = out.add_paragraph(style="Body Text")
    run = paragraph.add_run(words)
    if fill:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def _table(out: Document, name: str, heads: list[str], cells: list[str], widths: tuple[int, ...]) -> None:
    """A head that repeats, and one row for each line of the named table."""
    unit = paper.width(wide=False) / sum(widths)
    columns = [wide * unit for wide in widths]
    styles = paper.table_style(out, 10.5, False), paper.table_style(out, 10.5, True)
    table = paper.table(out, columns)
    paper.add_rows(table, [_printed(heads, columns, "F1F3F4")], styles, head=True)
    below = ([f"{{%tr for 行 in {name} %}}"], cells, ["{%tr endfor %}"])
    paper.add_rows(table, [_printed(words, columns) for words in below], styles)


def _printed(words: list[str], columns: list[float], fill: str = "") -> list[paper.Printed]:
    made = []
    for text, wide in zip_longest(words, columns, fillvalue=""):
        left = any(part in str(text) for part in ("名称", "内容", "行.指标", "学校"))
        made.append(paper.Printed(str(text), "left" if left else "center", fill, float(wide)))
    return made


def _right() -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return WD_ALIGN_PARAGRAPH.RIGHT
