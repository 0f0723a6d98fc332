"""表Ⅳ、表Ⅴ · 政府保障程度、教育质量 Fifteen and nine lines: figure or short conclusion, and whether it is met."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from eqrules.engine.contract import Outcome
from eqrules.language.verdicts import Verdict, all_met
from eqrules.report import figures, words
from eqrules.report.forms.model import LEGEND, MARKS, TO_FILL, Cell, Form, Row, figure
from eqrules.report.forms.reading import Reading
from eqrules.report.forms.sentences import GOVERNMENT, QUALITY, Line

_BLANK = re.compile(r"\{([=!*~]?)([^{}]+)\}")
_SAY = TO_FILL.replace("】", "：简要结论和佐证】")
_NAMED = 8
"""Objects that fail and are named in a sentence."""
_FORMS = (("表Ⅳ", "政府保障程度", "GOV", GOVERNMENT), ("表Ⅴ", "教育质量", "QUAL", QUALITY))


def both(of: Reading) -> list[Form]:
    return [_form(of, *one) for one in _FORMS]


def _form(of: Reading, code: str, title: str, group: str, known: Sequence[Line]) -> Form:
    rows: list[Row] = []
    for line in (*known, *_other(of, group, known)):
        found = [o for rule in line.rules for o in of.county.outcomes.get(rule, ())]
        verdict = all_met(o.verdict for o in found if o.decides) if found else Verdict.UNDETERMINED
        mark = Cell(MARKS[verdict], shaded=verdict is Verdict.NOT_MET, number=verdict is Verdict.MET)
        number = figure(str(len(rows) + 1))
        rows.append((number, Cell(line.title, "left"), Cell(filled(of, line.sentence), "left"), mark))
    heads = ((Cell("序号"), Cell("名称"), Cell("指标值或简要结论"), Cell("是否达标")),)
    return Form(code, title, heads, tuple(rows), (6, 36, 46, 9), notes=(LEGEND,))


def _other(of: Reading, group: str, known: Iterable[Line]) -> list[Line]:
    """Indicators that a local ruleset added to this chapter: a line each, after the national ones."""
    listed = {rule for line in known for rule in line.rules}
    made = []
    for rule in next((g.rules for g in of.plan.groups if g.id == group), ()):
        outcomes = of.county.outcomes.get(rule, [])
        if rule in listed or not any(o.decides and o.case is not None for o in outcomes):
            continue
        one = len(outcomes) == 1 and outcomes[0].key == of.county.key
        sentence = f"{{{rule}}}。" if one else f"{{*{rule}}}。"
        made.append(Line((rule,), words.name(of.objects.rules[rule].about, rule, "zh"), sentence))
    return made


def filled(of: Reading, sentence: str) -> str:
    """The sentence with its figures, 【待填】 where there is none."""
    makers = {"=": _judged, "!": _evidence, "*": _tally, "~": _by_object, "": _figure}
    return _BLANK.sub(lambda found: makers[found[1]](of, found[2]), sentence)


def _figure(of: Reading, name: str) -> str:
    code, _, stage = name.partition(".")
    key = (*of.county.key, stage) if stage else of.county.key
    if code not in of.objects.rules:
        return of.text(code, key)
    outcome = of.outcome(code, key)
    if outcome is not None and outcome.verdict is Verdict.NOT_APPLICABLE and outcome.value is None:
        return "/"
    if outcome is None or outcome.value is None:
        return TO_FILL
    return figures.value_text(of.objects, outcome, "zh")


def _judged(of: Reading, rule: str) -> str:
    outcome = of.outcome(rule, of.county.key)
    return (
        figures.value_text(of.objects, outcome, "zh") if outcome is not None and outcome.value is not None else TO_FILL
    )


def _evidence(of: Reading, rule: str) -> str:
    """What was written beside a judgement; an open place where nothing was."""
    items = (item for item in of.plan.items if item.judged == rule and item.type == "text")
    said = next((of.text(item.id, of.county.key) for item in items), TO_FILL)
    return _SAY if said == TO_FILL else said


def _tally(of: Reading, rule: str) -> str:
    """应评60所，达标58所，不达标2所（甲校 52人、乙校 46人）."""
    found = [o for o in of.county.outcomes.get(rule, ()) if o.verdict is not Verdict.NOT_APPLICABLE]
    if not found:
        return "没有适用的对象" if rule in of.objects.rules else TO_FILL
    counts = Counter(o.verdict for o in found)
    unit = {"school": "所", "class": "个班", "section": "个学段校", "room": "间"}.get(found[0].grain, "个")
    parts = [f"应评{len(found)}{unit}", f"达标{counts[Verdict.MET]}{unit}"]
    for verdict, word in ((Verdict.NOT_MET, "不达标"), (Verdict.UNDETERMINED, "数据不全")):
        if counts[verdict]:
            parts.append(f"{word}{counts[verdict]}{unit}（{_named(of, [o for o in found if o.verdict is verdict])}）")
    return "，".join(parts)


def _named(of: Reading, found: Sequence[Outcome]) -> str:
    names = []
    for outcome in found[:_NAMED]:
        value = "" if outcome.value is None else " " + figures.value_text(of.objects, outcome, "zh")
        names.append(of.objects.label(outcome.key) + value)
    more = f"等{len(found)}个" if len(found) > _NAMED else ""
    return "、".join(names) + more


def _by_object(of: Reading, rules: str) -> str:
    """语文 Ⅲ、0.120；数学 Ⅲ、0.149: several indicators of each object."""
    codes = rules.split(",")
    keys = dict.fromkeys(o.key for code in codes for o in of.county.outcomes.get(code, ()))
    parts = []
    for key in keys:
        found = [o for code in codes if (o := of.outcome(code, key)) is not None]
        if all(o.verdict is Verdict.NOT_APPLICABLE for o in found):
            continue
        texts = (TO_FILL if o.value is None else figures.value_text(of.objects, o, "zh") for o in found)
        parts.append(f"{key[-1]} {'、'.join(texts)}")
    return "；".join(parts) or TO_FILL
