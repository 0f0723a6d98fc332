"""数字 · How values, limits and gaps are printed: exactly for programs, and never against the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from eqrules.data.submission import Absent
from eqrules.engine.contract import Gap, Outcome
from eqrules.language.comparisons import PRINTED
from eqrules.language.numbers import (
    Exact,
    Roots,
    Rounding,
    decimal_text,
    decimals,
    exact_text,
    far_apart,
    parse,
    plain_text,
    shown,
)
from eqrules.plan.expressions import Number, Rank
from eqrules.plan.plan import Case, Rule
from eqrules.report import words
from eqrules.report.formula import Formula
from eqrules.report.objects import Objects

Figure = Exact | Roots | str | bool | date | Absent | None


def scaled(rule: Rule, value: Exact | Roots) -> Exact | Roots:
    """In the unit it is printed in: shares of percent rules become percents."""
    if not rule.percent:
        return value
    return value.scaled(100) if isinstance(value, Roots) else value * 100


def lossless(value: Exact) -> str:
    """`4.2` where the decimals end, else `1/3`: nothing is lost either way."""
    return exact_text(value) if decimals(value.denominator) is None else plain_text(value)


def exact(value: Exact | Roots) -> str:
    """`41/10`, `√(1913/302)`, or a sum of roots as it stands."""
    if not isinstance(value, Roots):
        return exact_text(value)
    if not value.terms:
        return exact_text(value.rational)
    terms = [f"√({r})" if c == 1 else f"{c}·√({r})" for c, r in value.terms]
    return " + ".join([exact_text(value.rational)] * bool(value.rational) + terms)


def approached(value: Exact | Roots, limit: Exact | None = None) -> Exact:
    """A rational close enough to print, on the same side of the limit as the value itself."""
    if not isinstance(value, Roots):
        return value
    if not value.terms:
        return value.rational
    digits, side = 40, 0 if limit is None else value.compare(limit)
    if limit is not None and side == 0:
        return limit
    while True:
        near = value.decimal(digits)
        if limit is None or (near > limit) - (near < limit) == side:
            return near
        digits *= 2


def rounded(value: Exact | Roots, limit: Exact | None, digits: int, rounding: Rounding = "half_up") -> str:
    """For print, with as many digits as it takes not to contradict the limit."""
    return shown(approached(value, limit), limit, digits, rounding)


def beside(value: Exact, marks: Sequence[Exact], digits: int, rounding: Rounding) -> str:
    """For print beside several limits: as many digits as it takes to stand on the right side of each."""
    while True:
        text = shown(value, marks[0] if marks else None, digits, rounding)
        if all(far_apart(value, mark, digits) for mark in marks):
            return text
        printed = Fraction(text)
        wrong = [m for m in marks if value != m and (printed == m or (printed > m) != (value > m))]
        if not wrong or digits >= 30:
            return text
        digits += 1


def machine(value: Exact | Roots, limit: Exact | None = None) -> str:
    """All decimals where they end; else twelve, or more when a limit is that close."""
    near = approached(value, limit)
    if decimals(near.denominator) is not None:
        return plain_text(near)
    return shown(near, limit, 12) if limit is not None else decimal_text(near, 12)


def word(value: object, lang: str) -> str:
    """Marks, list values and dates as they are written; why there is none, where there is none."""
    if isinstance(value, bool):
        return words.either(lang, "是" if value else "否", "yes" if value else "no")
    if isinstance(value, Absent):
        return words.of(words.STATES[value.state], lang)
    if value is None:
        return words.either(lang, "未知", "unknown")
    return value.isoformat() if isinstance(value, date) else str(value)


def as_number(value: object) -> Exact | Roots | None:
    """The value if it is a number; marks are none."""
    return value if isinstance(value, (int, Fraction, Roots)) and not isinstance(value, bool) else None


def short(value: Exact | Roots, most: int = 6) -> str:
    """A number inside a worked calculation: all decimals where they end soon, else `most` of them."""
    return plain_text(approached(value), most)


def value_text(objects: Objects, outcome: Outcome, lang: str, digits: int | None = None) -> str:
    """The value of one outcome for people, `0.502`, `99.99%`, `符合`; a dash when there is none."""
    place = (id(outcome), lang, digits)
    known = objects.values.get(place)
    if known is None:
        known = objects.values[place] = _value_text(objects, outcome, lang, digits)
    return known


def _value_text(objects: Objects, outcome: Outcome, lang: str, digits: int | None) -> str:
    rule, value = objects.rules[outcome.rule], outcome.value
    if value is None:
        return "—"
    if isinstance(value, bool):
        return word(value, lang)
    if isinstance(value, str):
        return objects.word(outcome.case, value, lang)
    if (rank := ranked(outcome.case, value)) is not None:
        return objects.word(outcome.case, rank, lang)
    limit = limit_number(objects, outcome)
    sign = "%" if rule.percent else ""
    places = 0 if rule.whole and isinstance(value, int) else rule.digits if digits is None else digits
    return rounded(scaled(rule, value), limit, places, objects.plan.rounding) + sign


def limit_number(objects: Objects, outcome: Outcome) -> Exact | None:
    """The amount of the limit in the unit it is printed in."""
    amount = outcome.limit_value
    if amount is None and outcome.limit is not None and isinstance(outcome.limit.amount, Number):
        amount = parse(outcome.limit.amount.value)
    if amount is None:
        return None
    number = scaled(objects.rules[outcome.rule], amount)
    return None if isinstance(number, Roots) else number


def limit_text(objects: Objects, outcome: Outcome, lang: str) -> str:
    """`≥ 4.2`, `一项为：符合`, or why there is none; many outcomes of a row share it."""
    place = (outcome.rule, id(outcome.case), id(outcome.limit), outcome.limit_value, lang)
    known = objects.limits.get(place)
    if known is None:
        known = objects.limits[place] = _limit_text(objects, outcome, lang)
    return known


def _limit_text(objects: Objects, outcome: Outcome, lang: str) -> str:
    limit = outcome.limit
    if limit is None:
        return "—"
    if limit.kind == "one_of":
        listed = (objects.word(outcome.case, value, lang) for value in limit.values)
        return words.either(lang, "、", ", ").join(listed)
    if limit.kind == "none":
        return words.either(lang, "仅报告", "report only")
    if limit.kind == "unknown":
        return words.either(lang, "未知", "unknown")
    return f"{PRINTED[limit.sign]} {amount_text(objects, outcome, lang)}"


def limit_words(objects: Objects, outcome: Outcome, lang: str) -> str:
    """The limit as it is for all objects: computed ones by their formula."""
    limit = outcome.limit
    if limit is None or limit.amount is None or isinstance(limit.amount, Number):
        return limit_text(objects, outcome, lang)
    return f"{PRINTED[limit.sign]} {Formula(objects.plan, lang).value(limit.amount)}"


def amount_text(objects: Objects, outcome: Outcome, lang: str) -> str:
    """The amount of the limit alone: `4.2`, `10%`, `Ⅲ`."""
    amount = limit_number(objects, outcome)
    if amount is None:
        computed = outcome.limit.amount if outcome.limit is not None else None
        return "—" if computed is None else Formula(objects.plan, lang).value(computed)
    if (rank := ranked(outcome.case, amount)) is not None:
        return objects.word(outcome.case, rank, lang)
    return f"{plain_text(amount, 6)}{'%' if objects.rules[outcome.rule].percent else ''}"


def ranked(case: Case | None, place: object) -> str | None:
    """The word behind a place in a ranked list; None for values that are not ranks."""
    if case is None or not isinstance(case.value, Rank) or not isinstance(place, (int, Fraction)):
        return None
    order = case.value.order
    return order[int(place)] if 0 <= place < len(order) else None


def near(outcome: Outcome) -> bool:
    """Whether the value lies within 1 % of its limit, on either side."""
    value, limit = outcome.value, outcome.limit_value
    if limit is None or isinstance(value, bool) or not isinstance(value, (int, Fraction, Roots)):
        return False
    if isinstance(value, Roots):
        span = Fraction(max(limit, -limit)) / 100
        return value.compare(limit - span) >= 0 >= value.compare(limit + span)
    apart = abs(value.numerator * limit.denominator - limit.numerator * value.denominator)
    return 100 * apart <= abs(limit.numerator) * value.denominator


def gap_text(objects: Objects, gap: Gap, lang: str) -> str:
    """`高于规定学历教师数 增加 1 人`."""
    item, grain = objects.items.get(gap.item), objects.grains.get(gap.item)
    about = item.about if item else grain.about if grain else None
    label = words.name(about, gap.item, lang) if about else gap.item
    unit = words.unit(item.unit, lang) if item and (lang == "zh" or item.unit not in "人名") else ""
    more = gap.direction == "more"
    verb = words.either(lang, "增加" if more else "减少", "more" if more else "fewer")
    amount = plain_text(gap.amount, 4)
    if lang == "zh":
        return f"{label} {verb} {amount} {unit}".rstrip()
    return f"{label}: {amount} {unit + ' ' * bool(unit)}{verb}"
