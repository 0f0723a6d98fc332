"""提要 · A ruleset in brief, and one rule in full: what it asks, of whom, why, and where it counts."""

from __future__ import annotations

from eqrules.diagnostics.suggest import closest
from eqrules.language.comparisons import PRINTED
from eqrules.language.numbers import parse
from eqrules.plan.plan import About, Case, Clause, Interval, Limit, Plan, Relaxation, Rule
from eqrules.report import figures, targets, words
from eqrules.report.columns import columns, shortened
from eqrules.report.explain import clause_words
from eqrules.report.formula import Formula
from eqrules.report.history import history, spelled
from eqrules.report.paraphrase import sentence

_DETERMINED: dict[str, tuple[str, str]] = {
    "computed": ("计算", "computed"),
    "reported": ("填报", "reported"),
    "judged": ("人工", "judged by a person"),
    "national": ("国家提供", "supplied by the state"),
}


def find(plan: Plan, text: str) -> tuple[str | None, list[str]]:
    """The code that a code or name means, or the nearest ones."""
    rulings = _told(plan)
    wanted = text.strip().lower()
    for code, about in rulings.items():
        if wanted in (code.lower(), about.zh.lower(), about.en.lower(), *(a.lower() for a in about.aliases)):
            return code, []
    names = {code: code for code in rulings} | {a.zh: c for c, a in rulings.items() if a.zh}
    names |= {about.en: code for code, about in rulings.items() if about.en}
    near = dict.fromkeys(names[name] for name in closest(text, names))
    return None, [words.coded(rulings[code], code, "zh") for code in near]


def _told(plan: Plan) -> dict[str, About]:
    """Whatever has a page of its own: rulings, targets, and what no longer applies."""
    targets, gone = {t.id: t.about for t in plan.targets}, {r.id: r.about for r in plan.retired}
    return words.of_rulings(plan) | targets | gone


def ruleset(plan: Plan, lang: str, ruleset_hash: str) -> str:
    """Header, papers, chapters with their rules, conclusions, vetoes, readings."""

    def say(zh: str, en: str) -> str:
        return words.either(lang, zh, en)

    paper = plan.paper
    head = [
        (say("编号", "id"), plan.id),
        (say("文件", "document"), " ".join(p for p in (paper.document, paper.number, paper.issued) if p)),
        (say("施行", "in force"), days(plan.interval, lang)),
        (say("状态", "status"), " ".join(p for p in (paper.state, paper.kind) if p)),
        (say("继承", "inherits"), say("、", ", ").join(_parents(plan, lang))),
        (say("附加层", "layers"), "、".join(plan.layers)),
        (say("哈希", "hash"), ruleset_hash),
    ]
    lines = [words.name(plan.about, plan.id, lang), *columns([row for row in head if row[1]], indent="  ")]
    rules = {rule.id: rule for rule in plan.rules}
    formula = Formula(plan, lang)
    for group in plan.groups:
        lines += ["", words.name(group.about, group.id, lang)]
        lines += columns([_brief(rules[code], lang, formula) for code in group.rules], indent="  ")
    if plan.conclusions:
        lines += ["", say("结论", "Conclusions")]
        for conclusion in plan.conclusions:
            text = "；".join(clause(plan, one, lang) for one in conclusion.clauses)
            lines.append(f"  {words.name(conclusion.about, conclusion.id, lang)}：{text}")
    if plan.vetoes:
        lines += ["", say("一票否决", "Vetoes")]
        lines += columns([[v.id, words.name(v.about, "", lang)] for v in plan.vetoes], indent="  ")
    if plan.targets:
        lines += ["", say("阶段目标", "Targets")]
        lines += columns([[t.id, str(t.year), t.within, targets.limit(t, lang)] for t in plan.targets], indent="  ")
    if plan.schedule:
        lines += ["", say("时间表", "Schedule")]
        lines += columns([[str(d.year), d.county, d.name] for d in plan.schedule], indent="  ")
    if plan.retired:
        lines += ["", say("停用", "Retired")]
        lines += columns([[r.id, words.name(r.about, "", lang)] for r in plan.retired], indent="  ")
    if plan.readings:
        lines += ["", say("口径", "Readings")]
        rows = [[r.id, words.name(r.about, "", lang), " | ".join(r.options), r.default] for r in plan.readings]
        lines += columns(rows, indent="  ")
    return "\n".join(lines)


