"""模板里的名称 · What a template may name: figures, sentences and tables of one county, in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eqrules.engine.contract import Key
from eqrules.language.verdicts import Verdict
from eqrules.report import figures, words
from eqrules.report.charts import dispersion, radars, strips
from eqrules.report.county import County
from eqrules.report.forms import lines, profile, resources, survey
from eqrules.report.forms.model import Form
from eqrules.report.forms.reading import Reading, percent
from eqrules.report.ledger.entries import Entry, entries, gap_words
from eqrules.report.paper import clean

_MOST = 40
"""Problems in the report's table; the ledger has them all."""
_STAGES = ("小学", "初中")
"""Stages that every line has, with a slash where a county has no school of one."""
_NO_NAMES = {"50人及以上": "五十人以上教学点"}
"""Labels that a template cannot use, because a name begins with a letter."""
_SIGNED = {"1": "达标", "": "不达标", "待定": "待定", "/": "不适用"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart that a template may show, drawn only if it does."""

    county: County
    chart: Callable[[County, str], str | None]

    @property
    def drawing(self) -> str | None:
        """None where there is nothing to draw."""
        return self.chart(self.county, "zh")


def names(county: County) -> dict[str, Any] | None:
    """Every name with its value; None where the ruleset does not judge schools."""
    of = Reading(county)
    if of.school is None:
        return None
    plan, day = of.plan, of.objects.evaluation.day
    problems = list(entries(county))
    found: dict[str, Any] = {
        "县名": county.name,
        "县代码": "/".join(county.key),
        "评估日期": f"{day.year}年{day.month}月{day.day}日",
        "年份": str(day.year),
        "文件": plan.paper.document or words.name(plan.about, plan.id, "zh"),
        "文号": plan.paper.number,
        "规则集": plan.id,
        "结论": words.county_word(county.verdict, "zh"),
        "已达标": county.verdict.verdict is Verdict.MET and not county.verdict.vetoes,
        **_profile(of),
        **_schools(of),
        "资源表": _resources(of),
        "差异系数表": _coefficients(of),
        "差异系数图": Picture(county, dispersion.chart),
        "逐校条图": Picture(county, strips.chart),
        "雷达图": Picture(county, radars.chart),
        "政府保障表": _lines(lines.both(of)[0]),
        "教育质量表": _lines(lines.both(of)[1]),
        "认可度表": [dict(zip(_SURVEY, (c.text for c in row), strict=True)) for row in survey.form(of).rows],
        "问题数": len(problems),
        "问题表": [_problem(number, entry) for number, entry in enumerate(problems[:_MOST], 1)],
        "问题表未列": max(0, len(problems) - _MOST),
        "待补": _missing(county),
    }
    found |= _sentences(of, found)
    return {name: _safe(value) for name, value in found.items()}


def _safe(value: Any) -> Any:
    """Texts without what a document cannot hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_safe(one) for one in value]
    return {name: _safe(one) for name, one in value.items()} if isinstance(value, dict) else value


_SURVEY = ("群体", "问卷总数", "有效问卷", "满意问卷", "问卷满意度", "走访人数", "走访满意", "走访满意度")


def _profile(of: Reading) -> dict[str, str]:
    """表Ⅰ by its labels without their numbers: 人口总数, 小学, 在校生小学."""
    found = {}
    for row in profile.form(of).rows:
        label = row[0].text.partition(" ")[2].replace("（", "").replace("）", "").replace("其中：", "")
        found[_NO_NAMES.get(label, label)] = row[1].text
    return found


def _schools(of: Reading) -> dict[str, Any]:
    inside = of.inside
    met = [d for d in inside if d.verdict is Verdict.MET]
    failing = [of.name(d.key) for d in inside if d.verdict is Verdict.NOT_MET]
    return {
        "学段校数": len(inside), "学段校达标数": len(met),
        "学段校达标率": percent(len(met), len(inside), of.rounding) + "%",
        "学段校待定数": sum(d.verdict is Verdict.UNDETERMINED for d in inside),
        "未达标学校": "、".join(failing),
    }  # fmt: skip


def _resources(of: Reading) -> list[dict[str, Any]]:
    """A line for each indicator: limit, schools that reach it and their share, for each stage."""
    summary = resources.both(of)[0].rows
    found: list[dict[str, Any]] = []
    for place, rule in enumerate(of.rules):
        line: dict[str, Any] = {"指标": words.coded(rule.about, rule.id, "zh")}
        line |= {stage: dict.fromkeys(("标准", "达标数", "比例"), "/") for stage in _STAGES}
        for stage, counts, shares in zip(of.stages, summary[0::2], summary[1::2], strict=True):
            outcomes = (of.outcome(rule.id, d.key) for d in of.inside if d.key[-1] == stage)
            limits = (figures.limit_text(of.objects, o, "zh") for o in outcomes if o is not None and o.limit_value)
            line[stage] = {
                "标准": next(limits, "—"),
                "达标数": counts[2 + place].text,
                "比例": shares[1 + place].text,
            }
        found.append(line)
    return found


