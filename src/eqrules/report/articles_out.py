"""规范文本的样子 · Numbered articles as text, as a page, as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from types import MappingProxyType

from eqrules.report.articles import Block

_STYLE = """
body { margin: 0; color: #1c2126; background: #fff;
  font: 17px/1.9 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; }
:lang(en) body, :lang(en) p { font-family: Georgia, "Times New Roman", "Noto Serif CJK SC", serif; text-align: start; }
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.5rem 5rem; }
h1 { font-size: 1.8rem; text-align: center; line-height: 1.4; margin: 0; }
h2 { font-size: 1.2rem; text-align: center; margin: 2.4rem 0 .8rem; break-after: avoid; }
p { margin: .5rem 0; text-align: justify; overflow-wrap: anywhere; orphans: 3; widows: 3; }
.note { text-align: center; color: #5a646e; }
.item { margin-left: 2.2em; }
:lang(en) p { font-family: Georgia, "Times New Roman", "Noto Serif CJK SC", serif; text-align: start; }
.sign { margin-top: 4rem; white-space: pre-wrap; }
@media print { main { max-width: none; padding: 0; } @page { size: A4; margin: 37mm 26mm 35mm 28mm; } }
"""


def text(blocks: Sequence[Block], lang: str) -> bytes:
    """Plain text, a blank line between articles, items indented."""
    lines: list[str] = []
    gap = "　" if lang == "zh" else " "
    for block in blocks:
        words = (
            block.text
            if not block.number
            else f"{block.number}{'' if block.kind == 'item' and lang == 'zh' else gap}{block.text}"
        )
        indent = {"item": "　　" if lang == "zh" else "    "}.get(block.kind, "")
        lines += [f"{indent}{words}"] if block.kind == "item" else ["", words]
    return ("\n".join(lines).strip() + "\n").encode("utf-8")


def page(blocks: Sequence[Block], lang: str) -> bytes:
    """One page that prints on A4; nothing is fetched from elsewhere."""
    body = []
    for block in blocks:
        number, words = escape(block.number), escape(block.text)
        match block.kind:
            case "title":
                body.append(f"<h1>{words}</h1>")
            case "chapter":
                body.append(f"<h2>{number}　{words}</h2>" if lang == "zh" else f"<h2>{number} · {words}</h2>")
            case "article":
                body.append(f"<p><b>{number}</b>　{words}</p>" if lang == "zh" else f"<p><b>{number}</b> {words}</p>")
            case _:
                body.append(f'<p class="{block.kind}">{number}{" " if number and lang == "en" else ""}{words}</p>')
    title = escape(next((b.text for b in blocks if b.kind == "title"), ""))
    tongue = "zh-CN" if lang == "zh" else "en"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    head += f"<style>{_STYLE}</style>"
    joined = "\n".join(body)
    made = (
        f'<!doctype html>\n<html lang="{tongue}"><head>{head}</head>\n<body><main>\n{joined}\n</main></body></html>\n'
    )
    return made.encode("utf-8")


def document(blocks: Sequence[Block], lang: str) -> bytes:
    """A .docx laid out as official papers are."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    from eqrules.report import paper

    title = next((block.text for block in blocks if block.kind == "title"), "")
    out = paper.document(title, "eqrules")
    for block in blocks:
        words = paper.clean(block.text)
        match block.kind:
            case "title":
                out.add_paragraph(words, style="Title")
            case "chapter":
                heading = out.add_heading(f"{block.number}　{words}", 1)
                heading.alignment, heading.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
                heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(14)
            case _:
                paragraph = out.add_paragraph()
                if block.number:
                    paragraph.add_run(block.number + ("　" if block.kind == "article" else "")).bold = (
                        block.kind == "article"
                    )
                paragraph.add_run(words)
                paragraph.paragraph_format.first_line_indent = Pt(0 if block.kind == "note" else 32)
                if block.kind == "note":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                if block.kind == "sign":
                    paragraph.paragraph_format.space_before = Pt(58)
    return paper.content(out)


MADE: MappingProxyType[str, Callable[[Sequence[Block], str], bytes]] = MappingProxyType(
    {".txt": text, ".html": page, ".docx": document}
)
"""File ending → how it is written."""
