"""逐句 · Each line of change as one sentence, and the judgement in words that a policy officer uses."""

from __future__ import annotations

from fractions import Fraction

from eqrules.compare.changes import (
    Aspect,
    Assumed,
    Change,
    Comparison,
    Counterexample,
    Effect,
    Judgement,
    Kind,
    Row,
    Side,
)
from eqrules.language.numbers import Roots
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan
from eqrules.report import figures, words
from eqrules.report.diff.parts import Parts

ASPECTS: dict[Aspect, tuple[str, str]] = {
    "limit": ("标准", "limit"), "operator": ("比较符号", "operator"), "formula": ("算式", "formula"),
    "scope": ("范围", "scope"), "aggregation": ("汇总", "aggregation"), "statistic": ("统计量", "statistic"),
    "rounding": ("修约", "rounding"), "dates": ("日期", "dates"), "status": ("状态", "status"),
    "determination": ("认定", "determination"), "relaxation": ("放宽", "relaxation"), "name": ("名称", "name"),
    "added": ("新增", "added"), "retired": ("停用", "retired"), "force": ("约束", "force"),
    "reading": ("口径", "reading"), "check": ("校验", "check"), "data": ("数据项", "item"),
    "split": ("拆分", "split"), "merge": ("归并", "merge"),
}  # fmt: skip
PARTS = {"numerator": ("分子", "numerator"), "denominator": ("分母", "denominator")}
EFFECTS: dict[Effect, tuple[str, str]] = {
    "equal": ("相同", "equal"), "stricter": ("更严", "stricter"), "looser": ("更宽", "looser"),
    "incomparable": ("互有宽严", "incomparable"), "unproven": ("未能证明", "not proven"),
}  # fmt: skip
SIGNS: dict[Effect, str] = {"equal": "=", "stricter": "↑", "looser": "↓", "incomparable": "⇅", "unproven": "?"}
KINDS: dict[Kind, tuple[str, str]] = {
    "ruleset": ("规则集", "Ruleset"), "rule": ("指标", "Indicators"), "group": ("指标组", "Groups"),
    "conclusion": ("结论", "Conclusions"), "veto": ("一票否决", "Vetoes"), "reading": ("口径", "Readings"),
    "item": ("数据项", "Items"), "derived": ("派生项", "Derived items"), "check": ("校验", "Checks"),
    "split": ("拆分", "Split"), "merge": ("归并", "Merge"), "grain": ("对象", "Objects"),
    "target": ("推进目标", "Targets"), "schedule": ("推进时间表", "Schedule"),
}  # fmt: skip
PROOFS: dict[str, tuple[str, str]] = {
    "same": ("两份规则没有影响结论的差别", "nothing that differs can change a verdict"),
    "monotone": ("由标准的高低得证", "proved from the order of the limits"),
    "solver": ("由求解器得证", "proved by the solver"),
    "composed": ("由各部分逐层得证", "proved from the parts, level by level"),
    "witness": ("两个方向各有反例", "a counterexample each way"),
    "": ("既没有证明，也没有找到反例", "neither a proof nor a counterexample was found"),
    "half": ("一个方向有反例；另一个方向既没有证明，也没有找到反例",
             "a counterexample one way; the other way neither a proof nor a counterexample was found"),
}  # fmt: skip
REMAINING: dict[str, tuple[str, str]] = {
    "old": ("更严，或互有宽严", "stricter, or neither"), "new": ("更宽，或互有宽严", "looser, or neither"),
}  # fmt: skip
"""What is left where something passes only old, or only new."""
_HALVES: dict[str, tuple[str, str]] = {
    "old": (
        "有的县按旧规则达标、按新规则不达标，见反例；按新规则达标的县，按旧规则是否一定达标，未能证明。",
        "Some county passes the old ruleset and fails the new one: see the counterexample. "
        "Whether every county that passes the new one passes the old one could be neither proved nor refuted.",
    ),
    "new": (
        "有的县按新规则达标、按旧规则不达标，见反例；按旧规则达标的县，按新规则是否一定达标，未能证明。",
        "Some county passes the new ruleset and fails the old one: see the counterexample. "
        "Whether every county that passes the old one passes the new one could be neither proved nor refuted.",
    ),
}