def _coefficients(of: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for rule in of.county.dispersions:
        line: dict[str, Any] = {"指标": words.coded(rule.about, rule.id, "zh")}
        line |= {stage: dict.fromkeys(("值", "标准", "结论"), "/") for stage in _STAGES}
        for grain, key in of.county.places():
            line[of.objects.below_county(grain, key, of.county.key, "zh")] = _coefficient(of, rule.id, key)
        found.append(line)
    return found


def _coefficient(of: Reading, rule: str, key: Key) -> dict[str, str]:
    outcome = of.outcome(rule, key)
    if outcome is None:
        return {"值": "—", "标准": "—", "结论": "—"}
    return {
        "值": figures.value_text(of.objects, outcome, "zh", 3),
        "标准": figures.limit_text(of.objects, outcome, "zh"),
        "结论": "—" if outcome.limit is not None and outcome.limit.kind == "none" else outcome.verdict.zh,
    }


def _lines(form: Form) -> list[dict[str, str]]:
    return [
        {"序号": row[0].text, "名称": row[1].text, "内容": row[2].text, "结论": _SIGNED[row[3].text]}
        for row in form.rows
    ]


def _problem(number: int, entry: Entry) -> dict[str, str]:
    gap = "" if entry.gap is None else ("" if entry.gap.more else "减少") + gap_words(entry.gap)
    return {
        "序号": str(number), "学校": entry.where, "指标": entry.indicator, "现值": entry.value, "标准": entry.limit,
        "缺口": gap, "说明": entry.problem, "责任单位": entry.responsible,
    }  # fmt: skip


def _missing(county: County) -> list[str]:
    """The cells that something still waits for, also where the county's verdict does not."""
    waiting = (
        o for found in county.outcomes.values() for o in found if o.verdict is Verdict.UNDETERMINED and o.decides
    )
    return list(dict.fromkeys(cell for outcome in waiting for cell in outcome.missing))


# ── sentences ────────────────────────────────────────────────────
def _sentences(of: Reading, found: dict[str, Any]) -> dict[str, str]:
    return {
        "资源配置概述": _resource_sentence(found),
        "校际均衡概述": _balance_sentence(found["差异系数表"]),
        "政府保障概述": _line_sentence("政府保障程度", found["政府保障表"]),
        "教育质量概述": _line_sentence("教育质量", found["教育质量表"]),
    }


def _resource_sentence(found: dict[str, Any]) -> str:
    text = f"纳入评估的学段校共{found['学段校数']}个，综合评估达标{found['学段校达标数']}个，占{found['学段校达标率']}"
    if found["学段校待定数"]:
        text += f"；数据不全、还不能判定{found['学段校待定数']}个"
    return text + (f"；不达标：{found['未达标学校']}。" if found["未达标学校"] else "。")


def _balance_sentence(table: list[dict[str, Any]]) -> str:
    judged = [(line["指标"], stage, one) for line in table for stage, one in line.items() if stage != "指标"]
    judged = [entry for entry in judged if entry[2]["结论"] in ("达标", "不达标", "无法判定")]
    high = [f"{stage}{name}{one['值']}（{one['标准']}）" for name, stage, one in judged if one["结论"] == "不达标"]
    open_ = [f"{stage}{name}" for name, stage, one in judged if one["结论"] == "无法判定"]
    met = len(judged) - len(high) - len(open_)
    text = f"校际差异系数共{len(judged)}项，达到规定{met}项"
    text += f"，高于规定{len(high)}项：{'、'.join(high)}" if high else ""
    return text + (f"；数据不全、还不能判定{len(open_)}项：{'、'.join(open_)}。" if open_ else "。")


def _line_sentence(what: str, table: list[dict[str, str]]) -> str:
    by = {word: [line for line in table if line["结论"] == word] for word in ("达标", "不达标", "待定")}
    text = f"{what}共{len(table)}项，达标{len(by['达标'])}项"
    for word, count in (("不达标", "不达标"), ("待定", "还不能判定")):
        if by[word]:
            text += f"；{count}{len(by[word])}项：{'；'.join(line['名称'] for line in by[word])}"
    return text + "。"
