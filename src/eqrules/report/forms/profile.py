"""表Ⅰ · 基本情况 The county's profile: what it hands in, and counts made from its schools."""

from __future__ import annotations

from eqrules.engine.contract import Key
from eqrules.language.numbers import decimal_text
from eqrules.report.forms.model import TO_FILL, Cell, Form, Row, figure
from eqrules.report.forms.reading import Reading

_HANDED_IN: tuple[tuple[str, str, str, int], ...] = (
    ("L1 人口总数", "population", "万人", 2),
    ("L2 其中：农业人口数", "farm_population", "万人", 2),
    ("L3 乡镇数", "towns", "个", 0),
    ("L4 行政村数", "villages", "个", 0),
    ("L5 年人均国内生产总值", "gdp_per_head", "元", 0),
    ("L6 年人均地方财政收入", "revenue_per_head", "元", 0),
    ("L7 农民年人均纯收入", "farm_income", "元", 0),
    ("L8 城镇居民年人均可支配收入", "urban_income", "元", 0),
)
_TYPES: tuple[tuple[str, str], ...] = (
    ("L9 小学", "小学"), ("L10 九年一贯制学校", "九年一贯制学校"), ("L11 初中", "初级中学"),
    ("L12 完全中学", "完全中学"),
    ("L13 十二年一贯制学校", "十二年一贯制学校"), ("L14 特殊教育学校", "特殊教育学校"),
)  # fmt: skip
_SITE = "小学教学点"
_LEAST = 50
"""教学点 with this many pupils or more have a row of their own."""
_COUNTS: tuple[tuple[str, str, str], ...] = (
    ("L17 教学班（小学）", "classes", "小学"), ("L18 教学班（初中）", "classes", "初中"),
    ("L19 在校生（小学）", "pupils", "小学"), ("L20 在校生（初中）", "pupils", "初中"),
    ("L21 小学教职工", "staff", "小学"), ("L22 小学专任教师", "teachers", "小学"),
    ("L23 初中教职工", "staff", "初中"), ("L24 初中专任教师", "teachers", "初中"),
)  # fmt: skip
_UNITS = {"classes": "个", "pupils": "人", "staff": "人", "teachers": "人"}


def form(of: Reading) -> Form:
    rows = [_row(label, of.text(item, of.county.key, digits), unit) for label, item, unit, digits in _HANDED_IN]
    rows += _schools(of)
    sections = of.objects.below("county", of.county.key, of.grain) if "county" in of.objects.grains else []
    rows += [
        _row(label, _total(of, item, [k for k in sections if k[-1] == stage]), _UNITS[item])
        for label, item, stage in _COUNTS
    ]
    heads = ((Cell("项目"), Cell("数值"), Cell("单位")),)
    note = "L1、L2、L5至L8 为上一年度数；L9 以后由学校数据合计，缺一所的数即留待填。"
    return Form("表Ⅰ", "基本情况", heads, tuple(rows), (40, 22, 12), notes=(note,))


def _row(label: str, text: str, unit: str) -> Row:
    return Cell(label, "left"), figure(text), Cell(unit)


def _schools(of: Reading) -> list[Row]:
    """Counts of schools by type: campuses that do not count as schools are left out, sites are counted apart."""
    if "school_type" not in of.objects.items or of.objects.items["school_type"].grain != "school":
        return []
    schools = of.objects.below("county", of.county.key, "school")
    kinds = {key: of.value("school_type", key) for key in schools}
    counted = [key for key in schools if of.value("counted_as_school", key) is not False]
    unknown = any(not isinstance(kind, str) for kind in kinds.values())
    rows = [
        _row(label, TO_FILL if unknown else str(sum(kinds[key] == kind for key in counted)), "所")
        for label, kind in _TYPES
    ]
    sites = [key for key in schools if kinds[key] == _SITE]
    sizes = [_pupils(of, key) for key in sites]
    known = [size for size in sizes if size is not None]
    large = str(sum(size >= _LEAST for size in known)) if len(known) == len(sizes) else TO_FILL
    rows.append(_row("L15 教学点", TO_FILL if unknown else str(len(sites)), "个"))
    rows.append(_row(f"L16 其中：{_LEAST}人及以上", TO_FILL if unknown else large, "个"))
    return rows


def _pupils(of: Reading, school: Key) -> int | None:
    total = of.total("pupils", of.objects.below("school", school, of.grain))
    return None if total is None else int(total)


def _total(of: Reading, item: str, sections: list[Key]) -> str:
    total = of.total(item, sections)
    return TO_FILL if total is None else decimal_text(total, 0, of.rounding)
