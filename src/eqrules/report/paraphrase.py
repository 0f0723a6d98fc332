"""复述 · Every rule as one plain sentence: of whom, how worked out, what it must meet, when, except whom, and why.

From the plan alone, so that it says what the program does and not what the text seems to say. Used by `show`, the
numbered text, the editor and the comparison of rulesets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from eqrules.plan.plan import About, Case, Clause, Derived, Plan, Relaxation, Rule, Veto
from eqrules.report import words
from eqrules.report.explain import clause_words
from eqrules.report.plain import Plain
from eqrules.syntax.punctuation import canonical


def sentences(plan: Plan, lang: str) -> dict[str, str]:
    """Code of every derived item, indicator, veto and conclusion → its sentence."""
    return {code: say() for code, say in _said(plan, lang)}


def sentence(plan: Plan, code: str, lang: str) -> str:
    """Of one of them; "" for any other code."""
    return next((say() for own, say in _said(plan, lang) if own == code), "")


def _said(plan: Plan, lang: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """Code → how its sentence is made."""
    plain = Plain(plan, lang)
    yield from ((item.id, partial(derived, plan, item, plain)) for item in plan.derived)
    yield from ((rule.id, partial(indicator, plan, rule, plain)) for rule in plan.rules)
    yield from ((one.id, partial(veto, plan, one, plain)) for one in plan.vetoes)
    yield from ((c.id, partial(conclusion, plan, c.clauses, c.grain, c.about, plain)) for c in plan.conclusions)


def indicator(plan: Plan, rule: Rule, plain: Plain) -> str:
    """`每个学段校的生均面积（教学用房面积 ÷ 在校生数）：学段为小学的，应当不低于 4.5 平方米/生；…`."""
    zh, lang = plain.zh, plain.lang
    values = list(dict.fromkeys(plain.value(case.value) for case in rule.cases if case.value is not None))
    name = words.name(rule.about, rule.id, lang)
    same = len(values) == 1 and values[0] != name
    working = words.either(lang, f"（{values[0]}）", f" ({values[0]})") if same else ""
    shown = words.either(lang, f"「{name}」", f"“{name}”") if rule.determination == "judged" else name
    subject = _subject(plan, rule.grain, f"{shown}{working}", plain)
    cases = [_case(rule, case, plain, len(values) > 1) for case in rule.cases]
    parts = [_run_together(subject, cases, zh)]
    parts += [_except(rule, plain)] if rule.excluded else []
    parts += [_relaxed(rule, relaxation, plain) for relaxation in rule.relaxations]
    if len(rule.relaxations) > 1 and rule.several != "error":
        zh_which, en_which = ("宽", "widest") if rule.several == "widest" else ("严", "strictest")
        together = f"几项放宽同时适用的，取最{zh_which}的一项", f"where several relaxations apply, the {en_which} holds"
        parts.append(words.of(together, lang))
    return _ended(parts, rule.about, plan, plain)


def _subject(plan: Plan, grain: str, what: str, plain: Plain) -> str:
    """`各学段校的生均面积`; what a county has goes without saying."""
    shown = plain.grain(grain)
    if plain.zh:
        return what if grain == plan.top.id else f"各{shown}的{what}"
    return f"{what} of {'the' if grain == plan.top.id else 'each'} {shown}"


def _run_together(subject: str, cases: list[tuple[str, str]], zh: bool) -> str:
    """One limit for all follows the subject; several are listed behind a colon, equal ones together."""
    scopes: dict[str, list[str]] = {}
    for scope, ruling in cases:
        if scope not in scopes.setdefault(ruling, []):
            scopes[ruling].append(scope)
    if len(scopes) == 1 and next(iter(scopes.values())) == [""]:
        ruling = next(iter(scopes))
        return f"{subject}{ruling}" if zh else f"{subject} {ruling}"
    where = "，" if zh else ", "
    listed = [f"{_either(list(filter(None, of)), zh)}{where}{ruling}" if any(of) else ruling
              for ruling, of in scopes.items()]  # fmt: skip
    return f"{subject}：{'；'.join(listed)}" if zh else f"{subject}: {'; '.join(listed)}"


def _either(scopes: list[str], zh: bool) -> str:
    """`小学、初中`; what has conditions of its own is told in full: `…的、或者…的`."""
    if zh:
        return ("、或者" if any("（" in scope or scope.endswith("的") for scope in scopes) else "、").join(scopes)
    if any("(where" in scope or not scope.startswith("for ") for scope in scopes):
        return "; or ".join(scopes)
    return "for " + " and ".join(scope.removeprefix("for ") for scope in scopes) if scopes else ""


def _case(rule: Rule, case: Case, plain: Plain, own_value: bool) -> tuple[str, str]:
    """(for which objects, what is asked of them); of dated limits each with its days."""
    scope = plain.scope(case.when)
    limits = []
    for dated in case.limits:
        days = plain.days(dated.interval)
        limits.append(
            plain.joined(
                plain.limit(rule, case, dated.limit),
                f"（{days}）" if plain.zh and days else f"({days})" if days else "",
            )
        )
    ruling = ("，其余日子" if plain.zh else ", otherwise ").join(limits)
    if own_value and case.value is not None:
        value = plain.value(case.value)
        ruling = f"{value}{ruling}" if plain.zh else f"{value} {ruling}"
    if not case.decides and all(dated.limit.kind != "none" for dated in case.limits):
        ruling += words.either(plain.lang, "，只作参考", ", for reference only")
    return scope, ruling


def _except(rule: Rule, plain: Plain) -> str:
    either = words.either(plain.lang, "、或者", ", or ")
    listed = either.join(plain.condition(condition, True) for condition in rule.excluded)
    return words.either(plain.lang, f"{listed}的除外", f"except where {listed}")


def _relaxed(rule: Rule, relaxation: Relaxation, plain: Plain) -> str:
    case = rule.cases[0]
    old, new = (plain.limit(rule, case, limit) for limit in (relaxation.replaces, relaxation.limit))
    when, days = plain.condition(relaxation.when), plain.days(relaxation.interval)
    basis = relaxation.about.basis
    if plain.zh:
        front = f"{days}，{when}" if days else when
        return f"放宽（{relaxation.id}）：{front}的，由「{old}」放宽为「{new}」" + (f"（{basis}）" if basis else "")
    front = f"{days}, where {when}" if days else f"where {when}"
    return f"relaxed ({relaxation.id}): {front}, from “{old}” to “{new}”" + (f" ({basis})" if basis else "")


def derived(plan: Plan, item: Derived, plain: Plain) -> str:
    """`各学段校的大班数（班）为 计数（…）`; several ways behind a colon, each with the objects it is for."""
    lang = plain.lang
    ways = []
    for variant in item.variants:
        value = "—"
        if variant.value is not None:
            value = plain.value(variant.value)
        elif variant.holds is not None:
            holds = plain.condition(variant.holds)
            value = words.either(lang, f"{holds}的为是，其余为否", f"yes where {holds}, else no")
        relaxed = (
            words.either(lang, "放宽（{}）", "relaxed ({})").format(variant.relaxation) if variant.relaxation else ""
        )
        front = [part for part in (relaxed, plain.days(variant.interval), plain.scope(variant.when)) if part]
        ways.append((words.either(lang, "，", ", ").join(front), value, variant.holds is not None))
    name, unit = words.name(item.about, item.id, lang), words.unit(item.unit, lang)
    shown = words.either(lang, f"（{unit}）", f" ({unit})") if unit else ""
    subject = _subject(plan, item.grain, f"{name}{shown}", plain)
    if len(ways) == 1 and not ways[0][0] and not ways[0][2]:
        return _ended([subject + words.either(lang, "为 ", " is ") + ways[0][1]], item.about, plan, plain)
    mark = words.either(lang, "，", ", ")
    told = [mark.join(filter(None, (front, value if judged or not plain.zh else f"为 {value}")))
            for front, value, judged in ways]  # fmt: skip
    colon = words.either(lang, "：", ": ")
    return _ended([subject + colon + words.either(lang, "；", "; ").join(told)], item.about, plan, plain)


def veto(plan: Plan, one: Veto, plain: Plain) -> str:
    lang = plain.lang
    name, days = words.name(one.about, one.id, lang), plain.days(one.interval)
    how = words.either(lang, "由人判断", "judged by a person")
    if one.when is not None:
        how = words.either(lang, f"即 {plain.condition(one.when)}", f"that is, {plain.condition(one.when)}")
    dated = f"{days}，" if plain.zh and days else f"{days}, " if days else ""
    said = words.either(
        lang, f"{dated}有「{name}」情形的（{how}），一票否决", f"{dated}“{name}” ({how}) fails the county"
    )
    return _ended([said], one.about, plan, plain)


def conclusion(plan: Plan, clauses: tuple[Clause, ...], grain: str, about: About, plain: Plain) -> str:
    lang = plain.lang
    rulings, rules = words.of_rulings(plan), {rule.id for rule in plan.rules}
    asked = []
    for clause in clauses:
        names = [n if n in rules else words.name(rulings[n], n, lang) for n in clause.names if n in rulings]
        asked.append(plain.joined(words.either(lang, "、", ", ").join(names), clause_words(clause, lang)))
    listed = words.either(lang, "；", "; ").join(asked)
    quoted = words.either(lang, f"「{words.name(about, '', lang)}」", f"“{words.name(about, '', lang)}”")
    text = _subject(plan, grain, quoted, plain) + words.either(lang, f"，要求{listed}", f" asks: {listed}")
    return _ended([text], about, plan, plain)


def _ended(parts: list[str], about: About, plan: Plan, plain: Plain) -> str:
    """With the paper, how sure it is, and the ruleset it comes from where that is another."""
    text = words.either(plain.lang, "；", "; ").join(parts)
    sure = words.status(about.status, plain.lang) if about.status not in ("", "已核") else ""
    paper = [about.basis, sure, about.origin if about.origin not in ("", plan.id) else ""]
    named = words.either(plain.lang, "，", ", ").join(part for part in paper if part)
    if plain.zh:
        return canonical(f"{text}。" + (f"〔{named}〕" if named else ""))
    return f"{text[:1].upper()}{text[1:]}." + (f" [{named}]" if named else "")
