"""终端 · What `run` prints: the verdict first, then what stands in the way; about a screen a county."""

from __future__ import annotations

from collections.abc import Iterable

from eqrules.diagnostics.render import cells_text, render
from eqrules.engine.contract import Decision, Evaluation, Outcome
from eqrules.language.verdicts import Verdict
from eqrules.report import figures, relaxations, words
from eqrules.report.columns import columns, shortened
from eqrules.report.county import County
from eqrules.report.objects import Objects
from eqrules.report.result import findings

MOST_LINES = 60
_LIST = 8
"""Entries of one list before it says how many more there are."""


def text(evaluation: Evaluation, lang: str, detailed: int = 3) -> str:
    """The whole print: every county in full when there are few, else one line each."""
    objects = Objects(evaluation)
    verdicts = evaluation.counties
    lines = [_heading(objects, lang)]
    if len(verdicts) <= detailed:
        for verdict in verdicts:
            lines += ["", *one_county(County(objects, verdict), lang)]
    else:
        lines += ["", *many_counties(objects, lang)]
    if not verdicts:
        none = "填报中没有县，未作认定。", "The submission holds no county: nothing judged."
        lines.append(words.of(none, lang))
    lines += _findings(evaluation, lang)
    return "\n".join(lines)


def _heading(objects: Objects, lang: str) -> str:
    evaluation, plan = objects.evaluation, objects.plan
    about = [words.name(plan.about, "", lang), plan.id, evaluation.day.isoformat(), *plan.layers]
    usual = {reading.id: reading.default for reading in plan.readings}
    about += [f"{code}={value}" for code, value in evaluation.readings.items() if usual.get(code) != value]
    return " · ".join(part for part in about if part)


def one_county(county: County, lang: str) -> list[str]:
    """Verdict, conclusions, groups, coefficients, what fails, what is missing."""
    verdict = county.verdict
    sign, word = words.county_sign(verdict), words.county_word(verdict, lang)
    lines = [county.name, f"{sign} {word}"]
    blocks = [
        _conclusions(county, lang),
        _groups(county, lang),
        _dispersions(county, lang),
        _lower(county, lang),
        _missed(county, lang),
        _relaxed(county, lang),
        _missing(county, lang),
    ]
    for block in blocks:
        if block:
            lines += ["", *block]
    if len(lines) > MOST_LINES:
        cut = len(lines) - MOST_LINES + 1
        more = f"……另有 {cut} 行，用 -o 结果.html 看全部。", f"… {cut} more lines; -o result.html has all."
        lines = [*lines[: MOST_LINES - 1], words.of(more, lang)]
    return lines


def many_counties(objects: Objects, lang: str) -> list[str]:
    """One line a county, then how many of each."""
    rows = [
        [words.county_sign(v), "/".join(v.county), objects.label(v.county), words.county_word(v, lang)]
        for v in objects.evaluation.counties
    ]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[3]] = counts.get(row[3], 0) + 1
    total = words.either(lang, f"共 {len(rows)} 个县", f"{len(rows)} counties")
    return [*columns(rows), "", " · ".join([total, *(f"{word} {n}" for word, n in counts.items())])]


def _conclusions(county: County, lang: str) -> list[str]:
    objects = county.objects
    rows = [[words.SIGNS[d.verdict], objects.ruling(d.id, lang), d.verdict.word(lang)] for d in county.decisions()]
    for code, holds in county.vetoes():
        if holds is None or holds:
            word = words.of(words.VETO, lang) if holds else Verdict.UNDETERMINED.word(lang)
            rows.append(["⊘" if holds else "?", f"{code} {objects.ruling(code, lang)}", word])
    return columns(rows)


def _groups(county: County, lang: str) -> list[str]:
    head = ["", *(v.word(lang) for v in words.SIGNS)]
    rows = []
    for code, verdict, counts in county.aspects:
        name = f"{words.SIGNS[verdict]} {county.objects.ruling(code, lang)}"
        rows.append([name, *(str(counts[v] or "·") for v in words.SIGNS)])
    return columns([head, *rows], "lrrrr") if rows else []


def _dispersions(county: County, lang: str) -> list[str]:
    rules = county.dispersions
    places = county.places()
    if not rules:
        return []
    heads = (county.objects.below_county(*place, county.key, lang) for place in places)
    rows = [[words.either(lang, "差异系数", "Variation"), "", *heads]]
    for rule in rules:
        found = [county.objects.outcome(rule.id, key) for _, key in places]
        texts = [dispersion_text(county.objects, o, lang) if o is not None else "" for o in found]
        rows.append([rule.id, shortened(words.name(rule.about, "", lang), 36), *texts])
    return columns(rows)


def dispersion_text(objects: Objects, outcome: Outcome, lang: str) -> str:
    """`✗ 0.502 (≤ 0.5)`."""
    value = figures.value_text(objects, outcome, lang, digits=3)
    return f"{words.SIGNS[outcome.verdict]} {value} ({figures.limit_text(objects, outcome, lang)})"


