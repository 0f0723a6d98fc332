"""对照文字 · A comparison on a terminal: the judgement, each rule with its lines, counterexamples, impact."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.compare.changes import Change, Comparison
from eqrules.report import words
from eqrules.report.columns import columns
from eqrules.report.diff import sheets
from eqrules.report.diff.sentences import EFFECTS, KINDS, SIDES, SIGNS, Sentences, counted, verb
from eqrules.report.outline import days

_EXAMPLES, _OBJECTS = 6, 20
"""So many are told on a terminal; files have them all."""


def text(found: Comparison, lang: str) -> str:
    return "\n".join(_lines(Sentences(found, lang))) + "\n"


def _lines(write: Sentences) -> Iterator[str]:
    say, found, overall = write.say, write.found, write.found.overall
    rows = [
        [
            say(*word),
            write.id(side),
            words.name(plan.about, plan.id, write.lang),
            days(plan.interval, write.lang),
            marked[:19],
        ]
        for side, word, plan, marked in zip(
            SIDES, (("旧", "old"), ("新", "new")), (found.old, found.new), found.hashes, strict=True
        )
    ]
    yield from columns(rows)
    yield ""
    yield f"{write.overall()}{say('：', ': ')}{write.judgement(overall)}"
    yield f"  {write.proof(overall)}{say('。', '.')}"
    yield ""
    if not found.changes:
        yield say("规则没有变化。", "No change of meaning.")
    else:
        yield say(f"变化 {len(found.changes)} 处", counted(len(found.changes), "change"))
        yield from _changes(write)
    yield from _counterexamples(write)
    yield from _impact(write)


def _counterexamples(write: Sentences) -> Iterator[str]:
    shown = write.found.counterexamples
    if not shown:
        return
    yield ""
    yield write.say("反例（虚构，已由参照引擎重算）", "Counterexamples (made up, judged again by the reference engine)")
    yield from (f"  {line}" for one in shown[:_EXAMPLES] for line in write.example(one))
    if (left := len(shown) - _EXAMPLES) > 0:
        yield write.say(f"  另有 {left} 个，见 -o 或 --examples。", f"  {left} more: see -o or --examples.")


def _impact(write: Sentences) -> Iterator[str]:
    of, say = write.found.impact, write.say
    if of is None:
        return
    yield ""
    turned, everyone = len(of.counties), counted(of.county_count, "county", "counties")
    yield say(f"影响：{of.county_count} 个县中 {turned} 个结论改变", f"Impact: {turned} of {everyone} {verb(turned)}")
    yield from columns(sheets.switch_rows(write, of.counties, _OBJECTS), indent="  ")
    if of.reaches:
        yield ""
        yield from columns([sheets.reach_heads(write), *sheets.reach_rows(write, of)], indent="  ")
    rows = sheets.switch_rows(write, of.switches, _OBJECTS)
    if rows:
        yield ""
        yield from columns([sheets.switch_heads(write), *rows], indent="  ")
    if (left := len(of.switches) - len(rows) + of.cut) > 0:
        yield say(f"  另有 {left} 个，见 -o。", f"  {left} more: see -o.")


def _changes(write: Sentences) -> Iterator[str]:
    chapter, title = "", ""
    for change in write.found.changes:
        kind = words.of(KINDS[change.kind], write.lang)
        if kind != chapter:
            yield ""
            yield kind
        named = write.title(change)
        if named != title or kind != chapter:
            yield f"  {named}"
        chapter, title = kind, named
        yield f"    {_line(write, change)}"
        if change.effect == "unproven" and change.rule in write.found.rules:
            yield f"      {write.proof(write.found.rules[change.rule])}"


def _line(write: Sentences, change: Change) -> str:
    old, new, aspect = write.parts.of(change, "old"), write.parts.of(change, "new"), write.aspect(change)
    colon, basis = write.say("：", ": "), write.basis(change)
    if change.aspect in ("added", "retired"):
        body = f"{aspect}{colon}{new if change.aspect == 'added' else old}"
    else:
        body = f"{aspect}{colon}{old} → {new}"
    if change.related:
        also = write.say("、", ", ").join(change.related)
        body += write.say(f"（{also} 用同样的数据）", f" ({also} use the same data)")
    mark = (
        "" if change.effect == "equal" else f"  {SIGNS[change.effect]} {words.of(EFFECTS[change.effect], write.lang)}"
    )
    return body + mark + (f"  [{basis}]" if basis else "")
