"""上年 · This year's submission beside last year's: who is new, who is gone, and what grew tenfold."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from eqrules.data.names import Names, display
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.language.numbers import exact_sum, plain_text
from eqrules.plan.plan import Grain, ItemSpec, Plan

_TIMES = 10
_SMALL = 5
"""Figures that grew from less than this are no wonder."""

Key = tuple[str, ...]


def compare(plan: Plan, now: Submission, before: Submission, report: Report) -> None:
    """Only where both years handed in; everything here is an experience check, and nothing is changed."""
    names = Names(plan)
    for grain in plan.grains:
        own, old = now.tables[grain.id], before.tables[grain.id]
        if not (own.handed_in and old.handed_in):
            continue
        if grain.parent and grain.id not in names.groups and any(g.parent == grain.id for g in plan.grains):
            there, were = set(own.keys), set(old.keys)
            counties = {key[0] for key in there} & {key[0] for key in were}
            new = [key for key in own.keys if key not in were and key[0] in counties]
            gone = [key for key in old.keys if key not in there and key[0] in counties]
            _say_changed("新增", "new", new, grain, names, now, report)
            _say_changed("消失", "gone", gone, grain, names, before, report)
        for item in names.items_of[grain.id]:
            _look_at(item, grain, now, before, report)


def _say_changed(
    zh: str, en: str, keys: list[Key], grain: Grain, names: Names, submission: Submission, report: Report
) -> None:
    if not keys:
        return
    listed = []
    for key in keys:
        count = _pupils(key, names, submission)
        name = " ".join(filter(None, (submission.names.get(key[:2], ""), *key[1:])))
        listed.append(name + (f"（{count} 人）" if count else ""))
    table = submission.tables[grain.id]
    column = next(iter(table.columns.values()))
    cells = [column.place(table.keys.index(key)) for key in keys]
    facts = {"grain": display(grain), "zh": zh, "en": en, "n": str(len(keys)), "seen": "、".join(listed)}
    report.cell("EQ682", cells, "warning", len(keys), **facts)


def _pupils(key: Key, names: Names, submission: Submission) -> str:
    """The pupils of an object and all below it, "" where nobody counted."""
    by = names.plan.split.by if names.plan.split else "pupils"
    item = names.items.get(by)
    if item is None:
        return ""
    table = submission.tables[item.grain]
    values = zip(table.keys, table.columns[by].values, strict=True)
    counted = [value for own, value in values if own[: len(key)] == key and isinstance(value, int | Fraction)]
    return plain_text(exact_sum(counted)) if counted else ""


def _look_at(item: ItemSpec, grain: Grain, now: Submission, before: Submission, report: Report) -> None:
    """Numbers that are ten times last year's, or a tenth of them, with last year's beside them."""
    if item.type not in ("integer", "decimal"):
        return
    own, old = now.tables[grain.id], before.tables[grain.id]
    were = dict(_numbers(zip(old.keys, old.columns[item.id].values, strict=True)))
    odd = []
    for index, (key, value) in enumerate(zip(own.keys, own.columns[item.id].values, strict=True)):
        last = were.get(key)
        if last is None or not isinstance(value, int | Fraction) or isinstance(value, bool):
            continue
        low, high = min(value, last), max(value, last)
        if high >= _TIMES * low and high >= _SMALL * _TIMES:
            odd.append((index, value, last))
    if odd:
        column = own.columns[item.id]
        seen = "、".join(f"{plain_text(value)}（上年 {plain_text(last)}）" for _, value, last in odd[:3])
        facts = {"column": display(item), "n": str(len(odd)), "seen": seen}
        report.cell("EQ688", [column.place(index) for index, *_ in odd], "warning", len(odd), **facts)


def _numbers(pairs: Iterable[tuple[Key, object]]) -> Iterable[tuple[Key, int | Fraction]]:
    return ((key, v) for key, v in pairs if isinstance(v, int | Fraction) and not isinstance(v, bool))
