"""问题 · Every shortfall of a county as a line: value, limit, whole-number gap, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from eqrules.engine.contract import Key, Outcome
from eqrules.language.numbers import Exact, decimal_text, parse, plain_text
from eqrules.language.verdicts import Verdict
from eqrules.report import figures, words
from eqrules.report.county import County, dispersion
from eqrules.report.cv_working import workings
from eqrules.report.explain_figures import Writer

_SCALED = {"万元": ("元", 10_000)}
"""Units too coarse for a whole number of them."""
_MOST_SCHOOLS = 3
"""Schools named as those a coefficient mostly comes from."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`amount` is whole, except for rates."""

    amount: Exact
    unit: str
    more: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `id` stays the same from month to month."""

    id: str
    where: str
    indicator: str
    value: str
    limit: str
    problem: str
    responsible: str = ""
    gap: Gap | None = None


def entry_id(code: str, key: Key) -> str:
    return f"{code}|{'/'.join(key)}"


def entries(county: County) -> Iterator[Entry]:
    """Vetoes that hold, then what is not met, in the order of the ruleset."""
    objects, writer = county.objects, Writer(county.objects, "zh")
    for code, holds in county.vetoes():
        if holds:
            about = objects.rulings[code]
            name = words.coded(about, code, "zh")
            said = f"存在一票否决情形：{words.name(about, code, 'zh')}。"
            yield Entry(entry_id(code, county.key), county.name, name, "存在", "不得存在", said, about.responsible)
    drivers = {(one.rule.id, one.outcome.key): one for one in workings(county, writer) if one.spread is not None}
    for outcome in county.missed(objects.plan.rules):
        rule = objects.rules[outcome.rule]
        found = drivers.get((rule.id, outcome.key))
        extra = "" if found is None or found.spread is None else _sources(county, found.spread.keys, found.spread.parts)
        yield Entry(
            id=entry_id(rule.id, outcome.key),
            where=_where(county, outcome),
            indicator=words.coded(rule.about, rule.id, "zh"),
            value=figures.value_text(objects, outcome, "zh", 3 if dispersion(rule) else None),
            limit=figures.limit_text(objects, outcome, "zh"),
            problem=_sentence(county, outcome) + extra,
            responsible=(outcome.case.about.responsible if outcome.case else "") or rule.about.responsible,
            gap=gap(county, outcome),
        )


def _where(county: County, outcome: Outcome) -> str:
    if outcome.key == county.key:
        return county.name
    if outcome.grain in ("county_stage", "subject", "survey"):
        return f"{county.name} {county.objects.below_county(outcome.grain, outcome.key, county.key, 'zh')}"
    return county.objects.label(outcome.key)


def gap(county: County, outcome: Outcome) -> Gap | None:
    """The engine's gap as a whole number: 0.35 万元 is 3500 元."""
    if outcome.gap is None:
        return None
    objects, amount = county.objects, outcome.gap.amount
    item = objects.items.get(outcome.gap.item)
    unit = item.unit if item is not None else objects.rules[outcome.rule].unit
    if unit in _SCALED:
        unit, factor = _SCALED[unit]
        amount *= factor
    counted = item is None or item.whole or unit not in ("", "%")
    return Gap(ceil(amount) if counted else amount, unit, outcome.gap.direction == "more")


def gap_words(found: Gap) -> str:
    return f"{plain_text(found.amount, 6)}{found.unit}"


def _sentence(county: County, outcome: Outcome) -> str:
    """生均…为4.10平方米/生，低于标准4.5，需增加教学用房面积400平方米。"""
    objects = county.objects
    rule, limit = objects.rules[outcome.rule], outcome.limit
    value = figures.value_text(objects, outcome, "zh", 3 if dispersion(rule) else None)
    name = words.name(rule.about, rule.id, "zh")
    unit = "" if rule.percent or not rule.unit else rule.unit
    if limit is None or limit.kind != "compare" or isinstance(outcome.value, (str, bool)) or outcome.value is None:
        wanted = "" if limit is None else figures.limit_text(objects, outcome, "zh").removeprefix("= ")
        return f"{name}：填报或认定为「{value}」，标准为「{wanted}」。"
    amount = figures.amount_text(objects, outcome, "zh")
    against = {">=": "低于标准", ">": "未高于", "<=": "高于标准", "<": "未低于", "=": "不等于标准"}[limit.sign]
    parts = [f"{name}为{value}{unit}，{against}{amount}"]
    found = gap(county, outcome)
    if found is not None and outcome.gap is not None:
        item = objects.items.get(outcome.gap.item)
        grain = objects.grains.get(outcome.gap.item)
        about = item.about if item else grain.about if grain else None
        what = words.name(about, outcome.gap.item, "zh") if about else ""
        parts.append(f"需{'增加' if found.more else '减少'}{what}{gap_words(found)}")
    return "，".join(parts) + "。" + _of_school(county, outcome)


def _of_school(county: County, outcome: Outcome) -> str:
    """Whether the shortfall keeps the school from passing, where schools may fall short of one item."""
    for conclusion in county.objects.plan.conclusions:
        clause = next((c for c in conclusion.clauses if c.kind == "at_least"), None)
        if clause is None or conclusion.id not in county.lower_decisions or outcome.rule not in county.lower_rules:
            continue
        decision = county.objects.decision(conclusion.id, outcome.key)
        if decision is not None and decision.verdict is Verdict.MET:
            floor = f"，已达到标准的{plain_text(parse(clause.floor) * 100)}%" if clause.floor else ""
            return f"属允许短少的余项{floor}，不影响该校综合评估。"
    return ""


def _sources(county: County, keys: tuple[Key, ...], parts: tuple[Fraction, ...]) -> str:
    """The schools that a coefficient mostly comes from, with their part of the sum."""
    total = sum(parts)
    if not total:
        return ""
    ranked = sorted(zip(parts, keys, strict=True), key=lambda one: -one[0])[:_MOST_SCHOOLS]
    named = (f"{county.objects.label(key)}（{decimal_text(100 * part / total, 0)}%）" for part, key in ranked)
    return f"差异主要来自：{'、'.join(named)}。"
