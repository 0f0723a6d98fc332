"""白话 · A plan's formulas, conditions and limits in words, with every sign resolved: 不低于, 不足, 每个学段校."""

from __future__ import annotations

from fractions import Fraction

from eqrules.language.numbers import parse
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, Interval, Limit, Rule
from eqrules.report import figures, words
from eqrules.report.formula import Formula

SIGNS: dict[e.Sign, tuple[str, str]] = {
    ">=": ("不低于", "at least"),
    "<=": ("不超过", "at most"),
    ">": ("超过", "more than"),
    "<": ("不足", "less than"),
    "=": ("等于", "equal to"),
}
_SET: dict[str, tuple[str, str]] = {
    "none": ("只列出，不作判定", "is shown and not judged"),
    "unknown": ("的标准未知，无法判定", "has a limit that nobody knows, and stays undetermined"),
}


class Plain(Formula):
    """Formulas whose comparisons are said in words."""

    def condition(self, of: e.Condition, inner: bool = False) -> str:
        match of:
            case e.Compare():
                sign = words.of(SIGNS[of.sign], self.lang)
                sign = sign if self.zh else "is" if of.sign == "=" else f"is {sign}"
                return self.joined(self.value(of.left), sign, self._right(of))
            case e.Among() if of.values in (("是",), ("否",)):
                yes = of.values == ("是",)
                return self.joined(self.item(of.item.item), words.either(self.lang, "为", "is"), self._mark(yes))
            case e.Not(part=e.Among() as among):
                return self.condition(among).replace("为" if self.zh else " is ", "不为" if self.zh else " is not ", 1)
            case e.Not(part=e.HasVerdict() as verdict):
                return self.condition(verdict.model_copy(update={"met": not verdict.met}))
            case _:
                return super().condition(of, inner)

    def scope(self, of: e.Condition | None) -> str:
        """For which objects: `小学`, `小学（口径K5为逐班，且办学类型不为职业学校）`; "" for all."""
        if of is None:
            return ""
        parts = _flat(of)
        keys = [p for p in parts if isinstance(p, e.Among) and p.item.via == "key"]
        rest = [self.condition(p, True) for p in parts if p not in keys]
        stages = ("或" if self.zh else " or ").join(self.word(k.item.item, value) for k in keys for value in k.values)
        shown = words.either(self.lang, "，且", " and ").join(rest)
        if not stages:
            return words.either(self.lang, f"{shown}的", f"where {shown}")
        inside = words.either(self.lang, f"（{shown}）", f" (where {shown})") if shown else ""
        return words.either(self.lang, f"{stages}{inside}", f"for {stages}{inside}")

    def _right(self, of: e.Compare) -> str:
        if isinstance(of.left, e.Rank) and isinstance(of.right, e.Number):
            return self.word(of.left.of.item, of.left.order[int(parse(of.right.value))])
        return self.value(of.right)

    def _mark(self, yes: bool) -> str:
        return words.either(self.lang, "是" if yes else "否", "yes" if yes else "no")

    def joined(self, *parts: str) -> str:
        """Words side by side: Chinese needs no spaces, English does."""
        return ("" if self.zh else " ").join(part for part in parts if part)

    def limit(self, rule: Rule, case: Case, limit: Limit) -> str:
        """`不低于 4.2 人/百名学生`, `为中或高`, `只列出，不作判定`."""
        if limit.kind in _SET:
            return words.of(_SET[limit.kind], self.lang)
        if limit.kind == "one_of" or limit.amount is None:
            if rule.determination == "judged":
                return words.either(self.lang, "由人判断，应当符合", "is judged by a person, and must be satisfied")
            code = case.item.item if case.item else rule.id
            values = words.either(self.lang, "或", " or ").join(self._shown(code, v) for v in limit.values)
            return self.joined(words.either(self.lang, "应当为", "must be"), values)
        must = words.either(self.lang, "应当", "must be ")
        return must + self.joined(words.of(SIGNS[limit.sign], self.lang), self.amount(rule, case, limit.amount))

    def _shown(self, item: str, value: str) -> str:
        return self._mark(value == "是") if value in ("是", "否") else self.word(item, value)

    def amount(self, rule: Rule, case: Case, amount: e.Expression) -> str:
        """With its unit where it is a figure; a ranked word as such; a formula in words."""
        if amount.kind != "number":
            return self.value(amount)
        value: Fraction = parse(amount.value)
        rank = figures.ranked(case, value)
        if rank is not None and isinstance(case.value, e.Rank):
            return self.word(case.value.of.item, rank)
        figure = figures.short(figures.scaled(rule, value))
        unit = "" if rule.percent else words.unit(rule.unit, self.lang)
        return f"{figure}%" if rule.percent else self.joined(figure, unit)

    def days(self, interval: Interval) -> str:
        """`自2019年1月1日起`, `from 2018-01-01 to 2019-12-31`; "" for any day."""
        start, end = words.day(interval.start, self.lang), words.day(interval.end, self.lang)
        if start and end:
            return words.either(self.lang, f"自{start}至{end}", f"from {start} to {end}")
        if start:
            return words.either(self.lang, f"自{start}起", f"from {start} on")
        return words.either(self.lang, f"至{end}止", f"until {end}") if end else ""


def _flat(of: e.Condition) -> list[e.Condition]:
    return [one for part in of.parts for one in _flat(part)] if isinstance(of, e.All) else [of]
