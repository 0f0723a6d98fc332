"""对照表 · What page, document and workbook show alike: the two rulesets, old beside new, who is reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eqrules.compare.changes import Effect, Impact, Reach, Switch
from eqrules.language.verdicts import Verdict
from eqrules.report import words
from eqrules.report.diff.sentences import EFFECTS, KINDS, SIGNS, Sentences
from eqrules.report.outline import days


@dataclass(frozen=True, slots=True)
class Line:
    """One row of 新旧条文对照表. `title` is empty where the row above is of the same rule."""

    chapter: str
    title: str
    aspect: str
    old: str
    new: str
    effect: Effect
    decides: bool
    """Whether the line can decide anything: names and status cannot."""
    basis: str


def lines(write: Sentences) -> Iterator[Line]:
    before: tuple[str, str] = ("", "")
    for change in write.found.changes:
        chapter, title = words.of(KINDS[change.kind], write.lang), write.title(change)
        aspect = write.aspect(change)
        if change.related:
            also = write.say("、", ", ").join(change.related)
            aspect += write.say(f"（{also} 用同样的数据）", f" ({also} use the same data)")
        shown = "" if (chapter, title) == before else title
        yield Line(chapter, shown, aspect, write.parts.of(change, "old"), write.parts.of(change, "new"),
                   change.effect, change.rule in write.found.rules, write.basis(change))  # fmt: skip
        before = (chapter, title)


def effect_words(effect: Effect, lang: str) -> str:
    return f"{SIGNS[effect]} {words.of(EFFECTS[effect], lang)}"


def heads(write: Sentences) -> list[str]:
    pairs = (
        ("条目", "Rule"),
        ("项目", "What"),
        ("原规定", "Old"),
        ("新规定", "New"),
        ("宽严", "Effect"),
        ("依据", "Basis"),
    )
    return [words.of(pair, write.lang) for pair in pairs]


def rulesets(write: Sentences) -> list[tuple[str, str, str]]:
    """(what, old, new): names, papers, dates, the day of the comparison, hashes."""
    found, say = write.found, write.say
    plans = (found.old, found.new)
    papers = [" ".join(part for part in (p.paper.document, p.paper.number) if part) for p in plans]
    states = [" ".join(part for part in (p.paper.state, p.paper.kind) if part) for p in plans]
    names = [words.name(p.about, p.id, write.lang) for p in plans]
    force = [days(p.interval, write.lang) for p in plans]
    rows = [
        (say("名称", "Name"), names[0], names[1]),
        (say("编号", "Id"), write.id("old"), write.id("new")),
        (say("文件", "Document"), papers[0], papers[1]),
        (say("状态", "Status"), states[0], states[1]),
        (say("施行", "In force"), force[0], force[1]),
        (say("比较日期", "Compared as of"), found.days[0].isoformat(), found.days[1].isoformat()),
        (say("哈希", "Hash"), found.hashes[0][:23], found.hashes[1][:23]),
    ]
    return [row for row in rows if row[1] or row[2]]


# ── who is reached ───────────────────────────────────────────────
def reach_rows(write: Sentences, of: Impact) -> list[list[str]]:
    """A row for each rule: objects, how many turn which way, how many others are near."""
    return [_reach(write, one) for one in of.reaches]


def reach_heads(write: Sentences) -> list[str]:
    say = write.say
    return [
        say("条目", "Rule"),
        say("对象", "Objects"),
        say("变化", "Changes"),
        say("未变而近线", "Same, near the limit"),
    ]


def _reach(write: Sentences, of: Reach) -> list[str]:
    turned = write.say("；", "; ").join(
        f"{verdict(write, old)} → {verdict(write, new)} {count}" for (old, new), count in of.turned.items()
    )
    near = str(of.near) if of.near else ""
    if of.nearest:
        first = of.nearest[0]
        near += write.say("，最近：", ", nearest: ") + f"{who(write, first)} {value(write, first, 1)}"
    return [
        ruling(write, of.rule),
        f"{write.parts.formulas['new'].grain(of.grain)} {of.objects}",
        turned or "—",
        near or "—",
    ]


def switch_heads(write: Sentences) -> list[str]:
    say = write.say
    return [say("条目", "Rule"), say("对象", "Object"), say("代码", "Code"), say("原结论", "Old verdict"),
            say("新结论", "New verdict"), say("原值", "Old value"), say("新值", "New value")]  # fmt: skip


def switch_rows(write: Sentences, switches: list[Switch], most: int) -> list[list[str]]:
    return [
        [ruling(write, one.rule), who(write, one), "/".join(one.key), verdict(write, one.old), verdict(write, one.new),
         value(write, one, 0), value(write, one, 1)] for one in switches[:most]
    ]  # fmt: skip


def ruling(write: Sentences, code: str) -> str:
    about = words.of_rulings(write.found.old) | words.of_rulings(write.found.new)
    return words.coded(about[code], code, write.lang) if code in about else code


def who(write: Sentences, of: Switch) -> str:
    """The name with the parts of the key that it leaves out, 第一小学 小学."""
    if not of.name:
        return "/".join(of.key)
    grain = next((g for g in write.found.new.grains if g.id == of.grain), None)
    listed = {item.id for item in write.found.new.items if item.values}
    if grain is not None and grain.key_item in listed:
        return f"{of.name} {write.place(grain.key_item, of.key[-1])}"
    return of.name


def verdict(write: Sentences, word: str) -> str:
    return words.of(words.VETO, write.lang) if word == "veto" else Verdict(word).word(write.lang)


def value(write: Sentences, of: Switch, side: int) -> str:
    shown = of.values[side]
    if shown is None:
        return ""
    rule = next((r for r in (write.found.old, write.found.new)[side].rules if r.id == of.rule), None)
    return f"{shown:.6g}{'%' if rule is not None and rule.percent else ''}"
