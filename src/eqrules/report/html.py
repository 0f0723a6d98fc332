"""页面 · One self-contained page of a run: plain HTML, no network, no script; every name is escaped."""

from __future__ import annotations

from html import escape

from eqrules.diagnostics.catalogue import message, next_step
from eqrules.diagnostics.render import cells_text
from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.report import html_schools, html_style, html_tables, receipt, words
from eqrules.report.charts import dispersion
from eqrules.report.county import County, counties
from eqrules.report.objects import Objects, looked_into
from eqrules.report.result import findings

MOST_COUNTIES = 30
"""Counties shown in full; of more, those that do not pass come first."""
_MOST_CELLS = 60
_LEVELS = {"error": ("错误", "Error"), "warning": ("提醒", "Note"), "hint": ("提示", "Hint")}


def page(of: Evaluation | Objects, lang: str, ruleset_hash: str = "") -> str:
    """The whole page as text."""
    objects = looked_into(of)
    evaluation = objects.evaluation
    found = counties(objects)
    shown = found if len(found) <= MOST_COUNTIES else sorted(found, key=_urgency)[:MOST_COUNTIES]
    whose = shown[0].name if len(found) == 1 else words.either(lang, "评估结果", "Results")
    title = f"{whose} · {evaluation.plan.id}"
    skip = words.either(lang, "跳到结论", "Skip to the verdict")
    first = escape(_anchor(shown[0]) if len(found) == 1 else "receipt", quote=True) if shown else "receipt"
    body = [
        f'<a class="skip" href="#{first}">{skip}</a>',
        _top(objects, lang),
        _overview(found, shown, lang) if len(found) > 1 else "",
        *(_county(county, lang) for county in shown),
        _findings(evaluation, lang),
        _receipt(evaluation, lang, ruleset_hash),
    ]
    return html_style.page(title, lang, "\n".join(part for part in body if part))


def _urgency(county: County) -> int:
    if county.verdict.vetoes:
        return 0
    order = (Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.MET, Verdict.NOT_APPLICABLE)
    return 1 + order.index(county.verdict.verdict)


def _top(objects: Objects, lang: str) -> str:
    evaluation, plan = objects.evaluation, objects.plan
    day = words.either(lang, f"评估日期 {evaluation.day}", f"as of {evaluation.day}")
    parts = [plan.paper.document, plan.paper.number, plan.id, day]
    rest = " · ".join(escape(part) for part in parts if part)
    return f'<div class="top"><strong>{escape(words.name(plan.about, plan.id, lang))}</strong> · {rest}</div>'


def _overview(found: list[County], shown: list[County], lang: str) -> str:
    listed = {county.key for county in shown}
    rows = []
    for county in found:
        name = escape(county.name)
        link = f'<a href="#{escape(_anchor(county), quote=True)}">{name}</a>' if county.key in listed else name
        rows.append(html_tables.row(link, escape("/".join(county.key)), _verdict_tag(county, lang)))
    head = [words.of(p, lang) for p in (("县", "County"), ("代码", "Code"), ("结论", "Verdict"))]
    note = ""
    if len(shown) < len(found):
        zh = f"下面展开其中 {len(shown)} 个县，未达标的在前；其余用 --county 单独评估，或看 .csv 结果。"
        en = f"{len(shown)} follow in full, those that do not pass first; for others use --county or .csv."
        note = f'<p class="soft">{escape(words.either(lang, zh, en))}</p>'
    title = words.either(lang, f"共 {len(found)} 个县", f"{len(found)} counties")
    return f"<h1>{escape(title)}</h1>{html_tables.table(head, rows)}{note}"


def _verdict_tag(county: County, lang: str) -> str:
    verdict = county.verdict
    word = f"{words.county_sign(verdict)} {words.county_word(verdict, lang)}"
    return f'<span class="tag {_colour(county)}">{escape(word)}</span>'


def _colour(county: County) -> str:
    return Verdict.NOT_MET.value if county.verdict.vetoes else county.verdict.verdict.value


def _anchor(county: County) -> str:
    return "c-" + "-".join(county.key)


