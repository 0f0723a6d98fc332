"""逐步计算 · One indicator at one object, worked so that a person can check every figure by hand."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.diagnostics.catalogue import message
from eqrules.engine.contract import Outcome
from eqrules.language.comparisons import PRINTED
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as e
from eqrules.report import explain_cv, figures, relaxations, sources, words
from eqrules.report.columns import columns
from eqrules.report.explain_figures import Row, Writer
from eqrules.report.explain_parts import unfold
from eqrules.report.result import findings

_LISTED = 12
"""Objects of a plain aggregate that are listed one by one."""
_WORKED = (e.Binary, e.Call, e.Several)
"""Formulas with something to fill in; others are their value."""
_FAILED: dict[str, str] = {">=": "<", "<=": ">", ">": "≤", "<": "≥", "=": "≠"}


class Steps(Writer):
    """Writes indicators step by step."""

    def rule(self, outcome: Outcome) -> list[str]:
        """The whole block: verdict, formula, figures, limit, basis, cells."""
        about = self.objects.rules[outcome.rule].about
        title = words.coded(about, outcome.rule, self.lang)
        rows = [(label, text) for label, text in self._rows(outcome) if text]
        return [f"{title} · {self.objects.label(outcome.key)}", *columns(rows, indent="  ")] + [
            f"  {line}" for line in self._tables(outcome)
        ]

    def _rows(self, outcome: Outcome) -> Iterator[Row]:
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

    def _seen(self, outcome: Outcome) -> Iterator[Row]:
        """What the data checks found about the cells that stand in the way."""
        for finding in findings(self.objects.evaluation):
            if finding.level == "error" and set(finding.cells) & set(outcome.missing):
                yield self.say("所见", "finding"), f"{finding.code} {message(finding, self.lang)}"

    # ── value ────────────────────────────────────────────────────
    def _worked(self, outcome: Outcome, value: e.Expression) -> Iterator[Row]:
        yield self.say("算式", "formula"), self.formula.value(value)
        if isinstance(value, e.Rank):
            order = " < ".join(self.formula.word(value.of.item, v) for v in value.order)
            yield self.say("次序", "order"), order
            return
        rule = self.objects.rules[outcome.rule]
        filled = self.filled(value, outcome.grain, outcome.key) + " " if isinstance(value, _WORKED) else ""
        if outcome.value is not None:
            assert not isinstance(outcome.value, str)
            end = self.equals(outcome.value)
            if rule.percent and not isinstance(outcome.value, bool):
                end += self.percent(outcome.value)
            yield self.say("代入", "figures"), filled + end
        else:
            yield self.say("代入", "figures"), filled + "= ?"
        yield from unfold(self, value, outcome.grain, outcome.key)
        yield from self._second_reading(outcome, value)

    def _second_reading(self, outcome: Outcome, value: e.Expression) -> Iterator[Row]:
        """Worked again here; nothing to say as long as both agree."""
        again = self.workings.value(value, outcome.grain, outcome.key)
        mine, theirs = figures.as_number(again), figures.as_number(outcome.value)
        if mine is None or theirs is None:
            return
        if figures.approached(mine) != figures.approached(theirs):
            both = f"{self.equals(mine)}", f"{self.equals(theirs)}"
            text = f"另行演算 {both[0]}，引擎 {both[1]}", f"worked again {both[0]}, engine {both[1]}"
            yield self.say("不一致", "differs"), words.of(text, self.lang)

    # ── limit, tables ────────────────────────────────────────────
    def _limit(self, outcome: Outcome) -> Iterator[Row]:
        limit = outcome.limit
        if limit is None:
            return
        text = figures.limit_words(self.objects, outcome, self.lang)
        if limit.amount is not None and not isinstance(limit.amount, e.Number):
            worked = self.filled(limit.amount, outcome.grain, outcome.key)
            amount = figures.amount_text(self.objects, outcome, self.lang) if outcome.limit_value is not None else "?"
            text = " = ".join(dict.fromkeys([text, worked, amount]))
        source = sources.limit_source(self.objects, outcome, self.lang)
        written = self.say(f"，原文「{limit.text}」", f", written “{limit.text}”") if limit.text else ""
        yield self.say("标准", "limit"), text + self.say(f"（{source}{written}）", f" ({source}{written})")
        if limit.amount is not None and not isinstance(limit.amount, e.Number):
            yield from unfold(self, limit.amount, outcome.grain, outcome.key)

    def _relaxation(self, outcome: Outcome, code: str) -> str:
        return relaxations.text(self.objects, self.formula, outcome.rule, code)

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
            [self.objects.label(key), self.text(self.workings.value(inner, value.grain, key))] for key in kept[:_LISTED]
        ]
        more = len(kept) - _LISTED
        rest = [self.say(f"……另有 {more} 个", f"… {more} more")] if more > 0 else []
        return [*columns(rows, "lr"), *rest]
