"""变更行 · Rows of 变更, read: the action, the part, the codes, and whether the two fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from eqrules.compile.about import status_of
from eqrules.compile.dates import columns
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope
from eqrules.plan.about import Interval, Status
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.declare import expand_codes, split_list
from eqrules.syntax.layout import ACTIONS, PARTS
from eqrules.syntax.words import words

_ANY = tuple(PARTS)
FITTING: dict[str, tuple[str, ...]] = {
    "RAISE": ("LIMIT_PART", "FORCE_PART"),
    "LOWER": ("LIMIT_PART", "FORCE_PART"),
    "REFORMULATE": ("FORMULA_PART",),
    "REGROUP": ("CLAUSES_PART",),
    "WIDEN": ("SCOPE_PART", "EXCEPT_PART"),
    "NARROW": ("SCOPE_PART", "EXCEPT_PART"),
    "ADD": ("", "EXCEPT_PART"),
    "RETIRE": ("", *_ANY),
    "RENAME": ("NAME_PART",),
    "REDATE": ("DATES_PART",),
    "LOOSEN": ("LIMIT_PART", "FORMULA_PART"),
    "DEEM": ("FORMULA_PART", "NAME_PART"),
    "RESTATE": _ANY,
}
"""Which parts (项目) an action may speak of; "" is the whole."""
_NO_OLD, _NO_NEW = ("ADD",), ("ADD", "RETIRE", "RESTATE")


@dataclass(frozen=True, slots=True)
class Change:
    """One row for one code. `days`: when it holds, the document's or its own within them; `passing`: it only lays
    another limit over the old one for these days, as rows of a layer and rows with days of their own do."""

    code: str
    action: str
    part: str
    row: tree.Row
    origin: str
    lang: str
    days: Interval
    passing: bool
    section: tree.Section
    status: Status

    @property
    def old(self) -> tree.Content | None:
        return self.row.get("OLD_LIMIT")

    @property
    def new(self) -> tree.Content | None:
        return self.row.get("NEW") or (self.old if self.action == "RESTATE" else None)

    @property
    def where(self) -> tree.Content | None:
        return self.row.get("WITHIN")

    def place(self, token: str) -> Span:
        return self.row.place(token)

    def said(self, token: str) -> str:
        """What stands in a cell, as typed."""
        found = next((c for c in self.row.cells if c.column.token == token), None)
        return found.span.text if found is not None else ""

    def word(self, token: str) -> str:
        return words("values")[token].zh if token else ""

    def facts(self) -> dict[str, Any]:
        """What findings say of it."""
        action = words("values")[self.action]
        return {"action": action.zh, "action_en": action.en, "rule": self.code, "old": self.said("OLD_LIMIT"),
                "new": self.said("NEW")}  # fmt: skip


def changes(document: tree.Document, days: Interval, layered: bool, scope: Scope) -> Iterator[Change]:
    """The rows of a document's 变更, in order, one for each code they name."""
    for section in document.all("CHANGES"):
        for row in section.rows:
            made = _read(row, section, document, days, layered, scope)
            if made is not None:
                for entry in split_list(row.text("CODE")):
                    for code in expand_codes(entry):
                        yield replace(made, code=code)


def _read(
    row: tree.Row, section: tree.Section, document: tree.Document, days: Interval, layered: bool, scope: Scope
) -> Change | None:
    report = scope.report
    action = fixed(row.text("ACTION"), ACTIONS, row.place("ACTION"), report)
    part = fixed(row.text("PART"), _ANY, row.place("PART"), report) if row.text("PART") else ""
    if action is None or part is None:
        return None
    table = words("values")
    if part not in FITTING[action]:
        parts = [table[p] for p in FITTING[action] if p]
        report.error("EQ416", row.place("PART"), action=table[action].zh, action_en=table[action].en,
                     part=row.text("PART") or "—", parts="、".join(p.zh for p in parts) or "—",
                     parts_en=", ".join(p.en for p in parts) or "—")  # fmt: skip
        return None
    cells = {cell.column.token: cell for cell in row.cells}
    for token, free, zh, en in (("OLD_LIMIT", _NO_OLD, "原标准", "old limit"), ("NEW", _NO_NEW, "新标准", "new limit")):
        if action not in free and (token not in cells or cells[token].content is None):
            if token not in cells or not cells[token].span.text:
                report.error("EQ120", row.span, name=zh, name_en=en)
            return None
    own = columns(row.get("FROM"), row.get("UNTIL"), report)
    passing = layered or own != Interval()
    days = Interval(start=max(own.start, days.start), end=min(filter(None, (own.end, days.end)), default=""))
    status = status_of(row, report)
    return Change("", action, part, row, document.text("ID"), document.lang, days, passing, section, status)
