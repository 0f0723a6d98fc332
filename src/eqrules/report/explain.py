"""说明 · Why an object got its verdict: every indicator worked, every conclusion taken apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from eqrules.engine.contract import Decision, Evaluation, Key, Outcome
from eqrules.language.numbers import Roots, parse, plain_text
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Clause
from eqrules.report import figures, words
from eqrules.report.columns import columns
from eqrules.report.explain_rule import Steps
from eqrules.report.objects import Objects
from eqrules.report.which import NotOne, Place, at_grain, find_object, find_rule

__all__ = ["NotOne", "explain"]
_FEW = 3
"""Parts of an object (the sections of a school) that are explained with it."""
_LISTED = 20
_URGENT = "⊘✗?✓—"
"""Of a long list, what fails stands first."""


def explain(evaluation: Evaluation, object_text: str, rule: str | None, lang: str) -> str:
    """The worked calculation as text; `NotOne` when the words do not name one object or one rule."""
    objects = Objects(evaluation)
    steps = Steps(objects, lang)
    if rule is None:
        place = find_object(objects, object_text)
        blocks = [line for at in _with_parts(objects, place) for line in _everything(steps, at)]
    else:
        code = find_rule(objects, rule)
        grain = _grain_of(objects, code)
        place = find_object(objects, object_text, grain)
        keys = at_grain(objects, place, grain) if grain else [place[1]]
        blocks = [block for key in keys for block in _one(steps, code, key)]
    if not blocks:
        nothing = "这个对象没有评估结果。", "Nothing was judged at this object."
        blocks = [[f"{objects.label(place[1])}：" if lang == "zh" else f"{objects.label(place[1])}: "]]
        blocks[0][0] += words.of(nothing, lang)
    return "\n\n".join("\n".join(block) for block in blocks)


def _with_parts(objects: Objects, place: Place) -> Iterator[Place]:
    grain, key = place
    yield place
    for finer in objects.grains.values():
        if finer.parent == grain:
            low = objects.below(grain, key, finer.id)
            if len(low) <= _FEW:
                yield from ((finer.id, k) for k in low)


def _everything(steps: Steps, place: Place) -> Iterator[list[str]]:
    grain, key = place
    for rule in steps.objects.plan.rules:
        outcome = steps.objects.outcome(rule.id, key) if rule.grain == grain else None
        if outcome is not None:
            yield steps.rule(outcome)
    for decision in steps.objects.decisions_at(key):
        if decision.grain == grain:
            yield conclusion(steps, decision)


def _grain_of(objects: Objects, code: str) -> str:
    if code in objects.rules:
        return objects.rules[code].grain
    return next((d.grain for d in objects.evaluation.decisions.get(code, ())), "")


def _one(steps: Steps, code: str, key: Key) -> Iterator[list[str]]:
    outcome = steps.objects.outcome(code, key) if code in steps.objects.rules else None
    decision = steps.objects.decision(code, key)
    if outcome is not None:
        yield steps.rule(outcome)
    elif decision is not None:
        yield conclusion(steps, decision)


# ── conclusions ──────────────────────────────────────────────────
def conclusion(steps: Steps, decision: Decision) -> list[str]:
    """Which items met, which fell short, which are above their floor."""
    objects, lang = steps.objects, steps.lang
    title = f"{objects.ruling(decision.id, lang)} · {objects.label(decision.key)}"
    lines = [title, f"  {words.SIGNS[decision.verdict]} {decision.verdict.word(lang)}"]
    if decision.id in objects.vetoes:
        return [title, *_veto(steps, decision)]
    found = next((c for c in objects.plan.conclusions if c.id == decision.id), None)
    clauses = found.clauses if found is not None else ()
    group = next((g for g in objects.plan.groups if g.id == decision.id), None)
    if group is not None:
        clauses = (Clause(kind="all", names=group.rules),)
    for clause in clauses:
        lines += [f"  {line}" for line in _clause(steps, clause, decision)]
    if decision.missing:
        lines.append("  " + steps.say("待补 ", "missing ") + steps.say("、", ", ").join(decision.missing))
    return lines


def _veto(steps: Steps, decision: Decision) -> list[str]:
    county = next((c for c in steps.objects.evaluation.counties if c.county == decision.key), None)
    holds = None if county is None else steps.objects.veto_holds(decision.id, county)
    if holds is None:
        return ["  " + steps.say("? 无法判定：", "? undetermined: ") + "、".join(decision.missing)]
    return ["  " + (steps.say("⊘ 存在", "⊘ holds") if holds else steps.say("✓ 不存在", "✓ does not hold"))]


def clause_words(clause: Clause, lang: str) -> str:
    """`至少 6 项达标，余项不低于标准的 85%`."""
    count = clause.count
    floor = plain_text(parse(clause.floor) * 100) if clause.floor else ""
    if clause.kind == "no_veto":
        return words.either(lang, "无一票否决情形", "no veto holds")
    if clause.kind == "all":
        return words.either(lang, "全部达标", "all met")
    if clause.kind == "at_most_not":
        return words.either(lang, f"至多 {count} 项未达标", f"at most {count} not met")
    text = words.either(lang, f"至少 {count} 项达标", f"at least {count} met")
    rest = f"，余项不低于标准的 {floor}%", f", the rest at least {floor}% of the limit"
    return text + words.of(rest, lang) if floor else text


def _clause(steps: Steps, clause: Clause, decision: Decision) -> list[str]:
    lines = [clause_words(clause, steps.lang)]
    rows: list[list[str]] = []
    seen: Counter[Verdict] = Counter()
    for name in _names(steps.objects, clause):
        for verdict, row in _part(steps, name, clause, decision):
            seen[verdict] += 1
            rows.append(row)
    if clause.kind == "no_veto":
        rows = [
            [
                f"  {_hold(steps, code, decision)}",
                f"{_answer(steps, code, decision)} · {steps.objects.ruling(code, steps.lang)}",
            ]
            for code in steps.objects.vetoes
        ]
    counts = "，".join(f"{v.word(steps.lang)} {seen[v]}" for v in words.SIGNS if seen[v])
    more = len(rows) - _LISTED
    if more > 0:
        rows.sort(key=lambda row: _URGENT.index(row[0].strip()) if row[0].strip() in _URGENT else 9)
    rest = [steps.say(f"  ……另有 {more} 项", f"  … {more} more")] if more > 0 else []
    total = [steps.say("合计：", "in all: ") + counts.replace("，", steps.say("，", ", "))] if counts else []
    return [*lines, *columns(rows[:_LISTED]), *rest, *total]


def _names(objects: Objects, clause: Clause) -> list[str]:
    """At-least clauses count indicators, so their groups are opened."""
    groups = {group.id: group.rules for group in objects.plan.groups}
    if clause.kind == "all":
        return list(clause.names)
    return [rule for name in clause.names for rule in groups.get(name, (name,))]


def _holds(steps: Steps, code: str, decision: Decision) -> bool | None:
    county = next((c for c in steps.objects.evaluation.counties if c.county == decision.key), None)
    return None if county is None else steps.objects.veto_holds(code, county)


def _hold(steps: Steps, code: str, decision: Decision) -> str:
    return {None: "?", True: "⊘", False: "✓"}[_holds(steps, code, decision)]


def _answer(steps: Steps, code: str, decision: Decision) -> str:
    """Whether the case exists, in a word: a tick alone would read as yes."""
    said = {None: ("未判定", "open"), True: ("是", "yes"), False: ("否", "no")}
    return steps.say(*said[_holds(steps, code, decision)])


def _part(steps: Steps, name: str, clause: Clause, decision: Decision) -> Iterator[tuple[Verdict, list[str]]]:
    """Outcomes or conclusions of that name at this object; of smaller objects, those that are not met."""
    objects, place = steps.objects, (decision.grain, decision.key)
    for key in at_grain(objects, place, _grain_of(objects, name)):
        outcome = objects.outcome(name, key) if name in objects.rules else None
        inner = objects.decision(name, key)
        where = "" if key == decision.key else objects.label(key)
        if outcome is not None:
            value = figures.value_text(objects, outcome, steps.lang)
            limit = figures.limit_text(objects, outcome, steps.lang)
            row = [name, where, f"{value} ({limit})", _floor(steps, outcome, clause)]
            yield outcome.verdict, [f"  {words.SIGNS[outcome.verdict]}", *row]
        elif inner is not None:
            row = [objects.ruling(name, steps.lang), where, inner.verdict.word(steps.lang)]
            yield inner.verdict, [f"  {words.SIGNS[inner.verdict]}", *row]


def _floor(steps: Steps, outcome: Outcome, clause: Clause) -> str:
    """Whether what falls short still reaches its floor."""
    value, limit = outcome.value, outcome.limit_value
    if not clause.floor or outcome.verdict is not Verdict.NOT_MET or limit is None:
        return ""
    if value is None or isinstance(value, (bool, str, Roots)):
        return ""
    floor = Fraction(parse(clause.floor) * limit)
    held = value >= floor
    shown = figures.scaled(steps.objects.rules[outcome.rule], floor)
    text = figures.short(shown)
    zh, en = ("达到", "reached") if held else ("未达到", "not reached")
    return steps.say(f"底线 {text}，{zh}", f"floor {text}, {en}")
