"""悬停 · What stands under the cursor: what a word means, where a name is declared, what a column is for."""

from __future__ import annotations

from lsprotocol import types

from eqrules.compile.head import signs
from eqrules.diagnostics.report import Report
from eqrules.language.builtins import BUILTINS
from eqrules.language.comparisons import PRINTED, TOKENS
from eqrules.lsp.lines import around
from eqrules.lsp.names import Entity
from eqrules.lsp.places import place
from eqrules.lsp.session import Session, Spot
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import FOLD, fold, name_key
from eqrules.syntax.layout import HEAD, LAYOUTS
from eqrules.syntax.meanings import meaning
from eqrules.syntax.words import spelled_by, words

_SKIPPED = {"CODE", "NAME", "OTHER_EN", "OTHER_ZH"}


def hover(spot: Spot, session: Session) -> types.Hover | None:
    """Words in Markdown, and the range they are about."""
    mention = spot.mention
    if mention is not None:
        entity = spot.open.names.by_key.get(mention.key) if mention.kind == "name" else None
        text = _entity(entity, spot, session) if entity else _other(mention.key, mention.kind, spot, session)
        if text:
            return _shown(text, mention.span, spot)
    return _heading(spot, session) or _keyword(spot, session)


def _shown(text: str, span: Span, spot: Spot) -> types.Hover:
    home = spot.open.edited.home(span)
    where = place(spot.paper.text, home[1], home[2]) if home else None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), where)


def _entity(entity: Entity, spot: Spot, session: Session) -> str:
    """Its names, its row cell by cell, and where that stands."""
    others = [f"`{entity.code}`", *(name for name in (entity.zh, entity.en) if name and name != entity.shown)]
    kind = words("headings")[entity.token].spelled(session.lang)
    lines = [f"**{entity.shown}** {' · '.join(others)}", " · ".join(filter(None, (kind, entity.section.title)))]
    if entity.row is not None:
        cells = [(cell.column.span.text, cell.span.text) for cell in entity.row.cells
                 if cell.span.text and cell.column.token not in _SKIPPED]  # fmt: skip
        lines.append("\n".join(f"- {head}\uff1a{text}" if session.lang == "zh" else f"- {head}: {text}"
                               for head, text in cells))  # fmt: skip
    else:
        lines.append("\n".join(f"> {part.text}" for part in entity.section.parts if isinstance(part, tree.Quote)))
    return "\n\n".join(filter(None, (*lines, *_told(entity, spot, session), _where(entity.span, spot, session))))


def _told(entity: Entity, spot: Spot, session: Session) -> list[str]:
    """The rule as one sentence, and which document set which part of it; nothing while the ruleset has mistakes."""
    plan = spot.open.compilation.plan
    if plan is None:
        return []
    from eqrules.report.history import history
    from eqrules.report.paraphrase import sentence
    from eqrules.report.words import of_rulings

    about = (of_rulings(plan) | {item.id: item.about for item in plan.derived}).get(entity.code)
    past = [line for line in history(plan, about, session.lang) if line.strip()] if about else []
    return [sentence(plan, entity.code, session.lang), "```text\n" + "\n".join(past) + "\n```" if past else ""]


def _where(span: Span, spot: Spot, session: Session) -> str:
    where = session.location(spot.open, span)
    if where is None:
        return ""
    name, line = span.source.name.rpartition("/")[2], where.range.start.line + 1
    return session.say(f"*{name} 第 {line} 行*", f"*{name}, line {line}*")


def _other(key: str, kind: str, spot: Spot, session: Session) -> str:
    """A function, or a value of a list."""
    if kind == "value":
        declared = spot.open.names.values.get(key)
        if declared is None:
            return ""
        entry = spot.open.compilation.glossary.entries.get(key, {}).get("value")
        twin = " = ".join(filter(None, (entry.zh, entry.en))) if entry else ""
        head = f"**{twin or declared.text}**"
        kind_of = session.say("列表里的一个值", "a value of a list")
        return "\n\n".join(filter(None, (head, kind_of, _where(declared, spot, session))))
    found = next((b for b in BUILTINS if key in {name_key(w) for w in (b.zh, b.en, *b.aliases)}), None)
    if found is None:
        return ""
    about = found.about_zh if session.lang == "zh" else found.about_en
    return f"**{found.zh}** · {found.en}\n\n{session.say('函数', 'function')}\n\n{about}"


def _heading(spot: Spot, session: Session) -> types.Hover | None:
    """A chapter's heading, the heading of a column, the key of a line."""
    line = around(spot.paper.text, spot.offset)
    layout = LAYOUTS.get(line.chapter)
    tokens: tuple[str, ...] = ()
    if line.kind == "heading":
        tokens = (line.chapter,)
    elif line.kind == "head":
        tokens = tuple(layout.columns) if layout else ()
    elif line.kind == "line" and line.column == 0:
        tokens = tuple(layout.lines) if layout else tuple(HEAD.split())
    if not tokens:
        return None
    typed = line.cell.translate(FOLD).partition(":")[0]
    owners = tokens if line.kind == "heading" else spelled_by("headings").get(name_key(typed), ())
    token = next((t for t in owners if t in tokens), "")
    text = meaning(token, session.lang)
    if not text:
        return None
    word = words("headings")[token]
    shown = f"**{word.zh}** · {word.en}\n\n{text}"
    where = place(spot.paper.text, line.start, line.start + len(line.cell))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, shown), where)


def _keyword(spot: Spot, session: Session) -> types.Hover | None:
    """A word of comparison: which sign it is in this ruleset."""
    line = around(spot.paper.text, spot.offset)
    if line.kind not in ("row", "line"):
        return None
    table, at = spelled_by("keywords"), spot.offset - line.start
    folded = fold(line.cell)
    covering = [
        (start, spelling)
        for spelling, tokens in table.items()
        if any(token in TOKENS for token in tokens)
        for start in range(max(0, at - len(spelling)), at + 1)
        if folded.startswith(spelling, start) and start <= at <= start + len(spelling)
    ]
    if not covering:
        return None
    start, spelling = max(covering, key=lambda found: len(found[1]))
    default = TOKENS[next(token for token in table[spelling] if token in TOKENS)]
    said = {k: v for document in spot.open.compilation.documents for k, v in signs(document, Report()).items()}
    sign = said.get(spelling, default)
    by = session.say("本规则集「用语」规定", "by the words line of this ruleset") if spelling in said else (
        session.say("默认的意思", "its usual meaning"))  # fmt: skip
    shown = f"**{line.cell[start : start + len(spelling)]}** {PRINTED[sign]}\n\n{by}"
    where = place(spot.paper.text, line.start + start, line.start + start + len(spelling))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, shown), where)