def _lower(county: County, lang: str) -> list[str]:
    """Sections that do not pass, with the items that made it so."""
    objects = county.objects
    lines: list[str] = []
    for code, decisions in county.lower_decisions.items():
        failing = [d for d in decisions if d.verdict is Verdict.NOT_MET]
        unknown = [d for d in decisions if d.verdict is Verdict.UNDETERMINED]
        name = objects.ruling(code, lang)
        lines.append(
            words.either(
                lang,
                f"{name}：共 {len(decisions)}，不达标 {len(failing)}，无法判定 {len(unknown)}",
                f"{name}: {len(decisions)} in all, {len(failing)} not met, {len(unknown)} undetermined",
            )
        )
        entries = []
        for decision in failing:
            outcomes = [objects.outcome(rule, key) for rule, key in decision.failing if rule in objects.rules]
            items = words.either(lang, "；", "; ").join(shortfall(objects, o, lang) for o in outcomes if o is not None)
            entries.append([f"  ✗ {shortened(objects.label(decision.key), 30)}", items])
        lines += _few(columns(entries), lang)
        lines += _few([_lacking(objects, decision, lang) for decision in unknown], lang, 3)
    return lines


def _lacking(objects: Objects, decision: Decision, lang: str) -> str:
    """`? 城北初中 初中  待补 学段校!F12`."""
    cells = cells_text(decision.missing, len(decision.missing), lang)
    return f"  ? {shortened(objects.label(decision.key), 30)}  {words.either(lang, '待补', 'needs')} {cells}"


def shortfall(objects: Objects, outcome: Outcome, lang: str) -> str:
    """`R3 0.80 (≥ 0.9)，专任教师数 增加 1 人`."""
    value = figures.value_text(objects, outcome, lang)
    text = f"{outcome.rule} {value} ({figures.limit_text(objects, outcome, lang)})"
    if outcome.gap is not None:
        text += words.either(lang, "，", ", ") + figures.gap_text(objects, outcome.gap, lang)
    return text


def _missed(county: County, lang: str) -> list[str]:
    """Items outside the sections' conclusions and the coefficients that are not met."""
    objects = county.objects
    listed = county.lower_rules | {rule.id for rule in county.dispersions}
    rows = []
    for rule in objects.plan.rules:
        missed = [] if rule.id in listed else county.missed([rule])
        if not missed:
            continue
        first = missed[0]
        where = "" if first.key == county.key else objects.label(first.key)
        if len(missed) > 1:
            where += words.either(lang, f" 等 {len(missed)} 个", f" … {len(missed)} in all")
        name = shortened(words.name(rule.about, "", lang), 40)
        fell = shortfall(objects, first, lang).removeprefix(rule.id + " ")
        rows.append([f"  ✗ {rule.id}", name, fell, where])
    title = words.either(lang, "未达标的其他项目", "Other items not met")
    return [title, *_few(columns(rows), lang, 2 * _LIST)] if rows else []


def _relaxed(county: County, lang: str) -> list[str]:
    rows = [
        [f"  {rule}", code, words.either(lang, f"{len(outcomes)} 处", f"{len(outcomes)} uses")]
        for (rule, code), outcomes in relaxations.used(county).items()
    ]
    title = words.either(lang, "用到的放宽", "Relaxations used")
    return [title, *_few(columns(rows), lang)] if rows else []


def _missing(county: County, lang: str) -> list[str]:
    cells = county.verdict.missing
    if not cells:
        return []
    count = len(cells)
    title = words.either(lang, f"补上这些单元格即可认定（{count} 处）", f"These cells would decide ({count})")
    return [title, *_few([f"  {cell}" for cell in cells], lang)]


def _few(lines: list[str], lang: str, most: int = _LIST) -> list[str]:
    if len(lines) <= most:
        return lines
    more = len(lines) - most
    return [*lines[:most], words.either(lang, f"  ……另有 {more} 条", f"  … {more} more")]


def _findings(evaluation: Evaluation, lang: str) -> list[str]:
    found = findings(evaluation)
    if not found:
        return []
    counts = ((level, sum(f.level == level for f in found)) for level in ("error", "warning", "hint"))
    names = {"error": ("错误", "errors"), "warning": ("提醒", "notes"), "hint": ("提示", "hints")}
    summary = "，".join(f"{words.of(names[level], lang)} {n}" for level, n in counts if n)
    title = words.either(lang, f"数据检查：{summary}", f"Data checks: {summary.replace('，', ', ')}")
    worst: Iterable[str] = (render(f, lang) for f in sorted(found, key=lambda f: tuple(names).index(f.level))[:3])
    rest = len(found) - 3
    more = [words.either(lang, f"……另有 {rest} 条", f"… {rest} more")] if rest > 0 else []
    return ["", title, *worst, *more]
