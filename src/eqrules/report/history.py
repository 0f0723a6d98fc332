"""沿革 · Which document set which part of a rule, and when."""

from __future__ import annotations

from eqrules.language.effects import WORDS
from eqrules.plan.plan import About, Plan, Touch
from eqrules.report import words
from eqrules.report.columns import columns
from eqrules.syntax.layout import ACTIONS, PARTS
from eqrules.syntax.words import words as spellings

_PARTS = (
    ("标准", ("LIMIT_PART",)), ("算式", ("FORMULA_PART",)), ("范围", ("SCOPE_PART", "EXCEPT_PART")),
    ("条件", ("CLAUSES_PART",)), ("名称", ("NAME_PART",)), ("约束", ("FORCE_PART",)), ("日期", ("DATES_PART",)),
)  # fmt: skip
_ENGLISH = {"标准": "limit", "算式": "formula", "范围": "scope", "条件": "condition", "名称": "name",
            "约束": "force", "日期": "dates"}  # fmt: skip


_TOKENS = (*ACTIONS, *PARTS, "HIGHER_RULE", "PROCEDURE", "LOCAL_RULE")
_NAMED = ("改算法", "改汇总", "改称")
"""Actions that name their part themselves."""
_ASIDE = ("重申", "放宽", "停用")
"""What leaves the part itself as it was."""


def history(plan: Plan, about: About, lang: str) -> list[str]:
    """A line for each document of the lineage, also for those that are silent; then where each part stands now."""

    def say(zh: str, en: str) -> str:
        return words.either(lang, zh, en)

    if not plan.lineage and not about.history:
        return []
    rows = []
    for name, since in documents(plan):
        day = say(f"{since} 起", f"from {since}") if since else say("日期未知", "date unknown")
        touches = [touch for touch in about.history if touch.origin == name]
        if name == about.origin and all(t.action != "新增" for t in touches):
            rows.append([name, day, sure(about.basis, about.status, lang), say("写定", "wrote it")])
        elif not touches and name != about.origin:
            rows.append([name, day, "", say("没有提到，沿用", "silent: inherited")])
        rows += [[name, day, sure(touch.basis, touch.status, lang), told(touch, lang)] for touch in touches]
    before = [name for name, _ in documents(plan)]
    rows = rows[before.index(about.origin) if about.origin in before else 0 :]
    lines = ["", say("沿革", "History"), *columns(rows, indent="  ")]
    return lines + [f"  {say('现在：', 'Now: ')}{text}" for text in [_now(about, lang)] if text]


def documents(plan: Plan) -> list[tuple[str, str]]:
    """Every document of the plan with its first day, the oldest first, the layers it takes last."""
    above = [(one.id, one.interval.start) for one in plan.lineage if one.id not in plan.layers]
    layers = [(one.id, one.interval.start) for one in plan.lineage if one.id in plan.layers]
    return [*above, (plan.id, plan.interval.start), *layers]


def told(touch: Touch, lang: str) -> str:
    """`提高 标准(初中):95%以上 → 达到100%(更严)`."""
    part = "" if touch.action in _NAMED else spelled(touch.part, lang)
    head = " ".join(filter(None, (spelled(touch.action, lang), part)))
    where = words.either(lang, f"（{touch.where}）", f" ({touch.where})") if touch.where else ""
    old, new = touch.old, "" if touch.action == "重申" else touch.new
    change = " → ".join(part for part in (old, new) if part)
    effect = words.of(WORDS[touch.effect], lang) if touch.effect in ("stricter", "looser") else ""
    colon = words.either(lang, "：", ": ") if change else ""
    ending = words.either(lang, f"（{effect}）", f" ({effect})") if effect else ""
    return f"{head}{where}{colon}{change}{ending}"


def spelled(word: str, lang: str) -> str:
    """A word of 变更 in the language asked for."""
    table = spellings("values")
    return next((table[token].spelled(lang) for token in _TOKENS if table[token].zh == word), word)


def sure(basis: str, status: str, lang: str) -> str:
    said = words.status(status, lang) if status else ""
    return basis + (words.either(lang, f"（{said}）", f" ({said})") if said else "")


def _now(about: About, lang: str) -> str:
    """The document each changed part stands in; the rest is as it was written."""
    table = spellings("values")
    found: dict[str, list[str]] = {}
    for part, tokens in _PARTS:
        ids = [t.origin for t in about.history if t.action not in _ASIDE and t.part in [table[k].zh for k in tokens]]
        if ids:
            name = part if lang == "zh" else _ENGLISH[part]
            found.setdefault(ids[-1], []).append(name)
    if not found:
        return ""
    listed = [f"{words.either(lang, '、', ', ').join(parts)} {origin}" for origin, parts in found.items()]
    rest = words.either(lang, f"其余 {about.origin}", f"the rest {about.origin}")
    return words.either(lang, "；", "; ").join([*listed, rest])
