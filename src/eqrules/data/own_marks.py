"""自己的记号 · What an annotated copy carries, so that handed in again it is read as the original."""

from __future__ import annotations

from collections.abc import Sequence

from eqrules.data.raw import Raw, Sheet, is_blank

OURS = "—— eqrules ——"
"""Stands above our words in a comment, below what people had written there."""
LISTS = ("检查结果", "Findings")
"""What the sheet of findings is called; its first cell begins with the same words."""
COLOURS = ("F8C9C4", "FFE699", "D6E4F0")
"""Of errors, warnings and hints, behind cells."""
NUMBERS = ("序号", "No.")
"""Heads the first column of that sheet, in its fourth row."""


def theirs(comment: str) -> str:
    """What people wrote into a comment; "" when all of it is ours."""
    return comment.partition(OURS)[0].strip()


def is_our_list(first: object, fourth: object) -> bool:
    """By the cells A1 and A4 of a sheet."""
    return str(first or "").startswith(LISTS) and fourth in NUMBERS


def says_what_was_found(sheet: Sheet) -> bool:
    """The sheet of findings of an annotated copy."""
    return is_our_list(_first(sheet.rows, 0), _first(sheet.rows, 3))


def _first(rows: Sequence[Sequence[Raw]], row: int) -> Raw:
    return rows[row][0] if row < len(rows) and rows[row] and not is_blank(rows[row][0]) else None
