"""对照页 · The comparison as one page that needs nothing else: the judgement, old beside new, examples, impact."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from eqrules.compare.changes import Comparison, Counterexample
from eqrules.report import words
from eqrules.report.diff import sheets
from eqrules.report.diff.sentences import SIDES, Sentences, verb
from eqrules.report.html_style import STYLE
from eqrules.report.html_tables import row, table

MOST = 500
"""Objects listed on a page; the data and the workbook have them all."""
_CELLS = 60
_META = """<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
"""
_OWN = """
.effect { display: inline-block; padding: 0 .5em; border-radius: .25rem; font-weight: 600; white-space: nowrap; }
.stricter { color: #8a3b00; background: #fdefe2; } .looser { color: #0b5cad; background: #e8f1fb; }
.incomparable { color: #6b2fa0; background: #f3eafb; } .unproven { color: var(--und); background: var(--und-wash); }
.equal { color: var(--na); background: var(--na-wash); }
.verdict small { display: block; font-size: 1rem; font-weight: 400; color: var(--ink); line-height: 1.6; }
.changes { table-layout: fixed; min-width: 60rem; }
.changes col.rule { width: 17%; } .changes col.what { width: 11%; } .changes col.side { width: 25%; }
.changes col.effect { width: 8.5rem; } .changes col.basis { width: 8.5rem; }
.changes th, .changes td { overflow-wrap: anywhere; }
.changes tr.chapter th { background: var(--wash); font-weight: 700; }
.changes tr.more th { border-bottom: 1px solid var(--line); }
.changes td.old del { background: #fde8e4; text-decoration: none; border-radius: .15rem; }
.changes td.new ins { background: #dff3e4; text-decoration: none; border-radius: .15rem; }
.papers th { white-space: nowrap; }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .35rem; padding: .5rem .9rem; }
summary { cursor: pointer; font-weight: 600; }
@media print { details { break-inside: avoid; } .changes { min-width: 0; } }
"""


def page(found: Comparison, lang: str) -> str:
    write = Sentences(found, lang)
    title = f"{write.id('old')} → {write.id('new')}"
    body = [part for part in _parts(write) if part]
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n{_META}'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{_OWN}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _parts(write: Sentences) -> Iterator[str]:
    found, say = write.found, write.say
    names = [escape(words.name(p.about, p.id, write.lang)) for p in (found.old, found.new)]
    yield f"<h1>{say('新旧条文对照表', 'Old and new, side by side')}</h1>"
    sides = [f"<strong>{name}</strong> {escape(write.id(side))}" for name, side in zip(names, SIDES, strict=True)]
    yield f'<p class="top">{" → ".join(sides)}</p>'
    overall = found.overall
    sign, _, word = write.overall().partition(" ")
    yield (
        f'<p class="verdict {overall.effect}"><span class="sign">{sign}</span><span>{escape(word)}'
        f"<small>{escape(write.judgement(overall))} {escape(write.proof(overall))}{say('。', '.')}</small></span></p>"
    )
    yield _papers(write)
    yield f"<h2>{say('变化', 'Changes')} {len(found.changes)}</h2>"
    yield _changes(write) or f"<p>{say('规则没有变化。', 'No change of meaning.')}</p>"
    if found.counterexamples:
        yield f"<h2>{say('反例', 'Counterexamples')}</h2>"
        said = say("数据是虚构的；每一个都由参照引擎按两份规则重新算过。",
                   "Made-up data; each was judged again by the reference engine under both rulesets.")  # fmt: skip
        yield f'<p class="soft">{said}</p>'
        yield from (_example(write, one) for one in found.counterexamples)
    yield from _impact(write)


def _papers(write: Sentences) -> str:
    head = ["", write.say("旧", "Old"), write.say("新", "New")]
    return table(head, [row(escape(a), escape(b), escape(c)) for a, b, c in sheets.rulesets(write)], "papers")


def _changes(write: Sentences) -> str:
    made, chapter = [], ""
    for line in sheets.lines(write):
        if line.chapter != chapter:
            chapter = line.chapter
            made.append(f'<tr class="chapter"><th colspan="6" scope="colgroup">{escape(chapter)}</th></tr>')
        effect = f'<span class="effect {line.effect}">{escape(sheets.effect_words(line.effect, write.lang))}</span>'
        old, new = _marked(line.old, line.new)
        made.append(
            f'<tr><th scope="row">{escape(line.title)}</th><td>{escape(line.aspect)}</td><td class="old">{old}</td>'
            f'<td class="new">{new}</td><td>{effect if line.decides else ""}</td><td>{escape(line.basis)}</td></tr>'
        )
    if not made:
        return ""
    columns = "".join(f'<col class="{name}">' for name in ("rule", "what", "side", "side", "effect", "basis"))
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in sheets.heads(write))
    return (
        f'<div class="box" tabindex="0"><table class="changes"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(made)}</tbody></table></div>"
    )


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both texts with the part that differs marked."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = list(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    end = next((i for i, (a, b) in enumerate(rest) if a != b), len(rest))
    return _mark(old, start, len(old) - end, "del"), _mark(new, start, len(new) - end, "ins")


def _mark(text: str, start: int, end: int, tag: str) -> str:
    if start >= end:
        return escape(text)
    return f"{escape(text[:start])}<{tag}>{escape(text[start:end])}</{tag}>{escape(text[end:])}"


def _example(write: Sentences, of: Counterexample) -> str:
    tables = []
    for sheet, heads, rows in write.sheets(of):
        cells = [row(escape(r[0]), *(escape(c) for c in r[1:])) for r in rows]
        tables.append(f"<h3>{escape(sheet)}</h3>" + table([escape(h) for h in heads], cells))
    count = sum(len(r) for rows in of.tables.values() for r in rows)
    opened = " open" if count <= _CELLS else ""
    return f"<details{opened}><summary>{escape(write.counterexample(of))}</summary>{''.join(tables)}</details>"


def _impact(write: Sentences) -> Iterator[str]:
    of, say = write.found.impact, write.say
    if of is None:
        return
    files = escape(say("、", ", ").join(of.files))
    yield f"<h2>{say('对这份填报的影响', 'Impact on this submission')}</h2><p>{files}</p>"
    changed, all_of_them = len(of.counties), of.county_count
    title = say(f"县：{all_of_them} 个中 {changed} 个结论改变", f"Counties: {changed} of {all_of_them} {verb(changed)}")
    yield f"<h3>{title}</h3>"
    yield _list(sheets.switch_heads(write)[:5], sheets.switch_rows(write, of.counties, MOST))
    yield f"<h3>{say('逐条', 'By rule')}</h3>"
    yield _list(sheets.reach_heads(write), sheets.reach_rows(write, of))
    yield f"<h3>{say('学校和其他对象', 'Schools and other objects')}</h3>"
    yield (
        _list(sheets.switch_heads(write), sheets.switch_rows(write, of.switches, MOST))
        or f"<p>{say('没有。', 'None.')}</p>"
    )
    left = len(of.switches) - MOST + of.cut
    if left > 0:
        yield f'<p class="soft">{say(f"另有 {left} 个没有列出。", f"{left} more are not listed.")}</p>'


def _list(heads: list[str], rows: list[list[str]]) -> str:
    cells = [row(escape(r[0]), *(escape(c) for c in r[1 : len(heads)])) for r in rows]
    return table([escape(h) for h in heads], cells)
