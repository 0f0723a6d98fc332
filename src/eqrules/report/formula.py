"""算式 · A plan's expressions and conditions in words, or with figures in the places of the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from eqrules.language.builtins import BY_ID
from eqrules.language.comparisons import PRINTED
from eqrules.language.numbers import parse, plain_text
from eqrules.plan import expressions as e
from eqrules.plan.plan import Plan
from eqrules.report import words

Leaf = Callable[[e.Expression], str | None]
"""What stands for a part of the formula; None to spell it out."""
_OPERATORS = {"+": (" + ", 1), "-": (" − ", 1), "*": (" × ", 2), "/": (" ÷ ", 2)}


class Formula:
    """Writes formulas of one plan in one language."""

    def __init__(self, plan: Plan, lang: str) -> None:
        self.lang = lang
        self.zh = lang == "zh"
        self._abouts = words.of_items(plan)
        self._grains = {g.id: g.about for g in plan.grains}
        self._values = words.of_values(plan, lang)
        self._keys = {g.keys[-1]: g.key_item for g in plan.grains}
        self._comma = "，" if self.zh else ", "

    def item(self, code: str) -> str:
        """The name of an item, or of the item behind a part of the key."""
        code = code if code in self._abouts else self._keys.get(code, code)
        return words.name(self._abouts[code], code, self.lang) if code in self._abouts else code

    def word(self, item: str, value: str) -> str:
        """A list value in this language."""
        return self._values.get((self._keys.get(item, item), value), value)

    def grain(self, code: str) -> str:
        return words.name(self._grains[code], code, self.lang) if code in self._grains else code

    def call(self, function: str, *arguments: str) -> str:
        builtin = BY_ID.get(function)
        verb = function if builtin is None else builtin.zh if self.zh else builtin.en
        opening, closing = ("（", "）") if self.zh else ("(", ")")
        return f"{verb}{opening}{self._comma.join(a for a in arguments if a)}{closing}"

    def value(self, of: e.Expression, leaf: Leaf | None = None) -> str:
        return self._value(of, leaf or (lambda _: None), 0)

    def _value(self, of: e.Expression, leaf: Leaf, outer: int) -> str:
        given = leaf(of)
        if given is not None:
            return given
        match of:
            case e.Number():
                return plain_text(parse(of.value), 6)
            case e.Item():
                share = words.either(self.lang, "（本学段份额）", " (this stage's share)")
                return self.item(of.item) + (share if of.via == "share" else "")
            case e.Result():
                return of.rule
            case e.Rank():
                return self.item(of.of.item)
            case e.Binary():
                sign, level = _OPERATORS[of.operator]
                right = level + (of.operator in "-/")
                text = self._value(of.left, leaf, level) + sign + self._value(of.right, leaf, right)
                return f"({text})" if level < outer else text
            case e.Call():
                return self.call(of.function, *(self._value(a, leaf, 0) for a in of.arguments))
            case e.Several():
                return self.call(of.function, *(self._value(v, leaf, 0) for v in of.values))
            case e.Aggregate():
                return self._aggregate(of)
            case _:
                assert_never(of)

    def _aggregate(self, of: e.Aggregate) -> str:
        """差异系数（学段校：R1，按在校生数加权）."""
        colon = "：" if self.zh else ": "
        which = "" if of.where is None else self.condition(of.where)
        what = "" if of.of is None else self.value(of.of)
        joined = words.either(self.lang, "，其中", ", where ").join(part for part in (what, which) if part)
        objects = self.grain(of.grain) + (colon + joined if joined else "")
        return self.call(of.function, objects, self._weighting(of))

    def _weighting(self, of: e.Aggregate) -> str:
        by = "" if of.by is None else self.value(of.by)
        return {
            "none": "",
            "weighted": words.either(self.lang, f"按{by}加权", f"weighted by {by}"),
            "unweighted": words.either(self.lang, "不加权", "unweighted"),
            "sample": words.either(self.lang, "样本", "sample"),
        }[of.weighting]

    def condition(self, of: e.Condition, inner: bool = False) -> str:
        zh = self.zh
        match of:
            case e.Compare():
                return f"{self.value(of.left)} {PRINTED[of.sign]} {self.value(of.right)}"
            case e.Among():
                values = ("或" if zh else " or ").join(self.word(of.item.item, v) for v in of.values)
                return f"{self.item(of.item.item)}{'为' if zh else ' is '}{values}"
            case e.ReadingIs():
                values = ("或" if zh else " or ").join(of.values)
                return f"{'口径' if zh else 'reading '}{of.reading}{'为' if zh else ' is '}{values}"
            case e.HasVerdict():
                verdict = ("达标" if of.met else "不达标") if zh else (" met" if of.met else " not met")
                return of.rule + verdict
            case e.All() | e.Any():
                both = ("，且", " and ") if of.kind == "all" else ("，或", " or ")
                text = (both[0] if zh else both[1]).join(self.condition(p, True) for p in of.parts)
                return f"({text})" if inner and len(of.parts) > 1 else text
            case e.Not():
                return f"{'不是' if zh else 'not '}({self.condition(of.part)})"
            case _:
                assert_never(of)
