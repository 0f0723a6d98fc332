"""标记 · Where something was seen: every cell of every finding, with what was read, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from eqrules.data.submission import Absent, State, Submission, Value
from eqrules.diagnostics.catalogue import message, next_step
from eqrules.diagnostics.report import Finding, Level
from eqrules.language.numbers import plain_text
from eqrules.report import words

_ADDRESS = re.compile(r"(?:\[(?P<file>[^\]]+)\])?(?P<sheet>.+?)(?:!(?P<cell>[A-Z]{1,3}[0-9]{1,7}))?\Z", re.S)
LEVELS: tuple[Level, ...] = ("error", "warning", "hint")
"""The worst first."""
NEEDED = "EQ-"
"""Stands in the place of a code where nothing is wrong and the verdict still waits for the cell."""

_OR_ZERO = "EQ672"
"""Asks whether blanks mean zero: until somebody says so they are to be filled in."""


class CannotMark(Exception):
    """The file is no workbook that comments can be put into."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to say about a submission; `needed`: cells that verdicts wait for, once something is judged."""

    submission: Submission
    findings: Sequence[Finding]
    needed: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said about a place."""

    level: Level
    code: str
    why: str
    what: str


@dataclass(slots=True)
class Place:
    """A cell, or a whole sheet when `cell` is empty, of a file (empty: of any)."""

    file: str
    sheet: str
    cell: str
    remarks: list[Remark] = field(default_factory=list)
    read: str = ""
    due: bool = False
    """To be filled in: blank where a value must stand, or a verdict waits for it."""

    @property
    def level(self) -> Level:
        return min((remark.level for remark in self.remarks), key=LEVELS.index)


def places(seen: Seen, lang: str) -> list[Place]:
    """Every place with something to say, in the order of sheets and findings."""
    values = _values(seen.submission)
    found: dict[str, Place] = {}
    for finding in seen.findings:
        remark = Remark(finding.level, finding.code, message(finding, lang), next_step(finding, lang))
        for address in finding.cells:
            place = found.get(address) or _place(address, values.get(address), lang)
            if place is not None:
                found[address] = place
                if remark not in place.remarks:
                    place.remarks.append(remark)
                wanted = remark.level == "error" or remark.code == _OR_ZERO
                place.due |= wanted and bool(place.cell) and _blank(values.get(address))
    needed = words.either(lang, "补上这一格才能得出结论。", "The verdict waits for this cell.")
    step = words.either(lang, "请补填。", "Please fill it in.")
    for address in seen.needed:
        place = found.get(address) or _place(address, values.get(address), lang)
        if place is not None and place.cell:
            found[address] = place
            place.due = True
            if not place.remarks:
                place.remarks.append(Remark("warning", NEEDED, needed, step))
    return list(found.values())


def _place(address: str, value: Value | None, lang: str) -> Place | None:
    """`学段校!F12`, `[甲校.xlsx]学段校!F12` or `学段校`; brackets after ! hold a column that never came."""
    plain, _, gap = address.partition("!(")
    matched = _ADDRESS.match(plain)
    if matched is None:
        return None
    read = "" if gap else _said(value, lang)
    return Place(matched["file"] or "", matched["sheet"], matched["cell"] or "", read=read)


def _blank(value: Value | None) -> bool:
    return isinstance(value, Absent) and value.state is State.BLANK


def _said(value: Value | None, lang: str) -> str:
    """What a cell was read as."""
    if value is None:
        return ""
    if isinstance(value, Absent):
        return words.of(words.STATES[value.state], lang)
    if isinstance(value, bool):
        return words.either(lang, "是" if value else "否", "yes" if value else "no")
    if isinstance(value, (int, Fraction)):
        return plain_text(value, 6)
    return value.isoformat() if isinstance(value, date) else value


def _values(submission: Submission) -> dict[str, Value]:
    """The value that was read from each cell."""
    found: dict[str, Value] = {}
    for table in submission.tables.values():
        for column in table.columns.values():
            if column.letter or column.moved:
                for i, value in enumerate(column.values):
                    found.setdefault(column.place(i), value)
                    for cell in value.cells if isinstance(value, Absent) else ():
                        found.setdefault(cell, value)
    return found
