"""用词 · The words and signs of reports: four states by word and sign, names in one language."""

from __future__ import annotations

from eqrules.data.submission import State
from eqrules.engine.contract import CountyVerdict
from eqrules.language.units import translate
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import About, Plan

SIGNS: dict[Verdict, str] = {
    Verdict.MET: "✓",
    Verdict.NOT_MET: "✗",
    Verdict.UNDETERMINED: "?",
    Verdict.NOT_APPLICABLE: "—",
}
COUNTY: dict[Verdict, tuple[str, str]] = {
    Verdict.MET: ("达标", "Meets the standard"),
    Verdict.NOT_MET: ("不达标", "Does not meet the standard"),
    Verdict.UNDETERMINED: ("暂不能认定", "Cannot be determined yet"),
    Verdict.NOT_APPLICABLE: ("不适用", "Not applicable"),
}
VETO = ("一票否决", "Vetoed")
NOTES: dict[str, tuple[str, str]] = {
    "excluded": ("除外对象，不评估", "outside the scope of this indicator"),
    "no_case": ("标准没有写这类对象", "the standard has no row for this kind of object"),
    "single": ("仅一个对象，只列出不判定", "one object only: shown, not judged"),
    "unknown_limit": ("标准未知", "the limit is not known"),
    "report_only": ("仅报告，不判定", "reported, not judged"),
    "none": ("填报写明无此项", "the submission says there is none"),
    "missing": ("所需数据未填或有误", "data it needs are blank or unusable"),
    "no_value": (
        "算不出：分母为 0，或没有可计算的对象",
        "no value: a zero denominator, or nothing to compute from",
    ),
    "unknown_scope": ("缺数据，不知道适用哪一行标准", "data are missing that say which row applies"),
    "overlap": ("有两行标准同时适用", "two rows of the standard apply at once"),
    "several": ("几条放宽同时适用而标准不同", "several relaxations apply with different limits"),
    "certain": (
        "数据不全，但缺的不影响结论",
        "data are missing that cannot change the verdict",
    ),
    "unknown_relaxation": (
        "缺数据，不知道能否放宽",
        "data are missing that say whether a relaxation applies",
    ),
}
STATES: dict[State, tuple[str, str]] = {
    State.BLANK: ("未填", "blank"),
    State.NONE: ("无此项", "none"),
    State.ERROR: ("有误", "unreadable"),
}
STATUS: dict[str, str] = {"已核": "verified", "转引": "second-hand", "推定": "inferred", "未知": "unknown"}


def either(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def of(words: tuple[str, str], lang: str) -> str:
    return words[0] if lang == "zh" else words[1]


def name(about: About, code: str, lang: str) -> str:
    """The name in the language asked for, else in the other one, else the code."""
    first, second = (about.zh, about.en) if lang == "zh" else (about.en, about.zh)
    return first or second or code


def coded(about: About, code: str, lang: str) -> str:
    """Code and name, R1 每百名学生…; the code alone if that is all there is."""
    words = name(about, code, lang)
    return code if words == code else f"{code} {words}"


def unit(word: str, lang: str) -> str:
    return translate(word, lang) if word else ""


def note(code: str, lang: str) -> str:
    return of(NOTES.get(code, (code, code)), lang)


def status(word: str, lang: str) -> str:
    return word if lang == "zh" else STATUS.get(word, word)


def county_word(county: CountyVerdict, lang: str) -> str:
    """一票否决 stands above the four verdicts."""
    return of(VETO if county.vetoes else COUNTY[county.verdict], lang)


def county_sign(county: CountyVerdict) -> str:
    return "⊘" if county.vetoes else SIGNS[county.verdict]


def of_items(plan: Plan) -> dict[str, About]:
    """Items and derived items by code."""
    return {item.id: item.about for item in plan.items} | {item.id: item.about for item in plan.derived}


def of_values(plan: Plan, lang: str) -> dict[tuple[str, str], str]:
    """List values in the language asked for, by item and value, where they differ from the ruleset's."""
    if lang == "zh":
        return {}
    return {
        (item.id, value): other
        for item in plan.items
        for value, other in zip(item.values, item.values_en, strict=False)
        if other
    }


def of_rulings(plan: Plan) -> dict[str, About]:
    """Indicators, groups, vetoes and conclusions by code."""
    return (
        {rule.id: rule.about for rule in plan.rules}
        | {group.id: group.about for group in plan.groups}
        | {veto.id: veto.about for veto in plan.vetoes}
        | {conclusion.id: conclusion.about for conclusion in plan.conclusions}
    )


def day(text: str, lang: str) -> str:
    """`2019-01-01` as papers write it in Chinese, 2019年1月1日; in English as it is."""
    if not text or lang != "zh":
        return text
    year, month, number = (int(part) for part in text.split("-"))
    return f"{year}年{month}月{number}日"
