"""版式 · How the page looks: on a screen, on a phone, on paper; four states by word, sign and colour."""

from __future__ import annotations

from html import escape

_META = """<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
"""

STYLE = """
:root { --ink: #1c2126; --soft: #5a646e; --line: #d9dee3; --paper: #fff; --wash: #f5f7f8;
  --met: #17693f; --met-wash: #e9f5ee; --not: #a8201a; --not-wash: #fcebe9;
  --und: #7a4f00; --und-wash: #fff4d9; --na: #5a646e; --na-wash: #f1f3f4; color-scheme: light; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.65 "Noto Sans CJK SC",
  "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .6rem; padding-top: .7rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p { margin: .4rem 0; max-width: 46rem; }
.soft, caption, small { color: var(--soft); }
.top { color: var(--soft); margin-bottom: 1.6rem; }
.top strong { color: var(--ink); font-weight: 600; }
.verdict { display: flex; align-items: center; gap: .9rem; margin: 1rem 0; padding: 1rem 1.25rem;
  border-left: .4rem solid; font-size: 1.7rem; font-weight: 700; line-height: 1.3; max-width: none; }
.verdict .sign { font-size: 2.1rem; line-height: 1; }
.met { color: var(--met); background: var(--met-wash); }
.not_met { color: var(--not); background: var(--not-wash); }
.undetermined { color: var(--und); background: var(--und-wash); }
.not_applicable { color: var(--na); background: var(--na-wash); }
ul.plain { list-style: none; margin: .5rem 0; padding: 0; }
ul.plain li { padding: .15rem 0; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: .8rem 0; }
a { color: #0b5cad; }
.box { position: relative; overflow: auto; max-height: 85vh; margin: .6rem 0; border: 1px solid var(--line);
  border-radius: .35rem; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9rem; line-height: 1.45;
  font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { position: sticky; top: 0; z-index: 2; background: var(--wash); font-weight: 600;
  vertical-align: bottom; }
thead small { display: block; font-weight: 400; line-height: 1.35; }
tbody th { font-weight: 500; background: var(--paper); min-width: 6em; }
.matrix { width: auto; min-width: 100%; }
.matrix thead th { min-width: 7rem; }
.matrix thead th:first-child { z-index: 3; }
.matrix th:first-child { position: sticky; left: 0; z-index: 1; min-width: 9rem; max-width: 15rem;
  border-right: 1px solid var(--line); overflow-wrap: anywhere; }
.matrix thead th:first-child { background: var(--wash); }
td.state { white-space: nowrap; }
td.state b { display: inline-block; width: 1.1em; font-weight: 700; }
td.state small { color: inherit; display: block; padding-left: 1.1em; }
.nb { white-space: nowrap; }
.num { text-align: right; white-space: nowrap; }
.tag { display: inline-block; padding: 0 .5em; border-radius: .25rem; font-weight: 600; white-space: nowrap; }
.bar { position: relative; height: .5rem; width: 9rem; background: var(--na-wash); margin-top: .35rem; }
.bar i { position: absolute; inset: 0 auto 0 0; width: var(--v); background: currentColor; opacity: .75; }
.bar u { position: absolute; top: -.2rem; bottom: -.2rem; left: var(--l); border-left: 2px solid var(--ink); }
td.low { box-shadow: inset .3rem 0 var(--not); }
details.school { border: 1px solid var(--line); border-radius: .35rem; margin: .4rem 0; }
details.school > summary { padding: .45rem .8rem; cursor: pointer; }
details.school[open] > summary { border-bottom: 1px solid var(--line); }
.sheet { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 0 1.2rem; padding: .6rem .9rem; }
.sheet > p, .sheet > .box:first-child { grid-column: 1 / -1; }
.radar { width: 13rem; height: 13rem; }
polygon { fill: none; stroke: var(--line); }
polygon.limit { stroke: var(--ink); stroke-width: 1.2; }
polygon.floor { stroke: var(--soft); stroke-dasharray: 3 3; }
.radar .open { fill: none; stroke: #0b5cad; stroke-width: 1.6; }
polygon.value { fill: #0b5cad; fill-opacity: .22; stroke: #0b5cad; stroke-width: 1.6; }
.radar text, .sr text { font-size: 10px; text-anchor: middle; fill: var(--soft); }
.chart { margin: .6rem 0; overflow-x: auto; }
.chart svg { max-width: 100%; min-width: 40rem; height: auto; }
.strip { white-space: nowrap; background: none; }
.bullet { display: inline-block; position: relative; width: 9rem; height: .7rem; margin-right: .6rem;
  background: var(--na-wash); vertical-align: middle; }
.bullet i { position: absolute; inset: .12rem auto .12rem 0; width: var(--v); background: currentColor; }
.bullet u { position: absolute; top: -.25rem; bottom: -.25rem; left: 66.7%; border-left: 2px solid var(--ink); }
.bullet s { position: absolute; top: 0; bottom: 0; left: var(--l); border-left: 1px dashed var(--ink); }
a:focus-visible, summary:focus-visible, .box:focus-visible { outline: 3px solid #0b5cad; outline-offset: 1px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
.finding { border-left: .25rem solid var(--line); padding: .1rem 0 .1rem .8rem; margin: .8rem 0; }
.finding.error { border-color: var(--not); }
.finding.warning { border-color: #c98a00; }
code { font: .88em/1.5 ui-monospace, "Cascadia Mono", Consolas, "Noto Sans Mono CJK SC", monospace;
  overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
@media (max-width: 40rem) {
  main { padding: 1rem .8rem 3rem; }
  h1 { font-size: 1.5rem; }
  .verdict { font-size: 1.3rem; padding: .8rem .9rem; }
  .matrix th:first-child { min-width: 6.5rem; max-width: 8rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  .sheet { grid-template-columns: 1fr; }
  dd { margin-bottom: .5rem; }
}
@page { size: A4 landscape; margin: 14mm 12mm; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  details.school { break-inside: avoid; border: 0; border-top: 1px solid var(--line); }
  .radar { width: 9rem; height: 9rem; }
  .chart { overflow: visible; break-inside: avoid; }
  .chart svg { min-width: 0; }
  .sheet { grid-template-columns: 9rem minmax(0, 1fr); }
  a { color: inherit; text-decoration: none; }
  .box { overflow: visible; max-height: none; border: 0; }
  table { border-collapse: collapse; }
  th, td { padding: .15rem .35rem; }
  thead { display: table-header-group; }
  thead th, .matrix th:first-child { position: static; }
  .matrix thead th { min-width: 0; }
  tr, .finding, .verdict { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section.county + section.county { break-before: page; }
  .met, .not_met, .undetermined, .not_applicable, .bar, .bar i, .bullet, .bullet i { print-color-adjust: exact; }
}
"""


def page(title: str, lang: str, body: str) -> str:
    """A whole page that needs nothing beside itself."""
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n{_META}'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    )
