"""列宽 · How many columns a text takes on a screen, in a table or in a sheet."""

from unicodedata import category, east_asian_width

_NONE = {"Mn", "Me", "Cf", "Cc"}
"""Marks that sit on another character, and characters that nobody sees."""


def width(text: str) -> int:
    """Han characters and full-width signs take two columns, combining marks none, the rest one."""
    if text.isascii():
        return len(text)
    return sum(
        2 if east_asian_width(character) in "WF" else 0 if category(character) in _NONE else 1 for character in text
    )
