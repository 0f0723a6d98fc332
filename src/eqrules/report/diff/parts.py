"""所变 · What stood there and what stands there now, each in the words of its own ruleset."""

from __future__ import annotations

from eqrules.compare.changes import Change, Comparison, Part, Side
from eqrules.language.comparisons import PRINTED
from eqrules.plan import expressions as e
from eqrules.plan import plan as p
from eqrules.report import words
from eqrules.report.formula import Formula
from eqrules.report.outline import clause, days, limit_words
from eqrules.report.targets import limit as aimed

_WORDS: dict[str, tuple[str, str]] = {
    "computed": ("计算", "computed"), "reported": ("填报", "reported"), "judged": ("人工", "judged by a person"),
    "national": ("国家提供", "supplied by the state"), "decides": ("参与认定", "decides"),
    "reference": ("参考，不参与认定", "for reference, does not decide"),
    "final": ("是县的结论", "the county's verdict"), "not final": ("不是县的结论", "not the county's verdict"),
    "error": ("放宽不同则无法判定", "relaxations that differ decide nothing"),
    "widest": ("多项放宽取最宽", "the widest relaxation counts"),
    "strictest": ("多项放宽取最严", "the strictest relaxation counts"), "half_up": ("四舍五入", "half up"),
    "half_even": ("四舍六入五成双", "half to even"), "logical": ("逻辑校验", "logical check"),
    "experience": ("经验校验", "experience check"),
}  # fmt: skip
_FIELDS: dict[str, tuple[str, str]] = {
    "type": ("类型", "type"), "whole": ("整数", "whole"), "additive": ("可相加", "additive"),
    "values": ("可取的值", "values"), "ranked": ("分级", "ranked"), "minimum": ("最小", "least"),
    "maximum": ("最大", "most"), "may_be_none": ("可无此项", "may be none"), "options": ("可选", "options"),
    "keys": ("主键", "keys"), "key_item": ("主键项", "key item"), "parent": ("属于", "belongs to"),
    "may_lack": ("可缺", "may be absent"), "year": ("年", "year"), "within": ("在", "within"),
    "counties": ("县数", "counties"), "conclusion": ("结论", "conclusion"), "decides": ("参与认定", "decides"),
}  # fmt: skip
_FLAGS: dict[str, tuple[str, str]] = {"True": ("是", "yes"), "False": ("否", "no"), "": ("—", "—")}

Whole = p.Rule | p.Veto | p.Conclusion | p.Derived | p.ItemSpec | p.Reading | p.Check | p.Grain | p.Target


