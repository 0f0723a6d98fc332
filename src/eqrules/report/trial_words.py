"""试验的话 · What no example looks at, which changes none would notice, which rows are missing, in policy words."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.diagnostics.width import width
from eqrules.language.numbers import parse, plain_text
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan
from eqrules.report import figures, words
from eqrules.report.plain import SIGNS, Plain
from eqrules.trial.boundaries import Proposal
from eqrules.trial.mutate import Change
from eqrules.trial.points import Point

_KINDS: dict[str, tuple[str, str]] = {
    "met": ("没有达到标准的例子", "no example that meets it"),
    "not_met": ("没有达不到标准的例子", "no example that falls short"),
    "equal": ("没有恰好等于标准的例子", "no example exactly at the limit"),
    "missing": ("没有缺数据的例子", "no example with a figure missing"),
    "scope": ("没有不适用的例子", "no example outside its scope"),
    "excluded": ("没有除外对象的例子", "no example of an excepted object"),
    "dated": ("没有看过分期标准（自 {word}）", "nobody looks at the dated limit (from {word})"),
    "relaxation": ("没有看过放宽 {word}", "nobody looks at the relaxation {word}"),
    "kept": ("没有「有短少而仍在底线以上」的例子", "no example short of a limit and still above the floor"),
    "broken": ("没有「够数而有低于底线」的例子", "no example with enough met and one below the floor"),
    "veto met": ("没有无此情形的例子", "no example without it"),
    "veto not_met": ("没有有此情形的例子", "no example with it"),
}
_CHANGES: dict[str, tuple[str, str]] = {
    "limit": ("标准由 {old} 改成 {new}", "the limit moved from {old} to {new}"),
    "sign": ("「{old}」改成「{new}」", "“{old}” changed to “{new}”"),
    "excluded": ("去掉除外：{old}", "without the exception: {old}"),
    "relaxation": ("去掉放宽 {old}", "without the relaxation {old}"),
    "veto": ("去掉这一条", "without it"),
    "count": ("项数由 {old} 改成 {new}", "the count moved from {old} to {new}"),
    "floor": ("底线由 {old} 改成 {new}", "the floor moved from {old} to {new}"),
}
_SIDES: dict[str, tuple[str, str]] = {
    "below": ("比标准 {limit} 少一点", "just below {limit}"),
    "equal": ("恰好等于标准 {limit}", "exactly {limit}"),
    "above": ("比标准 {limit} 多一点", "just above {limit}"),
    "missing": ("没有填{item}", "without {item}"),
}


def unseen(plan: Plan, missing: Sequence[Point], lang: str) -> list[str]:
    """`B1 差异系数，小学：没有恰好等于标准的例子〔第六条〕`, the points of one row of the ruleset together."""
    rows: dict[tuple[str, int], list[str]] = {}
    for point in missing:
        at = point.at if point.kind in ("met", "not_met", "equal", "missing", "dated") else -1
        rows.setdefault((point.code, at), []).append(_said(point, lang))
    comma, colon = words.either(lang, "；", "; "), words.either(lang, "：", ": ")
    return [
        f"{_row(plan, code, at, lang)}{colon}{comma.join(said)}{_paper(plan, code)}"
        for (code, at), said in rows.items()
    ]


def _said(point: Point, lang: str) -> str:
    if point.kind == "conclusion":
        verdict = Verdict(point.word).word(lang)
        return words.either(lang, f"没有结论为{verdict}的例子", f"no example that comes out {verdict}")
    key = {"floor": point.word, "veto": f"veto {point.word}"}.get(point.kind, point.kind)
    return words.of(_KINDS[key], lang).format(word=point.word)


def unnoticed(plan: Plan, changes: Sequence[Change], lang: str) -> list[str]:
    """`R1 每百名…，小学：标准由 4.2 改成 4.3〔第六条〕`."""
    rows = [_row(plan, one.code, one.at if one.what in ("limit", "sign") else -1, lang) for one in changes]
    colon = words.either(lang, "：", ": ")
    return [
        f"{row}{colon}{_changed(plan, one, lang)}{_paper(plan, one.code)}"
        for row, one in zip(rows, changes, strict=True)
    ]


def _changed(plan: Plan, change: Change, lang: str) -> str:
    old, new = change.old, change.new
    rule = next((rule for rule in plan.rules if rule.id == change.code), None)
    match change.what:
        case "limit" if rule is not None:
            old, new = (figures.short(figures.scaled(rule, parse(text))) + "%" * rule.percent for text in (old, new))
        case "sign":
            old, new = (words.of(SIGNS[sign], lang) for sign in (old, new))  # type: ignore[index]
        case "floor":
            old, new = (f"{plain_text(parse(text) * 100)}%" for text in (old, new))
        case "excluded":
            group = next(group for group in plan.groups if group.id == change.code)
            excepted = dict.fromkeys(one for rule in plan.rules if rule.id in group.rules for one in rule.excluded)
            old = Plain(plan, lang).condition(list(excepted)[change.at])
    return words.of(_CHANGES[change.what], lang).format(old=old, new=new)


def _row(plan: Plan, code: str, at: int, lang: str) -> str:
    """The rule, and which of its rows where it has several."""
    name = words.coded(words.of_rulings(plan)[code], code, lang)
    rule = next((rule for rule in plan.rules if rule.id == code), None)
    if rule is None or at < 0 or len(rule.cases) < 2:
        return name
    return name + words.either(lang, "，", ", ") + Plain(plan, lang).scope(rule.cases[at].when)


def _paper(plan: Plan, code: str) -> str:
    basis = words.of_rulings(plan)[code].basis
    return f"〔{basis}〕" if basis else ""


def proposed(plan: Plan, rows: Sequence[Proposal], lang: str) -> str:
    """Sections of 示例 to paste into the ruleset: the verdict is left blank, the note has what the program says."""
    plain, rules = Plain(plan, lang), {rule.id: rule for rule in plan.rules}
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        rule = rules[row.rule]
        case = rule.cases[row.case]
        amount = case.limits[-1].limit.amount
        limit = plain.amount(rule, case, amount) if amount is not None else ""
        blank = next((code for code, value in row.values.items() if not value), "")
        side = words.of(_SIDES[row.side], lang).format(limit=limit, item=plain.item(blank) if blank else "")
        verdict = Verdict(row.verdict).word(lang)
        scope = plain.scope(case.when) if len(rule.cases) > 1 else ""
        note = words.either(lang, f"{row.rule} {scope}{side}：程序算得{verdict}，请确认",
                            f"{row.rule} {scope} {side}: the program says {verdict}; please confirm")  # fmt: skip
        cells = {plain.item(code): plain.word(code, value) if value else "" for code, value in row.values.items()}
        tables.setdefault((row.rule, *cells), []).append([" ".join(note.split()), *cells.values(), ""])
    blocks = []
    for (code, *columns), lines in tables.items():
        heading = words.either(lang, f"## 示例 {code} 的边界（待确认）", f"## examples limits of {code} (to confirm)")
        head = [words.either(lang, "说明", "note"), *columns, code]
        blocks.append("\n".join([heading, "", *_table([head, *lines])]))
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _table(lines: list[list[str]]) -> list[str]:
    wide = [max(3, *(width(line[n]) for line in lines)) for n in range(len(lines[0]))]
    made = [
        "| " + " | ".join(c + " " * (w - width(c)) for c, w in zip(line, wide, strict=True)) + " |" for line in lines
    ]
    return [made[0], "|" + "|".join("-" * (w + 2) for w in wide) + "|", *made[1:]]
