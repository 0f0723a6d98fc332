"""声明 · Gather every declared name before any cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from eqrules.language.builtins import BUILTINS
from eqrules.source import Span
from eqrules.syntax.blocks import RawLine, RawSection, RawTable
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.glossary import Glossary, Kind
from eqrules.syntax.tree import Lang
from eqrules.syntax.words import spelled_by

_DECLARING = {"GRAINS", "ITEMS", "DERIVED", "READINGS", "INDICATORS", "VETOES", "CONCLUSIONS"}
_LOOKED_AT = {"CODE", "NAME", "OTHER_EN", "OTHER_ZH", "ALIASES", "TYPE", "OPTIONS", "ACTION", "OLD_LIMIT", "NEW"}
_CODE_RANGE = re.compile(r"(?P<stem>[A-Za-z_]+)(?P<first>\d+)\s*(?:至|到|~|\s+to\s+)\s*(?P=stem)?(?P<last>\d+)$")


def expand_codes(text: str) -> list[str]:
    """`B1至B7` → B1, B2 … B7; a single code stays one."""
    plain = text.isascii() and "~" not in text and " to " not in text
    match = None if plain else _CODE_RANGE.fullmatch(text.translate(FOLD).strip())
    if not match:
        return [text.strip()]
    return [f"{match['stem']}{n}" for n in range(int(match["first"]), int(match["last"]) + 1)]


_JOINED = re.compile(r"(?P<stem>[A-Za-z_]+)(?P<first>\d+)\s*[-\u2013\u2014]+\s*(?P=stem)(?P<last>\d+)")


def joined_codes(text: str) -> str:
    """`B1-B7`, which is a code of its own, as the range that was meant; "" for anything else."""
    match = _JOINED.fullmatch(text.translate(FOLD).strip())
    return f"{match['stem']}{match['first']}至{match['stem']}{match['last']}" if match else ""


def split_list(text: str) -> list[str]:
    """`甲、乙(丙、丁)` → 甲 and 乙(丙、丁): a list, whose separators inside brackets do not count."""
    whole = text.translate(FOLD)
    if not any(mark in whole for mark in "、,;"):
        return [text.strip()] if text.strip() else []
    parts, depth, current = [], 0, ""
    for character, folded in zip(text, whole, strict=True):
        depth += (folded == "(") - (folded == ")")
        if depth == 0 and folded in "、,;":
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [part for part in (*parts, current.strip()) if part]


def split_values(text: str) -> tuple[list[tuple[str, str]], bool]:
    """The values of a closed list, each with its other-language name, and whether they are in rank order.

    `小学=primary、初中=junior secondary` is a plain list, `Ⅰ<Ⅱ<Ⅲ<Ⅳ` a ranked one, lowest first.
    """
    folded = text.translate(FOLD)
    ranked = "<" in folded
    if ranked:
        cuts = [-1, *(i for i, c in enumerate(folded) if c == "<"), len(text)]
        parts = [text[a + 1 : b].strip() for a, b in pairwise(cuts)]
    else:
        parts = split_list(text)
    values = []
    for part in parts:
        at = part.translate(FOLD).find("=")
        values.append((part[:at].strip(), part[at + 1 :].strip()) if at >= 0 else (part, ""))
    return values, ranked


TYPES = ("INTEGER", "DECIMAL", "TEXT", "YES_NO", "DATE", "YEAR")


def type_word(text: str) -> str:
    """`整数` → "integer"; "" for anything else, which must be a closed list."""
    return next((t.lower() for t in spelled_by("values").get(name_key(text), ()) if t in TYPES), "")


def is_list_type(text: str) -> bool:
    return bool(text.strip()) and not type_word(text)


Declared = tuple[Kind, str, str, tuple[str, ...]]
"""What is declared: its kind, its names in Chinese and English, codes and aliases."""


def declare(
    sections: Sequence[RawSection], glossary: Glossary, lang: Lang, of: Callable[[RawSection], Sequence[Declared]]
) -> None:
    """Put every name of these sections, and the builtins' names, into the glossary. `of`: what a section declares."""
    for builtin in BUILTINS:
        glossary.add("name", builtin.zh, builtin.en, *builtin.aliases)
    for section in sections:
        for kind, zh, en, others in of(section):
            glossary.add(kind, zh, en, *others)
        if section.heading is not None and _token(section.heading) == "CHANGES":
            for row in _rows(section):
                _declare_new_name(row, glossary)


