"""规范文本 · A whole ruleset as numbered articles, to read out, sign and file: what the program does, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eqrules.language.chinese import counted
from eqrules.language.numbers import parse, plain_text
from eqrules.plan.plan import Plan, Reading, Split
from eqrules.report import words
from eqrules.report.paraphrase import sentences
from eqrules.report.plain import Plain
from eqrules.syntax.punctuation import canonical

_WORDS = (
    "文中不低于、不超过含本数，超过、不足不含本数。比较一律用未经修约的值；没有填报的数不作为零，缺的数能改变结论的，结论为无法判定。",
    "“At least” and “at most” include the number itself, “more than” and “less than” do not. Comparisons use unrounded "
    "values; a figure not handed in is not zero, and a verdict that it could change is undetermined.",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text: its kind, its number (第三条, (二)), and its words."""

    kind: Literal["title", "note", "chapter", "article", "item", "sign"]
    number: str
    text: str


def articles(plan: Plan, lang: str, ruleset_hash: str) -> list[Block]:
    """Title, chapters, articles counted from one through the whole text, and a place to sign."""
    return list(_Text(plan, lang).blocks(ruleset_hash))


class _Text:
    def __init__(self, plan: Plan, lang: str) -> None:
        self.plan, self.lang, self.zh = plan, lang, lang == "zh"
        self.plain, self.said = Plain(plan, lang), sentences(plan, lang)
        self.chapters = self.articles = 0

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def tidy(self, text: str) -> str:
        return canonical(text) if self.zh else text

    def chapter(self, name: str) -> Block:
        self.chapters += 1
        return Block("chapter", self.say(f"第{counted(self.chapters)}章", f"Chapter {self.chapters}"), name)

    def article(self, text: str) -> Block:
        self.articles += 1
        return Block("article", self.say(f"第{counted(self.articles)}条", f"Article {self.articles}"), self.tidy(text))

    def items(self, texts: list[str]) -> list[Block]:
        return [
            Block("item", self.say(f"（{counted(n)}）", f"({n})"), self.tidy(text)) for n, text in enumerate(texts, 1)
        ]

    def blocks(self, ruleset_hash: str) -> Iterator[Block]:
        plan = self.plan
        yield Block("title", "", words.name(plan.about, plan.id, self.lang))
        facts = [plan.paper.document, plan.paper.number, plan.paper.issued, plan.paper.state]
        yield from [Block("note", "", " · ".join(filter(None, facts)))] if any(facts) else []
        yield from self._general(ruleset_hash)
        if plan.derived or plan.split or plan.merge:
            yield self.chapter(self.say("计算口径", "Working out"))
            yield from self._merge_and_split()
            yield from (self.article(self._coded(item.id)) for item in plan.derived)
        rules = {rule.id for rule in plan.rules}
        for group in plan.groups:
            if group.rules:
                yield self.chapter(words.name(group.about, group.id, self.lang))
                yield from (self.article(self._coded(code)) for code in group.rules if code in rules)
        yield from self._conclusions()
        yield from self._checks()
        yield Block(
            "sign",
            "",
            self.say(
                "审核：________  签发：________  日期：________", "Reviewed: ________  Signed: ________  Date: ________"
            ),
        )

    def _coded(self, code: str) -> str:
        return f"{code} {self.said[code]}"

    def _general(self, ruleset_hash: str) -> Iterator[Block]:
        plan = self.plan
        yield self.chapter(self.say("总则", "General"))
        days = self.plain.days(plan.interval) or self.say("不限日期", "on any day")
        layers = self.say("、", ", ").join(plan.layers)
        over = self.say(f"，并采用附加层 {layers}", f", with the layers {layers}") if layers else ""
        zh = f"本文本由规则集 {plan.id}{over} 生成，{days}施行；计划哈希 {ruleset_hash}。"
        en = f"Made from the ruleset {plan.id}{over}, in force {days}; plan hash {ruleset_hash}."
        yield self.article(self.say(zh, en))
        yield self.article(words.of(_WORDS, self.lang))
        if plan.readings:
            open_points = (
                "文本没有说清的地方，按下列口径：",
                "Where the papers leave something open, these readings hold:",
            )
            yield self.article(words.of(open_points, self.lang))
            yield from self.items([self._reading(reading) for reading in plan.readings])

    def _reading(self, reading: Reading) -> str:
        chosen = self.say(f"取「{reading.default}」；可选 {'、'.join(reading.options)}。",
                          f"“{reading.default}”; possible: {', '.join(reading.options)}.")  # fmt: skip
        return f"{reading.id} {words.name(reading.about, '', self.lang)}{self.say('：', ': ')}{chosen}"

    def _merge_and_split(self) -> Iterator[Block]:
        plan = self.plan
        if plan.merge:
            when, into = self.plain.condition(plan.merge.when), self.plain.item(plan.merge.into)
            name = self.plain.grain(plan.merge.grain)
            said = self.say(f"{when}的{name}，并入「{into}」所指的{name}，数量相加后再评。",
                            f"A {name} where {when} is counted with the one that its “{into}” names.")  # fmt: skip
            yield self.article(said)
        if plan.split:
            split = plan.split
            shared = self.say("、", ", ").join(self.plain.item(code) for code in split.items)
            by = self.plain.item(split.by)
            said = self.say(f"一所学校有几个学段的，{shared}按加权的{by}分到各学段，权重如下：",
                            f"Where a school has several stages, {shared} are shared by weighted {by}:")  # fmt: skip
            yield self.article(said)
            yield from self.items(self._weights(split))

    def _weights(self, split: Split) -> list[str]:
        texts = []
        for row in split.rows:
            types = self.say("、", ", ").join(self.plain.word(split.type_item, value) for value in row.types)
            stages = [(self.plain.word("stage", stage), weight) for stage, weight in row.stages]
            stages += [(self.plain.item(item), weight) for item, weight in row.school_items]
            listed = self.say("，", ", ").join(f"{stage} {plain_text(parse(weight))}" for stage, weight in stages)
            texts.append(f"{types}{self.say('：', ': ')}{listed}{self.say('。', '.')}")
        return texts

    def _conclusions(self) -> Iterator[Block]:
        plan = self.plan
        if plan.vetoes:
            yield self.chapter(self.say("一票否决", "Vetoes"))
            yield self.article(
                self.say(
                    "有下列情形之一的，不论其余各项，一票否决：",
                    "Any of these fails the county, whatever else it reached:",
                )
            )
            yield from self.items([self._coded(one.id) for one in plan.vetoes])
        if plan.conclusions:
            yield self.chapter(self.say("结论", "Conclusions"))
            yield from (self.article(self.said[one.id]) for one in plan.conclusions)

    def _checks(self) -> Iterator[Block]:
        if self.plan.checks:
            yield self.chapter(self.say("数据校验", "Checks of the data"))
            yield self.article(self.say("填报的数据应当符合下列关系：", "The data handed in keep these relations:"))
            kinds = {"logical": self.say("不符的不能使用", "else they cannot be used"),
                     "experience": self.say("不符的说明原因", "else with a reason")}  # fmt: skip
            open_, close = self.say("（", " ("), self.say("）。", ").")
            yield from self.items(
                [f"{self.plain.condition(one.holds)}{open_}{kinds[one.level]}{close}" for one in self.plan.checks]
            )
