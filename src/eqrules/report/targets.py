"""目标对照 · Targets and schedules with what was reached, for a terminal and as data (eqrules/targets/1)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from eqrules.engine.targets import Kept, Reached, Share
from eqrules.language.comparisons import PRINTED
from eqrules.plan import expressions as run
from eqrules.plan.plan import About, Plan, Target
from eqrules.report import words
from eqrules.report.columns import columns
from eqrules.report.history import sure

SCHEMA = "eqrules/targets/1"


def text(plan: Plan, reached: Sequence[Reached], kept: Sequence[Kept], lang: str) -> str:
    """One block for the targets, one for the schedule."""

    def say(zh: str, en: str) -> str:
        return words.either(lang, zh, en)

    rulings = words.of_rulings(plan)
    lines = [words.coded(plan.about, plan.id, lang)]
    if reached:
        head = [say("年份", "year"), say("范围", "of"), say("目标", "target"), say("结果", "result"),
                say("占比", "share"), say("依据", "basis")]  # fmt: skip
        rows = [
            [str(r.target.year), r.target.within, _asks(rulings, r.target, lang), _verdict(r, lang), shares(r, lang),
             sure(r.target.about.basis, r.target.about.status, lang)]
            for r in reached
        ]  # fmt: skip
        lines += ["", *columns([head, *rows], indent="  ")]
        if any(r.share is not None and not r.target.counties for r in reached):
            zh = "  文件没有写一共多少个县：占比只算结果里有的县。"
            lines.append(say(zh, "  The paper does not say how many counties there are: shares are of those seen."))
    if kept:
        head = [say("年份", "year"), say("县", "county"), say("目标", "target"), say("结果", "result"),
                say("依据", "basis")]  # fmt: skip
        rows = [
            [str(k.due.year), " ".join(filter(None, (k.due.county, k.due.name))),
             _name(rulings, k.due.conclusion, lang),
             k.verdict.word(lang) if k.seen else say("没有那一年的结果", "no result of that year"),
             sure(k.due.about.basis, k.due.about.status, lang)]
            for k in kept
        ]  # fmt: skip
        lines += ["", *columns([head, *rows], indent="  ")]
    return "\n".join(lines)


def _name(rulings: dict[str, About], code: str, lang: str) -> str:
    return words.name(rulings[code], code, lang) if code in rulings else code


def _asks(rulings: dict[str, About], target: Target, lang: str) -> str:
    return f"{_name(rulings, target.conclusion, lang)} {limit(target, lang)}"


def limit(target: Target, lang: str) -> str:
    """`≥ 40%`."""
    amount = target.limit.amount
    if target.limit.kind != "compare" or not isinstance(amount, run.Number):
        return words.either(lang, "未知", "unknown") if target.limit.kind == "unknown" else ""
    return f"{PRINTED[target.limit.sign]} {percent(Fraction(amount.value))}"


def _verdict(reached: Reached, lang: str) -> str:
    word = reached.verdict.word(lang)
    return word if reached.target.decides else words.either(lang, f"{word}（参考）", f"{word} (for reference)")


def shares(reached: Reached, lang: str) -> str:
    """`18/45 = 40%`, or the two ends between which it lies."""
    share = reached.share
    if share is None or share.bounds is None:
        return words.either(lang, "没有那一年的结果", "no result of that year")
    least, most = share.bounds
    if least == most:
        return f"{share.met}/{share.total} = {percent(least)}"
    left = words.either(lang, f"（{share.open} 个县未定）", f" ({share.open} counties open)")
    ends = f"{share.met}/{share.total} – {share.met + share.open}/{share.total}"
    return f"{ends} = {percent(least)} – {percent(most)}{left}"


def percent(share: Fraction) -> str:
    """Exact where one decimal says it, else cut to one decimal: never above what it is."""
    tenths = share * 1000
    whole = tenths.numerator // tenths.denominator
    sign = "" if tenths.denominator == 1 else "…"
    return f"{whole // 10}{f'.{whole % 10}' if whole % 10 or sign else ''}{sign}%"


# ── as data ──────────────────────────────────────────────────────
def data(plan: Plan, reached: Sequence[Reached], kept: Sequence[Kept], ruleset_hash: str) -> dict[str, Any]:
    """Numbers are text, as in results; shares are exact."""
    return {
        "schema": SCHEMA,
        "ruleset": {"id": plan.id, "hash": ruleset_hash},
        "targets": [
            {
                "id": r.target.id, "year": r.target.year, "within": r.target.within, "rule": r.target.conclusion,
                "limit": limit(r.target, "en"), "verdict": r.verdict.value, "decides": r.target.decides,
                "counties": _counted(r.share), "basis": r.target.about.basis, "status": r.target.about.status,
            }
            for r in reached
        ],
        "schedule": [
            {
                "county": k.due.county, "name": k.due.name, "year": k.due.year, "rule": k.due.conclusion,
                "verdict": k.verdict.value, "seen": k.seen, "basis": k.due.about.basis, "status": k.due.about.status,
            }
            for k in kept
        ],
    }  # fmt: skip


def _counted(share: Share | None) -> dict[str, Any] | None:
    if share is None or share.bounds is None:
        return None
    least, most = share.bounds
    return {"met": share.met, "not_met": share.not_met, "open": share.open, "total": share.total,
            "least": str(least), "most": str(most)}  # fmt: skip
