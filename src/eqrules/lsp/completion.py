"""补全 · What may be typed next, by Chinese, English, code, pinyin or initials, and by the column it is typed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lsprotocol import types

from eqrules.language.builtins import BUILTINS
from eqrules.lsp.lines import Line, around
from eqrules.lsp.names import DECLARING, Names
from eqrules.lsp.pinyin import readings, spells
from eqrules.lsp.places import place
from eqrules.lsp.session import Open, Session, Spot
from eqrules.syntax.characters import FOLD, fold, name_key
from eqrules.syntax.choices import choices
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.layout import HEAD, LAYOUTS
from eqrules.syntax.meanings import meaning
from eqrules.syntax.words import spelled_by, words

_MOST = 60
_SIGNS = set("()+-×÷/,;:、<>=≥≤~%| \t")
_WORDS: dict[str, tuple[str, ...]] = {
    "formula": ("OF", "BY", "WEIGHTED", "UNWEIGHTED"),
    "definition": ("OF", "BY", "AND", "OR", "IS"),
    "condition": ("AND", "OR", "IS", "IS_NOT", "GE_BEFORE", "LE_BEFORE", "GT_BEFORE", "LT_BEFORE", "GE_AFTER",
                  "LE_AFTER", "MET", "NOT_MET", "NOT", "YES", "NO"),
    "limit": ("GE_AFTER", "LE_AFTER", "GE_BEFORE", "LE_BEFORE", "GT_BEFORE", "LT_BEFORE", "FITS", "REPORT_ONLY",
              "UNKNOWN", "IS"),
    "conclusion": ("ALL_MET", "ITEMS_MET", "ITEMS_NOT_MET", "TO", "NO_VETO", "REST"),
    "codes": ("TO",),
    "span": ("GE_AFTER", "LE_AFTER", "MAY_BE_NONE"),
}  # fmt: skip
_WORDS |= {"amount": _WORDS["limit"], "exceptions": _WORDS["condition"], "given": ("IS", "YES", "NO")}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to type. `others`: what else it may be found by."""

    text: str
    kind: types.CompletionItemKind
    detail: str = ""
    others: tuple[str, ...] = ()


def prepare(opened: Open) -> None:
    """Look now where the names stand, and how they are read aloud: both take longer than a person should wait."""
    _ = opened.names
    for key in opened.compilation.glossary.entries:
        for character in key:
            readings(character)


def complete(spot: Spot, session: Session) -> types.CompletionList:
    """The server does the finding, since editors take a run of Chinese for one word: the list holds what fits."""
    text = spot.paper.text
    line = around(text, spot.offset)
    typed = text[line.start : spot.offset]
    opened = spot.open
    offers, whole = _offers(line, spot, session)
    start = 0 if whole else _word_start(typed, opened.compilation.glossary)
    found = _fitting(typed[start:], offers)
    if not found and not whole:
        start, found = _last_word(typed, offers)
    where = place(text, line.start + start, spot.offset)
    items = [
        types.CompletionItem(
            offer.text, detail=offer.detail or None, kind=offer.kind, sort_text=f"{rank:03}",
            filter_text=typed[start:] or offer.text, text_edit=types.TextEdit(where, offer.text))
        for rank, offer in enumerate(found[:_MOST])
    ]  # fmt: skip
    return types.CompletionList(True, items)


# ── what was typed so far ────────────────────────────────────────
def _word_start(typed: str, glossary: Glossary) -> int:
    """Where the word under the cursor begins: behind the names, numbers, keywords and signs that stand before it."""
    folded, at, start = fold(typed), 0, 0
    keywords = [word for word in spelled_by("keywords") if ord(word[0]) > 8]
    while at < len(folded):
        start = at
        if folded[at] in _SIGNS:
            at += 1
            start = at
            continue
        name = glossary.longest(folded, at)
        word = max((k for k in keywords if folded.startswith(k, at)), key=len, default="")
        if name or (word and not word.isascii()):
            at += max(len(name or ""), len(word))
            continue
        if folded[at].isdigit():
            while at < len(folded) and (folded[at].isdigit() or folded[at] == "."):
                at += 1
            continue
        while at < len(folded) and folded[at] not in _SIGNS:
            at += 1
    return start


def _last_word(typed: str, offers: list[Offer]) -> tuple[int, list[Offer]]:
    """When the whole run fits nothing: its end may, behind words that the ruleset does not know yet."""
    for start in range(1, len(typed)):
        if typed[start - 1].isascii() and typed[start - 1].isalnum() and typed[start].isascii():
            continue
        if typed[start] not in _SIGNS and (found := _fitting(typed[start:], offers)):
            return start, found
    return len(typed), []


def _fitting(typed: str, offers: Iterable[Offer]) -> list[Offer]:
    """Those that begin with what was typed first, then those it spells, then those that hold it."""
    wanted = name_key(typed)
    if not wanted:
        return list(offers)
    ranked = []
    for order, offer in enumerate(offers):
        rank = min(_rank(wanted, text) for text in (offer.text, *offer.others))
        if rank < 9:
            ranked.append((rank, len(offer.text) if rank else 0, order, offer))
    return [offer for *_, offer in sorted(ranked, key=lambda found: found[:3])]