def declared(section: RawSection, lang: Lang) -> list[Declared]:
    """Every name of a section, in order."""
    token = _token(section.heading) if section.heading is not None else ""
    found = [*_group(section, lang)] if token == "INDICATORS" else []
    if token in _DECLARING:
        found += [one for row in _rows(section) for one in _row(row, lang)]
    return found


def declaring_words(section: RawSection) -> list[str]:
    """All that `declare` looks at in a chapter: as long as it stays the same, the same names are declared."""
    found = [section.heading.text if section.heading else ""]
    table = spelled_by("headings")
    for part in section.parts:
        match part:
            case RawLine(key, value):
                found += [key.text, value.text]
            case RawTable(header, rows):
                wanted = [n for n, cell in enumerate(header) if _LOOKED_AT & set(table.get(name_key(cell.text), ()))]
                found += [header[n].text for n in wanted]
                found += [row[n].text for row in rows for n in wanted if n < len(row)]
            case _:
                continue
    return found


def _token(heading: Span) -> str:
    folded = name_key(heading.text)
    table = spelled_by("headings")
    best = max((s for s in table if folded == s or folded.startswith(s + " ")), key=len, default="")
    return next((t for t in table.get(best, ()) if t in _DECLARING or t == "CHANGES"), "")


def _group(section: RawSection, lang: Lang) -> Iterator[Declared]:
    assert section.heading
    title = section.heading.text.split(maxsplit=1)
    lines = {name_key(p.key.text): p.value.text for p in section.parts if isinstance(p, RawLine)}
    code = next((lines[k] for k in ("编号", "id") if k in lines), "")
    other = next((lines[k] for k in ("英文名", "english name", "中文名", "chinese name") if k in lines), "")
    own = title[1] if len(title) > 1 else ""
    zh, en = (own, other) if lang == "zh" else (other, own)
    yield "name", zh, en, ()
    if code:
        yield "name", "", "", (code,)


def _rows(section: RawSection) -> Iterator[dict[str, str]]:
    table = spelled_by("headings")
    for part in section.parts:
        if isinstance(part, RawTable):
            tokens = [table.get(name_key(cell.text), ("",)) for cell in part.header]
            for row in part.rows:
                yield {t: place.text for owners, place in zip(tokens, row, strict=False) for t in owners}


def _row(row: dict[str, str], lang: Lang) -> Iterator[Declared]:
    codes = expand_codes(row.get("CODE", ""))
    for code in codes:
        yield "name", "", "", (code,)
    if len(codes) == 1 and row.get("NAME"):
        own = row["NAME"]
        other = row.get("OTHER_EN" if lang == "zh" else "OTHER_ZH", "")
        yield ("name", *((own, other) if lang == "zh" else (other, own)), ())
        for alias in split_list(row.get("ALIASES", "")):
            yield "name", "", "", (alias,)
    if is_list_type(row.get("TYPE", "")):
        yield from _values(row["TYPE"], lang)
    if row.get("OPTIONS"):
        yield from _values(row["OPTIONS"], lang)


def _declare_new_name(row: dict[str, str], glossary: Glossary) -> None:
    """改称, 视同: every name that holds the old words is also known by the new ones."""
    old, new = row.get("OLD_LIMIT", ""), row.get("NEW", "")
    action = spelled_by("values").get(name_key(row.get("ACTION", "")), ())
    part = spelled_by("values").get(name_key(row.get("PART", "")), ())
    if old and new and "NAME_PART" in part and {"RENAME", "DEEM"} & set(action):
        for name in [n for n in glossary.spellings("name") if old in n]:
            glossary.add("name", "", "", name.replace(old, new))


def _values(text: str, lang: Lang) -> Iterator[Declared]:
    for own, other in split_values(text)[0]:
        if not own.translate(FOLD).isdigit():
            yield ("value", *((own, other) if lang == "zh" else (other, own)), ())
