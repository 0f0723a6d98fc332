"""排名页 · One page over all counties of a batch: by conclusion, and within each the nearest to the standard first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import PurePath
from typing import Any

from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan
from eqrules.report import html_style, html_tables, words

_ORDER = ("met", "undetermined", "not_met", "veto", "not_applicable")
_NAMED = 6
"""Indicators named in one line."""
_FILES = 20

Made = Mapping[str, Any]


def page(plan: Plan, made: Made, lang: str) -> str:
    """The whole page from a manifest; nothing in it depends on the engine."""
    counties = ranked(made["counties"])
    counts = Counter(map(state, counties))
    body = [
        _top(plan, made, lang),
        f"<h1>{words.either(lang, f'{len(counties)} 个县的排名', f'{len(counties)} counties, ranked')}</h1>",
        f'<ul class="plain">{"".join(_count(name, counts[name], lang) for name in _ORDER if counts[name])}</ul>',
        _chapter(words.either(lang, "各县", "Counties"), _note(lang) + _table(plan, counties, lang)),
        _chapter(words.either(lang, "合计", "Totals"), _totals(plan, counties, lang)),
        _chapter(words.either(lang, "最多县没有达到的指标", "Indicators that most counties miss"),
                 _missed(plan, counties, lang)),
        _chapter(words.either(lang, "回执", "Receipt"), _receipt(plan, made, lang)),
    ]  # fmt: skip
    return html_style.page(words.either(lang, "各县排名", "Counties ranked"), lang, "\n".join(filter(None, body)))


def ranked(counties: Sequence[Made]) -> list[Made]:
    """By conclusion; then fewer indicators missed, a smaller share of outcomes, a higher worst value, less unknown."""

    def place(one: Made) -> tuple[Any, ...]:
        how = one["standing"]
        share = how["not_met"] / max(1, how["not_met"] + how["met"])
        worst = 1000 if how["worst"] < 0 else how["worst"]
        return _ORDER.index(state(one)), len(how["unmet"]), share, -worst, how["undetermined"], one["county"]

    return sorted(counties, key=place)


def state(one: Made) -> str:
    """A veto stands above the verdict."""
    return "veto" if one["vetoes"] else str(one["verdict"])


def extent(thousandths: int) -> str:
    """91.3%; nothing where no missed limit is a plain number."""
    return "" if thousandths < 0 else f"{thousandths // 10}.{thousandths % 10}%"


def _tag(name: str, lang: str) -> str:
    if name == "veto":
        return f'<span class="tag not_met">⊘ {escape(words.of(words.VETO, lang))}</span>'
    verdict = Verdict(name)
    return f'<span class="tag {name}">{words.SIGNS[verdict]} {escape(words.of(words.COUNTY[verdict], lang))}</span>'


def _count(name: str, number: int, lang: str) -> str:
    return f"<li>{_tag(name, lang)} {number}</li>"


def _chapter(title: str, text: str) -> str:
    return f"<h2>{escape(title)}</h2>\n{text}" if text else ""


def _top(plan: Plan, made: Made, lang: str) -> str:
    day = made["ruleset"]["as_of"]
    when = words.either(lang, f"评估日期 {day}", f"as of {day}")
    parts = [plan.paper.document, plan.paper.number, plan.id, when]
    rest = " · ".join(escape(part) for part in parts if part)
    return f'<div class="top"><strong>{escape(words.name(plan.about, plan.id, lang))}</strong> · {rest}</div>'


def _note(lang: str) -> str:
    zh = (
        "先按结论，再按差得多少：未达标的指标少的在前；一样多时，未达标的项（一个对象的一条指标）占判定项的比例小的在前。"
        "「最差一项」是未达标的数达到标准的几成，标准是一个数的才算。待定的项缺数据，补齐后名次会变。"
    )
    en = (
        "By conclusion, then by how much is missing: fewer indicators missed first; then the smaller share of missed"
        " outcomes (an indicator at an object). The worst value is how much of its limit a missed figure reaches, where"
        " the limit is a number. Undetermined outcomes lack data, and may change places once these come."
    )
    return f'<p class="soft">{escape(words.either(lang, zh, en))}</p>'


# ── the ranking ──────────────────────────────────────────────────
def _table(plan: Plan, counties: Sequence[Made], lang: str) -> str:
    below = [c for c in plan.conclusions if c.grain != plan.top.id]
    number = '<th scope="col" class="num">{}</th>'
    head = [words.of(("县", "County"), lang), number.format(words.of(("名次", "Place"), lang))]
    head += [words.of(p, lang) for p in (("代码", "Code"), ("结论", "Conclusion"))]
    head += [words.of(("未达标的指标", "Indicators missed"), lang), words.of(("最差一项", "Worst value"), lang)]
    head.append(number.format(words.of(("未达标的项", "Outcomes missed"), lang)))
    head.append(number.format(words.of(("待定的项", "Undetermined"), lang)))
    head += [number.format(escape(words.name(c.about, c.id, lang))) for c in below]
    head.append(words.of(("文书", "Documents"), lang))
    rows = [_row(place, one, [c.id for c in below], plan, lang) for place, one in enumerate(counties, 1)]
    return html_tables.table(head, rows, "matrix ranking", words.either(lang, "各县", "Counties"))


def _row(place: int, one: Made, below: Sequence[str], plan: Plan, lang: str) -> str:
    how = one["standing"]
    vetoes = {veto.id: words.name(veto.about, veto.id, lang) for veto in plan.vetoes}
    held = "".join(f"<small> {escape(vetoes.get(id, id))}</small>" for id in one["vetoes"])
    judged = how["met"] + how["not_met"]
    share = f" <small>({100 * how['not_met'] / judged:.1f}%)</small>" if judged else ""
    cells = [
        f'<td class="num">{place}</td>',
        escape(one["county"]),
        _tag(state(one), lang) + held,
        _unmet(how["unmet"]),
        _worst(how, plan, lang),
        f'<td class="num">{how["not_met"]}/{judged}{share}</td>',
        f'<td class="num">{how["undetermined"] or "·"}</td>',
        *(f'<td class="num">{_met(one["objects"].get(id, {}))}</td>' for id in below),
        " ".join(_link(document["name"]) for document in one.get("documents", ())),
    ]
    return html_tables.row(escape(one["name"] or one["county"]), *cells)


def _unmet(unmet: Mapping[str, int]) -> str:
    if not unmet:
        return "·"
    codes = list(unmet)
    more = f" +{len(codes) - _NAMED}" if len(codes) > _NAMED else ""
    return f"<b>{len(codes)}</b> <small>{escape(' '.join(codes[:_NAMED]) + more)}</small>"


def _worst(how: Made, plan: Plan, lang: str) -> str:
    if how["worst"] < 0:
        return "·"
    rule = next(rule for rule in plan.rules if rule.id == how["worst_rule"])
    title = escape(words.coded(rule.about, rule.id, lang), quote=True)
    wide = how["worst"] / 10
    return (
        f'<td class="not_met strip" title="{title}"><div class="bar" aria-hidden="true" '
        f'style="--v:{wide / 1.15:.1f}%;--l:87%"><i></i><u></u></div>'
        f"{escape(rule.id)} {extent(how['worst'])}</td>"
    )


def _met(counts: Mapping[str, int]) -> str:
    """Met of all that are concerned."""
    return f"{counts.get('met', 0)}/{sum(n for word, n in counts.items() if word != 'not_applicable')}"


def _link(path: str) -> str:
    return f'<a href="{escape(path, quote=True)}">{escape(PurePath(path).stem)}</a>'


# ── over all counties ────────────────────────────────────────────
def _totals(plan: Plan, counties: Sequence[Made], lang: str) -> str:
    head = [words.either(lang, "合计", "Totals")]
    head += [f'<th scope="col" class="num">{words.SIGNS[v]} {escape(v.word(lang))}</th>' for v in words.SIGNS]
    rows = []
    for conclusion in plan.conclusions:
        if conclusion.grain != plan.top.id:
            found = [one["objects"].get(conclusion.id, {}) for one in counties]
            rows.append(_total(words.name(conclusion.about, conclusion.id, lang), found))
    outcomes = [{name: one["standing"][name] for name in ("met", "not_met", "undetermined")} for one in counties]
    rows.append(_total(words.either(lang, "判定的项", "Outcomes that decide"), outcomes))
    return html_tables.table(head, rows)


def _total(name: str, found: Sequence[Mapping[str, int]]) -> str:
    numbers = (sum(counts.get(verdict.value, 0) for counts in found) for verdict in words.SIGNS)
    return html_tables.row(escape(name), *(f'<td class="num">{number or "·"}</td>' for number in numbers))


def _missed(plan: Plan, counties: Sequence[Made], lang: str) -> str:
    """Indicator → in how many counties, and at how many objects."""
    where, objects = Counter[str](), Counter[str]()
    for one in counties:
        where.update(one["standing"]["unmet"].keys())
        objects.update(one["standing"]["unmet"])
    known = {rule.id: rule for rule in plan.rules}
    number = '<th scope="col" class="num">{}</th>'
    head = [words.of(("指标", "Indicator"), lang)]
    head += [number.format(words.of(p, lang)) for p in (("县", "Counties"), ("对象", "Objects"))]
    order = sorted(where, key=lambda id: (-where[id], -objects[id], id))
    return html_tables.table(head, [
        html_tables.row(escape(words.coded(known[id].about, id, lang)), f'<td class="num">{where[id]}</td>',
                        f'<td class="num">{objects[id]}</td>')
        for id in order
    ])  # fmt: skip


def _receipt(plan: Plan, made: Made, lang: str) -> str:
    ruleset, files = made["ruleset"], made["submission"]["files"]
    colon = words.either(lang, "：", ": ")
    lines = [
        (words.either(lang, "规则集", "Ruleset"), f"{plan.id} {ruleset['hash']}"),
        (words.either(lang, "评估日期", "As of"), ruleset["as_of"]),
        (words.either(lang, "附加层", "Layers"), "、".join(ruleset["layers"]) or "—"),
        *((words.either(lang, "口径", "Reading"), f"{id}{colon}{value}") for id, value in ruleset["readings"].items()),
        *((words.either(lang, "填报", "Data"), f"{file['name']} sha256:{file['sha256']}") for file in files[:_FILES]),
    ]
    if len(files) > _FILES:
        more = words.either(lang, f"另有 {len(files) - _FILES} 个", f"{len(files) - _FILES} more")
        lines.append((words.either(lang, "填报", "Data"), f"{more} (manifest.json)"))
    shown = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in lines)
    return f"<dl>{shown}</dl>"
