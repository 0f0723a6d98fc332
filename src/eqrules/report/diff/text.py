"""对照文字 · A comparison on a terminal: the judgement, each rule with its lines, counterexamples, impact."""

from __future__ import annotations

from collections.abc import Iterator

from eqrules.compare.changes import Change, Comparison
from eqrules.report import words
from eqrules.report.diff.sentences import EFFECTS, KINDS, SIGNS, Sentences
from eqrules.report.outline import days


def text(found: Comparison, lang: str) -> str:
    return "\n".join(_lines(Sentences(found, lang))) + "\n"


def _lines(write: Sentences) -> Iterator[str]:
    say, found = write.say, write.found
    for side, label, ruleset_hash in zip(
        ("old", "new"), (say("旧", "old"), say("新", "new")), found.hashes, strict=True
    ):
        plan = found.old if side == "old" else found.new
        name = words.coded(plan.about, plan.id, write.lang)
        yield f"{label}  {plan.id}  {name.removeprefix(plan.id).strip()}  {days(plan.interval, write.lang)}  {ruleset_hash[:19]}"
    yield ""
    overall = found.overall
    yield f"{SIGNS[overall.effect]} {words.of(EFFECTS[overall.effect], write.lang)}{say('：', ': ')}{write.judgement(overall)}"
    yield f"  {write.proof(overall)}{say('。', '.')}"
    yield ""
    if not found.changes:
        yield say("规则没有变化。", "No change of meaning.")
    else:
        yield say(f"变化 {len(found.changes)} 处", f"{len(found.changes)} changes")
        yield from _changes(write)
    if found.counterexamples:
        yield ""
        yield say("反例（虚构，已由参照引擎重算）", "Counterexamples (made up, judged again by the reference engine)")
        yield from (f"  {line}" for one in found.counterexamples for line in write.example(one))


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
