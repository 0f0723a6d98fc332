"""陷阱 · What people write where an exact sentence is due: bare numbers, 左右, 分别, 45~50, 百分之八十五.

Looked at only in cells that could not be read, so that no declared name is ever taken for one of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from eqrules.diagnostics.fixes import change, changes
from eqrules.diagnostics.report import Fix, Report
from eqrules.language import units
from eqrules.language.chinese import literal
from eqrules.source import Span
from eqrules.syntax.characters import fold
from eqrules.syntax.lost import likely_originals
from eqrules.syntax.words import language_of, words

_NUMBER = r"\d+(?:\.\d+)?%?"
_SIMPLE = "|".join(re.escape(fold(s)) for s in sorted(units.SPELLINGS, key=len, reverse=True) if s != "%")
_UNIT = f"(?:(?:{_SIMPLE})(?:/(?:{_SIMPLE}))?)?"
_AHEAD = r"(?=[\d零一二三四五六七八九十百两不超至达高低多少大小])"
_SOFT = re.compile(
    rf"^(?:原则上|一般|应当|应|力争|争取|基本上?|逐步|大约|约|近){_AHEAD}|(?:左右|上下|为宜)$|(?<=[\d%])(?:左右|余|多)"
    r"|^(?:in principle|generally|about|around|roughly)\s"
)
_TWO = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<unit>{_UNIT}?)\s*(?:~|-|至|到|以上|to)\s*(?P<high>{_NUMBER})\s*{_UNIT}?(?:以下|以内)?$"
)
_MET = re.compile(
    r"(?P<before>超过|多于|大于|高于|不低于|不少于|至少|达到)?(?P<count>\d+|[一二两三四五六七八九十]+)"
    r"项(?P<after>及?以上)?(?=达标)"
)
"""How people count in a conclusion; the language knows 至少2项达标."""
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[,\uff0c]\d{3})+(?![\d,\uff0c])")
_INCLUDED = re.compile(r"\s*\((?P<word>不?含)(?:本数)?\)\s*")
_EXCLUSIVE = {"以上": "超过", "以下": "低于", "以内": "低于"}
_COUNT = re.compile(r"(?<=至少|至多)[一二两三四五六七八九十]+(?=项)")
_NUMERAL = re.compile(
    r"(?:\d+(?:\.\d+)?)?[零〇○一二三四五六七八九两十百千万亿分之点成]*[零〇一二三四五六七八九十百千万亿成]"
)


def trap(start: str, place: Span, report: Report) -> bool:
    """True if the cell holds one of them, and it has been reported."""
    return any(one(start, place, fold(place.text), report) for one in _TRAPS.get(start, ()))


def _lost(start: str, place: Span, text: str, report: Report) -> bool:
    """45/每班: the paper said more than what arrived."""
    found = list(likely_originals(place))
    for where, likely in found:
        report.error("EQ126", where, text=where.text, likely=likely, fixes=[change(where, likely)])
    return bool(found)


def _respectively(start: str, place: Span, text: str, report: Report) -> bool:
    """小学、初中分别不低于4.2、5.3: pairs in order, and as many of one as of the other."""
    names, found, rest = place.text.partition("分别")
    if not found or start != "limit":
        return False
    figures = list(re.finditer(_NUMBER, fold(rest)))
    who = [name.strip() for name in re.split("[、,和及]", fold(names).strip()) if name.strip()]
    what = [figure[0] for figure in figures]
    pairs = [
        f"{who[n] if n < len(who) else '？'} ← {what[n] if n < len(what) else '？'}"
        for n in range(max(len(who), len(what)))
    ]
    fixes = []
    if len(who) == len(what) > 1:
        front, back = rest[: figures[0].start()].removeprefix("为"), rest[figures[-1].end() :]
        fixes = [
            change(place, "\uff1b".join(f"{name}{front}{figure}{back}" for name, figure in zip(who, what, strict=True)))
        ]
    report.error(
        "EQ125",
        place,
        text=place.text,
        names=str(len(who)),
        values=str(len(what)),
        pairs="\uff1b".join(pairs),
        fixes=fixes,
    )
    return True


def _soft(start: str, place: Span, text: str, report: Report) -> bool:
    found = _SOFT.search(text)
    if found is None:
        return False
    rest = (text[: found.start()] + text[found.end() :]).strip()
    where = Span(place.source, place.start + found.start(), place.start + found.end())
    fixes = _directions(place, rest) if start == "limit" and _bare(rest) else changes(place, [rest] if rest else [])
    report.error("EQ123", where, text=found[0].strip(), fixes=fixes)
    return True


def _two_bounds(start: str, place: Span, text: str, report: Report) -> bool:
    """45~50, 3以上10以下: two bounds where one sentence says one."""
    found = _TWO.search(text)
    if found is None:
        return False
    front = place.text[: found.start()]
    fixes = []
    if start != "limit" and front.strip():
        fixes = [change(place, f"{front}{found['low']}{found['unit']}以上且{front}{found['high']}{found['unit']}以下")]
    elif start == "limit" and not front.strip():
        fixes = [change(place, f"{found['low']}以上"), change(place, f"{found['high']}以下")]
    report.error("EQ128", place, text=place.text, fixes=fixes)
    return True


def _counted_met(start: str, place: Span, text: str, report: Report) -> bool:
    """超过2项以上达标: 2 or more, or 3 or more (EQ115); 超过2项达标, 2项以上达标: one reading, said otherwise."""
    found = _MET.search(text)
    exact = found and (found["count"] if found["count"].isdigit() else literal(found["count"]))
    if not found or not exact or not exact.isdigit():
        return False
    strict, after = found["before"] in ("超过", "多于", "大于", "高于"), bool(found["after"])
    if not strict and not after:
        return False
    where = Span(place.source, place.start + found.start(), place.start + found.end())
    least = [int(exact)] * after + [int(exact) + 1] * strict
    fixes = changes(where, [f"至少{number}项" for number in least])
    if len(least) > 1:
        report.error("EQ115", where, text=where.text, fixes=fixes)
    else:
        report.error("EQ102", where, seen=where.text, wanted="至少…项", wanted_en="at least …", fixes=fixes)
    return True


def _thousands(start: str, place: Span, text: str, report: Report) -> bool:
    """2,000以下: a number is written without commas."""
    found = _THOUSANDS.search(place.text)
    if found is None or start not in ("limit", "amount"):
        return False
    where = Span(place.source, place.start + found.start(), place.start + found.end())
    plain = _THOUSANDS.sub(lambda one: re.sub(r"\D", "", one[0]), place.text)
    report.error("EQ102", where, seen=where.text, wanted=plain, wanted_en=plain, fixes=[change(place, plain)])
    return True


def _included(start: str, place: Span, text: str, report: Report) -> bool:
    """4.2以上(含), 45(含)以下: 以上 and 以下 include the number; where it is left out, 超过 and 低于."""
    found = _INCLUDED.search(text)
    if found is None or start != "limit":
        return False
    where = Span(place.source, place.start + found.start(), place.start + found.end())
    rest = text[: found.start()] + text[found.end() :]
    whole = re.fullmatch(rf"(?P<figure>{_NUMBER}\s*{_UNIT})\s*(?P<end>以上|以下|以内)", rest)
    choice = []
    if whole is not None:
        choice = [rest if found["word"] == "含" else f"{_EXCLUSIVE[whole['end']]}{whole['figure']}"]
    wanted = "".join(choice) or "—"
    report.error("EQ102", where, seen=where.text, wanted=wanted, wanted_en=wanted, fixes=changes(place, choice))
    return True


def _no_direction(start: str, place: Span, text: str, report: Report) -> bool:
    if start != "limit" or not _bare(text):
        return False
    report.error("EQ124", place, text=place.text, fixes=_directions(place, place.text))
    return True


def _said_in_words(start: str, place: Span, text: str, report: Report) -> bool:
    """四点二, 百分之八十五, 1.19亿: an exact number that the language wants in figures."""
    reported = False
    for found in (_COUNT if start == "conclusion" else _NUMERAL).finditer(text):
        exact = literal(found[0])
        if exact is not None:
            where = Span(place.source, place.start + found.start(), place.start + found.end())
            report.error("EQ117", where, text=where.text, fixes=[change(where, exact)])
            reported = True
    return reported


Trap = Callable[[str, Span, str, Report], bool]
_OF_VALUES: tuple[Trap, ...] = (
    _lost, _respectively, _thousands, _included, _soft, _two_bounds, _no_direction, _said_in_words,
)  # fmt: skip
_TRAPS: dict[str, tuple[Trap, ...]] = {
    **dict.fromkeys(("limit", "amount", "condition", "definition", "exceptions"), _OF_VALUES),
    "conclusion": (_counted_met, _said_in_words),
    "span": (_lost, _said_in_words),
}


def _bare(text: str) -> bool:
    return bool(re.fullmatch(rf"{_NUMBER}(?:\s*{_UNIT}|:{_NUMBER})", text)) and not text.endswith(
        ("以上", "以下", "以内")
    )


def _directions(place: Span, text: str) -> list[Fix]:
    lang = language_of(place.source.text)
    ends = [words("keywords")[token].spelled(lang) for token in ("GE_AFTER", "LE_AFTER")]
    return list(changes(place, [text + (" " if lang == "en" else "") + end for end in ends]))
