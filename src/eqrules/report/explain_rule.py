"""逐步计算 · One indicator at one object, worked so that a person can check every figure by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from eqrules.diagnostics.catalogue import message
from eqrules.engine.contract import Key, Outcome
from eqrules.language.comparisons import PRINTED
from eqrules.language.numbers import Roots, plain_text
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as e
from eqrules.plan.plan import Derived
from eqrules.report import explain_cv, figures, sources, words
from eqrules.report.cells import Cells
from eqrules.report.columns import columns
from eqrules.report.figures import Figure
from eqrules.report.formula import Formula
from eqrules.report.objects import Objects
from eqrules.report.result import findings
from eqrules.report.shares import Share

_LISTED = 12
"""Objects of a plain aggregate that are listed one by one."""
_FAILED: dict[str, str] = {">=": "<", "<=": ">", ">": "≤", "<": "≥", "=": "≠"}


class Steps:
    """Writes the steps of one evaluation in one language."""

    def __init__(self, objects: Objects, lang: str) -> None:
        self.objects, self.lang = objects, lang
        self.cells = Cells(objects)
        self.workings = self.cells.workings
        self.formula = Formula(objects.plan, lang)

    def say(self, zh: str, en: str) -> str:
        return words.either(self.lang, zh, en)

    def rule(self, outcome: Outcome) -> list[str]:
        """The whole block: verdict, formula, figures, limit, basis, cells."""
        about = self.objects.rules[outcome.rule].about
        title = words.coded(about, outcome.rule, self.lang)
        rows = [(label, text) for label, text in self._rows(outcome) if text]
        return [f"{title} · {self.objects.label(outcome.key)}", *columns(rows, indent="  ")] + [
            f"  {line}" for line in self._tables(outcome)
        ]

    def _rows(self, outcome: Outcome) -> Iterator[tuple[str, str]]:
        yield self.say("结论", "verdict"), self._verdict(outcome)
        if outcome.note:
            yield self.say("说明", "note"), words.note(outcome.note, self.lang) + self._excluded(outcome)
        case = outcome.case
        if case is not None and case.value is not None:
            yield from self._worked(outcome, case.value)
        if case is not None and case.item is not None:
            seen = self.workings.item(case.item, outcome.grain, outcome.key)
            yield self.say("所填", "handed in"), f"{self.formula.item(case.item.item)} = {self.text(seen)}"
        yield from self._limit(outcome)
        for code in outcome.relaxations:
            yield self.say("放宽", "relaxation"), self._relaxation(outcome, code)
        if outcome.gap is not None:
            yield self.say("差距", "gap"), figures.gap_text(self.objects, outcome.gap, self.lang)
        if outcome.missing:
            yield self.say("待补", "missing"), self.say("、", ", ").join(outcome.missing)
            yield from self._seen(outcome)
        basis, status = sources.basis(self.objects, outcome), sources.limit_status(self.objects, outcome)
        sure = self.say(f"（{status}）", f" ({words.status(status, self.lang)})") if status else ""
        yield self.say("依据", "basis"), basis + sure
        yield self.say("单元格", "cells"), self.say("、", ", ").join(self.cells.of(outcome))

    def _verdict(self, outcome: Outcome) -> str:
        text = f"{words.SIGNS[outcome.verdict]} {outcome.verdict.word(self.lang)}"
        if outcome.verdict in (Verdict.MET, Verdict.NOT_MET) and outcome.limit is not None:
            text += self.say("：", ": ") + self._comparison(outcome)
        return text if outcome.decides else text + self.say("（不参与认定）", " (does not decide)")

    def _comparison(self, outcome: Outcome) -> str:
        value, limit = figures.value_text(self.objects, outcome, self.lang), outcome.limit
        assert limit is not None
        amount = figures.limit_number(self.objects, outcome)
        if limit.kind != "compare" or amount is None:
            return value
        sign = PRINTED[limit.sign] if outcome.verdict is Verdict.MET else _FAILED[limit.sign]
        return f"{value} {sign} {figures.amount_text(self.objects, outcome, self.lang)}"

    def _excluded(self, outcome: Outcome) -> str:
        if outcome.note != "excluded":
            return ""
        rule = self.objects.rules[outcome.rule]
        held = [c for c in rule.excluded if self.workings.holds(c, outcome.grain, outcome.key)]
        return self.say("：", ": ") + self.formula.condition(held[0]) if held else ""

    def _seen(self, outcome: Outcome) -> Iterator[tuple[str, str]]:
        """What the data checks found about the cells that stand in the way."""
        for finding in findings(self.objects.evaluation):
            if finding.level == "error" and set(finding.cells) & set(outcome.missing):
                yield self.say("所见", "finding"), f"{finding.code} {message(finding, self.lang)}"

    # ── value ────────────────────────────────────────────────────
    def _worked(self, outcome: Outcome, value: e.Expression) -> Iterator[tuple[str, str]]:
        yield self.say("算式", "formula"), self.formula.value(value)
        if isinstance(value, e.Rank):
            order = " < ".join(self.formula.word(value.of.item, v) for v in value.order)
            yield self.say("次序", "order"), order
            return
        rule = self.objects.rules[outcome.rule]
        filled = (
            "" if isinstance(value, e.Aggregate) else self.filled(value, outcome.grain, outcome.key) + " "
        )
        if outcome.value is not None:
            assert not isinstance(outcome.value, str)
            end = self.equals(outcome.value)
            if rule.percent and not isinstance(outcome.value, bool):
                end += self.percent(outcome.value)
            yield self.say("代入", "figures"), filled + end
        elif filled:
            yield self.say("代入", "figures"), filled + "= ?"
        yield from self.unfold(value, outcome.grain, outcome.key)
        yield from self._second_reading(outcome, value)

    def _second_reading(self, outcome: Outcome, value: e.Expression) -> Iterator[tuple[str, str]]:
        """Worked again here; nothing to say as long as both agree."""
        again = self.workings.value(value, outcome.grain, outcome.key)
        mine, theirs = figures.as_number(again), figures.as_number(outcome.value)
        if mine is None or theirs is None:
            return
        if figures.approached(mine) != figures.approached(theirs):
            both = f"{self.equals(mine)}", f"{self.equals(theirs)}"
            text = f"另行演算 {both[0]}，引擎 {both[1]}", f"worked again {both[0]}, engine {both[1]}"
            yield self.say("不一致", "differs"), words.of(text, self.lang)

    def filled(self, of: e.Expression, grain: str, key: Key) -> str:
        """The formula with figures in it."""

        def leaf(part: e.Expression) -> str | None:
            if isinstance(part, (e.Item, e.Result, e.Rank, e.Aggregate)):
                text = self.text(self.workings.value(part, grain, key))
                return f"({text})" if text.startswith("-") else text
            return None

        return self.formula.value(of, leaf)

    def text(self, value: Figure) -> str:
        number = figures.as_number(value)
        return figures.word(value, self.lang) if number is None else figures.short(number)

    def equals(self, value: Fraction | int | Roots | bool) -> str:
        """`= 41/10 = 4.1`, `= 20/3 ≈ 6.666667`, `= √(…) ≈ 0.515257`."""
        if isinstance(value, bool):
            return f"= {self.text(value)}"
        exact, shown = figures.exact(value), figures.short(value)
        if exact == shown:
            return f"= {exact}"
        rooted = isinstance(value, Roots) and bool(value.terms)
        precise = not rooted and Fraction(shown) == figures.approached(value)
        return f"= {exact} {'=' if precise else '≈'} {shown}"

    def percent(self, value: Fraction | int | Roots) -> str:
        hundred = value.scaled(100) if isinstance(value, Roots) else value * 100
        shown = figures.short(hundred)
        return f" {'=' if Fraction(shown) == figures.approached(hundred) else '≈'} {shown}%"

    # ── what stands inside ───────────────────────────────────────
    def unfold(self, of: e.Expression, grain: str, key: Key) -> Iterator[tuple[str, str]]:
        """One line for each derived figure, share and handed-in figure, outside in."""
        seen: set[tuple[str, Key]] = set()
        queue: list[tuple[e.Expression, str, Key]] = [(of, grain, key)]
        while queue:
            part, at, low = queue.pop(0)
            match part:
                case e.Binary():
                    queue = [(part.left, at, low), (part.right, at, low), *queue]
                case e.Call():
                    queue = [*((a, at, low) for a in part.arguments), *queue]
                case e.Several():
                    queue = [*((v, at, low) for v in part.values), *queue]
                case e.Rank():
                    queue.insert(0, (part.of, at, low))
                case e.Item() if part.via != "key":
                    spec = self.objects.items[part.item]
                    home = self.objects.above(at, low, spec.grain) or low
                    if (part.item, home) in seen:
                        continue
                    seen.add((part.item, home))
                    variant = self.workings.variant(spec, home) if isinstance(spec, Derived) else None
                    inner = variant.value if variant is not None else None
                    text = (
                        self._derived(spec, home, inner)
                        if isinstance(spec, Derived)
                        else self._handed_in(part.item, spec.grain, home)
                    )
                    yield self.say("其中", "where"), text
                    if part.via == "share":
                        yield from self._share(part.item, at, low)
                    if inner is not None:
                        queue.append((inner, spec.grain, home))
                case _:
                    pass

    def _derived(self, spec: Derived, key: Key, inner: e.Expression | None) -> str:
        value = self.workings.item(e.Item(item=spec.id), spec.grain, key)
        name = self.formula.item(spec.id)
        if inner is None:
            return f"{name} = {self.text(value)}"
        filled, end = self.filled(inner, spec.grain, key), self.text(value)
        steps = [name, self.formula.value(inner), filled, end]
        return " = ".join(dict.fromkeys(steps))

    def _handed_in(self, item: str, grain: str, key: Key) -> str:
        value = self.objects.value(grain, key, item)
        unit = words.unit(self.objects.items[item].unit, self.lang)
        number = figures.as_number(value)
        text = f"{self.text(value)} {unit}".rstrip() if number is not None else self.text(value)
        place = self.objects.place(grain, key, item)
        return f"{self.formula.item(item)} = {text}" + (f"  ← {place}" if place else "")

    def _share(self, item: str, grain: str, key: Key) -> Iterator[tuple[str, str]]:
        share = self.workings.share(item, grain, key)
        if share is None or len(share.parts) > 1:
            name = self.formula.value(e.Item(item=item, via="share"))
            yield self.say("拆分", "split"), f"{name} = " + (self._split(share) if share else "?")

    def _split(self, share: Share) -> str:
        """`9000 × (1 × 900) ÷ (小学 1 × 900 + 初中 1.1 × 450) = 180000/31 ≈ 5806.451613`."""
        mine = share.parts[share.own]
        claims = " + ".join(f"{p.label} {plain_text(p.weight)} × {plain_text(p.pupils)}" for p in share.parts)
        top = f"{plain_text(share.whole)} × ({plain_text(mine.weight)} × {plain_text(mine.pupils)})"
        return f"{top} ÷ ({claims}) {self.equals(share.value)}"

    # ── limit, tables ────────────────────────────────────────────
    def _limit(self, outcome: Outcome) -> Iterator[tuple[str, str]]:
        limit = outcome.limit
        if limit is None:
            return
        text = figures.limit_text(self.objects, outcome, self.lang)
        if limit.amount is not None and not isinstance(limit.amount, e.Number):
            worked = self.filled(limit.amount, outcome.grain, outcome.key)
            text += f" = {self.formula.value(limit.amount)} = {worked}"
        source = sources.limit_source(self.objects, outcome, self.lang)
        written = self.say(f"，原文「{limit.text}」", f", written “{limit.text}”") if limit.text else ""
        yield self.say("标准", "limit"), text + self.say(f"（{source}{written}）", f" ({source}{written})")
        if limit.amount is not None and not isinstance(limit.amount, e.Number):
            yield from self.unfold(limit.amount, outcome.grain, outcome.key)

    def _relaxation(self, outcome: Outcome, code: str) -> str:
        found = next((r for r in self.objects.rules[outcome.rule].relaxations if r.id == code), None)
        if found is None:
            return code
        name = words.coded(found.about, code, self.lang)
        parts = [name, self.formula.condition(found.when), found.about.basis, found.about.note]
        return self.say("；", "; ").join(part for part in parts if part)

    def _tables(self, outcome: Outcome) -> list[str]:
        value = outcome.case.value if outcome.case is not None else None
        if not isinstance(value, e.Aggregate):
            return []
        if value.function == "cv":
            return explain_cv.table(self, value, outcome)
        kept = self.workings.members(value, outcome.grain, outcome.key) or []
        inner = value.of
        if inner is None:
            return [self.say(f"符合条件 {len(kept)} 个", f"{len(kept)} objects meet the condition")]
        rows = [
            [self.objects.label(key), self.text(self.workings.value(inner, value.grain, key))]
            for key in kept[:_LISTED]
        ]
        more = len(kept) - _LISTED
        rest = [self.say(f"……另有 {more} 个", f"… {more} more")] if more > 0 else []
        return [*columns(rows, "lr"), *rest]