_HALF_PROVED: dict[str, tuple[str, str]] = {
    "new in old": ("不会更宽，已得证；是否更严，没有找到例子",
                   "proved not to be looser; no example of its being stricter was found"),
    "old in new": ("不会更严，已得证；是否更宽，没有找到例子",
                   "proved not to be stricter; no example of its being looser was found"),
}  # fmt: skip
_GIVEN: dict[Assumed, tuple[str, str]] = {
    "": ("数据填全且通过逻辑校验", "whose data are complete and keep the logical checks"),
    "checks": ("数据填全且没有任何校验提示", "whose data are complete and raise no check at all"),
    "determined": (
        "数据填全、没有任何校验提示，且新旧规则都能判定",
        "whose data are complete, raise no check at all and can be judged under both",
    ),
}

_SHOWN = 40
"""Cells of a counterexample that are shown where it is told; larger ones are written to files."""

SIDES: tuple[Side, Side] = ("old", "new")


def counted(number: int, one: str, many: str = "") -> str:
    """English: `1 change`, `2 changes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def verb(number: int) -> str:
    """English: 1 of 3 changes, 2 of 3 change."""
    return "changes" if number == 1 else "change"


class Sentences:
    """Writes one comparison in one language."""

    def __init__(self, found: Comparison, lang: str) -> None:
        self.found, self.lang, self.parts = found, lang, Parts(found, lang)
        self.say = self.parts.say

    def aspect(self, change: Change) -> str:
        word = words.of(ASPECTS[change.aspect], self.lang)
        if change.part:
            word = self.say(f"{word}（{PARTS[change.part][0]}）", f"{word} ({PARTS[change.part][1]})")
        if change.where:
            where = self.say("、", ", ").join(self.place(part, value) for part, value in change.where)
            word = self.say(f"{word}（{where}）", f"{word} ({where})")
        return word

    def place(self, part: str, value: str) -> str:
        return self.parts.formulas["new"].word(part, value)

    def title(self, change: Change) -> str:
        """`G13 就近划片入学比例`; what has no name goes by its kind."""
        if change.kind in ("split", "merge", "ruleset", "schedule"):
            return words.of(KINDS[change.kind], self.lang)
        return words.coded(change.about, change.rule, self.lang)

    def sentence(self, change: Change) -> str:
        """The whole line as one sentence."""
        title, aspect = self.title(change), self.aspect(change)
        old, new = self.parts.of(change, "old"), self.parts.of(change, "new")
        if change.aspect == "added":
            text = self.say(f"新增 {title}：{new}。", f"{title} is new: {new}.")
        elif change.aspect == "retired":
            text = self.say(f"停用 {title}（原为：{old}）。", f"{title} is gone (it was: {old}).")
        else:
            text = self.say(
                f"{title}：{aspect}由「{old}」改为「{new}」。", f"{title}: {aspect} changes from “{old}” to “{new}”."
            )
        if change.related:
            codes = self.say("、", ", ").join(change.related)
            text += self.say(f"{codes} 用同样的数据。", f" {codes} use the same data.")
        if change.effect != "equal":
            text += self.say(f"{EFFECTS[change.effect][0]}。", f" {EFFECTS[change.effect][1].capitalize()}.")
        return text

    def basis(self, change: Change) -> str:
        """Both bases, one if they are the same."""
        old, new = change.basis
        if old == new:
            return old
        if not old or not new:
            return old or new
        return f"{old} → {new}"

    # ── judgements ───────────────────────────────────────────────
    def judgement(self, of: Judgement) -> str:
        """What follows for counties, as a theorem or as what is not known."""
        given = words.of(_GIVEN[of.assumes], self.lang)
        theorems = {
            "both": (f"县（{given}）按新旧规则结论相同。", f"A county {given} gets the same verdict under both."),
            "new in old": (
                f"凡按新规则达标的县（{given}），按旧规则也达标。",
                f"Every county {given} that passes the new ruleset passes the old one.",
            ),
            "old in new": (
                f"凡按旧规则达标的县（{given}），按新规则也达标。",
                f"Every county {given} that passes the old ruleset passes the new one.",
            ),
        }
        beyond = {
            "equal": ("", ""),
            "stricter": ("反过来不一定，见反例。", " Not the other way round: see the counterexamples."),
            "looser": ("反过来不一定，见反例。", " Not the other way round: see the counterexamples."),
            "incomparable": (
                "有的只按旧规则达标，有的只按新规则达标，各见反例。",
                "Some pass only the old, some only the new: see the counterexamples.",
            ),
            "unproven": (
                "是否真的不同，没有证明出来，也没有找到例子。" if of.holds else
                "哪一份更严，没有证明出来，也没有找到足够的反例；这不等于没有差别。",
                " Whether they really differ could be neither proved nor shown." if of.holds else
                "Which is stricter could be neither proved nor refuted; that does not mean they are alike.",
            ),
        }  # fmt: skip
        if of.passes:
            return words.of(_HALVES[of.passes], self.lang)
        first = words.of(theorems[of.holds], self.lang) if of.holds else ""
        return first + words.of(beyond[of.effect], self.lang)

    def proof(self, of: Judgement) -> str:
        if of.effect == "unproven" and of.holds in _HALF_PROVED:
            return words.of(_HALF_PROVED[of.holds], self.lang)
        return words.of(PROOFS["half" if of.passes else of.proof], self.lang)

    def overall(self) -> str:
        """`↑ 更严`; where one way is refuted and the other open, the two that remain."""
        effect = self.found.overall.effect
        pair = REMAINING.get(self.found.overall.passes, EFFECTS[effect])
        return f"{SIGNS[effect]} {words.of(pair, self.lang)}"

    def id(self, side: Side) -> str:
        """The id; of two with the same id, what was asked for: a path, or a day; else the beginning of the hash."""
        found, at = self.found, SIDES.index(side)
        if found.old.id != found.new.id:
            return self.plan(side).id
        if all(found.asked) and found.asked[0] != found.asked[1]:
            return found.asked[at]
        same = found.hashes[0] == found.hashes[1]
        return found.old.id if same else f"{found.old.id} {found.hashes[at].removeprefix('sha256:')[:8]}"

    # ── counterexamples ──────────────────────────────────────────
    def counterexample(self, of: Counterexample) -> str:
        """`R1 按旧规则达标（5.00 ≥ …），按新规则不达标`."""
        about = words.of_rulings(self.plan("new")) | words.of_rulings(self.plan("old"))
        title = words.coded(about[of.rule], of.rule, self.lang)
        old, new = (self._verdict(of, at) for at in (0, 1))
        return self.say(f"{title}：按旧规则{old}，按新规则{new}", f"{title}: {old} under the old, {new} under the new")

    def example(self, of: Counterexample) -> list[str]:
        """The same, and what has to be handed in to see it."""
        lines = [self.counterexample(of)]
        if (count := sum(len(row) for rows in of.tables.values() for row in rows)) > _SHOWN:
            tables = self.say("、", ", ").join(
                self.say(f"{sheet} {len(rows)} 行", f"{sheet}: {len(rows)}") for sheet, _, rows in self.sheets(of)
            )
            lines.append(self.say(f"  共 {count} 格（{tables}）；--examples 文件夹 写出全部",
                                  f"  {count} cells ({tables}); --examples FOLDER writes them all"))  # fmt: skip
            return lines
        for sheet, heads, rows in self.sheets(of):
            named = self.say("；", "; ")
            for row in rows:
                cells = (f"{h} {c}" for h, c in zip(heads, row, strict=True) if c)
                lines.append(f"  {sheet}{self.say('：', ': ')}{named.join(cells)}")
        return lines

    def sheets(self, of: Counterexample) -> list[tuple[str, list[str], list[list[str]]]]:
        """(sheet, headings, rows) of what is handed in, in the words of the ruleset that knows the item."""
        return [self._sheet(grain, rows) for grain, rows in of.tables.items() if rows]

    def _sheet(self, grain: str, rows: tuple[Row, ...]) -> tuple[str, list[str], list[list[str]]]:
        heads = list(dict.fromkeys(item for row in rows for item in row))
        side: Side = "new" if any(g.id == grain for g in self.found.new.grains) else "old"
        formula = self.parts.formulas
        names = [formula["new"].item(h) if formula["new"].item(h) != h else formula["old"].item(h) for h in heads]
        cells = [[self._cell(h, row.get(h)) for h in heads] for row in rows]
        return formula[side].grain(grain), names, cells

    def _cell(self, item: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.say("是", "yes") if value else self.say("否", "no")
        if isinstance(value, int | Fraction):
            return figures.lossless(value)
        return self.place(item, str(value))

    def plan(self, side: Side) -> Plan:
        return self.parts.plans[side]

    def _verdict(self, of: Counterexample, at: int) -> str:
        word = Verdict(of.verdicts[at]).word(self.lang)
        value = of.values[at]
        rule = next((r for r in self.plan("new" if at else "old").rules if r.id == of.rule), None)
        if rule is None or value is None or isinstance(value, bool | str):
            return word
        number = figures.approached(value) if isinstance(value, Roots) else value
        shown = figures.short(figures.scaled(rule, number)) + ("%" if rule.percent else "")
        return self.say(f"{word}（{shown}）", f"{word} ({shown})")