class Parts:
    """Writes the parts of one comparison in one language."""

    def __init__(self, found: Comparison, lang: str) -> None:
        self.lang = lang
        self.plans: dict[Side, p.Plan] = {"old": found.old, "new": found.new}
        self.formulas: dict[Side, Formula] = {side: Formula(plan, lang) for side, plan in self.plans.items()}

    def say(self, zh: str, en: str) -> str:
        return words.either(self.lang, zh, en)

    def of(self, change: Change, side: Side) -> str:
        """`≥ 95%`, a formula, a condition, a name; — where there was nothing."""
        part = change.old if side == "old" else change.new
        if change.aspect == "name":
            return self._name(change, part)
        if change.aspect == "scope" and not part:
            return self.say("不限", "no restriction")
        return self._part(part, change, side)

    def _name(self, change: Change, part: Part) -> str:
        """In this language, or in the one in which the name changed."""
        assert isinstance(part, tuple)
        names = [str(name) for name in part]
        same = [a == b for a, b in zip(change.old or (), change.new or (), strict=True)]
        own = 0 if self.lang == "zh" else 1
        return names[own] if names[own] and not same[own] else names[1 - own]

    def _part(self, part: Part | p.Case | p.DatedLimit, change: Change, side: Side) -> str:
        formula = self.formulas[side]
        match part:
            case None | "" | ():
                return "—"
            case str():
                return self._word(part, change, side)
            case tuple():
                return self.say("；", "; ").join(self._part(one, change, side) for one in part)
            case p.Limit():
                return self.limit(part, change, side)
            case p.DatedLimit(limit=limit, interval=interval):
                return f"{self.limit(limit, change, side)} ({days(interval, self.lang)})"
            case p.Interval():
                return days(part, self.lang)
            case p.Clause():
                return clause(self.plans[side], part, self.lang)
            case p.Case():
                return self._case(part, change, side)
            case p.Relaxation(when=when, limit=limit):
                return f"{formula.condition(when)}{self.say('：', ': ')}{self.limit(limit, change, side)}"
            case p.Variant():
                return self._variant(part, formula)
            case p.Split():
                return self._split(part, formula)
            case p.Merge(when=when):
                return formula.condition(when)
            case e.Compare() | e.Among() | e.ReadingIs() | e.HasVerdict() | e.All() | e.Any() | e.Not():
                return formula.condition(part)
            case (
                p.Rule() | p.Veto() | p.Conclusion() | p.Derived() | p.ItemSpec() | p.Reading() | p.Check() | p.Grain()
                | p.Target()
            ):  # fmt: skip
                return self._whole(part, change, side)
            case p.Group():
                return self.say("、", ", ").join(part.rules)
        return formula.value(part)  # type: ignore[arg-type]

    def _word(self, word: str, change: Change, side: Side) -> str:
        if change.aspect == "operator":
            return PRINTED[word]  # type: ignore[index]
        if change.aspect == "status":
            return words.status(word, self.lang)
        if change.aspect == "rounding" and word.isdigit():
            return self.say(f"{word} 位", f"{word} digits")
        if change.aspect == "scope":
            return self.formulas[side].grain(word)
        if change.aspect == "aggregation" and word not in _WORDS:
            about = words.of_rulings(self.plans[side]).get(word)
            return words.name(about, word, self.lang) if about else word
        field, equals, value = word.partition("=")
        if equals and field in _FIELDS:
            return f"{words.of(_FIELDS[field], self.lang)} {words.of(_FLAGS.get(value, (value, value)), self.lang)}"
        return words.of(_WORDS.get(word, (word, word)), self.lang)

    def limit(self, limit: p.Limit, change: Change, side: Side) -> str:
        rule = next((r for r in self.plans[side].rules if r.id == change.rule), None)
        return limit.text if rule is None else limit_words(rule, limit, self.lang, self.formulas[side])

    def _case(self, case: p.Case, change: Change, side: Side) -> str:
        limits = self.say("；", "; ").join(self.limit(one.limit, change, side) for one in case.limits)
        if case.when is None:
            return limits
        return f"{self.formulas[side].condition(case.when)}{self.say('：', ': ')}{limits}"

    def _variant(self, variant: p.Variant, formula: Formula) -> str:
        text = formula.value(variant.value) if variant.value is not None else ""
        text = text or (formula.condition(variant.holds) if variant.holds is not None else "—")
        front = formula.condition(variant.when) + self.say("：", ": ") if variant.when is not None else ""
        if not variant.interval.start and not variant.interval.end:
            return front + text
        return f"{front}{text} ({days(variant.interval, self.lang)})"

    def _split(self, split: p.Split, formula: Formula) -> str:
        shares = (
            f"{self.say('、', ', ').join(row.types)} {':'.join(w for _, w in (*row.stages, *row.school_items))}"
            for row in split.rows
        )
        items = self.say("、", ", ").join(formula.item(item) for item in split.items)
        return items + self.say("：", ": ") + self.say("；", "; ").join(shares)

    def _whole(self, one: Whole, change: Change, side: Side) -> str:
        """Something new or gone, in a line."""
        formula, join = self.formulas[side], self.say("；", "; ")
        match one:
            case p.Rule():
                values = (formula.value(c.value) for c in one.cases if c.value is not None)
                limits = (limit_words(one, d.limit, self.lang, formula) for c in one.cases for d in c.limits)
                return join.join(dict.fromkeys([*values, *limits]))
            case p.Veto() if one.when is not None:
                return formula.condition(one.when)
            case p.Conclusion():
                return join.join(clause(self.plans[side], part, self.lang) for part in one.clauses)
            case p.Derived():
                return join.join(self._variant(variant, formula) for variant in one.variants)
            case p.Reading():
                return self.say("、", ", ").join(one.options)
            case p.Check():
                return formula.condition(one.holds)
            case p.Target():
                by = self.say(f"{one.year} 年底前", f"by the end of {one.year}")
                return join.join(filter(None, (by, one.within, aimed(one, self.lang))))
        return words.name(one.about, one.id, self.lang)