def _parents(plan: Plan, lang: str) -> list[str]:
    """Parents with their roles, then what those inherit."""
    own = [one for one in reversed(plan.lineage) if one.role]
    further = [one for one in reversed(plan.lineage) if not one.role and one.id not in plan.layers]
    return [f"{one.id} {words.either(lang, one.role, spelled(one.role, lang))}" for one in own] + [
        one.id for one in further
    ]


def days(interval: Interval, lang: str) -> str:
    if not interval.start and not interval.end:
        return words.either(lang, "不限", "any day")
    return f"{interval.start or '…'} – {interval.end or '…'}"


def _brief(rule: Rule, lang: str, formula: Formula) -> list[str]:
    limits = [limit_words(rule, dated.limit, lang, formula) for case in rule.cases for dated in case.limits]
    text = words.either(lang, "；", "; ").join(dict.fromkeys(limits))
    return [rule.id, shortened(words.name(rule.about, "", lang), 48), shortened(text, 40), rule.about.basis]


def limit_words(rule: Rule, limit: Limit, lang: str, formula: Formula) -> str:
    """`≥ 4.2`, `≥ 10%`, `符合`, 仅报告."""
    if limit.kind == "one_of":
        return words.either(lang, "、", ", ").join(limit.values)
    if limit.kind != "compare" or limit.amount is None:
        known = {"none": ("仅报告", "report only"), "unknown": ("未知", "unknown")}
        return words.of(known.get(limit.kind, ("—", "—")), lang)
    if limit.amount.kind == "number":
        rank = _rank(rule, limit)
        if rank is not None:
            return f"{PRINTED[limit.sign]} {rank}"
        amount = figures.scaled(rule, parse(limit.amount.value))
        return f"{PRINTED[limit.sign]} {figures.short(amount)}{'%' if rule.percent else ''}"
    return f"{PRINTED[limit.sign]} {formula.value(limit.amount)}"


def _rank(rule: Rule, limit: Limit) -> str | None:
    """The word of a ranked list that a limit stands for."""
    case = next((c for c in rule.cases if any(dated.limit == limit for dated in c.limits)), None)
    place = parse(limit.amount.value) if limit.amount is not None and limit.amount.kind == "number" else None
    return figures.ranked(case, place)


def one(plan: Plan, code: str, lang: str) -> str:
    """One rule in full; a conclusion, group or veto in as far as there is more to say."""

    def say(zh: str, en: str) -> str:
        return words.either(lang, zh, en)

    about = _told(plan)[code]
    lines = [words.coded(about, code, lang)]
    other = about.en if lang == "zh" else about.zh
    lines += [f"  {other}"] * bool(other) + [f"  {about.note}"] * bool(about.note)
    said = sentence(plan, code, lang)
    lines += ["", f"  {said}", ""] if said else []
    rule = next((r for r in plan.rules if r.id == code), None)
    rows: list[tuple[str, str]] = []
    if rule is not None:
        rows += _rule_rows(plan, rule, lang)
    conclusion = next((c for c in plan.conclusions if c.id == code), None)
    if conclusion is not None:
        rows += [(say("要求", "asks"), clause(plan, one, lang)) for one in conclusion.clauses]
    group = next((g for g in plan.groups if g.id == code), None)
    if group is not None:
        rows.append((say("条目", "rules"), say("、", ", ").join(group.rules)))
    target = next((t for t in plan.targets if t.id == code), None)
    if target is not None:
        rows.append((say("目标", "target"), f"{target.year} {target.within} {targets.limit(target, lang)}"))
    if any(gone.id == code for gone in plan.retired):
        rows.append((say("状态", "state"), say("停用，不再适用", "retired, no longer applies")))
    veto = next((v for v in plan.vetoes if v.id == code), None)
    if veto is not None and veto.when is not None:
        rows.append((say("情形", "holds when"), Formula(plan, lang).condition(veto.when)))
    sure = say(f"（{about.status}）", f" ({words.status(about.status, lang)})") if about.status else ""
    rows += [
        (say("依据", "basis"), about.basis + sure),
        (say("责任单位", "responsible"), about.responsible),
        (say("写在", "written in"), about.origin),
        (say("用于", "used in"), say("、", ", ").join(_used(plan, code, lang))),
    ]
    body = columns([row for row in rows if row[1]], indent="  ")
    return "\n".join([*lines, *body, *history(plan, about, lang)])


