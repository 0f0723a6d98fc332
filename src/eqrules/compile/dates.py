"""日期 · Days, years and intervals as papers write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Interval
from eqrules.source import Span
from eqrules.syntax.characters import name_key
from eqrules.syntax.tree import Text

_DAY = re.compile(r"(?P<y>\d{4})(?:年|-|\.|/)?(?:(?P<m>\d{1,2})(?:月|-|\.|/)?(?:(?P<d>\d{1,2})日?)?)?")
_INTERVAL = re.compile(r"(?P<from>.+?)(?:起|\s*onwards?)?(?:\s*(?:至|到|to|~|-{2})\s*(?P<to>.+?)止?)?$")


def day(text: str, last: bool = False) -> date | None:
    """`2017年4月19日`, `2017-04-19`, `2019年`: the first (or `last`) day meant; None if it is no date."""
    match = _DAY.fullmatch(name_key(text))
    if not match:
        return None
    year, month = int(match["y"]), int(match["m"] or (12 if last else 1))
    if not 1 <= month <= 12:
        return None
    days = monthrange(year, month)[1]
    number = int(match["d"] or (days if last else 1))
    return date(year, month, number) if 1 <= number <= days else None


def interval(content: object, report: Report) -> Interval:
    """`2017年4月19日起`, `2019年3月1日至2024年12月31日`; open where nothing is written."""
    if not isinstance(content, Text):
        return Interval()
    match = _INTERVAL.fullmatch(name_key(content.text).removesuffix("起"))
    assert match
    start = day(match["from"].removesuffix("起"))
    end = day(match["to"].removesuffix("止"), last=True) if match["to"] else None
    if start is None or (match["to"] and end is None):
        report.error("EQ114", content.span, text=content.text)
        return Interval()
    return _forward(Interval(start=start.isoformat(), end=end.isoformat() if end else ""), content.span, report)


def _forward(days: Interval, place: Span, report: Report) -> Interval:
    if days.start and days.end and days.end < days.start:
        report.error("EQ407", place, start=days.start, end=days.end)
    return days


OPEN = ("", "未知", "unknown", "—", "-")


def columns(start: object, end: object, report: Report) -> Interval:
    """The 自 and 至 columns of one row; 未知 and blank are open."""
    days = []
    for content, last in ((start, False), (end, True)):
        text = content.text if isinstance(content, Text) else ""
        plain = name_key(text).removesuffix("止" if last else "起").removesuffix("底" if last else "")
        found = None if plain in OPEN else day(plain, last)
        if found is None and plain not in OPEN:
            assert isinstance(content, Text)
            report.error("EQ114", content.span, text=text)
        days.append(found.isoformat() if found else "")
    place = end.span if isinstance(end, Text) else start.span if isinstance(start, Text) else None
    made = Interval(start=days[0], end=days[1])
    return _forward(made, place, report) if place else made