def _county(county: County, lang: str) -> str:
    verdict = county.verdict
    sign, word = words.county_sign(verdict), words.county_word(verdict, lang)
    code = "/".join(county.key)
    links = {d.key: html_schools.anchor(d.key) for d in county.shown()}
    coded = f'<p class="soft">{escape(code)}</p>' if code != county.name else ""
    chapters = [
        (words.either(lang, "各方面", "Chapters"), _groups(county, lang)),
        *html_tables.matrices(county, lang, links),
        (words.either(lang, "校际差异系数", "Variation between schools"), _dispersions(county, lang)),
        (words.either(lang, "逐校", "School by school"), html_schools.blocks(county, lang)),
        (words.either(lang, "其他项目", "Other items"), html_tables.items(county, lang)),
        (words.either(lang, "差距", "Gaps"), html_tables.gaps(county, lang)),
        (words.either(lang, "用到的放宽", "Relaxations used"), html_tables.relaxed(county, lang)),
        (words.either(lang, "待补的单元格", "Cells still needed"), _missing(county, lang)),
    ]
    own = [(f"{_anchor(county)}-{n}", *chapter) for n, chapter in enumerate(chapters, 1) if chapter[1]]
    parts = [
        f'<section class="county" id="{escape(_anchor(county), quote=True)}">',
        f"<h1>{escape(county.name)}</h1>{coded}",
        f'<p class="verdict {_colour(county)}"><span class="sign">{sign}</span>{escape(word)}</p>',
        _conclusions(county, lang),
        _contents([(name, title) for name, title, _ in own], lang),
        *(_chapter(title, text, name) for name, title, text in own),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def _dispersions(county: County, lang: str) -> str:
    """The chart that is also to be had as a file, and the same in words."""
    drawn = dispersion.chart(county, lang) or ""
    figure = f'<figure class="chart" tabindex="0">{drawn}</figure>' if drawn else ""
    return figure + html_tables.dispersions(county, lang)


def _contents(chapters: list[tuple[str, str]], lang: str) -> str:
    """Links to the chapters of a county, and to what stands at the end of the page."""
    end = [
        ("data-checks", words.either(lang, "数据检查", "Data checks")),
        ("receipt", words.either(lang, "回执", "Receipt")),
    ]
    links = (f'<a href="#{escape(name, quote=True)}">{escape(title)}</a>' for name, title in (*chapters, *end))
    return f'<nav aria-label="{words.either(lang, "目录", "Contents")}">{"".join(links)}</nav>'


def _chapter(title: str, text: str, name: str = "") -> str:
    ident = f' id="{escape(name, quote=True)}"' if name else ""
    return f"<h2{ident}>{escape(title)}</h2>\n{text}" if text else ""


def _conclusions(county: County, lang: str) -> str:
    objects = county.objects
    lines = [f"{html_tables.tag(d.verdict, lang)} {escape(objects.ruling(d.id, lang))}" for d in county.decisions()]
    for code, decisions in county.lower_decisions.items():
        counts = " ".join(
            f"{html_tables.tag(v, lang)} {n}" for v in words.SIGNS if (n := sum(d.verdict is v for d in decisions))
        )
        lines.append(f"{escape(objects.ruling(code, lang))} {counts}")
    for code, holds in county.vetoes():
        if holds is None or holds:
            word = words.of(words.VETO, lang) if holds else Verdict.UNDETERMINED.word(lang)
            kind, sign = ("not_met", "⊘") if holds else ("undetermined", "?")
            name = words.coded(objects.rulings[code], code, lang)
            lines.append(f'<span class="tag {kind}">{sign} {escape(word)}</span> {escape(name)}')
    absent = [words.coded(objects.rulings[code], code, lang) for code, holds in county.vetoes() if holds is False]
    if absent:
        said = words.either(lang, "没有的一票否决情形", "Veto cases that do not exist")
        lines.append(f"{escape(said)}：{escape(words.either(lang, '、', '; ').join(absent))}")
    return f'<ul class="plain">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def _groups(county: County, lang: str) -> str:
    head = [words.either(lang, "方面", "Chapter"), words.either(lang, "结论", "Verdict")]
    head += [f'<th scope="col" class="num">{words.SIGNS[v]} {escape(v.word(lang))}</th>' for v in words.SIGNS]
    rows = []
    for code, verdict, counts in county.aspects:
        numbers = (f'<td class="num">{counts[v] or "·"}</td>' for v in words.SIGNS)
        name = escape(county.objects.ruling(code, lang))
        rows.append(html_tables.row(name, html_tables.tag(verdict, lang), *numbers))
    return html_tables.table(head, rows)


def _missing(county: County, lang: str) -> str:
    cells = county.verdict.missing
    if not cells:
        return ""
    listed = "、".join(f"<code>{escape(cell)}</code>" for cell in cells[:_MOST_CELLS])
    more = len(cells) - _MOST_CELLS
    rest = words.either(lang, f" 等 {len(cells)} 处", f" … {len(cells)} in all") if more > 0 else ""
    return f"<p>{listed}{rest}</p>"


def _findings(evaluation: Evaluation, lang: str) -> str:
    none = f"<p>{words.either(lang, '没有发现问题。', 'Nothing was found.')}</p>"
    blocks = [_finding(finding, lang) for finding in findings(evaluation)]
    return _chapter(words.either(lang, "填报数据检查", "Data checks"), "\n".join(blocks) or none, "data-checks")


def _finding(finding: Finding, lang: str) -> str:
    level = words.of(_LEVELS[finding.level], lang)
    text = f"<strong>{escape(level)} {finding.code}</strong> {escape(message(finding, lang))}"
    cells = cells_text(finding.cells, finding.count, lang) if finding.cells else ""
    where = f"<br><code>{escape(cells)}</code>" if cells else ""
    step = next_step(finding, lang)
    after = f"<br>→ {escape(step)}" if step else ""
    return f'<div class="finding {finding.level}">{text}{where}{after}</div>'


def _receipt(evaluation: Evaluation, lang: str, ruleset_hash: str) -> str:
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>"
        for label, text in receipt.lines(evaluation, lang, ruleset_hash)
    )
    signs = " · ".join(f"{words.SIGNS[v]} {escape(v.word(lang))}" for v in words.SIGNS)
    legend = f'<p class="soft">{signs}</p>'
    return _chapter(words.either(lang, "回执", "Receipt"), f"<dl>{rows}</dl>{legend}", "receipt")