def _rule_rows(plan: Plan, rule: Rule, lang: str) -> list[tuple[str, str]]:
    formula = Formula(plan, lang)

    def say(zh: str, en: str) -> str:
        return words.either(lang, zh, en)

    rows = [
        (say("对象", "objects"), formula.grain(rule.grain)),
        (say("单位", "unit"), words.unit(rule.unit, lang)),
        (say("认定", "determined"), words.of(_DETERMINED[rule.determination], lang)),
    ]
    rows += [(say("除外", "except"), formula.condition(condition)) for condition in rule.excluded]
    shown = ""
    for case in rule.cases:
        value = "" if case.value is None else formula.value(case.value)
        if value and value != shown:
            rows.append((say("算式", "formula"), value))
        shown = value
        rows.append((say("标准", "limit"), _case_words(rule, case, lang, formula)))
    rows += [(say("放宽", "relaxed"), _relaxation(rule, r, lang, formula)) for r in rule.relaxations]
    return rows


def _case_words(rule: Rule, case: Case, lang: str, formula: Formula) -> str:
    """`学段为小学：≥ 4.2（2017-04-19 – …）`."""
    limits = []
    for dated in case.limits:
        text = limit_words(rule, dated.limit, lang, formula)
        open_ended = not dated.interval.start and not dated.interval.end
        limits.append(text if open_ended else f"{text} ({days(dated.interval, lang)})")
    colon = words.either(lang, "：", ": ")
    front = formula.condition(case.when) + colon if case.when is not None else ""
    text = front + words.either(lang, "；", "; ").join(limits)
    sure = case.about.status or ""
    extra = [case.about.basis, words.status(sure, lang) if sure else ""]
    if not case.decides:
        extra.append(words.either(lang, "不参与认定", "does not decide"))
    noted = " ".join(part for part in extra if part)
    return f"{text} ({noted})" if noted else text


def _relaxation(rule: Rule, relaxation: Relaxation, lang: str, formula: Formula) -> str:
    parts = [
        f"{relaxation.id} {limit_words(rule, relaxation.limit, lang, formula)}",
        formula.condition(relaxation.when),
        days(relaxation.interval, lang),
        relaxation.about.basis,
    ]
    return words.either(lang, "；", "; ").join(part for part in parts if part)


def clause(plan: Plan, of: Clause, lang: str) -> str:
    """What one part of a conclusion asks: R1、R2：至少 1 项达标."""
    rulings = words.of_rulings(plan)
    names = [words.name(rulings[n], n, lang) if n in rulings and _long(plan, n) else n for n in of.names]
    joined = words.either(lang, "、", ", ").join(names)
    colon = words.either(lang, "：", ": ")
    return f"{joined}{colon if joined else ''}{clause_words(of, lang)}"


def _long(plan: Plan, code: str) -> bool:
    """Chapters and conclusions go by name, indicators by code."""
    return all(rule.id != code for rule in plan.rules)


def _used(plan: Plan, code: str, lang: str) -> list[str]:
    """Conclusions that count this rule, by itself or through its chapter."""
    groups = {group.id for group in plan.groups if code in group.rules}
    return [
        words.name(conclusion.about, conclusion.id, lang)
        for conclusion in plan.conclusions
        if any({code, *groups} & set(clause.names) for clause in conclusion.clauses)
    ]
