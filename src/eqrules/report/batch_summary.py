"""批量小结 · What came out of a batch run, in the user's words: counties by verdict, who judged them, what was seen."""

from __future__ import annotations

from collections import Counter
from typing import Any

from eqrules.diagnostics.catalogue import page
from eqrules.plan.plan import Plan
from eqrules.report import words

_VERDICTS = (
    ("veto", ("一票否决", "vetoed")),
    ("not_met", ("不达标", "not met")),
    ("undetermined", ("无法判定", "undetermined")),
    ("met", ("达标", "met")),
    ("not_applicable", ("不适用", "not applicable")),
)
_WHY = {
    "unproven": ("列引擎不能证明结论", "the column engine could not prove the verdicts"),
    "keys": ("编号有重复、空白或未列入", "codes are told twice, blank or not listed"),
    "failed": ("列引擎算不下去", "the column engine gave up on their figures"),
    "columns": ("列的写法只有逐格读取才能懂", "columns that only a reading cell by cell understands"),
}
_FIRST = 3


def lines(plan: Plan, made: dict[str, Any], folder: str, lang: str) -> list[str]:
    """The summary of a manifest."""
    counties, engine = made["counties"], made["engine"]
    counts = Counter("veto" if one["vetoes"] else one["verdict"] for one in counties)
    parts = [f"{words.of(word, lang)} {counts[verdict]}" for verdict, word in _VERDICTS if counts[verdict]]
    name = words.name(plan.about, plan.id, lang)
    found = [
        f"{plan.id} {name} · {made['ruleset']['as_of']}",
        words.either(lang, f"{len(counties)} 个县：", f"{len(counties)} counties: ")
        + words.either(lang, "，", ", ").join(parts),
    ]
    again = engine["by_reference"]
    total = sum(map(len, again.values()))
    by = f"{engine['name']} {engine['version']}"
    found.append(words.either(lang, f"引擎：{by}", f"Engine: {by}"))
    if total:
        found.append(
            words.either(lang, f"由参照引擎评估的县 {total} 个：", f"{total} counties judged by the reference engine:")
        )
        for why, codes in again.items():
            first = words.either(lang, "、", ", ").join(codes[:_FIRST]) + ("…" if len(codes) > _FIRST else "")
            found.append(f"  {words.of(_WHY[why], lang)}: {len(codes)} ({first})")
    if engine["findings"]:
        scope = words.either(lang, "填报中所见（参照引擎评估的县）：", "Seen in what the reference engine read:")
        found.append(scope)
        for code, n in sorted(engine["findings"].items(), key=lambda pair: (-pair[1], pair[0])):
            title = page(code).title_zh if lang == "zh" else page(code).title_en
            found.append(f"  {code} {title} {n}")
    found.append(words.either(lang, f"已写出 {folder}", f"Wrote {folder}"))
    return found
