"""依据 · Names and papers of a row, for people."""

from __future__ import annotations

from typing import cast

from eqrules.compile.fixed import fixed
from eqrules.diagnostics.report import Report
from eqrules.model.symbols import Names
from eqrules.plan.plan import About, Status
from eqrules.syntax.tree import Line, Row, Text
from eqrules.syntax.words import words

_STATUS = ("CONFIRMED", "SECOND_HAND", "INFERRED", "NOT_KNOWN")


def about(names: Names, row: Row | None, origin: str, report: Report, lines: dict[str, Line] | None = None) -> About:
    """What people need to know of a row; `lines` of its section give what the row leaves open."""

    def text(token: str) -> str:
        own = row.text(token) if row is not None else ""
        if own or lines is None:
            return own
        line = lines.get(token)
        return line.content.text if line and isinstance(line.content, Text) else ""

    return About(
        zh=names.zh,
        en=names.en,
        aliases=names.aliases,
        basis=text("BASIS"),
        status=status_of(row, report),
        responsible=text("RESPONSIBLE"),
        note=text("NOTE"),
        origin=origin,
    )


def status_of(row: Row | None, report: Report) -> Status:
    """How sure the row says it is."""
    if row is None:
        return ""
    token = fixed(row.text("STATUS"), _STATUS, row.place("STATUS"), report)
    return cast(Status, words("values")[token].zh) if token else ""