def _rank(wanted: str, text: str) -> int:
    key = name_key(text)
    if key.startswith(wanted):
        return 0
    if wanted.isascii() and not key.isascii() and spells(wanted, key):
        return 1
    if wanted.isascii() and key.isascii():
        initials = "".join(part[0] for part in key.split())
        return 1 if len(wanted) > 1 and initials.startswith(wanted) else 2 if f" {wanted}" in key else 9
    if wanted in key:
        return 2
    letters = iter(key)
    return 3 if len(wanted) > 1 and all(letter in letters for letter in wanted) else 9


# ── what there is ────────────────────────────────────────────────
def _offers(line: Line, spot: Spot, session: Session) -> tuple[list[Offer], bool]:
    """What may stand here, and whether it takes the place of the whole cell."""
    compilation = spot.open.compilation
    lang = compilation.documents[-1].lang
    layout = LAYOUTS.get(line.chapter)
    if line.kind == "heading":
        return [_word(token, lang, session) for token in LAYOUTS], True
    if line.kind == "line" and line.column == 0:
        tokens = layout.lines if layout else HEAD.split()
        return [_word(token, lang, session) for token in tokens], True
    if line.kind == "head" and layout:
        columns = [_word(token, lang, session) for token in layout.columns]
        named = _values(spot) if layout.names != "none" else []
        return [*columns, *named, *(_names(spot, session) if layout.names == "any" else [])], True
    if line.kind not in ("row", "line") or not line.header:
        return [], True
    head = line.header[line.column] if line.kind == "row" and line.column < len(line.header) else line.header[0]
    allowed = (layout.columns if line.kind == "row" else layout.lines) if layout else {}
    typed = head.translate(FOLD).partition(":")[0]
    token = next((t for t in spelled_by("headings").get(name_key(typed), ()) if t in allowed), "")
    kind = allowed.get(token, "text") if token else layout.named if layout and layout.names != "none" else "text"
    if (token == "CODE" and line.chapter not in DECLARING) or token == "KEY":
        return _declared(spot, ("ITEMS",) if token == "KEY" else ("DERIVED", "INDICATORS"), lang), True
    if kind == "text":
        listed = choices(compilation.documents, lang).of(token, head)
        return [Offer(text, types.CompletionItemKind.EnumMember) for text in listed], True
    keywords = [
        Offer(words("keywords")[t].spelled(lang), types.CompletionItemKind.Keyword) for t in _WORDS.get(kind, ())
    ]
    return [*_names(spot, session), *_values(spot), *keywords], False


def _word(token: str, lang: str, session: Session) -> Offer:
    word = words("headings")[token]
    return Offer(word.spelled(lang), types.CompletionItemKind.Keyword, meaning(token, session.lang), word.spellings)


_KINDS = {
    "ITEMS": types.CompletionItemKind.Field,
    "DERIVED": types.CompletionItemKind.Variable,
    "INDICATORS": types.CompletionItemKind.Function,
    "CONCLUSIONS": types.CompletionItemKind.Interface,
    "GRAINS": types.CompletionItemKind.Class,
    "READINGS": types.CompletionItemKind.Enum,
}


def _names(spot: Spot, session: Session) -> list[Offer]:
    """Items first, then what is derived from them, and the functions."""
    lang = spot.open.compilation.documents[-1].lang
    names: Names = spot.open.names
    order = list(_KINDS)
    found = []
    for entity in sorted(names.entities, key=lambda e: order.index(e.token) if e.token in order else 9):
        shown = (entity.zh if lang == "zh" else entity.en) or entity.zh or entity.en or entity.code
        unit = entity.row.text("UNIT") if entity.row else ""
        detail = " · ".join(filter(None, (entity.code, entity.en if lang == "zh" else entity.zh, unit)))
        others = (entity.zh, entity.en, entity.code, *entity.aliases)
        kind = _KINDS.get(entity.token, types.CompletionItemKind.Constant)
        found.append(Offer(shown, kind, detail, tuple(filter(None, others))))
    for builtin in BUILTINS:
        shown, other = (builtin.zh, builtin.en) if lang == "zh" else (builtin.en, builtin.zh)
        about = builtin.about_zh if session.lang == "zh" else builtin.about_en
        found.append(Offer(shown, types.CompletionItemKind.Method, about, (other, *builtin.aliases)))
    return found


def _declared(spot: Spot, tokens: tuple[str, ...], lang: str) -> list[Offer]:
    """Codes of rules, or names of items, where a cell says which one is meant."""
    found = []
    for entity in spot.open.names.entities:
        if entity.token in tokens and entity.row is not None:
            name = (entity.zh if lang == "zh" else entity.en) or entity.shown
            text, detail = (name, entity.code) if tokens == ("ITEMS",) else (entity.code, name)
            others = (entity.code, entity.zh, entity.en, *entity.aliases)
            found.append(Offer(text, _KINDS[entity.token], detail, tuple(filter(None, others))))
    return found


def _values(spot: Spot) -> list[Offer]:
    compilation = spot.open.compilation
    glossary, lang = compilation.glossary, compilation.documents[-1].lang
    found = []
    for value in glossary.spellings("value"):
        entry = glossary.entries.get(name_key(value), {}).get("value")
        own = (entry.zh if lang == "zh" else entry.en) if entry else ""
        found.append(Offer(own or value, types.CompletionItemKind.EnumMember, others=(value,)))
    return list(dict.fromkeys(found))
